#pragma once

#include <string>
#include <vector>

#include "core/sim/history.h"
#include "core/sim/scenario.h"
#include "core/sim/step.h"

/// Trace documents, `sidx-trace/1`: the state after each step of a scenario. See README.md.
namespace sidx::sim {

/// One state, in one line.
std::string write_state(size_t index, const Event& event, const StepResult& result);

/// The same of a step that was played before.
std::string write_state(size_t index, const PlayedStep& step);

/// The whole document of states, in the order they were made.
std::string write_trace(const Scenario& scenario, const std::vector<std::string>& states);

/// Plays a scenario from an empty instance, or from `start`, until it ends or the process dies.
struct Run {
  std::vector<std::string> states;
  World world;  // the last one
};
Run run_scenario(const Scenario& scenario);

}  // namespace sidx::sim
