#pragma once

#include <nlohmann/json_fwd.hpp>

#include "wasm/model/app_state.h"

namespace sidx::model {

/// Members `query` and `bloom` of the report of the app.
nlohmann::ordered_json query_json(const AppState& state);
/// Null unless the Bloom view is shown: it costs some work.
nlohmann::ordered_json bloom_json(const AppState& state);

}  // namespace sidx::model
