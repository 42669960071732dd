#include "core/encoding/decimal_float.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "core/encoding/fixed_int.h"

namespace sidx::encoding {
namespace {

constexpr double kTwoPow63 = 9223372036854775808.0;

/// 10^n for 0 <= n, infinite from 309 on.
// QUIRK: The reference multiplies two table entries (Go's math.Pow10), so that some powers from
// 10^33 on are not the nearest double. Decoding must give the same bits.
double power_of_ten(int n) {
  static constexpr double kSmall[] = {1e00, 1e01, 1e02, 1e03, 1e04, 1e05, 1e06, 1e07,
                                      1e08, 1e09, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23,
                                      1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31};
  static constexpr double kLarge[] = {1e00,  1e32,  1e64,  1e96,  1e128,
                                      1e160, 1e192, 1e224, 1e256, 1e288};
  constexpr int kExponentMax = 308;
  if (n > kExponentMax) return std::numeric_limits<double>::infinity();
  return kLarge[n / 32] * kSmall[n % 32];
}

// ---- kRounded

/// How often `value` must be multiplied by 10 to come within 1e-9 of an integer; at most 15.
int16_t count_decimal_places(double value) {
  constexpr int16_t kPlacesMax = 15;
  for (int16_t places = 0; places < kPlacesMax; places++) {
    if (std::fabs(value - std::round(value)) < 1e-9) return places;
    value *= 10;
  }
  return kPlacesMax;
}

std::optional<DecimalList> to_rounded_decimal(const std::vector<double>& values) {
  int16_t places = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) return std::nullopt;
    places = std::max(places, count_decimal_places(value));
  }
  DecimalList list;
  list.exponent = static_cast<int16_t>(-places);
  const double scale = power_of_ten(places);
  for (const double value : values) {
    const double rounded = std::round(value * scale);
    if (rounded > kTwoPow63 || rounded < -kTwoPow63) return std::nullopt;
    // QUIRK: 2^63 itself passes the reference's test and becomes -2^63 (on amd64).
    list.mantissas.push_back(rounded == kTwoPow63 ? INT64_MIN : static_cast<int64_t>(rounded));
  }
  return list;
}

// ---- kLossless

/// mantissa * 10^exponent.
struct Decimal {
  int64_t mantissa = 0;
  int exponent = 0;
};

Decimal without_trailing_zeros(Decimal decimal) {
  while (decimal.mantissa != 0 && decimal.mantissa % 10 == 0) {
    decimal.mantissa /= 10;
    decimal.exponent++;
  }
  return decimal;
}

/// `value` to `digits` significant digits, correctly rounded. Precondition: finite, above 0, and
/// digits <= 17.
Decimal nearest_decimal(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.*e", digits - 1, value);
  Decimal decimal;
  const char* at = text;
  for (; *at != 'e'; at++) {
    if (*at >= '0' && *at <= '9') decimal.mantissa = decimal.mantissa * 10 + (*at - '0');
  }
  decimal.exponent = std::atoi(at + 1) - (digits - 1);
  return decimal;
}

bool reads_back_as(const Decimal& decimal, double value) {
  char text[48];
  std::snprintf(text, sizeof(text), "%llde%d", static_cast<long long>(decimal.mantissa),
                decimal.exponent);
  return std::strtod(text, nullptr) == value;
}

/// The decimal of the fewest digits that reads back as `value`, and of those the nearest. Written
/// by hand because one of our standard libraries has no std::to_chars for double. Precondition:
/// finite, above 0.
Decimal shortest_decimal(double value) {
  // Every decimal of up to 15 digits survives the way into a normal double and back, so when 15
  // digits are enough, they end in the zeros of the shortest form.
  const int enough = std::numeric_limits<double>::digits10;
  for (int digits = std::isnormal(value) ? enough : 1;
       digits < std::numeric_limits<double>::max_digits10; digits++) {
    Decimal decimal = nearest_decimal(value, digits);
    if (reads_back_as(decimal, value)) return without_trailing_zeros(decimal);
    // Above a power of two doubles are twice as far apart as below it, so that the next decimal
    // can read back although the nearest, from below, does not.
    decimal.mantissa++;
    if (reads_back_as(decimal, value)) return without_trailing_zeros(decimal);
  }
  return nearest_decimal(value, std::numeric_limits<double>::max_digits10);
}

/// Precondition: finite.
// QUIRK: The sign of -0.0 is lost.
Decimal to_exact_decimal(double value) {
  if (value >= -kTwoPow63 && value < kTwoPow63 && value == std::trunc(value)) {
    return without_trailing_zeros({static_cast<int64_t>(value), 0});
  }
  Decimal decimal = shortest_decimal(std::fabs(value));
  if (value < 0) decimal.mantissa = -decimal.mantissa;
  return decimal;
}

/// Multiplies by 10^n; false when 64 bits do not hold the product.
bool scale_up(int64_t& mantissa, int n) {
  if (mantissa == 0) return true;
  for (; n > 0; n--) {
    if (mantissa > INT64_MAX / 10 || mantissa < INT64_MIN / 10) return false;
    mantissa *= 10;
  }
  return true;
}

// QUIRK: Despite its name the form loses the last bit of some values: reading rounds mantissas
// above 2^53 and powers above 10^22 before it combines them. 1e33 reads back as its upper
// neighbour. QUIRK: 0 has exponent 0, so a list with 0 and 1e300 has no common exponent.
std::optional<DecimalList> to_lossless_decimal(const std::vector<double>& values) {
  std::vector<Decimal> decimals;
  decimals.reserve(values.size());
  int exponent_min = INT16_MAX;
  for (const double value : values) {
    if (!std::isfinite(value)) return std::nullopt;
    decimals.push_back(to_exact_decimal(value));
    exponent_min = std::min(exponent_min, decimals.back().exponent);
  }
  DecimalList list;
  list.exponent = static_cast<int16_t>(exponent_min);
  for (Decimal& decimal : decimals) {
    if (!scale_up(decimal.mantissa, decimal.exponent - exponent_min)) return std::nullopt;
    list.mantissas.push_back(decimal.mantissa);
  }
  return list;
}

}  // namespace

std::optional<DecimalList> to_decimal(const std::vector<double>& values, DecimalForm form) {
  if (values.empty()) return DecimalList{};
  return form == DecimalForm::kRounded ? to_rounded_decimal(values) : to_lossless_decimal(values);
}

std::vector<double> from_decimal(const std::vector<int64_t>& mantissas, int16_t exponent) {
  std::vector<double> values;
  values.reserve(mantissas.size());
  if (exponent >= 0) {
    const double scale = power_of_ten(exponent);
    for (const int64_t mantissa : mantissas) {
      values.push_back(static_cast<double>(mantissa) * scale);
    }
    return values;
  }
  // One division unless 10^-exponent is too large for a double.
  constexpr int kStepMax = 308;
  std::vector<double> divisors;
  for (int left = -exponent; left > 0; left -= kStepMax) {
    divisors.push_back(power_of_ten(std::min(left, kStepMax)));
  }
  for (const int64_t mantissa : mantissas) {
    double value = static_cast<double>(mantissa);
    for (const double divisor : divisors) value /= divisor;
    values.push_back(value);
  }
  return values;
}

Result<FloatList> decode_decimal_floats(const ByteView& payload, uint8_t type_code, uint64_t count,
                                        const char* field) {
  ByteReader reader(payload);
  SIDX_ASSIGN(const uint16_t exponent, reader.read_u16be(field));
  SIDX_ASSIGN(const uint64_t first, reader.read_u64be(field));
  FloatList list;
  list.head.ints = {static_cast<Int64ListType>(type_code), decode_ord64(first)};
  list.head.exponent = static_cast<int16_t>(exponent);
  SIDX_ASSIGN(const std::vector<int64_t> mantissas,
              decode_int64_list(reader.rest(), type_code, list.head.ints.first, count, field));
  list.values = from_decimal(mantissas, list.head.exponent);
  return list;
}

FloatListHead append_decimal_floats(Bytes& out, const DecimalList& list) {
  SIDX_CHECK(!list.mantissas.empty());
  const size_t type_at = out.size();
  out.push_back(0);  // the type byte, known once the list is encoded
  append_u16be(out, static_cast<uint16_t>(list.exponent));
  append_ord64(out, list.mantissas[0]);
  const Int64ListHead head = append_int64_list(out, list.mantissas);
  out[type_at] = static_cast<uint8_t>(head.type);
  return {head, list.exponent};
}

}  // namespace sidx::encoding
