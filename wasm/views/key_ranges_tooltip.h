#pragma once

#include "wasm/views/depth_strip.h"
#include "wasm/views/key_ranges_lanes.h"

/// What the view says about the thing under the pointer.
namespace sidx::views {

void draw_pointed_tooltip(const KeyRangesFrame& frame, const Pointed& pointed,
                          const Overlaps& overlaps);
void draw_depth_tooltip(const model::AppState& state, const DepthStrip::Reading& reading);

/// "100 … 900", or one key.
std::string keys_text(model::KeyRange keys);

}  // namespace sidx::views
