#include "core/part/part_writer.h"

#include <catch_amalgamated.hpp>
#include <set>

#include "core/part/element_batch.h"
#include "tests/support/hex.h"
#include "tests/support/part_compare.h"

namespace sidx::part {
namespace {

using encoding::ValueType;
using testing::elements_of;
using testing::hex_string;
using testing::load_golden_part;
using testing::open_golden;

Rc<PartContent> write_part(const ElementBatch& batch, const WriteParameters& parameters,
                           int64_t segment_id) {
  std::vector<Rc<BlockData>> blocks;
  for (BlockData& block : split_into_blocks(batch, batch.sorted_order(), parameters)) {
    REQUIRE(check_block(block).ok());
    blocks.emplace_back(std::move(block));
  }
  return Rc<PartContent>(PartContent(std::move(blocks), true, parameters, segment_id));
}

bool was_written_by_seed(const std::string& name) {
  return name.starts_with("seed/") &&
         (name.find("/merged") == std::string::npos || name.find("/in/") != std::string::npos) &&
         !(name.find("/bug_merged") != std::string::npos &&
           name.find("/in/") == std::string::npos) &&
         (name.find("/stress") == std::string::npos || name.find("/in/") != std::string::npos);
}

bool has_one_tag(const PartContent& content) {
  std::set<std::string> names;
  for (size_t block = 0; block < content.headers().size(); block++) {
    for (const auto& tag : content.record_of(block).tags) names.insert(tag.name);
  }
  return names.size() == 1;
}

TEST_CASE("parts the seed flushed come out the same when written again") {
  int count = 0;
  int pooled = 0;
  for (const std::string& name : testing::golden_part_names()) {
    if (!was_written_by_seed(name)) continue;
    INFO(name);
    count++;
    const Rc<PartContent> golden = open_golden(name);
    // Which filter of a block its successor gets is known only if there is one.
    WriteParameters parameters;
    parameters.pooled_filters_keep_bits = has_one_tag(*golden) && golden->headers().size() > 1;
    pooled += parameters.pooled_filters_keep_bits ? 1 : 0;
    const Rc<PartContent> ours =
        write_part(elements_of(*golden), parameters, golden->manifest().segment_id);
    testing::check_same_part(*ours, *golden);
  }
  CHECK(count >= 28);
  CHECK(pooled == 2);
}

TEST_CASE("S16: a filter has the bits of the blocks before it") {
  // 5000 series of one row: what the seed wrote is to be had only with bits that were left over.
  const Rc<PartContent> golden = open_golden("seed/many_series");
  WriteParameters cleared;
  cleared.pooled_filters_keep_bits = false;
  const auto write = [&](const WriteParameters& parameters) {
    return write_part(elements_of(*golden), parameters, golden->manifest().segment_id);
  };
  const Rc<PartContent> kept = write(WriteParameters());
  const Rc<PartContent> fresh = write(cleared);
  const auto words = [](const Rc<PartContent>& part, size_t block) {
    return part->filter_of(block, "svc").bloom->words;
  };
  size_t same = 0;
  for (size_t block = 0; block < golden->headers().size(); block++) {
    same += words(kept, block) == words(golden, block) ? 1 : 0;
  }
  CHECK(words(kept, 0) == words(fresh, 0));
  CHECK(words(kept, 4999) != words(fresh, 4999));
  CHECK(words(fresh, 4999) != words(golden, 4999));
  INFO(same);
  CHECK(same > 4900);
  // The same filters, whether they are made one by one or written.
  const Rc<PartContent> reopened = testing::reopen_part(*write(WriteParameters()));
  for (const size_t block : {size_t{1}, size_t{4999}}) {
    CHECK(words(reopened, block) == words(kept, block));
  }
}

TEST_CASE("S16: the second of two filters has more words, the third fewer") {
  ElementBatch batch;
  for (int64_t row = 0; row < 11; row++) {
    batch.add(row == 0 ? 1 : row == 10 ? 3 : 2, row, "d");
    batch.add_tag("svc", ValueType::kStr, "svc" + std::to_string(row));
  }
  const Rc<PartContent> part = write_part(batch, WriteParameters(), 0);
  WriteParameters cleared;
  cleared.pooled_filters_keep_bits = false;
  const Rc<PartContent> fresh = write_part(batch, cleared, 0);
  const auto words = [](const Rc<PartContent>& of, size_t block) {
    return of->filter_of(block, "svc").bloom->words;
  };
  REQUIRE(words(part, 1).size() == 3);
  CHECK(words(part, 1)[0] == (words(fresh, 0)[0] | words(fresh, 1)[0]));
  CHECK(words(part, 1)[1] == words(fresh, 1)[1]);
  REQUIRE(words(part, 2).size() == 1);
  CHECK(words(part, 2)[0] == (words(part, 1)[0] | words(fresh, 2)[0]));
}

ElementBatch worked_example() {
  ElementBatch batch;
  const auto add = [&](int64_t key, const char* data, const char* svc, const char* dur) {
    batch.add(1, key, data);
    batch.add_tag("svc", ValueType::kStr, svc);
    batch.add_tag("dur", ValueType::kInt64, hex_string(dur));
  };
  add(100, "t1", "a", "8000000000000005");
  add(300, "t3", "b", "8000000000000007");
  add(200, "t2", "a", "8000000000000006");
  return batch;
}

TEST_CASE("the worked example of the format comes out byte for byte") {
  const Rc<PartContent> part = write_part(worked_example(), WriteParameters(), 1000);
  const FileMap& files = part->files();
  const auto is = [&](const char* name, std::string_view expected) {
    INFO(name);
    CHECK(to_hex(*files.at(name)) == testing::plain_hex(expected));
  };
  is("keys.bin", "c801");
  is("data.bin", "000400020202 0006743174327433");
  is("dur.td", "02 8000000000000005 02");
  is("dur.tm", "03647572 02 00 0a 00 13 08 8000000000000007 08 8000000000000006");
  is("dur.tf", "0000000000000006 00 09 03 04b8284112300480");
  is("svc.td", "0a 02 00030001 01 00026162 00000004 02 25");
  is("svc.tm", "03737663 01 00 11 00 13 00 00");
  is("svc.tf", "0000000000000006 00 09 03 0840000c2602a800");
  CHECK(part->manifest().uncompressed_size_bytes == 75);
  CHECK(part->manifest_text(1).ends_with(
      R"("totalCount":3,"blocksCount":1,"minKey":100,"maxKey":300,"id":1,"segmentID":1000})"));
}

TEST_CASE("the key range of a written part is that of its first and last row, S1") {
  ElementBatch batch;
  for (const auto& [series, key] :
       {std::pair<uint64_t, int64_t>{1, 100}, {1, 200}, {2, 1}, {2, 50}}) {
    batch.add(series, key, "x");
  }
  CHECK(write_part(batch, WriteParameters(), 0)->manifest().key_min == 100);
  CHECK(write_part(batch, WriteParameters(), 0)->manifest().key_max == 50);
  WriteParameters repaired;
  repaired.range_of_first_and_last = false;
  CHECK(write_part(batch, repaired, 0)->manifest().key_min == 1);
  CHECK(write_part(batch, repaired, 0)->manifest().key_max == 200);
}

TEST_CASE("a primary block is closed once its records exceed 64 KiB") {
  ElementBatch batch;
  for (uint64_t series = 1; series <= 4000; series++) {
    batch.add(series, static_cast<int64_t>(series), "data");
    batch.add_tag("tag", ValueType::kStr, "value");
  }
  const Rc<PartContent> part = write_part(batch, WriteParameters(), 0);
  REQUIRE(part->primary_ranges().size() == 2);
  CHECK(part->primary_ranges()[0].series_id == 1);
  CHECK(part->primary_ranges()[1].first == part->primary_ranges()[0].count);
}

TEST_CASE("what is made from blocks equals what is read from its files") {
  ElementBatch batch = worked_example();
  batch.add(2, -5, "floats");
  batch.add_tag("f", ValueType::kFloat64, hex_string("3fb999999999999a"));
  batch.add(2, -6, "nothing");
  batch.add_tag("empty", ValueType::kStr, "");
  for (const bool repaired : {false, true}) {
    WriteParameters parameters;
    parameters.empty_is_nil = !repaired;
    if (repaired) parameters.lengths = encoding::LengthForm::kPlusOne;
    const Rc<PartContent> made = write_part(batch, parameters, 7);
    const Rc<PartContent> read = testing::reopen_part(*made);
    REQUIRE(made->headers().size() == read->headers().size());
    for (size_t i = 0; i < made->headers().size(); i++) {
      const BlockData& a = *made->load(i).block;
      const BlockData& b = *read->load(i).block;
      CHECK(a.keys == b.keys);
      REQUIRE(a.tags.size() == b.tags.size());
      for (size_t t = 0; t < a.tags.size(); t++) {
        CHECK(a.tags[t].name == b.tags[t].name);
        CHECK(a.tags[t].type == b.tags[t].type);
        for (size_t row = 0; row < a.row_count(); row++) {
          Bytes x;
          Bytes y;
          a.tags[t].append_stored(row, x);
          b.tags[t].append_stored(row, y);
          CHECK(x == y);
          CHECK(a.tags[t].is_nil(row) == b.tags[t].is_nil(row));
        }
      }
    }
  }
}

TEST_CASE("blocks that the engine panics about are refused") {
  BlockData block;
  block.series_id = 5;
  block.keys = {1, 2};
  block.data.push("a");
  block.data.push("b");
  REQUIRE(check_block(block).ok());
  SECTION("keys out of order") {
    block.keys = {2, 1};
    CHECK(check_block(block).error().code == ErrorCode::kBadOrder);
  }
  SECTION("a missing data value") {
    block.keys.push_back(3);
    CHECK(check_block(block).error().code == ErrorCode::kMismatch);
  }
  SECTION("a column that is too short") {
    TagData tag;
    tag.name = "x";
    tag.type = ValueType::kStr;
    tag.append_nils(1);
    block.tags.push_back(tag);
    CHECK(check_block(block).error().code == ErrorCode::kMismatch);
  }
  SECTION("a number that is not 8 bytes long") {
    TagData tag;
    tag.name = "x";
    tag.type = ValueType::kInt64;
    encoding::BytesList values;
    values.push("12345678");
    values.push("abc");
    tag.values = values;
    block.tags.push_back(tag);
    CHECK(check_block(block).error().code == ErrorCode::kBadLength);
    // A nil before it makes the column plain, and nobody looks any more.
    encoding::BytesList with_nil;
    with_nil.push_nil();
    with_nil.push("abc");
    block.tags[0].values = with_nil;
    CHECK(check_block(block).ok());
  }
  SECTION("a smaller series behind a larger one") {
    PartWriter writer{WriteParameters()};
    REQUIRE(writer.add_block(block, nullptr).ok());
    block.series_id = 4;
    CHECK(writer.add_block(block, nullptr).error().code == ErrorCode::kBadOrder);
  }
}

TEST_CASE("the limit of rows splits a series, and mixed types split a column") {
  ElementBatch batch;
  for (int64_t key = 0; key < 10; key++) {
    batch.add(1, key, "x");
    if (key % 2 == 0) {
      batch.add_tag("t", ValueType::kStr, "text");
    } else {
      batch.add_tag("t", ValueType::kInt64, hex_string("8000000000000001"));
    }
  }
  WriteParameters parameters;
  parameters.block_rows_max = 4;
  parameters.mixed_types_share_column = false;
  const auto blocks = split_into_blocks(batch, batch.sorted_order(), parameters);
  REQUIRE(blocks.size() == 3);
  CHECK(blocks[0].row_count() == 4);
  CHECK(blocks[2].row_count() == 2);
  REQUIRE(blocks[0].tags.size() == 2);
  CHECK(blocks[0].tags[0].name == "t#int");
  CHECK(blocks[0].tags[1].name == "t#str");
  CHECK(blocks[0].tags[1].is_nil(1));
}

}  // namespace
}  // namespace sidx::part
