#pragma once

#include <nlohmann/json_fwd.hpp>

#include "wasm/model/app_state.h"

namespace sidx::model {

/// What state() tells of the museum: the list, what is looked for, and what is found.
nlohmann::ordered_json museum_json(const AppState& state);
/// What it tells of the exhibit that is open; null if there is none.
nlohmann::ordered_json exhibit_json(const AppState& state);

}  // namespace sidx::model
