#include "core/search/random_walk.h"

#include <algorithm>

namespace sidx::search {
namespace {

/// What changes nothing, or throws nearly everything away.
bool is_rare(sim::Op op) {
  return op == sim::Op::kQuery || op == sim::Op::kQueryRun || op == sim::Op::kHold ||
         op == sim::Op::kReopen || op == sim::Op::kSync;
}

/// Steps that an actor does nothing after it has completed something, at most; in its order.
constexpr std::array<uint64_t, kActorCount> kSleep{3, 6, 8, 20, 6, 24};

}  // namespace

RandomWalk::RandomWalk(const ExplorerOptions& options, Moves& moves,
                       const std::vector<sim::Event>& prefix, Walk start)
    : Explorer(moves, prefix, std::move(start)),
      strategy_(options.strategy),
      depth_(std::max(options.depth == 0 ? kDepth : options.depth, kDepthMin)),
      seeds_(options.seed),
      random_(0),
      walk_(start_) {}

void RandomWalk::begin_run() {
  random_ = sim::Random(seeds_.next());
  walk_ = start_;
  played_.clear();
  length_ = kDepthMin + random_.below(depth_ - kDepthMin + 1);
  for (size_t op = 0; op < weights_.size(); op++) {
    const uint64_t weight = is_rare(static_cast<sim::Op>(op)) ? 2 : 4 + random_.below(8);
    weights_[op] = random_.below(4) == 0 ? 0 : static_cast<uint32_t>(weight);
  }
  // Nothing happens without these.
  for (const sim::Op op : {sim::Op::kWrite, sim::Op::kIntroduce}) {
    weights_[static_cast<size_t>(op)] = 8;
  }
  for (size_t i = 0; i < priorities_.size(); i++) priorities_[i] = static_cast<int64_t>(i) + 1;
  for (size_t i = priorities_.size(); i > 1; i--) {
    std::swap(priorities_[i - 1], priorities_[static_cast<size_t>(random_.below(i))]);
  }
  asleep_until_ = {};
  lowest_ = 0;
  for (uint64_t& point : change_points_) point = random_.below(length_);
  progress_.states++;
  running_ = true;
}

void RandomWalk::advance(uint64_t steps) {
  const uint64_t end = progress_.steps + steps;
  while (progress_.steps < end && !found_) {
    if (!running_) begin_run();
    const std::vector<Move>& moves = moves_.enabled(walk_.world);
    if (moves.empty()) {
      running_ = false;
      if (played_.empty()) ended_ = true;
      if (ended_) return;
      continue;
    }
    count_enabled(moves);
    const Move move = choose(moves);
    const auto variant = static_cast<uint32_t>(random_.below(move.variants));
    const sim::Event& event = moves_.event(walk_.world, move, variant, walk_.writes);
    played_.push_back(&event);
    if (play(walk_, event)) report(played_, *violation_);
    progress_.depth = std::max<uint64_t>(progress_.depth, played_.size());
    if (played_.size() >= length_ || walk_.world.dead) running_ = false;
    if (strategy_ != Strategy::kPct) continue;
    const bool demoted = std::find(change_points_.begin(), change_points_.end(), played_.size()) !=
                         change_points_.end();
    const auto actor = static_cast<size_t>(move.actor);
    if (demoted) priorities_[actor] = --lowest_;
    if (move.completes()) asleep_until_[actor] = played_.size() + random_.below(kSleep[actor]);
  }
}

const Move& RandomWalk::choose(const std::vector<Move>& moves) {
  return strategy_ == Strategy::kPct ? choose_by_priority(moves)
                                     : choose_weighted(moves, -1, false);
}

/// Among the moves of one actor (-1: of all), of which only continuations if `continuing`.
const Move& RandomWalk::choose_weighted(const std::vector<Move>& moves, int actor,
                                        bool continuing) {
  const auto weight_of = [&](const Move& move) -> uint32_t {
    if (actor >= 0 && static_cast<int>(move.actor) != actor) return 0;
    if (continuing && !move.continues()) return 0;
    return weights_[static_cast<size_t>(move.op)];
  };
  uint64_t sum = 0;
  for (const Move& move : moves) sum += weight_of(move);
  if (sum == 0) {  // All that it could do is switched off in this run.
    for (const Move& move : moves) {
      if (actor < 0 || static_cast<int>(move.actor) == actor) {
        if (!continuing || move.continues()) return move;
      }
    }
    return moves[static_cast<size_t>(random_.below(moves.size()))];
  }
  uint64_t at = random_.below(sum);
  for (const Move& move : moves) {
    const uint32_t weight = weight_of(move);
    if (at < weight) return move;
    at -= weight;
  }
  return moves.back();
}

const Move& RandomWalk::choose_by_priority(const std::vector<Move>& moves) {
  const auto is_before = [&](const Move& a, const Move& b) {
    const auto x = static_cast<size_t>(a.actor);
    const auto y = static_cast<size_t>(b.actor);
    // Of those that sleep, the one that wakes first.
    const uint64_t x_wakes = std::max<uint64_t>(asleep_until_[x], played_.size());
    const uint64_t y_wakes = std::max<uint64_t>(asleep_until_[y], played_.size());
    return x_wakes != y_wakes ? x_wakes < y_wakes : priorities_[x] > priorities_[y];
  };
  const Move* first = &moves[0];
  bool continuing = false;
  for (const Move& move : moves) {
    if (is_before(move, *first)) first = &move;
  }
  for (const Move& move : moves) {
    continuing = continuing || (move.actor == first->actor && move.continues());
  }
  return choose_weighted(moves, static_cast<int>(first->actor), continuing);
}

}  // namespace sidx::search
