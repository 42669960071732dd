#pragma once

#include <cstddef>

#include "imgui.h"
#include "wasm/ui/theme.h"

namespace sidx::ui {

/// Calls `draw(index)` for the rows of a table that are in sight, each under an ID of its own.
/// `wanted`, if it is a row, is drawn wherever it is, so that it can be scrolled to.
template <typename Draw>
void clipped_rows(size_t count, Draw draw, size_t wanted = SIZE_MAX, float height = kRowHeight) {
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(count), height);
  if (wanted < count) clipper.IncludeItemByIndex(static_cast<int>(wanted));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; i++) {
      ImGui::PushID(i);
      draw(static_cast<size_t>(i));
      ImGui::PopID();
    }
  }
}

}  // namespace sidx::ui
