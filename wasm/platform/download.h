#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sidx::download {

/// Saves `size` bytes as a file of the user's, named `name`, of media type `type`.
void save(std::string_view name, std::string_view type, const uint8_t* bytes, size_t size);

}  // namespace sidx::download
