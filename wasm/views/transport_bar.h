#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

/// Where the reader stands in a scenario: step, play, scrub, undo, and which engine plays it. Part
/// of the toolbar; takes the width it is given.
void draw_transport_bar(const model::AppState& state, float width, Commands& commands);

/// The engine switch: seed or fixed, single repairs, query workers.
void draw_engine_switch(const model::AppState& state, Commands& commands);

}  // namespace sidx::views
