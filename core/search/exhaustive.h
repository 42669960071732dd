#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/search/explorer.h"

namespace sidx::search {

/// Every sequence of steps up to a depth, shorter ones first, by depth-first search with a growing
/// bound. A state that was reached before with as many steps left is not entered again.
class Exhaustive : public Explorer {
 public:
  /// `depth` 0: kDepth.
  Exhaustive(uint32_t depth, Moves& moves, const std::vector<sim::Event>& prefix, Walk start);
  void advance(uint64_t steps) override;

 private:
  static constexpr uint32_t kDepth = 8;
  static constexpr size_t kStatesMax = 4'000'000;  // then states are forgotten, and entered again

  /// A state on the way from the start, with what can happen next.
  struct Frame {
    Walk walk;
    std::vector<Move> moves;
    size_t move = 0;
    uint32_t variant = 0;
  };
  void enter(Walk walk);
  void next_bound();
  void play_next(Frame& frame);

  const uint32_t depth_;
  uint32_t bound_ = 0;
  std::vector<Frame> frames_;
  std::vector<const sim::Event*> played_;           // one less than frames
  std::unordered_map<uint64_t, uint32_t> visited_;  // steps that were left then
};

}  // namespace sidx::search
