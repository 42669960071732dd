#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

/// How far the search is, what it has found, and which operations it has tried.
void draw_search_report(const model::AppState& state, Commands& commands);

}  // namespace sidx::views
