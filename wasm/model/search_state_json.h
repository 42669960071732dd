#pragma once

#include <nlohmann/json_fwd.hpp>

#include "wasm/model/app_state.h"

namespace sidx::model {

/// state().search: the form, the run, what was last heard of it, and what it found.
nlohmann::ordered_json search_json(const AppState& state);

}  // namespace sidx::model
