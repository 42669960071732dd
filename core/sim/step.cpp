#include "core/sim/step.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/sim/faults.h"
#include "core/sim/flusher.h"
#include "core/sim/introducer.h"
#include "core/sim/merger.h"
#include "core/sim/narration.h"
#include "core/sim/reader.h"
#include "core/sim/recovery.h"
#include "core/sim/transaction.h"
#include "core/sim/writer.h"

namespace sidx::sim {
namespace {

constexpr const char* kDead = "the process is dead";

/// Hands a prepared introduction over and drops the reference of its begin.
void introduce(Transaction& step, const Operation& prepared) {
  const bool is_flush = prepared.kind == OperationKind::kFlush;
  if (is_flush && !prepared.flushed.empty()) introduce_flushed(step, prepared);
  if (!is_flush && prepared.output != 0) introduce_merged(step, prepared);
  if (step.stopped() || prepared.snapshot == 0) return;
  step.release_snapshot(prepared.snapshot, step.operation_holder(prepared.name), "introduced");
}

Operation begin_work(Transaction& step, Op op, const std::string& name) {
  switch (op) {
    case Op::kFlush:
    case Op::kFlushBegin:
      return begin_flush(step, name);
    case Op::kMerge:
    case Op::kMergeBegin:
      return begin_merge(step, name, PartKind::kFile);
    default:
      return begin_merge(step, name, PartKind::kMem);
  }
}

void begin_named(Transaction& step, const Event& event) {
  if (step.world().find_operation(event.as) != nullptr) {
    return step.fail("'" + event.as + "' is in use");
  }
  if (event.op == Op::kHold) {
    return step.add_operation(begin_reading(step, event.as, OperationKind::kHold));
  }
  if (event.op == Op::kQueryBegin) {
    if (const std::string objection = query::validate(*event.request); !objection.empty()) {
      return step.fail(objection);
    }
    Operation reader = begin_reading(step, event.as, OperationKind::kQuery);
    reader.request = *event.request;
    return step.add_operation(std::move(reader));
  }
  Operation work = begin_work(step, event.op, event.as);
  if (!step.stopped()) step.add_operation(std::move(work));
}

bool continues(Op op, OperationKind kind) {
  switch (op) {
    case Op::kIntroduce:
      return kind == OperationKind::kFlush || kind == OperationKind::kMerge ||
             kind == OperationKind::kMergeMem;
    case Op::kRelease:
      return kind == OperationKind::kHold;
    default:
      return kind == OperationKind::kQuery;
  }
}

void continue_named(Transaction& step, const Event& event) {
  Rc<Operation> found;  // stays while the step takes it off the list
  for (const Rc<Operation>& each : step.world().operations) {
    if (each->name == event.as) found = each;
  }
  if (!found || !continues(event.op, found->kind)) {
    return step.fail("there is no '" + event.as + "' to " + std::string(name_of(event.op)));
  }
  const Operation& operation = *found;
  if (event.op == Op::kQueryRun) return run_held_query(step, operation);
  if (event.op == Op::kIntroduce) {
    introduce(step, operation);
  } else {
    end_reading(step, operation, "reading ends");
  }
  if (!step.world().dead) step.remove_operation(operation.name);
}

void reopen(Transaction& step) {
  close_instance(step);
  if (!step.stopped()) open_instance(step);
}

void play(Transaction& step, const Event& event) {
  switch (event.op) {
    case Op::kWrite:
    case Op::kWriteRange:
    case Op::kGenerate:
      return write_batch(step, event);
    case Op::kFlush:
    case Op::kMerge:
    case Op::kMergeMem: {
      const Operation work = begin_work(step, event.op, "");
      if (!step.stopped()) introduce(step, work);
      return;
    }
    case Op::kSync:
      return introduce_sync(step, event.part_ids);
    case Op::kFlushBegin:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
    case Op::kHold:
    case Op::kQueryBegin:
      return begin_named(step, event);
    case Op::kIntroduce:
    case Op::kRelease:
    case Op::kQueryRun:
    case Op::kQueryEnd:
      return continue_named(step, event);
    case Op::kQuery:
      return query_at_once(step, *event.request);
    case Op::kBlocks:
      return list_blocks(step);
    case Op::kReopen:
      return reopen(step);
    case Op::kRemoveFile:
      return remove_path(step, event.path);
    case Op::kTruncateFile:
      return truncate_path(step, event.path, event.size);
    case Op::kWriteFile:
      return write_path(step, event.path, event.bytes);
  }
}

}  // namespace

std::string_view name_of(Op op) {
  static constexpr std::array<std::string_view, kOpCount> kNames{
      "write",   "write_range", "generate",      "flush",           "merge",     "merge_mem",
      "sync",    "flush_begin", "merge_begin",   "merge_mem_begin", "introduce", "hold",
      "release", "query",       "query_begin",   "query_run",       "query_end", "blocks",
      "reopen",  "remove_file", "truncate_file", "write_file"};
  return kNames[static_cast<size_t>(op)];
}

StepResult step(const World& world, const Event& event, const StepOptions& options) {
  StepResult result;
  if (world.dead) {
    result.world = world;
    result.outcome = Outcome::kError;
    result.message = kDead;
  } else {
    Transaction transaction(world, result, options);
    play(transaction, event);
  }
  if (options.summary) result.summary = summarise(world, event, result);
  return result;
}

StepResult step(World&& world, const Event& event, const StepOptions& options) {
  StepResult result;
  result.world = std::move(world);
  if (result.world.dead) {
    result.outcome = Outcome::kError;
    result.message = kDead;
    return result;
  }
  Transaction transaction(result, options);
  play(transaction, event);
  return result;
}

StepResult open_directory(const Settings& settings, const part::FileMap& files,
                          const StepOptions& options) {
  StepResult result;
  World empty = new_world(settings);
  Transaction transaction(empty, result, options);
  for (const auto& [path, bytes] : files) write_path(transaction, path, bytes);
  transaction.result().outcome = Outcome::kOk;
  transaction.result().message.clear();
  transaction.world().process = 0;  // The one that opens is the first.
  open_instance(transaction);
  return result;
}

}  // namespace sidx::sim
