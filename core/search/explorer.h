#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/merge/merge_memory.h"
#include "core/search/monitor.h"
#include "core/search/moves.h"
#include "core/sim/generate.h"

/// Ways through the interleavings of an instance. All randomness comes from the seed of the search.
namespace sidx::search {

enum class Strategy : uint8_t {
  kRandom,      // runs of random steps; each run prefers other operations
  kPct,         // runs of actors with random priorities, which change at random steps
  kExhaustive,  // every sequence of steps up to a depth, states that were seen before left out
};

/// How often an operation could have been chosen, and was.
struct OpCount {
  uint64_t enabled = 0;
  uint64_t played = 0;
};
using Coverage = std::array<OpCount, sim::kOpCount>;

struct ExplorerProgress {
  uint64_t steps = 0;
  uint64_t states = 0;  // runs for random and pct; different states for exhaustive
  uint64_t depth = 0;   // longest run so far; exhaustive: the bound it is at
  Coverage coverage{};
};

/// The steps from the beginning to the one that breaks a rule.
struct Found {
  std::vector<sim::Event> steps;
  RuleViolation violation;
};

/// An instance in the middle of a run.
struct Walk {
  sim::World world;
  Monitor monitor;
  size_t writes = 0;
};

class Explorer {
 public:
  /// `start` is where runs begin, behind `prefix`. What is passed by reference outlives this.
  Explorer(Moves& moves, const std::vector<sim::Event>& prefix, Walk start);
  virtual ~Explorer() = default;
  Explorer(const Explorer&) = delete;
  Explorer& operator=(const Explorer&) = delete;

  /// Plays about this many steps; less if it finds something or ends.
  virtual void advance(uint64_t steps) = 0;
  const std::optional<Found>& found() const { return found_; }
  /// Whether there is nothing left to try.
  bool ended() const { return ended_; }
  const ExplorerProgress& progress() const { return progress_; }

 protected:
  /// Plays an event; true if that broke a rule.
  bool play(Walk& walk, const sim::Event& event);
  void report(const std::vector<const sim::Event*>& played, RuleViolation violation);
  void count_enabled(const std::vector<Move>& moves);

  Moves& moves_;
  const std::vector<sim::Event>& prefix_;
  const Walk start_;
  std::optional<RuleViolation> violation_;  // of the last event
  std::optional<Found> found_;
  bool ended_ = false;
  ExplorerProgress progress_;

 private:
  merge::MergeMemory memory_;
  sim::StepOptions options_;
};

struct ExplorerOptions {
  Strategy strategy = Strategy::kRandom;
  uint64_t seed = 1;
  uint32_t depth = 0;
};
std::unique_ptr<Explorer> make_explorer(const ExplorerOptions& options, Moves& moves,
                                        const std::vector<sim::Event>& prefix, Walk start);

}  // namespace sidx::search
