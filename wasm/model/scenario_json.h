#pragma once

#include <nlohmann/json_fwd.hpp>

#include "wasm/model/app_state.h"

namespace sidx::model {

/// The scenario part of the report: where the reader stands, what the step did, what can happen
/// next. Null without a scenario.
nlohmann::ordered_json scenario_json(const AppState& state);

}  // namespace sidx::model
