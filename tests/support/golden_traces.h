#pragma once

#include <string>
#include <vector>

namespace sidx::testing {

/// Names of the golden traces, sorted; see tests/golden/traces/README.md.
const std::vector<std::string>& golden_trace_names();
std::string golden_scenario_text(const std::string& name);
std::string golden_trace_text(const std::string& name);

}  // namespace sidx::testing
