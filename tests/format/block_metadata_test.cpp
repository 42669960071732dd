#include "core/format/block_metadata.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "core/base/limits.h"
#include "core/encoding/varint.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::format;
using namespace sidx::testing;

namespace {

Bytes bytes_of_record(const BlockMetadata& record) {
  Bytes out;
  append_block_metadata(out, record);
  return out;
}

/// The block of the tiny part of the format document.
BlockMetadata tiny_block() {
  return {1, 100, 300, {0, 14}, {0, 2}, 2, 3, 75, {{"dur", {0, 27}}, {"svc", {0, 11}}}};
}

/// Every number as wide as it gets.
BlockMetadata full_block() {
  return {UINT64_MAX,
          INT64_MIN,
          -1,
          {UINT64_MAX, UINT64_MAX},
          {UINT64_MAX, UINT64_MAX},
          255,
          UINT64_MAX,
          UINT64_MAX,
          {{"tag", {UINT64_MAX, UINT64_MAX}}}};
}

}  // namespace

TEST_CASE("block metadata has the bytes of the format document") {
  struct Case {
    const char* name;
    BlockMetadata record;
    const char* bytes;
  };
  const Case cases[] = {
      {"tiny part", tiny_block(),
       "0000000000000001 64 ac02 00 0e 00 02 02 03 4b 02 | 03647572 00 1b | 03737663 00 0b"},
      {"no tags",
       {2, 7, 7, {3, 4}, {5, 0}, 1, 1, 9, {}},
       "0000000000000002 07 07 0304 0500 01 01 09 00"},
      {"negative keys",  // the second block of appendix A
       {7, -50, -50, {20, 8}, {2, 0}, 1, 1, 14, {{"svc", {11, 11}}}},
       "0000000000000007 ceffffffffffffffff01 ceffffffffffffffff01 1408 0200 01 01 0e 01 "
       "03737663 0b 0b"},
      {"zero", {}, "0000000000000000 00 00 0000 0000 00 00 00 00"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = bytes_of_record(test.record);
      CHECK(to_hex(bytes) == plain_hex(test.bytes));
      ByteReader reader(view_of(bytes));
      const auto read = read_block_metadata(reader);
      REQUIRE(read.ok());
      CHECK(*read == test.record);
      CHECK(reader.remaining() == 0);
    }
  }
}

TEST_CASE("block metadata takes from 18 bytes up") {
  CHECK(bytes_of_record({}).size() == 18);
  // 8 + two keys, four extents numbers of 10 each, type, two counts, tag count, tag.
  CHECK(bytes_of_record(full_block()).size() == 8 + 20 + 40 + 1 + 20 + 1 + 4 + 20);
  const Bytes bytes = bytes_of_record(full_block());
  ByteReader reader(view_of(bytes));
  CHECK(read_block_metadata(reader).value() == full_block());
}

TEST_CASE("block metadata is appended") {
  Bytes out = hex("aabb");
  append_block_metadata(out, tiny_block());
  CHECK(out == concat(hex("aabb"), bytes_of_record(tiny_block())));
}

TEST_CASE("records follow each other") {
  const Bytes bytes = concat(bytes_of_record(tiny_block()), bytes_of_record(full_block()));
  ByteReader reader(view_of(bytes));
  CHECK(read_block_metadata(reader).value() == tiny_block());
  CHECK(reader.position() == bytes_of_record(tiny_block()).size());
  CHECK(read_block_metadata(reader).value() == full_block());
  CHECK(reader.remaining() == 0);
}

TEST_CASE("cut block metadata is truncated") {
  // QUIRK: the reference reads the missing numbers as 0.
  check_prefixes_fail(bytes_of_record(tiny_block()), read_block_metadata);
  check_prefixes_fail(bytes_of_record(full_block()), read_block_metadata);
}

TEST_CASE("faults of block metadata are located and consume nothing") {
  struct Case {
    const char* name;
    const char* bytes;
    ErrorCode code;
    uint64_t offset;
    const char* field;
  };
  const std::string ten_ff = "ffffffffffffffffffff";
  const std::string fixed = "0000000000000001 64 65 00 0e 00 02 02 03 4b ";
  const std::string many_tags = fixed + "8120";           // 4097
  const std::string many_bytes = fixed + "01 8108 0000";  // a name of 1025
  const std::string huge_name = fixed + "01 ffffffffffffffffff01";
  const std::string more_tags = fixed + "02 03647572 00 1b";
  const std::string bad_key = "0000000000000001 " + ten_ff;
  const std::string bad_rows = "0000000000000001 64 65 00 0e 00 02 02 " + ten_ff;
  const std::string cut_name = fixed + "01 04647572";
  const Case cases[] = {
      {"minKey beyond 64 bits", bad_key.c_str(), ErrorCode::kBadVarint, 1008, "minKey"},
      {"row count beyond 64 bits", bad_rows.c_str(), ErrorCode::kBadVarint, 1015, "row count"},
      {"more tags than we accept", many_tags.c_str(), ErrorCode::kOverLimit, 1017, "tag count"},
      {"more tags than bytes", more_tags.c_str(), ErrorCode::kTruncated, 1024, "tag name length"},
      {"tag name longer than we accept", many_bytes.c_str(), ErrorCode::kOverLimit, 1018,
       "tag name length"},
      {"tag name of 2^64 bytes", huge_name.c_str(), ErrorCode::kOverLimit, 1018, "tag name length"},
      {"tag name behind the end", cut_name.c_str(), ErrorCode::kTruncated, 1019, "tag name"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = hex(test.bytes);
      ByteReader reader(view_of(bytes, 1000));
      const auto result = read_block_metadata(reader);
      check_fault(result, test.code, test.offset);
      CHECK(result.error().field == test.field);
      CHECK(reader.position() == 0);
    }
  }
}

TEST_CASE("a count of tags that the bytes cannot hold is refused before any is read") {
  const Bytes bytes = hex("0000000000000001 64 65 00 0e 00 02 02 03 4b 8020 000000 000000");
  ByteReader reader(view_of(bytes, 1000));
  const auto result = read_block_metadata(reader);
  check_fault(result, ErrorCode::kTruncated, 1019);
  CHECK(result.error().field == "tags");
}

TEST_CASE("block metadata that decodes comes back, whatever it says") {
  Random random(2);
  for (int round = 0; round < 500; round++) {
    BlockMetadata record{random.next(),
                         static_cast<int64_t>(random.any_size()),
                         static_cast<int64_t>(random.any_size()),
                         {random.any_size(), random.any_size()},
                         {random.any_size(), random.any_size()},
                         static_cast<uint8_t>(random.next()),
                         random.any_size(),
                         random.any_size(),
                         {}};
    for (size_t tag = random.below(4); tag > 0; tag--) {
      record.tags.push_back(
          {random.text(random.below(300)), {random.any_size(), random.any_size()}});
    }
    const Bytes bytes = bytes_of_record(record);
    ByteReader reader(view_of(bytes));
    const auto read = read_block_metadata(reader);
    REQUIRE(read.ok());
    CHECK((*read == record));
    CHECK(reader.remaining() == 0);
  }
}

TEST_CASE("damaged block metadata never does harm") {
  Random random(3);
  const Bytes whole = bytes_of_record(tiny_block());
  for (int round = 0; round < 5000; round++) {
    Bytes damaged = whole;
    for (size_t i = random.below(3); i < 3; i++) {
      damaged[random.below(damaged.size())] = static_cast<uint8_t>(random.next());
    }
    ByteReader reader(view_of(damaged));
    const auto result = read_block_metadata(reader);
    if (result.ok()) continue;
    CHECK(reader.position() == 0);
    CHECK(result.error().where.offset <= damaged.size());
  }
}
