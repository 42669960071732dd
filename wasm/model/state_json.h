#pragma once

#include <string>

#include "wasm/model/app_state.h"

namespace sidx::model {

/// The state as a JSON object for scripts and tests: what is open, selected and visible. 64-bit
/// integers are decimal strings. README.md documents it.
std::string state_json(const AppState& state);

}  // namespace sidx::model
