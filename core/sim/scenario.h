#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/sim/event.h"
#include "core/sim/fixes.h"
#include "core/sim/world.h"

/// Scenario documents, `sidx-scenario/1`: a list of events with a title. See README.md for the
/// format. Reading checks everything; a scenario that was read can be played without further ado.
namespace sidx::sim {

struct Scenario {
  std::string title;
  std::string notes;
  bool fixed = false;  // profile "fixed"; otherwise "seed"
  std::vector<Fix> fixes;
  uint32_t workers = 1;
  std::vector<Event> steps;
  /// Members of the document that mean nothing to the engine (goals, bookmarks, …), with their
  /// JSON text: kept when the scenario is written again.
  std::vector<std::pair<std::string, std::string>> extra;

  Settings settings() const;
  const char* profile_name() const { return fixed ? "fixed" : "seed"; }
};

/// `name` is what messages call the document. Errors are located in its text: offset of the value
/// that is wrong, its path in `field`.
Result<Scenario> read_scenario(std::string_view text, const std::string& name);
/// One step alone, in the form it has in a scenario.
Result<Event> read_event(std::string_view text, const std::string& name);

std::string write_scenario(const Scenario& scenario);
/// One line, as in a scenario.
std::string write_event(const Event& event);

/// Makes the event of a written batch, for callers that have rows, not documents.
Event make_write(part::ElementBatch batch, int64_t segment_id);
/// The batch of a range; its size is bounded by kElementsPerStepMax.
part::ElementBatch range_batch(const RangeInput& range);

// Limits of a document. Beyond one the document is not read.
inline constexpr size_t kScenarioBytesMax = size_t{1} << 28;
inline constexpr size_t kScenarioDepthMax = 64;
inline constexpr size_t kStepsMax = 1'000'000;
inline constexpr uint64_t kElementsPerStepMax = 1'000'000;
inline constexpr uint64_t kElementsMax = 16'000'000;
inline constexpr uint64_t kFaultFileBytesMax = uint64_t{1} << 26;
inline constexpr uint32_t kWorkersMax = 64;
inline constexpr size_t kInstancesMax = 64;

}  // namespace sidx::sim
