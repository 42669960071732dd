#include "core/encoding/decimal_float.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "core/encoding/fixed_int.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

using Floats = std::vector<double>;
using Mantissas = std::vector<int64_t>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kTwoPow63 = 9223372036854775808.0;

uint64_t bits_of(double value) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits;
}

std::string encoded(const Floats& values, DecimalForm form) {
  const auto list = to_decimal(values, form);
  if (!list) return "plain";
  Bytes out;
  append_decimal_floats(out, *list);
  return to_hex(out);
}

Floats read_back(const Floats& values, DecimalForm form) {
  const auto list = to_decimal(values, form);
  REQUIRE(list.has_value());
  return from_decimal(list->mantissas, list->exponent);
}

}  // namespace

TEST_CASE("decimal floats have the bytes of the format document") {
  CHECK(encoded({1.5, 2.25}, DecimalForm::kRounded) == plain_hex("02 fffe 8000000000000096 9601"));
  CHECK(encoded({1.5, 2.25}, DecimalForm::kLossless) == plain_hex("02 fffe 8000000000000096 9601"));
  CHECK(encoded({1e300}, DecimalForm::kLossless) == plain_hex("01 012c 8000000000000001"));

  const Bytes payload = hex("fffe 8000000000000096 9601");
  const auto list = decode_decimal_floats(view_of(payload), 2, 2, "floats");
  REQUIRE(list.ok());
  CHECK(list->values == Floats{1.5, 2.25});
  CHECK(list->head.exponent == -2);
  CHECK(list->head.ints == Int64ListHead{Int64ListType::kDeltaConst, 150});
}

TEST_CASE("mantissas and exponents are those of the reference") {
  struct Case {
    const char* name;
    Floats values;
    DecimalForm form;
    Mantissas mantissas;
    int exponent;
  };
  constexpr DecimalForm kRounded = DecimalForm::kRounded;
  constexpr DecimalForm kLossless = DecimalForm::kLossless;
  const Case cases[] = {
      {"integers", {1, 2, 30}, kRounded, {1, 2, 30}, 0},
      {"the most decimal places count", {1, 0.5, 0.25}, kRounded, {100, 50, 25}, -2},
      {"close to an integer", {1.0000000001}, kRounded, {1}, 0},
      {"close to zero", {1e-10}, kRounded, {0}, 0},
      {"15 places at most", {0.12345678901234566}, kRounded, {123456789012346}, -15},
      {"halves away from zero", {-0.5, 0.5}, kRounded, {-5, 5}, -1},
      {"2^63 wraps around", {kTwoPow63}, kRounded, {INT64_MIN}, 0},
      {"-2^63", {-kTwoPow63}, kRounded, {INT64_MIN}, 0},

      {"trailing zeros move into the exponent", {1200, 30}, kLossless, {120, 3}, 1},
      {"the least exponent counts", {1200, 0.5}, kLossless, {12000, 5}, -1},
      {"zero has exponent 0", {0, 100}, kLossless, {0, 100}, 0},
      {"negative zero is zero", {-0.0}, kLossless, {0}, 0},
      {"all digits", {0.12345678901234566}, kLossless, {12345678901234566}, -17},
      {"negative", {-1e-10}, kLossless, {-1}, -10},
      {"a third", {1.0 / 3}, kLossless, {3333333333333333}, -16},
      {"0.1 + 0.2", {0.1 + 0.2}, kLossless, {30000000000000004}, -17},
      {"least of all", {5e-324}, kLossless, {5}, -324},
      {"least normal", {2.2250738585072014e-308}, kLossless, {22250738585072014}, -324},
      {"largest of all", {1.7976931348623157e308}, kLossless, {17976931348623157}, 292},
      {"2^63 is not an int64", {kTwoPow63}, kLossless, {9223372036854776}, 3},
      {"-2^63 is", {-kTwoPow63}, kLossless, {INT64_MIN}, 0},
      // The nearest decimal of 16 digits, …801e-14, reads back as the double below.
      {"a power of two", {std::ldexp(1.0, -44)}, kLossless, {5684341886080802}, -29},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION((test.form == kRounded ? "rounded: " : "lossless: ") << test.name) {
      const auto list = to_decimal(test.values, test.form);
      REQUIRE(list.has_value());
      CHECK(list->mantissas == test.mantissas);
      CHECK(list->exponent == test.exponent);
    }
  }
}

TEST_CASE("some lists have no decimal form") {
  for (const DecimalForm form : {DecimalForm::kRounded, DecimalForm::kLossless}) {
    for (const double value : {kNaN, kInfinity, -kInfinity}) {
      CHECK_FALSE(to_decimal({1, value}, form).has_value());
    }
    // Too far apart for a common exponent.
    CHECK_FALSE(to_decimal({0.25, 1e18}, form).has_value());
  }
  CHECK_FALSE(to_decimal({1e19}, DecimalForm::kRounded).has_value());
  CHECK_FALSE(to_decimal({-1e300}, DecimalForm::kRounded).has_value());
  CHECK_FALSE(to_decimal({0.5, 1e300}, DecimalForm::kLossless).has_value());
  CHECK_FALSE(to_decimal({0, 1e300}, DecimalForm::kLossless).has_value());
  CHECK(to_decimal({-1e300, 2e300}, DecimalForm::kLossless).has_value());
}

TEST_CASE("the rounded form loses what the lossless form keeps") {
  struct Case {
    double written;
    double rounded;
  };
  const Case cases[] = {
      {1e-10, 0}, {1.0000000001, 1}, {0.12345678901234566, 0.123456789012346}, {5e-324, 0}};
  for (const Case& test : cases) {
    CHECK(read_back({test.written}, DecimalForm::kRounded)[0] == test.rounded);
    CHECK(read_back({test.written}, DecimalForm::kLossless)[0] == test.written);
  }
}

TEST_CASE("the lossless form loses the last bit of some values") {
  // 10^33 is computed as 10^32 * 10, which is not the nearest double.
  CHECK(read_back({1e33}, DecimalForm::kLossless)[0] == std::nextafter(1e33, kInfinity));
  // A mantissa above 2^53 is rounded before it is divided.
  const double value = decode_f64(0x2c355c2076bf9a54);
  CHECK(bits_of(read_back({value}, DecimalForm::kLossless)[0]) == 0x2c355c2076bf9a53);
}

TEST_CASE("decimals of up to 15 digits come back in the lossless form") {
  Random random(11);
  for (int round = 0; round < 3000; round++) {
    const int64_t mantissa = static_cast<int64_t>(random.any_size() % 1000000000000000);
    const int exponent = static_cast<int>(random.below(23));
    double scale = 1;
    for (int i = 0; i < exponent; i++) scale *= 10;
    for (const double value :
         {static_cast<double>(mantissa) / scale, static_cast<double>(-mantissa) / scale}) {
      CHECK(bits_of(read_back({value}, DecimalForm::kLossless)[0] + 0.0) == bits_of(value + 0.0));
    }
  }
}

TEST_CASE("the lossless form of a fraction is its shortest decimal") {
  const auto value_of = [](int64_t mantissa, int exponent) {
    const std::string text = std::to_string(mantissa) + "e" + std::to_string(exponent);
    return std::strtod(text.c_str(), nullptr);
  };
  Random random(12);
  int checked = 0;
  while (checked < 2000) {
    const double value = std::fabs(decode_f64(random.next()));
    // Integers below 2^63 keep all their digits instead.
    if (!std::isfinite(value) || value == 0 || (value == std::trunc(value) && value < kTwoPow63)) {
      continue;
    }
    const auto list = to_decimal({value}, DecimalForm::kLossless);
    REQUIRE(list.has_value());
    const int64_t mantissa = list->mantissas[0];
    CHECK(value_of(mantissa, list->exponent) == value);
    if (mantissa >= 10) {
      CHECK(value_of(mantissa / 10, list->exponent + 1) != value);
      CHECK(value_of(mantissa / 10 + 1, list->exponent + 1) != value);
    }
    checked++;
  }
}

TEST_CASE("decoding is one multiplication or one division") {
  CHECK(from_decimal({3, -3}, -1) == Floats{0.3, -0.3});
  CHECK(from_decimal({1}, 300) == Floats{1e300});
  CHECK(from_decimal({5}, -324) == Floats{5e-324});
  CHECK(from_decimal({7}, 0) == Floats{7});
  CHECK(from_decimal({}, 5).empty());
}

TEST_CASE("exponents beyond all doubles decode to infinity or zero") {
  CHECK(from_decimal({1}, 309)[0] == kInfinity);
  CHECK(from_decimal({-1}, INT16_MAX)[0] == -kInfinity);
  CHECK(from_decimal({INT64_MAX}, INT16_MIN)[0] == 0);
  CHECK(from_decimal({1}, -330)[0] == 0);
  CHECK(from_decimal({10000000000000000}, -330)[0] == 1e-314);
}

TEST_CASE("faults of decimal floats are located") {
  struct Case {
    const char* name;
    const char* payload;
    uint8_t type;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"cut exponent", "ff", 2, ErrorCode::kTruncated, 10},
      {"cut mantissa", "fffe 80000000000000", 2, ErrorCode::kTruncated, 12},
      {"no difference", "fffe 8000000000000096", 2, ErrorCode::kTruncated, 20},
      {"bytes left over", "fffe 8000000000000096 02 02", 2, ErrorCode::kTrailingBytes, 21},
      {"type 9", "fffe 8000000000000096 02", 9, ErrorCode::kUnknownCode, 20},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes payload = hex(test.payload);
      check_fault(decode_decimal_floats(view_of(payload, 10), test.type, 2, "floats"), test.code,
                  test.offset);
    }
  }
}
