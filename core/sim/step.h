#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/merge/merge_memory.h"
#include "core/sim/event.h"
#include "core/sim/ledger.h"
#include "core/sim/world.h"

/// The transition function of the simulation: pure and deterministic.
namespace sidx::sim {

enum class Outcome : uint8_t {
  kOk,
  kError,  // the call returned an error, or the step was refused
  kPanic,  // the process died
};

/// A block of the current snapshot, as the `blocks` step lists it.
struct ListedBlock {
  uint32_t wrapper = 0;
  part::BlockHeader header;
};

struct StepOptions {
  bool ledger = true;   // record acquires and releases
  bool summary = true;  // tell the step in a sentence
  merge::MergeObserver merge_observer;
  merge::MergeMemory* merge_memory = nullptr;  // outputs of earlier merges; not owned
  query::QueryObserver query_observer;
};

struct StepResult {
  World world;
  Outcome outcome = Outcome::kOk;
  std::string message;             // of an error or panic
  bool changed_directory = false;  // an entry of the instance root was put or removed
  std::optional<std::vector<query::QueryRow>> rows;
  std::optional<std::vector<ListedBlock>> blocks;
  std::vector<LedgerEntry> ledger;
  std::string summary;
};

/// A dead world stays as it is and refuses every event.
StepResult step(const World& world, const Event& event, const StepOptions& options = {});

/// The same for callers that need the world before no more, several times as fast: what nobody
/// shares is changed in place. It makes no summary.
StepResult step(World&& world, const Event& event, const StepOptions& options = {});

/// The world a process finds that opens these files, by path relative to the instance root: what
/// `reopen` does on them. A panic leaves a dead world, as it does there.
StepResult open_directory(const Settings& settings, const part::FileMap& files,
                          const StepOptions& options = {});

}  // namespace sidx::sim
