#include "core/search/exhaustive.h"

#include <algorithm>
#include <utility>

#include "core/search/world_hash.h"

namespace sidx::search {

Exhaustive::Exhaustive(uint32_t depth, Moves& moves, const std::vector<sim::Event>& prefix,
                       Walk start)
    : Explorer(moves, prefix, std::move(start)), depth_(depth == 0 ? kDepth : depth) {}

void Exhaustive::next_bound() {
  if (bound_ == depth_) {
    ended_ = true;
    return;
  }
  progress_.depth = ++bound_;
  visited_.clear();
  enter(start_);
}

void Exhaustive::enter(Walk walk) {
  Frame frame{std::move(walk), {}, 0, 0};
  frame.moves = moves_.enabled(frame.walk.world);
  count_enabled(frame.moves);
  frames_.push_back(std::move(frame));
}

void Exhaustive::advance(uint64_t steps) {
  const uint64_t end = progress_.steps + steps;
  while (progress_.steps < end && !found_ && !ended_) {
    if (frames_.empty()) {
      next_bound();
      continue;
    }
    Frame& frame = frames_.back();
    if (frame.move == frame.moves.size()) {
      frames_.pop_back();
      if (!played_.empty()) played_.pop_back();
      continue;
    }
    play_next(frame);
  }
}

void Exhaustive::play_next(Frame& frame) {
  const Move move = frame.moves[frame.move];
  const sim::Event& event = moves_.event(frame.walk.world, move, frame.variant, frame.walk.writes);
  if (++frame.variant == move.variants) {
    frame.variant = 0;
    frame.move++;
  }
  Walk walk = frame.walk;
  played_.push_back(&event);
  if (play(walk, event)) {
    report(played_, *violation_);
    return;
  }
  const auto left = static_cast<uint32_t>(bound_ - played_.size());
  const uint64_t hash = world_hash(walk.world) ^ walk.monitor.hash() * 3 ^ walk.writes;
  if (visited_.size() >= kStatesMax) visited_.clear();
  const auto [seen, added] = visited_.emplace(hash, left);
  progress_.states = std::max<uint64_t>(progress_.states, visited_.size());
  const bool known = !added && seen->second >= left;
  if (!known) seen->second = left;
  if (known || left == 0 || walk.world.dead) {
    played_.pop_back();
  } else {
    enter(std::move(walk));
  }
}

}  // namespace sidx::search
