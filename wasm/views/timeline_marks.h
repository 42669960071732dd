#pragma once

#include "imgui.h"
#include "wasm/model/timeline.h"

namespace sidx::views {

/// The sign of what happened in a step: ● begin, ◆ landed, ▸ read, ○ let go, ✕ deleted or refused.
void draw_timeline_mark(ImDrawList& list, ImVec2 centre, model::TimelineMark mark);

}  // namespace sidx::views
