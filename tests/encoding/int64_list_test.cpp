#include "core/encoding/int64_list.h"

#include <catch_amalgamated.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/limits.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

using List = std::vector<int64_t>;

Result<List> decode(const Bytes& payload, uint8_t type, int64_t first, uint64_t count) {
  return decode_int64_list(view_of(payload), type, first, count, "list");
}

void check_round_trip(const List& values) {
  CAPTURE(values);
  Bytes out = hex("aabb");
  const Int64ListHead head = append_int64_list(out, values);
  CHECK(to_hex(out).substr(0, 4) == "aabb");
  const Bytes payload(out.begin() + 2, out.end());
  const auto decoded = decode(payload, static_cast<uint8_t>(head.type), head.first, values.size());
  REQUIRE(decoded.ok());
  CHECK(*decoded == values);
}

}  // namespace

TEST_CASE("int64 lists have the type and bytes of the format document") {
  struct Case {
    const char* name;
    List values;
    int type;
    const char* payload;
  };
  const Case cases[] = {
      {"one value", {7}, 1, ""},
      {"all equal", {7, 7, 7}, 1, ""},
      {"equal steps", {1, 2, 3}, 2, "02"},
      {"the keys of a flushed series", {100, 200, 300}, 2, "c801"},
      {"wrapping step", {INT64_MIN, 0}, 2, "ffffffffffffffffff01"},
      {"ascending", {10, 20, 25}, 4, "14 09"},
      {"no step is not negative", {0, 0, 5}, 4, "00 0a"},
      {"descending", {30, 20, 15}, 4, "13 0a"},
      {"one reset", {100, 5, 6}, 4, "bd01 c001"},
      {"negative first value", {-3, -9, 4}, 4, "0b 26"},
      {"up and down", {1, 3, 2, 5}, 3, "04 01 06"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      Bytes out;
      const Int64ListHead head = append_int64_list(out, test.values);
      CHECK(static_cast<int>(head.type) == test.type);
      CHECK(head.first == test.values[0]);
      CHECK(to_hex(out) == plain_hex(test.payload));
      check_round_trip(test.values);
    }
  }
}

TEST_CASE("whether a list counts as incremental depends on its resets") {
  struct Case {
    const char* name;
    List values;
    Int64ListType type;
  };
  // A reset goes down to at most an eighth. More than 2 need more than 8 values for each.
  List three_resets_in_31;
  for (int i = 0; i < 31; i++) three_resets_in_31.push_back(i % 10 == 0 ? 0 : 100 + i);
  List three_resets_in_32 = three_resets_in_31;
  three_resets_in_32.push_back(500);
  const Case cases[] = {
      {"reset to an eighth", {80, 10, 11}, Int64ListType::kDeltaOfDelta},
      {"reset to more than an eighth", {80, 11, 12}, Int64ListType::kDelta},
      {"reset to a negative value", {80, -1, 12}, Int64ListType::kDelta},
      {"two resets", {80, 1, 80, 1, 5}, Int64ListType::kDeltaOfDelta},
      {"three resets in few values", {80, 1, 80, 1, 80, 1, 5}, Int64ListType::kDelta},
      {"three resets in 31 values", three_resets_in_31, Int64ListType::kDelta},
      {"three resets in 32 values", three_resets_in_32, Int64ListType::kDeltaOfDelta},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      Bytes out;
      CHECK(name_of(append_int64_list(out, test.values).type) == name_of(test.type));
      check_round_trip(test.values);
    }
  }
}

TEST_CASE("every short list of small and extreme values comes back") {
  const List alphabet = {INT64_MIN, -9, -1, 0, 1, 8, 100, INT64_MAX};
  for (size_t length = 1; length <= 4; length++) {
    size_t combinations = 1;
    for (size_t i = 0; i < length; i++) combinations *= alphabet.size();
    for (size_t code = 0; code < combinations; code++) {
      List values;
      for (size_t rest = code; values.size() < length; rest /= alphabet.size()) {
        values.push_back(alphabet[rest % alphabet.size()]);
      }
      check_round_trip(values);
    }
  }
}

TEST_CASE("random lists come back") {
  Random random(3);
  for (int round = 0; round < 300; round++) {
    List values;
    const size_t count = 1 + random.below(300);
    const bool sorted = random.one_in(2);
    const uint64_t step_limit = random.any_size() | 1;
    uint64_t value = random.any_size();
    for (size_t i = 0; i < count; i++) {
      value = sorted ? value + random.next() % step_limit : random.any_size();
      values.push_back(static_cast<int64_t>(value));
    }
    check_round_trip(values);
  }
}

TEST_CASE("a delta list of any bytes decodes or fails, and keeps to its payload") {
  // All payloads of up to two bytes, with a count that may not fit.
  for (int first = 0; first < 256; first++) {
    for (int second = 0; second < 256; second++) {
      const Bytes payload = {static_cast<uint8_t>(first), static_cast<uint8_t>(second)};
      for (const uint8_t type : {uint8_t{3}, uint8_t{4}}) {
        const bool two_numbers = first < 0x80 && second < 0x80;
        const bool one_number = first >= 0x80 && second < 0x80;
        CHECK(decode(payload, type, 5, 3).ok() == two_numbers);
        CHECK(decode(payload, type, 5, 2).ok() == one_number);
        CHECK_FALSE(decode(payload, type, 5, 4).ok());
        CHECK_FALSE(decode(payload, type, 5, 1).ok());
      }
    }
  }
}

TEST_CASE("faults of int64 lists are located") {
  struct Case {
    const char* name;
    const char* payload;
    uint8_t type;
    uint64_t count;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"type 0", "", 0, 1, ErrorCode::kUnknownCode, 0},
      {"type 5, with version", "", 5, 1, ErrorCode::kUnknownCode, 0},
      {"type 255", "", 255, 1, ErrorCode::kUnknownCode, 0},
      {"const with a payload", "00", 1, 3, ErrorCode::kTrailingBytes, 0},
      {"delta const without difference", "", 2, 3, ErrorCode::kTruncated, 0},
      {"delta const, cut", "80", 2, 3, ErrorCode::kTruncated, 0},
      {"delta const with two", "02 02", 2, 3, ErrorCode::kTrailingBytes, 1},
      {"delta, one short", "02", 3, 3, ErrorCode::kTruncated, 0},
      {"delta, last cut", "02 8080", 3, 3, ErrorCode::kTruncated, 1},
      {"delta, one too many", "02 02 02", 3, 3, ErrorCode::kTrailingBytes, 2},
      {"delta, 65 bits", "02 ffffffffffffffffff02", 3, 3, ErrorCode::kBadVarint, 1},
      {"delta of delta, one short", "02", 4, 3, ErrorCode::kTruncated, 0},
      {"delta of delta of one value", "", 4, 1, ErrorCode::kBadLength, 0},
      {"no values, but bytes", "00", 3, 0, ErrorCode::kTrailingBytes, 0},
      {"more values than bytes", "02", 3, UINT64_MAX, ErrorCode::kOverLimit, 0},
      {"const over the limit", "", 1, limits::kRowsPerBlockMax + 1, ErrorCode::kOverLimit, 0},
      {"delta at the limit", "02", 4, limits::kRowsPerBlockMax, ErrorCode::kTruncated, 0},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      check_fault(decode(hex(test.payload), test.type, 0, test.count), test.code, test.offset);
    }
  }
}

TEST_CASE("every shorter prefix of a list is truncated") {
  const List values = {5, 1000, -1000, INT64_MAX, 3};
  Bytes out;
  const Int64ListHead head = append_int64_list(out, values);
  check_prefixes_fail(out, [&](ByteReader& reader) {
    return decode_int64_list(reader.rest(), static_cast<uint8_t>(head.type), head.first,
                             values.size(), "list");
  });
}

TEST_CASE("a list of no values is empty") {
  const auto decoded = decode({}, 1, 5, 0);
  REQUIRE(decoded.ok());
  CHECK(decoded->empty());
}

TEST_CASE("list types have names") {
  CHECK(name_of(Int64ListType::kConst) == "const");
  CHECK(name_of(Int64ListType::kDeltaOfDelta) == "delta of delta");
  CHECK(name_of(static_cast<Int64ListType>(77)) == "unknown");
}
