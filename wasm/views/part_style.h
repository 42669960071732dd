#pragma once

#include "wasm/model/document.h"
#include "wasm/ui/draw.h"

/// How the parts of a scenario look in every view: colour and hatch say the role, a bold edge that
/// the current step changed it.
namespace sidx::views {

ImU32 colour_of(model::PartRole role, bool is_new);
void draw_part_box(ImDrawList& list, const ui::Box& box, model::PartRole role, bool is_new,
                   bool changed);
/// A pin: something holds a reference.
void draw_pin(ImDrawList& list, ImVec2 centre, ImU32 colour);
/// The mark of a row that the current step changed.
void draw_changed_mark(ImDrawList& list, ImVec2 centre);

}  // namespace sidx::views
