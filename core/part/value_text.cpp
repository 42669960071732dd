#include "core/part/value_text.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/bytes.h"
#include "core/encoding/array_value.h"
#include "core/encoding/fixed_int.h"

namespace sidx::part {
namespace {

using encoding::ValueType;

std::string hex_text(std::string_view bytes) {
  return "0x" + to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

/// Length of the UTF-8 sequence at the front of `bytes`, 0 if it is not a printable character.
size_t printable_length(std::string_view bytes) {
  const auto at = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  const uint8_t lead = at(0);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  const size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || length > bytes.size()) return 0;
  for (size_t i = 1; i < length; i++) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, beyond U+10FFFF, and the C1 control characters.
  if (lead == 0xe0 && at(1) < 0xa0) return 0;
  if (lead == 0xed && at(1) >= 0xa0) return 0;
  if (lead == 0xf0 && at(1) < 0x90) return 0;
  if (lead == 0xf4 && at(1) >= 0x90) return 0;
  if (lead == 0xc2 && at(1) < 0xa0) return 0;
  return length;
}

std::string float_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  return nlohmann::ordered_json(value).dump();  // shortest text that reads back to the same value
}

template <typename Elements, typename ToText>
std::string list_text(const Elements& elements, ToText to_text) {
  std::string text = "[";
  for (const auto& element : elements) {
    if (text.size() > 1) text += ", ";
    text += to_text(element);
  }
  return text + "]";
}

std::string array_text(ValueType type, std::string_view stored) {
  if (type == ValueType::kInt64Arr) {
    const encoding::Int64Array array = encoding::split_int64_array(stored);
    if (!array.well_formed) return hex_text(stored);
    return list_text(array.elements, [](int64_t element) { return std::to_string(element); });
  }
  const encoding::StrArray array = encoding::split_str_array(stored);
  if (!array.well_formed) return hex_text(stored);
  return list_text(array.elements,
                   [](const std::string& element) { return "\"" + readable(element) + "\""; });
}

}  // namespace

std::string value_text(ValueType type, std::string_view stored) {
  switch (type) {
    case ValueType::kInt64:
    case ValueType::kTimestamp:
    case ValueType::kFloat64: {
      if (stored.size() != 8) return hex_text(stored);
      const uint64_t bits = encoding::load_u64be(stored);
      if (type == ValueType::kFloat64) return float_text(encoding::decode_f64(bits));
      const int64_t number = encoding::decode_ord64(bits);
      return type == ValueType::kInt64 ? std::to_string(number) : timestamp_text(number);
    }
    case ValueType::kStrArr:
    case ValueType::kInt64Arr:
      return array_text(type, stored);
    case ValueType::kBinary:
      return hex_text(stored);
    case ValueType::kStr:
    case ValueType::kUnknown:
      break;
  }
  return readable(stored);
}

std::string readable(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = printable_length(bytes.substr(at));
    if (length == 0) return hex_text(bytes);
    at += length;
  }
  return std::string(bytes);
}

std::string data_text(std::string_view data) {
  constexpr char kTraceIdMark = 1;
  if (data.size() < 2 || data[0] != kTraceIdMark) return readable(data);
  const std::string text = readable(data.substr(1));
  return text.starts_with("0x") ? readable(data) : "\\x01" + text;
}

std::string timestamp_text(int64_t nanoseconds) {
  using std::chrono::days;
  constexpr int64_t kSecond = 1'000'000'000;
  constexpr int64_t kDay = 86'400 * kSecond;
  const int64_t day = nanoseconds / kDay - (nanoseconds % kDay < 0 ? 1 : 0);
  const int64_t in_day = (nanoseconds % kDay + kDay) % kDay;
  const std::chrono::year_month_day date{std::chrono::sys_days(days(static_cast<int>(day)))};
  const int64_t seconds = in_day / kSecond;
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60),
                static_cast<int>(in_day % kSecond));
  return text;
}

}  // namespace sidx::part
