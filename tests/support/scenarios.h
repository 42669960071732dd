#pragma once

#include <string>
#include <vector>

#include "core/sim/scenario.h"

namespace sidx::testing {

/// Teaching scenarios of assets/scenarios, by the names of their files, sorted.
std::vector<std::string> teaching_scenario_ids();
std::string teaching_scenario_text(const std::string& id);

/// Where a failing test can be looked at in the app: "index.html#v1.…" behind step `step`.
std::string app_link(const sim::Scenario& scenario, size_t step);

}  // namespace sidx::testing
