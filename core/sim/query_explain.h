#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/query/explanation.h"
#include "core/sim/event.h"
#include "core/sim/world.h"

/// Queries of a scenario, explained, and what the repaired engine answers in their place.
namespace sidx::sim {

/// The parts of a snapshot by the names explanations use.
std::vector<query::NamedPart> named_parts(const World& world, const Snapshot& snapshot);

/// The query that a `query` or `query_run` step of `world` runs; null for other steps, and for a
/// reader that is not there.
const query::QueryRequest* request_of(const World& world, const Event& event);

/// The same query on the snapshot it reads, under the engine of `world`. Nothing without a snapshot
/// or when the engine refuses the request.
std::optional<query::Explanation> explain_step(const World& world, const Event& event);
/// Any query on the current snapshot, or on the one that a reader holds.
std::optional<query::Explanation> explain_request(const World& world,
                                                  const query::QueryRequest& request,
                                                  std::string_view reader = {});

/// The repaired engine on files that others wrote: they stay as they are, so that the key range of
/// a part is taken from its blocks.
query::QueryParameters repaired_parameters_for_files(uint32_t workers);

/// Plays events again under the repaired engine, a slice at a time.
class RepairedReplay {
 public:
  /// `start`: what the repaired engine starts from.
  RepairedReplay(World start, std::vector<Event> events)
      : world_(std::move(start)), events_(std::move(events)) {}
  /// True when there is more to play. A step that fails is left out; a panic ends it.
  bool advance(const std::function<bool()>& deadline_passed);
  const World& world() const { return world_; }

 private:
  World world_;
  std::vector<Event> events_;
  size_t next_ = 0;
};

}  // namespace sidx::sim
