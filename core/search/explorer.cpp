#include "core/search/explorer.h"

#include <utility>

#include "core/search/exhaustive.h"
#include "core/search/random_walk.h"

namespace sidx::search {

Explorer::Explorer(Moves& moves, const std::vector<sim::Event>& prefix, Walk start)
    : moves_(moves), prefix_(prefix), start_(std::move(start)) {
  options_.ledger = options_.summary = false;
  options_.merge_memory = &memory_;
}

bool Explorer::play(Walk& walk, const sim::Event& event) {
  walk.monitor.before(walk.world, event);
  sim::StepResult result = sim::step(std::move(walk.world), event, options_);
  violation_ = walk.monitor.after(event, result);
  walk.world = std::move(result.world);
  if (event.op == sim::Op::kWrite) walk.writes++;
  progress_.steps++;
  progress_.coverage[static_cast<size_t>(event.op)].played++;
  return violation_.has_value();
}

void Explorer::report(const std::vector<const sim::Event*>& played, RuleViolation violation) {
  found_.emplace();
  found_->steps = prefix_;
  for (const sim::Event* event : played) found_->steps.push_back(*event);
  found_->violation = std::move(violation);
}

void Explorer::count_enabled(const std::vector<Move>& moves) {
  // An operation may be listed several times, with different names: it counts once.
  uint32_t seen = 0;
  for (const Move& move : moves) {
    const auto op = static_cast<size_t>(move.op);
    if ((seen >> op & 1) == 0) progress_.coverage[op].enabled++;
    seen |= uint32_t{1} << op;
  }
}

std::unique_ptr<Explorer> make_explorer(const ExplorerOptions& options, Moves& moves,
                                        const std::vector<sim::Event>& prefix, Walk start) {
  if (options.strategy == Strategy::kExhaustive) {
    return std::make_unique<Exhaustive>(options.depth, moves, prefix, std::move(start));
  }
  return std::make_unique<RandomWalk>(options, moves, prefix, std::move(start));
}

}  // namespace sidx::search
