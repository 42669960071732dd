#include "core/encoding/bloom_filter.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

BloomFilter filter_of(const std::vector<std::string>& items, BloomParameters parameters,
                      int64_t item_count) {
  BloomFilter filter;
  filter.item_count = item_count;
  const uint64_t word_count = bloom_word_count(parameters, static_cast<uint64_t>(item_count));
  filter.words.resize(static_cast<size_t>(word_count));
  for (const std::string& item : items) bloom_add(filter, item, parameters.probes);
  return filter;
}

std::string encoded(const BloomFilter& filter) {
  Bytes out;
  append_bloom_filter(out, filter);
  return to_hex(out);
}

}  // namespace

TEST_CASE("an item has the bits of the format document") {
  using Bits = std::vector<uint64_t>;
  CHECK(bloom_bit_indexes("a", 1, 10) == Bits{26, 13, 25, 15, 17, 11, 11, 60, 40, 58});
  CHECK(bloom_bit_indexes("a", 2, 6) == Bits{90, 77, 89, 79, 17, 11});
  CHECK(bloom_bit_indexes("a", 0, 6).empty());
}

TEST_CASE("filters have the bytes of the format document") {
  const std::string seven = hex_string("8000000000000007");
  struct Case {
    const char* name;
    BloomFilter filter;
    const char* bytes;
  };
  const Case cases[] = {
      {"seed, one row", filter_of({"a"}, kSeedBloom, 1), "0000000000000002 | 00 05 02 0602a800"},
      {"seed, five rows", filter_of({"a"}, kSeedBloom, 5),
       "000000000000000a | 00 09 02 00020800 0600a000"},
      {"seed, three rows of svc", filter_of({"a", "b"}, kSeedBloom, 3),
       "0000000000000006 00 09 03 0840000c2602a800"},
      {"v0.9.0, svc", filter_of({"a"}, kCurrentBloom, 1),
       "0000000000000002 000903140001000602a800"},
      {"v0.9.0, n", filter_of({seven}, kCurrentBloom, 1), "00000000000000020009030498080000200240"},
      {"nothing", {}, "0000000000000000 00 01 00"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      CHECK(encoded(test.filter) == plain_hex(test.bytes));
      const Bytes bytes = hex(test.bytes);
      const auto filter = read_bloom_filter(view_of(bytes));
      REQUIRE(filter.ok());
      CHECK(filter->item_count == test.filter.item_count);
      CHECK(filter->words == test.filter.words);
    }
  }
}

TEST_CASE("the number of words follows from the items") {
  struct Case {
    uint64_t items;
    uint64_t seed;
    uint64_t current;
  };
  const Case cases[] = {{0, 0, 1},
                        {1, 1, 1},
                        {4, 1, 1},
                        {5, 2, 1},
                        {8, 2, 2},
                        {17, 4, 4},
                        {100, 24, 25},
                        {111, 27, 27},
                        {112, 27, 28},
                        {8192, 1920, 2048},
                        {1ULL << 62, 15ULL << 56, 1ULL << 60}};
  for (const Case& test : cases) {
    INFO(test.items);
    CHECK(bloom_word_count(kSeedBloom, test.items) == test.seed);
    CHECK(bloom_word_count(kCurrentBloom, test.items) == test.current);
  }
}

TEST_CASE("a filter never forgets and rarely invents") {
  Random random(13);
  for (const BloomParameters parameters : {kSeedBloom, kCurrentBloom}) {
    std::vector<std::string> items;
    for (int i = 0; i < 1000; i++) items.push_back(random.text(8));
    const BloomFilter filter = filter_of(items, parameters, 1000);
    for (const std::string& item : items) {
      CHECK(bloom_might_contain(filter, item, parameters.probes));
    }
    int invented = 0;
    for (int i = 0; i < 10000; i++) {
      if (bloom_might_contain(filter, random.text(8), parameters.probes)) invented++;
    }
    CHECK(invented < 50);
  }
}

TEST_CASE("a filter without words proves nothing") {
  BloomFilter filter;
  CHECK(bloom_might_contain(filter, "a", 10));
  bloom_add(filter, "a", 10);
  CHECK(filter.words.empty());
}

TEST_CASE("every shorter prefix of a filter is truncated") {
  check_prefixes_fail(hex("000000000000000a 00 09 02 00020800 0600a000"),
                      [](ByteReader& reader) { return read_bloom_filter(reader.rest()); });
}

TEST_CASE("faults of filters are located") {
  struct Case {
    const char* name;
    const char* bytes;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"negative count", "0000000000000001 00 05 02 0602a800", ErrorCode::kBadValue, 10},
      {"half a word", "0000000000000002 00 04 02 0602a8", ErrorCode::kBadLength, 21},
      {"bytes left over", "0000000000000002 00 05 02 0602a800 00", ErrorCode::kTrailingBytes, 25},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = hex(test.bytes);
      check_fault(read_bloom_filter(view_of(bytes, 10)), test.code, test.offset);
    }
  }
}
