#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/search/explorer.h"

namespace sidx::search {

/// The strategies `random` and `pct`: one run behind the other, each from the start.
///
/// Random: each run gives every operation a weight of its own, and switches some off, so that runs
/// differ more than steps drawn evenly would. PCT (probabilistic concurrency testing): the actor of
/// the highest priority that is awake and can do something does it; it sleeps a while when it has
/// completed what it began, and falls to the lowest priority at a few random steps.
class RandomWalk : public Explorer {
 public:
  RandomWalk(const ExplorerOptions& options, Moves& moves, const std::vector<sim::Event>& prefix,
             Walk start);
  void advance(uint64_t steps) override;

 private:
  static constexpr uint32_t kDepth = 40;  // unless the options say
  static constexpr uint32_t kDepthMin = 6;
  static constexpr size_t kChangePoints = 3;

  void begin_run();
  const Move& choose(const std::vector<Move>& moves);
  const Move& choose_weighted(const std::vector<Move>& moves, int actor, bool continuing);
  const Move& choose_by_priority(const std::vector<Move>& moves);

  const Strategy strategy_;
  const uint32_t depth_;
  sim::Random seeds_;
  sim::Random random_;
  Walk walk_;
  bool running_ = false;
  uint64_t length_ = 0;  // of this run, at most
  std::vector<const sim::Event*> played_;
  std::array<uint32_t, sim::kOpCount> weights_{};
  std::array<int64_t, kActorCount> priorities_{};
  std::array<uint64_t, kActorCount> asleep_until_{};  // step of the run
  std::array<uint64_t, kChangePoints> change_points_{};
  int64_t lowest_ = 0;
};

}  // namespace sidx::search
