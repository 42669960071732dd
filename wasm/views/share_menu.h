#pragma once

#include "wasm/views/view.h"

/// The Share button: links, files, tables and pictures to give to others.
namespace sidx::views {

/// The button and its menu.
void draw_share_button(const model::AppState& state, Commands& commands);

/// "Copy link to here" of a context menu: the scenario at `step`. Nothing without a scenario.
void link_menu_item(const model::AppState& state, size_t step, Commands& commands);

}  // namespace sidx::views
