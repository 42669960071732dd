#include "wasm/views/part_style.h"

#include "wasm/ui/theme.h"

namespace sidx::views {

using model::PartRole;
using ui::theme;

ImU32 colour_of(PartRole role, bool is_new) {
  if (is_new && role != PartRole::kMem && role != PartRole::kOrphan) return theme().merge_output;
  switch (role) {
    case PartRole::kMem:
      return theme().mem_part;
    case PartRole::kFile:
      return theme().file_part;
    case PartRole::kPrepared:
      return ui::mix(theme().file_part, theme().panel, 0.5f);
    case PartRole::kRemoving:
      return theme().removing;
    case PartRole::kOrphan:
      return theme().wrong;
  }
  return theme().dim;
}

void draw_part_box(ImDrawList& list, const ui::Box& box, PartRole role, bool is_new, bool changed) {
  const ImU32 colour = colour_of(role, is_new);
  const ImU32 shade = ui::mix(colour, theme().panel, 0.55f);
  if (role == PartRole::kPrepared || role == PartRole::kOrphan) {
    ui::fill(list, box, ui::with_alpha(colour, 0.25f));
    ui::outline(list, box, colour);
  } else {
    ui::fill(list, box, colour);
  }
  list.PushClipRect(box.min, box.max, true);
  if (role == PartRole::kMem) ui::hatch(list, box, shade, 7.0f);
  if (role == PartRole::kRemoving) ui::hatch(list, box, shade, 8.0f, true);
  list.PopClipRect();
  if (changed) ui::outline(list, box, theme().text, 2.0f);
}

void draw_pin(ImDrawList& list, ImVec2 centre, ImU32 colour) {
  const auto [x, y] = centre;
  list.AddCircleFilled({x, y - 2.0f}, 3.0f, colour);
  list.AddLine({x, y + 0.5f}, {x, y + 5.0f}, colour, 1.4f);
}

void draw_changed_mark(ImDrawList& list, ImVec2 centre) {
  list.AddCircleFilled(centre, 3.0f, theme().merge_output);
}

}  // namespace sidx::views
