#include "core/sim/reader.h"

#include <utility>

namespace sidx::sim {

Operation begin_reading(Transaction& step, const std::string& name, OperationKind kind) {
  Operation reader;
  reader.name = name;
  reader.kind = kind;
  reader.snapshot = step.world().current;
  if (reader.snapshot != 0) {
    step.acquire_snapshot(reader.snapshot, step.operation_holder(name), "reading begins");
  }
  return reader;
}

void end_reading(Transaction& step, const Operation& reader, const char* reason) {
  if (reader.snapshot == 0) return;
  step.release_snapshot(reader.snapshot, step.operation_holder(reader.name), reason);
}

namespace {

/// QUIRK: A reference on the snapshot keeps its parts open, but a query reads active ones only
/// (S9).
void note_skipped(Transaction& step, const Snapshot& snapshot, const Holder& reader) {
  if (step.fixed(Fix::kS9)) return;
  for (const uint32_t number : *snapshot.parts) {
    const PartWrapper* part = step.world().find_live(number);
    if (part == nullptr || part->state == PartState::kActive) continue;
    step.note_refusal(number, reader, "not read: it is marked as removing (S9)");
  }
}

}  // namespace

void run_held_query(Transaction& step, const Operation& reader) {
  const World& world = step.world();
  const Snapshot* snapshot = world.find_snapshot(reader.snapshot);
  query::QueryOutcome outcome;
  if (snapshot != nullptr) {
    note_skipped(step, *snapshot, step.operation_holder(reader.name));
    outcome = query::run_query(reader.request, world.parts_of(*snapshot),
                               query_parameters(world.fixes(), world.settings->workers),
                               step.options().query_observer);
  }
  using Ending = query::QueryOutcome::Ending;
  if (outcome.ending == Ending::kPanic && !step.fixed(Fix::kS24)) {
    return step.panic("query: " + outcome.message);
  }
  if (outcome.ending != Ending::kOk) return step.fail("query: " + outcome.message);
  step.result().rows = std::move(outcome.rows);
}

void query_at_once(Transaction& step, const query::QueryRequest& request) {
  if (const std::string objection = query::validate(request); !objection.empty()) {
    return step.fail(objection);
  }
  Operation reader = begin_reading(step, "", OperationKind::kQuery);
  reader.request = request;
  run_held_query(step, reader);
  if (!step.world().dead) end_reading(step, reader, "reading ends");
}

void list_blocks(Transaction& step) {
  std::vector<ListedBlock> blocks;
  const World& world = step.world();
  if (const Snapshot* snapshot = world.current_snapshot()) {
    for (const query::SnapshotPart& part : world.parts_of(*snapshot)) {
      if (!part.active) continue;
      for (const part::PrimaryRange& range : part.content->primary_ranges()) {
        if (range.fault && range.fault->panics)
          return step.panic("blocks: " + range.fault->message);
        if (range.fault) return step.fail("blocks: " + range.fault->message);
      }
      for (const part::BlockHeader& header : part.content->headers()) {
        blocks.push_back({part.wrapper, header});
      }
    }
  }
  step.result().blocks = std::move(blocks);
}

}  // namespace sidx::sim
