#include "core/search/shrink.h"

#include <utility>

namespace sidx::search {
namespace {

/// A message without its numbers: shrinking changes part IDs, and must not change the fault.
std::string without_digits(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (c < '0' || c > '9') plain += c;
  }
  return plain;
}

}  // namespace

Replay replay(const sim::Settings& settings, const std::vector<sim::Event>& steps, RuleSet rules) {
  sim::StepOptions options;
  options.ledger = options.summary = false;
  sim::World world = sim::new_world(settings);
  Monitor monitor(world, rules);
  Replay played;
  for (const sim::Event& event : steps) {
    if (world.dead) break;
    monitor.before(world, event);
    sim::StepResult result = sim::step(std::move(world), event, options);
    played.played++;
    played.violation = monitor.after(event, result);
    if (played.violation) break;
    world = std::move(result.world);
  }
  return played;
}

Shrinker::Shrinker(const sim::Settings& settings, const Found& found)
    : settings_(settings), best_(found), simplifier_(make_simplifier(0, found.steps)) {}

bool Shrinker::is_same(const RuleViolation& violation) const {
  if (violation.rule != best_.violation.rule) return false;
  return violation.rule != history_rules().no_panic ||
         without_digits(violation.witness) == without_digits(best_.violation.witness);
}

bool Shrinker::accept(const std::vector<sim::Event>& steps) {
  RuleSet rules;
  rules.add(best_.violation.rule);
  Replay played = replay(settings_, steps, rules);
  steps_ += played.played;
  if (!played.violation || !is_same(*played.violation)) return false;
  best_.steps.assign(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(played.played));
  best_.violation = *std::move(played.violation);
  return true;
}

void Shrinker::advance(uint64_t steps) {
  const uint64_t end = steps_ + steps;
  while (!done() && steps_ < end) {
    if (const auto candidate = simplifier_->next()) {
      if (!accept(*candidate)) continue;
      simpler_ = simpler_ || !simplifier_->is_last();
      simplifier_->take(best_.steps);
      continue;
    }
    // The last kind only renames; before it, all are tried again as long as one of them helps.
    if (kind_ + 1 == kSimplifierCount) {
      simplifier_.reset();
      return;
    }
    kind_++;
    if (kind_ + 1 == kSimplifierCount && std::exchange(simpler_, false)) kind_ = 0;
    simplifier_ = make_simplifier(kind_, best_.steps);
  }
}

std::vector<sim::Fix> repairs_of(const sim::Settings& settings, const Found& found) {
  RuleSet rules;
  rules.add(found.violation.rule);
  std::vector<sim::Fix> repairs;
  for (const sim::FixText& text : sim::all_fixes()) {
    if (settings.fixes.has(text.fix)) continue;
    sim::Settings repaired = settings;
    repaired.fixes.add(text.fix);
    if (!replay(repaired, found.steps, rules).violation) repairs.push_back(text.fix);
  }
  return repairs;
}

}  // namespace sidx::search
