#include "core/query/bloom_anatomy.h"

#include <catch_amalgamated.hpp>

#include "core/part/tag_filter.h"
#include "tests/support/query_parts.h"

namespace sidx::query {
namespace {

using Catch::Matchers::WithinAbs;
using encoding::BloomFilter;

TEST_CASE("one word with the item a: its bits as the format document works them out") {
  BloomFilter filter{1, {0x000000000602a800}};
  const BloomProbe probe = probe_bloom(filter, "a", 6);
  CHECK(probe.bits == std::vector<uint64_t>{26, 13, 25, 15, 17, 11});
  CHECK(probe.may_contain);
  CHECK(probe.set == std::vector<bool>(6, true));
  const BloomProbe ten = probe_bloom(filter, "a", 10);
  CHECK(ten.bits == std::vector<uint64_t>{26, 13, 25, 15, 17, 11, 11, 60, 40, 58});
  CHECK(ten.set ==
        std::vector<bool>{true, true, true, true, true, true, true, false, false, false});
  CHECK_FALSE(ten.may_contain);
  const BloomAnatomy anatomy = bloom_anatomy(filter, 6, {"a"});
  CHECK(anatomy.bits == 64);
  CHECK(anatomy.bits_set == 6);
  CHECK_THAT(anatomy.fill, WithinAbs(6.0 / 64, 1e-12));
  CHECK_THAT(anatomy.expected, WithinAbs(std::pow(6.0 / 64, 6), 1e-12));
}

TEST_CASE("two words with the item a") {
  BloomFilter filter{5, {0x0000000000020800, 0x000000000600a000}};
  CHECK(probe_bloom(filter, "a", 6).bits == std::vector<uint64_t>{90, 77, 89, 79, 17, 11});
  CHECK(probe_bloom(filter, "a", 6).may_contain);
}

TEST_CASE("what was measured is near what the fill says; nothing proves nothing") {
  BloomFilter filter;
  std::vector<std::string> values;
  for (int i = 100; i < 300; i++) values.push_back(std::to_string(i));
  filter.words.resize(8);  // 2.6 bits a value
  for (const std::string& value : values) encoding::bloom_add(filter, value, 6);
  const BloomAnatomy anatomy = bloom_anatomy(filter, 6, values);
  CHECK(anatomy.expected > 0.3);
  CHECK_THAT(anatomy.measured, WithinAbs(anatomy.expected, 0.04));
  const BloomAnatomy empty = bloom_anatomy({}, 6, {});
  CHECK(empty.bits == 0);
  CHECK(empty.expected == 1);
  CHECK(empty.measured == 1);
  CHECK(probe_bloom({}, "x", 6).may_contain);
}

TEST_CASE("what if the filters of a part had another size") {
  part::ElementBatch batch;
  for (uint64_t series = 1; series <= 30; series++) {
    for (int i = 0; i < 40; i++) {
      batch.add(series, i, "d");
      batch.add_tag("svc", encoding::ValueType::kStr,
                    std::to_string(series) + "-" + std::to_string(i));
    }
  }
  const auto content = testing::part_of_batch(batch);
  const BloomWhatIf small = bloom_what_if(*content, "svc", 2, 6, "7-3");
  const BloomWhatIf large = bloom_what_if(*content, "svc", 32, 6, "7-3");
  CHECK(small.blocks == 30);
  CHECK(large.blocks == 30);
  CHECK(small.words == 30 * 2);
  CHECK(large.words == 30 * 20);
  CHECK(large.pruned == 29);  // all but the one that has it
  CHECK(small.pruned < 25);
  CHECK(small.measured > 10 * large.measured);
  CHECK(bloom_what_if(*content, "none", 32, 6, "x").blocks == 0);
}

TEST_CASE("items of a column: distinct, arrays by element, without nil") {
  part::ElementBatch batch;
  for (const char* value : {"a|b|", "b|", ""}) {
    batch.add(1, 1, "d");
    if (value[0] != 0) batch.add_tag("arr", encoding::ValueType::kStrArr, value);
  }
  const auto content = testing::part_of_batch(batch);
  const part::TagData* tag = content->load(0).block->find_tag("arr");
  REQUIRE(tag != nullptr);
  CHECK(part::column_items(*tag) == std::vector<std::string>{"a", "b"});
}

}  // namespace
}  // namespace sidx::query
