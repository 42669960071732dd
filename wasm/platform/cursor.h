#pragma once

namespace sidx {

/// Shows the pointer shape that ImGui asks for; tells the page only when it changed.
void update_cursor();

}  // namespace sidx
