#pragma once

#include <string_view>

#include "imgui.h"

namespace sidx {

/// ImGui's name of a KeyboardEvent.code; ImGuiKey_None for keys it does not know.
ImGuiKey key_from_code(std::string_view code);

}  // namespace sidx
