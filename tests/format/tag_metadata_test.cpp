#include "core/format/tag_metadata.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::format;
using namespace sidx::testing;
using encoding::ValueType;

namespace {

Bytes bytes_of_record(const TagMetadata& record) {
  Bytes out;
  append_tag_metadata(out, record);
  return out;
}

TagMetadata dur_tag() {
  return {"dur",   ValueType::kInt64,       {0, 10},
          {0, 19}, hex("8000000000000007"), hex("8000000000000006")};
}

/// A record is the whole view, so nothing is consumed from the reader.
Result<TagMetadata> read_whole(ByteReader& reader) { return read_tag_metadata(reader.view()); }

}  // namespace

TEST_CASE("tag metadata has the bytes of the format document") {
  struct Case {
    const char* name;
    TagMetadata record;
    const char* bytes;
  };
  const Case cases[] = {
      {"string",
       {"svc", ValueType::kStr, {0, 20}, {0, 11}, {}, {}},
       "03737663 01 00 14 00 0b 00 00"},
      {"int64", dur_tag(), "03647572 02 00 0a 00 13 08 8000000000000007 08 8000000000000006"},
      {"typed column",
       {"x#int",
        ValueType::kInt64,
        {0, 16},
        {0, 19},
        hex("8000000000000005"),
        hex("8000000000000005")},
       "057823696e74 02 0010 0013 08 8000000000000005 08 8000000000000005"},
      {"no filter",
       {"svc", ValueType::kStr, {22, 15}, {0, 0}, {}, {}},
       "03737663 01 160f 0000 00 00"},
      {"zero", {}, "00 00 00 00 00 00 00 00"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = bytes_of_record(test.record);
      CHECK(to_hex(bytes) == plain_hex(test.bytes));
      const auto record = read_tag_metadata(view_of(bytes));
      REQUIRE(record.ok());
      CHECK(*record == test.record);
    }
  }
}

TEST_CASE("tag metadata takes from 8 bytes up") {
  CHECK(bytes_of_record({}).size() == 8);
  const TagMetadata full{std::string(200, 't'),    ValueType::kTimestamp, {UINT64_MAX, UINT64_MAX},
                         {UINT64_MAX, UINT64_MAX}, Bytes(8, 0xff),        Bytes(8, 0xff)};
  const Bytes bytes = bytes_of_record(full);
  CHECK(bytes.size() == 2 + 200 + 1 + 40 + 9 + 9);
  CHECK(read_tag_metadata(view_of(bytes)).value() == full);
}

TEST_CASE("tag metadata is appended") {
  Bytes out = hex("aabb");
  append_tag_metadata(out, dur_tag());
  CHECK(out == concat(hex("aabb"), bytes_of_record(dur_tag())));
}

TEST_CASE("cut tag metadata is truncated") {
  check_prefixes_fail(bytes_of_record(dur_tag()), read_whole);
}

TEST_CASE("faults of tag metadata are located") {
  struct Case {
    const char* name;
    const char* bytes;
    ErrorCode code;
    uint64_t offset;
    const char* field;
  };
  const Case cases[] = {
      {"value type 8", "03737663 08 00 14 00 0b 00 00", ErrorCode::kUnknownCode, 1004,
       "value type"},
      {"value type 255", "03737663 ff 00 14 00 0b 00 00", ErrorCode::kUnknownCode, 1004,
       "value type"},
      {"td offset beyond 64 bits", "03737663 01 ffffffffffffffffff02 14 00 0b 00 00",
       ErrorCode::kBadVarint, 1005, "td offset"},
      {"name of 2^64 bytes", "ffffffffffffffffff01 737663", ErrorCode::kTruncated, 1010,
       "tag name"},
      {"min of 2^63 bytes", "03737663 01 00 14 00 0b ffffffffffffffff7f 00", ErrorCode::kTruncated,
       1018, "min"},
      {"a byte behind the end", "03737663 01 00 14 00 0b 00 00 00", ErrorCode::kTrailingBytes, 1011,
       "tag metadata"},
      {"two records", "00 00 00 00 00 00 00 00 03737663 01 00 14 00 0b 00 00",
       ErrorCode::kTrailingBytes, 1008, "tag metadata"},
      {"nothing", "", ErrorCode::kTruncated, 1000, "tag name"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = hex(test.bytes);
      const auto result = read_tag_metadata(view_of(bytes, 1000));
      check_fault(result, test.code, test.offset);
      CHECK(result.error().field == test.field);
    }
  }
}

TEST_CASE("tag metadata that decodes comes back") {
  Random random(4);
  for (int round = 0; round < 500; round++) {
    const TagMetadata record{
        random.text(random.below(200)),         static_cast<ValueType>(random.below(8)),
        {random.any_size(), random.any_size()}, {random.any_size(), random.any_size()},
        random.bytes(random.below(20)),         random.bytes(random.below(20))};
    const Bytes bytes = bytes_of_record(record);
    const auto read_back = read_tag_metadata(view_of(bytes));
    REQUIRE(read_back.ok());
    CHECK((*read_back == record));
  }
}

TEST_CASE("damaged tag metadata never does harm") {
  Random random(5);
  const Bytes whole = bytes_of_record(dur_tag());
  for (int round = 0; round < 5000; round++) {
    Bytes damaged = whole;
    damaged[random.below(damaged.size())] = static_cast<uint8_t>(random.next());
    damaged[random.below(damaged.size())] = static_cast<uint8_t>(random.next());
    const auto result = read_tag_metadata(view_of(damaged));
    if (!result.ok()) CHECK(result.error().where.offset <= damaged.size());
  }
}
