#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/sim/event.h"
#include "core/sim/json_text.h"

/// Values inside a scenario: data and tags with their stored forms.
namespace sidx::sim {

/// A value in stored form, or what is expected instead.
struct ParsedValue {
  encoding::ValueType type = encoding::ValueType::kUnknown;
  std::string stored;
  const char* expected = nullptr;  // null: the value is good
};

std::optional<int64_t> parse_int64(const Json& value);
std::optional<uint64_t> parse_uint64(const Json& value);
/// Lower-case or upper-case digit pairs.
std::optional<std::string> parse_hex_bytes(std::string_view digits);

/// A string, or `{"hex": ".."}`.
ParsedValue parse_data(const Json& value);
ParsedValue parse_tag(const Json& value);

Json data_json(std::string_view data);
Json tag_json(encoding::ValueType type, std::string_view stored);

}  // namespace sidx::sim
