#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/search/explorer.h"
#include "core/search/simplify.h"

namespace sidx::search {

/// Plays steps from an empty instance until one breaks the rule. Nothing if none does.
struct Replay {
  std::optional<RuleViolation> violation;
  size_t played = 0;  // steps, the breaking one included
};
Replay replay(const sim::Settings& settings, const std::vector<sim::Event>& steps, RuleSet rules);

/// Makes what breaks a rule simpler while it goes on breaking the same rule: fewer steps, then
/// fewer switches between actors, then smaller data, over and over until nothing helps.
class Shrinker {
 public:
  Shrinker(const sim::Settings& settings, const Found& found);

  /// Plays about this many steps.
  void advance(uint64_t steps);
  bool done() const { return simplifier_ == nullptr; }
  const Found& best() const { return best_; }
  uint64_t steps() const { return steps_; }

 private:
  /// Whether the steps break the rule; then they are the best, up to the breaking one.
  bool accept(const std::vector<sim::Event>& steps);
  bool is_same(const RuleViolation& violation) const;

  sim::Settings settings_;
  Found best_;
  uint64_t steps_ = 0;
  size_t kind_ = 0;                         // of simplification
  bool simpler_ = false;                    // something helped in this round
  std::unique_ptr<Simplifier> simplifier_;  // null: done
};

/// Single repairs that are not on and under which the steps break the rule no more.
std::vector<sim::Fix> repairs_of(const sim::Settings& settings, const Found& found);

}  // namespace sidx::search
