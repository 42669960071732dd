#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

/// Members of command documents.
namespace sidx::model {

template <typename Enum, size_t N>
std::optional<Enum> enum_of(const std::array<std::string_view, N>& names, const std::string& name) {
  for (size_t i = 0; i < N; i++) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

/// "scale is one of linear rank log"
template <size_t N>
std::string one_of(const char* what, const std::array<std::string_view, N>& names) {
  std::string text = std::string(what) + " is one of";
  for (const std::string_view name : names) text += " " + std::string(name);
  return text;
}

std::string text_member(const nlohmann::ordered_json& json, const char* name);
/// Capped at what an index can be: on 32 bits one of more must not wrap around to one that exists.
std::optional<size_t> index_member(const nlohmann::ordered_json& json, const char* name);
bool bool_member(const nlohmann::ordered_json& json, const char* name, bool otherwise);
/// A 64-bit integer: a decimal string, or a number.
std::optional<int64_t> int64_member(const nlohmann::ordered_json& json, const char* name);
/// Whether the member is absent, null or an index.
bool may_be_index(const nlohmann::ordered_json& json, const char* name);

}  // namespace sidx::model
