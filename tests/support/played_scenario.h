#pragma once

#include <catch_amalgamated.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/sim/scenario.h"
#include "core/sim/step.h"

/// A scenario that was played to its end, and what was to be seen after each step. Steps are
/// counted from 1 here, as on screen. Asking for what a step does not have fails the test.
namespace sidx::testing {

class PlayedScenario {
 public:
  struct Seen {
    sim::StepResult result;
    std::vector<merge::MergeStep> merge;
    size_t blocks_scanned = 0;
    size_t parts_inactive = 0;
  };

  /// Plays a document under the repairs it names and those of `fixes`; a panic ends it early.
  PlayedScenario(const std::string& text, const std::vector<std::string>& fixes);

  const sim::Scenario& scenario() const { return scenario_; }
  size_t size() const { return seen_.size(); }
  const Seen& after(size_t step) const;
  const sim::World& world(size_t step) const { return after(step).result.world; }

  size_t rows(size_t step) const { return keys(step).size(); }
  std::vector<int64_t> keys(size_t step) const;
  /// "100 rows, 7 to 997", in file order.
  std::vector<std::string> blocks(size_t step) const;
  /// "removing, 1: snapshot of epoch 3 (q1)", "removed", or "none".
  std::string part(size_t step, const std::string& name) const;
  const sim::PartWrapper& only_part(size_t step) const;
  /// What the current snapshot lists.
  std::string current(size_t step) const;
  uint64_t epoch(size_t step) const;
  /// "1/ 2/ 3.snp"
  std::string disk(size_t step) const;
  std::string file_text(size_t step, const std::string& name) const;

 private:
  void play(const sim::World& world, const sim::Event& event);

  sim::Scenario scenario_;
  std::vector<Seen> seen_;
  std::optional<Catch::ScopedMessage> link_;  // of what failed while this exists
};

/// "file 3" for the part in directory 3, "mem 1" for the mem part with ID 1.
std::string name_of(const sim::PartWrapper& part);
/// "0000000000000003.snp" → "3.snp"
std::string short_name(const std::string& name);
/// The texts with blanks between them.
std::string joined(const std::vector<std::string>& items);

}  // namespace sidx::testing
