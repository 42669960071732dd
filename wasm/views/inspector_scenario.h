#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

// What the Inspector says in a scenario.

/// Goal and what to watch for, then the current step: what it did, what changed, what it violates.
void draw_scenario_facts(const model::AppState& state, Commands& commands);
/// A part as the process has it: state, references and who holds them.
void draw_wrapper_facts(const model::AppState& state, uint32_t wrapper);
void draw_snapshot_facts(const model::AppState& state, uint32_t snapshot, Commands& commands);
void draw_holder_facts(const model::AppState& state, const std::string& holder);

}  // namespace sidx::views
