#include "core/sim/tag_json.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "core/encoding/array_value.h"
#include "core/encoding/fixed_int.h"

namespace sidx::sim {
namespace {

using encoding::ValueType;

constexpr const char* kTagForms =
    "a string, an integer, an array of strings or of integers, or an object with float, hex, time "
    "or int";
constexpr int64_t kSafeIntegerMax = (int64_t{1} << 53) - 1;

template <typename Number>
std::optional<Number> parse_decimal(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string as_string(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

std::string stored_int(int64_t number) {
  Bytes bytes;
  encoding::append_ord64(bytes, number);
  return as_string(bytes);
}

std::optional<double> parse_double(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

ParsedValue parse_object(const Json& value) {
  if (value.size() != 1) return {ValueType::kUnknown, {}, kTagForms};
  const std::string& form = value.begin().key();
  const Json& inner = value.begin().value();
  if (form == "float") {
    const auto number = parse_double(inner);
    if (!number) return {ValueType::kUnknown, {}, "a number"};
    Bytes bytes;
    encoding::append_f64be(bytes, *number);
    return {ValueType::kFloat64, as_string(bytes), nullptr};
  }
  if (form == "hex") {
    const auto bytes =
        inner.is_string() ? parse_hex_bytes(inner.get_ref<const std::string&>()) : std::nullopt;
    if (!bytes) return {ValueType::kUnknown, {}, "pairs of hexadecimal digits"};
    return {ValueType::kBinary, *bytes, nullptr};
  }
  if (form == "time" || form == "int") {
    const auto number = parse_int64(inner);
    if (!number) return {ValueType::kUnknown, {}, "a 64-bit integer"};
    return {form == "int" ? ValueType::kInt64 : ValueType::kTimestamp, stored_int(*number),
            nullptr};
  }
  return {ValueType::kUnknown, {}, kTagForms};
}

std::optional<int64_t> parse_array_int(const Json& value) {
  if (value.is_object() && value.size() == 1 && value.contains("int")) {
    return parse_int64(value["int"]);
  }
  return value.is_number_integer() ? parse_int64(value) : std::nullopt;
}

ParsedValue parse_array(const Json& value) {
  std::vector<std::string> strings;
  std::vector<int64_t> numbers;
  for (const Json& item : value) {
    if (item.is_string()) {
      strings.push_back(item.get<std::string>());
    } else if (const auto number = parse_array_int(item)) {
      numbers.push_back(*number);
    } else {
      return {ValueType::kUnknown, {}, "an array of strings or of integers"};
    }
  }
  if (numbers.empty()) {
    return {ValueType::kStrArr, encoding::join_str_array(strings), nullptr};
  }
  if (!strings.empty()) return {ValueType::kUnknown, {}, "an array of one kind"};
  return {ValueType::kInt64Arr, encoding::join_int64_array(numbers), nullptr};
}

bool is_utf8(std::string_view bytes) {
  // A JSON string that cannot be written strictly is no UTF-8.
  return Json(std::string(bytes)).dump(-1, ' ', false, Json::error_handler_t::ignore) ==
         Json(std::string(bytes)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string hex_of(std::string_view bytes) {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

Json int_json(int64_t number) {
  if (number >= -kSafeIntegerMax && number <= kSafeIntegerMax) return Json(number);
  return Json{{"int", std::to_string(number)}};
}

Json float_json(std::string_view stored) {
  const double number = encoding::decode_f64(encoding::load_u64be(stored));
  if (std::isnan(number)) return Json{{"float", "NaN"}};
  if (std::isinf(number)) return Json{{"float", number > 0 ? "Infinity" : "-Infinity"}};
  return Json{{"float", number}};
}

}  // namespace

std::optional<int64_t> parse_int64(const Json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<uint64_t>();
    if (number > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<int64_t>();
  if (!value.is_string()) return std::nullopt;
  return parse_decimal<int64_t>(value.get_ref<const std::string&>());
}

std::optional<uint64_t> parse_uint64(const Json& value) {
  if (value.is_number_unsigned()) return value.get<uint64_t>();
  if (!value.is_string()) return std::nullopt;
  return parse_decimal<uint64_t>(value.get_ref<const std::string&>());
}

std::optional<std::string> parse_hex_bytes(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  for (size_t i = 0; i < digits.size(); i += 2) {
    unsigned byte = 0;
    const auto [stop, error] = std::from_chars(&digits[i], &digits[i] + 2, byte, 16);
    if (error != std::errc() || stop != &digits[i] + 2) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
  }
  return bytes;
}

ParsedValue parse_data(const Json& value) {
  if (value.is_string()) return {ValueType::kBinary, value.get<std::string>(), nullptr};
  if (value.is_object() && value.size() == 1 && value.contains("hex")) return parse_object(value);
  return {ValueType::kUnknown, {}, "a string, or an object with hex"};
}

ParsedValue parse_tag(const Json& value) {
  if (value.is_string()) return {ValueType::kStr, value.get<std::string>(), nullptr};
  if (value.is_number_integer()) {
    const auto number = parse_int64(value);
    if (!number) return {ValueType::kUnknown, {}, "a 64-bit integer"};
    return {ValueType::kInt64, stored_int(*number), nullptr};
  }
  if (value.is_array()) return parse_array(value);
  if (value.is_object()) return parse_object(value);
  return {ValueType::kUnknown, {}, kTagForms};
}

Json data_json(std::string_view data) {
  if (is_utf8(data)) return Json(std::string(data));
  return Json{{"hex", hex_of(data)}};
}

Json tag_json(ValueType type, std::string_view stored) {
  switch (type) {
    case ValueType::kStr:
      return Json(std::string(stored));
    case ValueType::kInt64:
      return int_json(encoding::decode_ord64(encoding::load_u64be(stored)));
    case ValueType::kFloat64:
      return float_json(stored);
    case ValueType::kTimestamp:
      return Json{{"time", std::to_string(encoding::decode_ord64(encoding::load_u64be(stored)))}};
    case ValueType::kStrArr:
      return Json(encoding::split_str_array(stored).elements);
    case ValueType::kInt64Arr: {
      Json items = Json::array();
      for (const int64_t number : encoding::split_int64_array(stored).elements) {
        items.push_back(int_json(number));
      }
      return items;
    }
    case ValueType::kBinary:
    case ValueType::kUnknown:
      break;
  }
  return Json{{"hex", hex_of(stored)}};
}

}  // namespace sidx::sim
