#pragma once

#include <optional>
#include <string>

#include "core/sim/scenario.h"

namespace sidx::cli {

/// The scenario in a file; nothing, with the error printed, if there is none that can be read.
std::optional<sim::Scenario> load_scenario(const std::string& path);

}  // namespace sidx::cli
