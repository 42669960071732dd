#include "core/part/value_text.h"

#include <catch_amalgamated.hpp>
#include <limits>
#include <string>

#include "core/encoding/array_value.h"
#include "core/encoding/fixed_int.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;
using encoding::ValueType;

namespace {

std::string ord64(int64_t value) {
  Bytes bytes;
  encoding::append_ord64(bytes, value);
  return {bytes.begin(), bytes.end()};
}

std::string f64(double value) {
  Bytes bytes;
  encoding::append_f64be(bytes, value);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("values are shown by their type") {
  struct Case {
    const char* name;
    ValueType type;
    std::string stored;
    const char* text;
  };
  const double infinity = std::numeric_limits<double>::infinity();
  const Case cases[] = {
      {"string", ValueType::kStr, "checkout", "checkout"},
      {"empty string", ValueType::kStr, "", ""},
      {"string with bytes", ValueType::kStr, std::string("a\0b", 3), "0x610062"},
      {"unknown type", ValueType::kUnknown, "abc", "abc"},
      {"int64", ValueType::kInt64, ord64(-3), "-3"},
      {"smallest int64", ValueType::kInt64, ord64(INT64_MIN), "-9223372036854775808"},
      {"largest int64", ValueType::kInt64, ord64(INT64_MAX), "9223372036854775807"},
      {"int64 of 4 bytes", ValueType::kInt64, "null", "0x6e756c6c"},
      {"float64", ValueType::kFloat64, f64(2.25), "2.25"},
      {"whole float64", ValueType::kFloat64, f64(3), "3.0"},
      {"negative zero", ValueType::kFloat64, f64(-0.0), "-0.0"},
      {"a tenth", ValueType::kFloat64, f64(0.1), "0.1"},
      {"NaN", ValueType::kFloat64, f64(std::numeric_limits<double>::quiet_NaN()), "NaN"},
      {"+Inf", ValueType::kFloat64, f64(infinity), "+Inf"},
      {"-Inf", ValueType::kFloat64, f64(-infinity), "-Inf"},
      {"float64 of 3 bytes", ValueType::kFloat64, "abc", "0x616263"},
      {"binary", ValueType::kBinary, "abc", "0x616263"},
      {"empty binary", ValueType::kBinary, "", "0x"},
      {"timestamp", ValueType::kTimestamp, ord64(1700000000000000001),
       "2023-11-14T22:13:20.000000001Z"},
      {"timestamp of 9 bytes", ValueType::kTimestamp, "123456789", "0x313233343536373839"},
      {"strings", ValueType::kStrArr, encoding::join_str_array({"a", "b|c"}), R"(["a", "b|c"])"},
      {"no strings", ValueType::kStrArr, "", "[]"},
      {"empty strings", ValueType::kStrArr, "||", R"(["", ""])"},
      {"strings with bytes", ValueType::kStrArr, "\x01|", R"(["0x01"])"},
      {"malformed strings", ValueType::kStrArr, "ab", "0x6162"},
      {"numbers", ValueType::kInt64Arr, encoding::join_int64_array({1, -2}), "[1, -2]"},
      {"no numbers", ValueType::kInt64Arr, "", "[]"},
      {"malformed numbers", ValueType::kInt64Arr, "abc", "0x616263"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) { CHECK(value_text(test.type, test.stored) == test.text); }
  }
}

TEST_CASE("text is readable when it is printable UTF-8") {
  struct Case {
    const char* name;
    const char* bytes;
    bool printable;
  };
  const Case cases[] = {
      {"nothing", "", true},
      {"ASCII", "207e", true},
      {"newline", "610a", false},
      {"tab", "09", false},
      {"delete", "7f", false},
      {"zero", "00", false},
      {"two bytes", "c3bc", true},
      {"three bytes", "e282ac", true},
      {"four bytes", "f09f9880", true},
      {"C1 control character", "c285", false},
      {"no-break space", "c2a0", true},
      {"lone continuation", "80", false},
      {"cut after two of three", "e282", false},
      {"cut after three of four", "f09f98", false},
      {"a letter inside a sequence", "e24182", false},
      {"overlong two bytes", "c0af", false},
      {"overlong three bytes", "e080af", false},
      {"overlong four bytes", "f08080af", false},
      {"surrogate", "eda080", false},
      {"last before the surrogates", "ed9fbf", true},
      {"last character", "f48fbfbf", true},
      {"beyond the last character", "f4908080", false},
      {"five bytes", "f888808080", false},
      {"ff", "ff", false},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const std::string bytes = hex_string(test.bytes);
      CHECK(readable(bytes) == (test.printable ? bytes : "0x" + std::string(test.bytes)));
    }
  }
}

TEST_CASE("times are RFC 3339 with nine digits, in all of 64 bits") {
  struct Case {
    int64_t nanoseconds;
    const char* text;
  };
  const Case cases[] = {
      {0, "1970-01-01T00:00:00.000000000Z"},
      {1, "1970-01-01T00:00:00.000000001Z"},
      {-1, "1969-12-31T23:59:59.999999999Z"},
      {-86'400'000'000'000, "1969-12-31T00:00:00.000000000Z"},
      {-86'400'000'000'001, "1969-12-30T23:59:59.999999999Z"},
      {951'782'400'000'000'000, "2000-02-29T00:00:00.000000000Z"},
      {1'709'251'199'999'999'999, "2024-02-29T23:59:59.999999999Z"},
      {INT64_MAX, "2262-04-11T23:47:16.854775807Z"},
      {INT64_MIN, "1677-09-21T00:12:43.145224192Z"},
  };
  for (const Case& test : cases) CHECK(timestamp_text(test.nanoseconds) == test.text);
}

TEST_CASE("any bytes have a text, which is printable itself") {
  Random random(7);
  for (int round = 0; round < 5000; round++) {
    const std::string bytes = random.text(random.below(24));
    for (int type = 0; type <= encoding::kValueTypeMax; type++) {
      const std::string text = value_text(static_cast<ValueType>(type), bytes);
      if (readable(text) != text) FAIL(text);
    }
  }
}
