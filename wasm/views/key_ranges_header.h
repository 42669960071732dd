#pragma once

#include "wasm/views/key_ranges_colours.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// The rows of controls above the lanes: scale, colours with their legend, fit, and in words how
/// much the parts overlap. They wrap where the view is narrow.
void draw_key_ranges_header(const model::AppState& state, BarColours& colours, Commands& commands);

}  // namespace sidx::views
