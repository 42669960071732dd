#include "wasm/platform/text_snap.h"

#include <cmath>

#include "imgui.h"

namespace sidx {
namespace {

/// Glyphs are the only quads with a texture of their own: everything else uses the white pixel, as
/// the theme switches textured lines off. Glyphs of one line share their fraction of a pixel, so
/// they move alike and the baseline stays straight.
void snap_list(ImDrawList& list, ImVec2 white, float density) {
  ImDrawVert* vertices = list.VtxBuffer.Data;
  const int count = list.VtxBuffer.Size;
  for (int i = 0; i + 3 < count;) {
    const ImDrawVert& first = vertices[i];
    if (first.uv.x == white.x && first.uv.y == white.y) {
      i++;
      continue;
    }
    const float pixel = first.pos.y * density;
    const float shift = (std::round(pixel) - pixel) / density;
    for (int corner = 0; corner < 4; corner++) vertices[i + corner].pos.y += shift;
    i += 4;
  }
}

}  // namespace

void snap_text(ImDrawData& draw_data) {
  const float density = draw_data.FramebufferScale.y;
  if (density == std::round(density)) return;
  const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
  for (ImDrawList* list : draw_data.CmdLists) snap_list(*list, white, density);
}

}  // namespace sidx
