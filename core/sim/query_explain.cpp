#include "core/sim/query_explain.h"

#include <utility>

#include "core/format/file_names.h"
#include "core/sim/step.h"

namespace sidx::sim {
namespace {

std::optional<query::Explanation> explain(const World& world, const Snapshot* snapshot,
                                          const query::QueryRequest& request) {
  if (snapshot == nullptr || !query::validate(request).empty()) return std::nullopt;
  return query::explain_query(request, named_parts(world, *snapshot),
                              query_parameters(world.fixes(), world.settings->workers));
}

}  // namespace

std::vector<query::NamedPart> named_parts(const World& world, const Snapshot& snapshot) {
  std::vector<query::NamedPart> named;
  for (query::SnapshotPart& part : world.parts_of(snapshot)) {
    const PartWrapper* wrapper = world.find_live(part.wrapper);
    query::NamedPart one;
    one.name = std::to_string(wrapper->part_id);
    // A merged part has ID 0 at the seed (S2): its directory tells it apart.
    if (wrapper->kind == PartKind::kFile && wrapper->directory_id != wrapper->part_id) {
      one.name += " (directory " + std::to_string(wrapper->directory_id) + ")";
    }
    if (wrapper->kind == PartKind::kFile) {
      one.directory = format::part_directory_name(wrapper->directory_id);
    }
    one.manifest_id = wrapper->part_id;
    one.part = std::move(part);
    named.push_back(std::move(one));
  }
  return named;
}

const query::QueryRequest* request_of(const World& world, const Event& event) {
  if (event.op == Op::kQuery) return event.request.get();
  if (event.op != Op::kQueryRun) return nullptr;
  const Operation* reader = world.find_operation(event.as);
  return reader != nullptr && reader->kind == OperationKind::kQuery ? &reader->request : nullptr;
}

std::optional<query::Explanation> explain_step(const World& world, const Event& event) {
  const query::QueryRequest* request = request_of(world, event);
  if (request == nullptr || world.dead) return std::nullopt;
  const Snapshot* snapshot = world.current_snapshot();
  if (event.op == Op::kQueryRun) {
    snapshot = world.find_snapshot(world.find_operation(event.as)->snapshot);
  }
  return explain(world, snapshot, *request);
}

std::optional<query::Explanation> explain_request(const World& world,
                                                  const query::QueryRequest& request,
                                                  std::string_view reader) {
  if (world.dead) return std::nullopt;
  if (reader.empty()) return explain(world, world.current_snapshot(), request);
  const Operation* operation = world.find_operation(reader);
  if (operation == nullptr) return std::nullopt;
  return explain(world, world.find_snapshot(operation->snapshot), request);
}

query::QueryParameters repaired_parameters_for_files(uint32_t workers) {
  query::QueryParameters parameters = query_parameters(FixSet::all(), workers);
  parameters.range_of_blocks = true;
  return parameters;
}

bool RepairedReplay::advance(const std::function<bool()>& deadline_passed) {
  StepOptions options;
  options.ledger = false;
  options.summary = false;
  while (next_ < events_.size() && !world_.dead) {
    world_ = step(world_, events_[next_++], options).world;
    if (deadline_passed()) break;
  }
  return next_ < events_.size() && !world_.dead;
}

}  // namespace sidx::sim
