#include "wasm/model/command_json.h"

#include <algorithm>
#include <charconv>

namespace sidx::model {

using Json = nlohmann::ordered_json;

std::string text_member(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::optional<size_t> index_member(const Json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end() || !at->is_number_unsigned()) return std::nullopt;
  return static_cast<size_t>(std::min<uint64_t>(at->get<uint64_t>(), SIZE_MAX));
}

bool may_be_index(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at == json.end() || at->is_null() || at->is_number_unsigned();
}

bool bool_member(const Json& json, const char* name, bool otherwise) {
  const auto at = json.find(name);
  return at != json.end() && at->is_boolean() ? at->get<bool>() : otherwise;
}

std::optional<int64_t> int64_member(const Json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end()) return std::nullopt;
  if (at->is_number_unsigned() && at->get<uint64_t>() > INT64_MAX) return std::nullopt;
  if (at->is_number_integer()) return at->get<int64_t>();
  if (!at->is_string()) return std::nullopt;
  const std::string& text = at->get_ref<const std::string&>();
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace sidx::model
