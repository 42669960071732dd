#pragma once

#include <string>
#include <string_view>

/// Small settings that outlive the tab. May be refused (private windows): then `get` finds nothing
/// and `set` does nothing.
namespace sidx::storage {

/// Empty when nothing is stored under `key`.
std::string get(std::string_view key);
/// An empty `value` removes the key.
void set(std::string_view key, std::string_view value);

}  // namespace sidx::storage
