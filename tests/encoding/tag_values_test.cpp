#include "core/encoding/tag_values.h"

#include <catch_amalgamated.hpp>
#include <optional>
#include <string>

#include "core/base/limits.h"
#include "core/encoding/fixed_int.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/items.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

const auto kNil = std::nullopt;
constexpr LengthForm kPlain = LengthForm::kPlain;
constexpr LengthForm kPlusOne = LengthForm::kPlusOne;

std::string number(int64_t value) {
  Bytes out;
  append_ord64(out, value);
  return {out.begin(), out.end()};
}

std::string real(double value) {
  Bytes out;
  append_f64be(out, value);
  return {out.begin(), out.end()};
}

Bytes encoded(const Items& rows, ValueType type, LengthForm form) {
  Bytes out;
  CHECK(append_tag_values(out, list_of(rows), type, form, DecimalForm::kLossless).ok());
  return out;
}

Result<TagColumn> decode(const Bytes& payload, ValueType type, uint64_t row_count) {
  return decode_tag_values(view_of(payload, 10), type, row_count);
}

Items rows_of(const TagColumn& column) {
  Items rows;
  for (size_t row = 0; row < column.size(); row++) {
    rows.emplace_back();
    if (!column.is_nil(row)) rows.back() = column.stored(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("tag payloads have the bytes of the format document") {
  struct Case {
    const char* name;
    ValueType type;
    Items rows;
    LengthForm form;
    const char* payload;
  };
  const Case cases[] = {
      {"int64 delta const",
       ValueType::kInt64,
       {number(1), number(2), number(3)},
       kPlain,
       "02 8000000000000001 02"},
      {"int64 const", ValueType::kInt64, {number(7), number(7)}, kPlain, "01 8000000000000007"},
      {"int64 negative", ValueType::kInt64, {number(-1)}, kPlain, "01 7fffffffffffffff"},
      {"int64 with nil",
       ValueType::kInt64,
       {number(1), kNil},
       kPlain,
       "09 00 03 00 0800 | 00 08 8000000000000001"},
      {"int64 with nil, plus one",
       ValueType::kInt64,
       {kNil, number(7), kNil},
       kPlusOne,
       "09 00 04 00 000900 | 00 08 8000000000000007"},
      {"float64",
       ValueType::kFloat64,
       {real(1.5), real(2.25)},
       kPlain,
       "02 fffe 8000000000000096 9601"},
      {"float64, lossless only",
       ValueType::kFloat64,
       {real(1e300)},
       kPlusOne,
       "01 012c 8000000000000001"},
      {"float64 with nil",
       ValueType::kFloat64,
       {kNil, real(1.5)},
       kPlusOne,
       "09 00 03 00 0009 | 00 08 3ff8000000000000"},
      {"float64 infinity",
       ValueType::kFloat64,
       {hex_string("7ff0000000000000")},
       kPlusOne,
       "09 00 02 00 09 | 00 08 7ff0000000000000"},
      {"string",
       ValueType::kStr,
       {kNil, "x"},
       kPlain,
       "0a 02 | 00 03 00 0001 | 00 01 78 | 00000004 01 70"},
      {"timestamp",
       ValueType::kTimestamp,
       {number(1)},
       kPlain,
       "0a 01 00020008 0008 8000000000000001 00000002 01 40"},
      {"string array",
       ValueType::kStrArr,
       {hex_string("785c7c797c7a7c"), kNil, kNil},
       kPlain,
       "0a0200030007000007785c7c797c7a7c000000040216"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes payload = encoded(test.rows, test.type, test.form);
      CHECK(to_hex(payload) == plain_hex(test.payload));
      const auto column = decode(payload, test.type, test.rows.size());
      REQUIRE(column.ok());
      CHECK(rows_of(*column) == test.rows);
      CHECK(column->type == test.type);
      CHECK(column->encoding == payload[0]);
    }
  }
}

TEST_CASE("a column keeps how it is stored") {
  const auto plain = decode(hex("09 00 03 00 0800 | 00 08 8000000000000001"), ValueType::kInt64, 2);
  CHECK(plain.value().lengths == kPlain);
  CHECK(encoding_name(plain.value().encoding) == "plain");
  CHECK_FALSE(plain.value().dictionary.has_value());

  const auto dictionary =
      decode(hex("0a 02 | 00 03 00 0002 | 00 01 78 | 00000004 01 70"), ValueType::kStr, 2);
  REQUIRE(dictionary.ok());
  CHECK(dictionary->lengths == kPlusOne);
  REQUIRE(dictionary->dictionary.has_value());
  CHECK(dictionary->dictionary->runs.size() == 2);

  const auto floats = decode(hex("02 fffe 8000000000000096 9601"), ValueType::kFloat64, 2);
  REQUIRE(floats.ok());
  CHECK(floats->exponent == -2);
  CHECK(floats->lengths == LengthForm::kUndecided);
  CHECK(encoding_name(floats->encoding) == "delta const");
  CHECK(std::get<std::vector<double>>(floats->values)[1] == 2.25);
}

TEST_CASE("an empty payload is a column of nil") {
  for (const ValueType type : {ValueType::kStr, ValueType::kInt64, ValueType::kFloat64}) {
    const auto column = decode({}, type, 3);
    REQUIRE(column.ok());
    CHECK(rows_of(*column) == Items{kNil, kNil, kNil});
    CHECK(column->encoding == 0);
    CHECK(encoding_name(column->encoding) == "empty");
  }
  CHECK(encoded({}, ValueType::kStr, kPlain).empty());
  CHECK(encoded({}, ValueType::kInt64, kPlain).empty());
  CHECK(decode({}, ValueType::kStr, 0).value().size() == 0);
}

TEST_CASE("a column of more than 256 values is plain") {
  Items rows;
  for (int i = 0; i < 257; i++) rows.emplace_back("value " + std::to_string(i));
  const Bytes payload = encoded(rows, ValueType::kStr, kPlusOne);
  CHECK(payload[0] == kPlainEncoding);
  CHECK(rows_of(decode(payload, ValueType::kStr, 257).value()) == rows);
  rows.pop_back();
  CHECK(encoded(rows, ValueType::kStr, kPlusOne)[0] == kDictionaryEncoding);
}

TEST_CASE("the four bytes null make a number column plain") {
  const Items rows = {number(5), "null", number(6)};
  for (const ValueType type : {ValueType::kInt64, ValueType::kFloat64}) {
    const Bytes payload = encoded(rows, type, kPlusOne);
    CHECK(payload[0] == kPlainEncoding);
    CHECK(rows_of(decode(payload, type, 3).value()) == rows);
  }
  CHECK(encoded(rows, ValueType::kTimestamp, kPlusOne)[0] == kDictionaryEncoding);
}

TEST_CASE("a number of another size cannot be written") {
  for (const ValueType type : {ValueType::kInt64, ValueType::kFloat64}) {
    for (const std::string& bad : {std::string(), std::string(7, 'x'), std::string(9, 'x')}) {
      Bytes out = hex("aa");
      const Status status =
          append_tag_values(out, list_of({number(1), bad}), type, kPlusOne, DecimalForm::kLossless);
      REQUIRE_FALSE(status.ok());
      CHECK(status.error().code == ErrorCode::kBadLength);
      CHECK(to_hex(out) == "aa");
    }
    // Behind a nil nobody looks.
    Bytes out;
    CHECK(
        append_tag_values(out, list_of({kNil, "x"}), type, kPlusOne, DecimalForm::kLossless).ok());
    CHECK(rows_of(decode(out, type, 2).value()) == Items{kNil, "x"});
  }
}

TEST_CASE("random columns of all types come back, behind what is there") {
  Random random(14);
  for (int round = 0; round < 300; round++) {
    const auto type = static_cast<ValueType>(random.below(kValueTypeMax + 1));
    const bool numbers = type == ValueType::kInt64 || type == ValueType::kFloat64;
    const bool with_nil = random.one_in(3);
    const size_t count = 1 + random.below(400);
    Items rows;
    for (size_t i = 0; i < count; i++) {
      const int64_t value = static_cast<int64_t>(random.any_size()) >> random.below(64);
      rows.emplace_back();
      if (with_nil && random.one_in(4)) continue;
      if (type == ValueType::kFloat64) {
        rows.back() = real(static_cast<double>(value % 1000000) / 100);
      } else {
        rows.back() = numbers ? number(value) : random.text(random.below(3));
      }
    }
    Bytes out = hex("aabb");
    REQUIRE(append_tag_values(out, list_of(rows), type, kPlusOne, DecimalForm::kLossless).ok());
    CHECK(to_hex(out).substr(0, 4) == "aabb");
    const auto column = decode(Bytes(out.begin() + 2, out.end()), type, count);
    REQUIRE(column.ok());
    CHECK(rows_of(*column) == rows);
  }
}

TEST_CASE("every shorter prefix of a payload but the empty one is truncated") {
  struct Case {
    const char* payload;
    ValueType type;
    uint64_t row_count;
  };
  const Case cases[] = {
      {"02 8000000000000001 02", ValueType::kInt64, 3},
      {"02 fffe 8000000000000096 9601", ValueType::kFloat64, 2},
      {"09 00 03 00 0800 | 00 08 8000000000000001", ValueType::kInt64, 2},
      {"0a 02 | 00 03 00 0001 | 00 01 78 | 00000004 01 70", ValueType::kStr, 2},
  };
  for (const Case& test : cases) {
    const Bytes payload = hex(test.payload);
    for (size_t size = 1; size < payload.size(); size++) {
      INFO("prefix of " << size << " bytes of " << test.payload);
      const Bytes prefix(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
      const auto column = decode(prefix, test.type, test.row_count);
      REQUIRE_FALSE(column.ok());
      CHECK(name_of(column.error().code) == name_of(ErrorCode::kTruncated));
      CHECK(column.error().where.offset > 10);
      CHECK(column.error().where.offset <= 10 + size);
    }
  }
}

TEST_CASE("faults of payloads are located") {
  struct Case {
    const char* name;
    const char* payload;
    ValueType type;
    uint64_t row_count;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"int64, code 0", "00 8000000000000001", ValueType::kInt64, 1, ErrorCode::kUnknownCode, 10},
      {"int64, code 5", "05 8000000000000001", ValueType::kInt64, 1, ErrorCode::kUnknownCode, 10},
      {"int64, dictionary", "0a 01 00020008 0008 8000000000000001 00000002 01 40",
       ValueType::kInt64, 1, ErrorCode::kUnknownCode, 10},
      {"string, list", "01 8000000000000001", ValueType::kStr, 1, ErrorCode::kUnknownCode, 10},
      {"string, code 11", "0b 00", ValueType::kStr, 1, ErrorCode::kUnknownCode, 10},
      {"int64, bytes left over", "01 8000000000000007 00", ValueType::kInt64, 2,
       ErrorCode::kTrailingBytes, 19},
      {"plain, bytes left over", "09 00 02 00 01 | 00 01 78 | 00", ValueType::kStr, 1,
       ErrorCode::kTrailingBytes, 18},
      {"dictionary, bytes left over", "0a 01 00020001 000178 00000002 01 40 00", ValueType::kStr, 1,
       ErrorCode::kTrailingBytes, 25},
      {"dictionary, other row count", "0a 01 00020001 000178 00000002 01 40", ValueType::kStr, 2,
       ErrorCode::kMismatch, 24},
      {"too many rows", "01 8000000000000007", ValueType::kInt64, limits::kRowsPerBlockMax + 1,
       ErrorCode::kOverLimit, 10},
      {"too many rows of nothing", "", ValueType::kInt64, UINT64_MAX, ErrorCode::kOverLimit, 10},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      check_fault(decode(hex(test.payload), test.type, test.row_count), test.code, test.offset);
    }
  }
}

TEST_CASE("damaged payloads never do harm") {
  Random random(15);
  const Bytes payloads[] = {
      encoded({"a", "b", kNil, "a", "", "cc"}, ValueType::kStr, kPlusOne),
      encoded({number(3), kNil, number(4), kNil, kNil, kNil}, ValueType::kInt64, kPlain),
      encoded({number(3), number(9), number(4), number(5), number(1), number(0)}, ValueType::kInt64,
              kPlain),
  };
  for (int round = 0; round < 20000; round++) {
    Bytes damaged = payloads[random.below(3)];
    damaged[random.below(damaged.size())] = static_cast<uint8_t>(random.next());
    const auto type = static_cast<ValueType>(random.below(kValueTypeMax + 1));
    const auto column = decode(damaged, type, 6);
    if (column.ok()) CHECK(rows_of(*column).size() == 6);
  }
}

TEST_CASE("value types have names") {
  CHECK(name_of(ValueType::kStr) == "string");
  CHECK(name_of(ValueType::kInt64Arr) == "int64 array");
  CHECK(name_of(static_cast<ValueType>(kValueTypeMax + 1)) == "unknown");
}
