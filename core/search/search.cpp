#include "core/search/search.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/sim/json_text.h"

namespace sidx::search {
namespace {

std::string quoted(const std::string& text) {
  return sim::Json(text).dump(-1, ' ', false, sim::Json::error_handler_t::replace);
}

/// "gone under S9: A query reads …"
std::string repair_text(const std::vector<sim::Fix>& repairs) {
  if (repairs.empty()) return "No single repair mends this.";
  std::string text = "Gone under ";
  for (size_t i = 0; i < repairs.size(); i++) {
    const sim::FixText& fix = sim::all_fixes()[static_cast<size_t>(repairs[i])];
    text += (i == 0 ? "" : "; or under ") + std::string(fix.id) + ": " + std::string(fix.changes);
  }
  return text;
}

/// Each step as the timeline tells it.
std::vector<std::string> tell(const sim::Scenario& scenario) {
  std::vector<std::string> sentences;
  sim::World world = sim::new_world(scenario.settings());
  sim::StepOptions options;
  options.ledger = false;
  for (const sim::Event& event : scenario.steps) {
    sim::StepResult result = sim::step(world, event, options);
    sentences.push_back(std::move(result.summary));
    world = std::move(result.world);
  }
  return sentences;
}

}  // namespace

std::string_view name_of(SearchPhase phase) {
  static constexpr std::array<std::string_view, 3> kNames{"exploring", "shrinking", "done"};
  return kNames[static_cast<size_t>(phase)];
}

Search::Search(SearchRequest request)
    : request_(std::move(request)),
      moves_(request_.menu, request_.explorer.seed, request_.scenario) {
  const sim::Settings settings = request_.scenario.settings();
  sim::World world = sim::new_world(settings);
  Monitor monitor(world, request_.rules);
  Found found;
  size_t writes = 0;
  sim::StepOptions options;
  options.ledger = options.summary = false;
  for (const sim::Event& event : request_.scenario.steps) {
    if (world.dead) break;
    monitor.before(world, event);
    sim::StepResult result = sim::step(std::move(world), event, options);
    auto violation = monitor.after(event, result);
    world = std::move(result.world);
    writes += event.op == sim::Op::kWrite;
    found.steps.push_back(event);
    if (!violation) continue;
    found.violation = *std::move(violation);
    progress_.phase = SearchPhase::kShrinking;
    progress_.found_length = found.steps.size();
    shrinker_ = std::make_unique<Shrinker>(settings, found);
    return;
  }
  explorer_ = make_explorer(request_.explorer, moves_, request_.scenario.steps,
                            Walk{std::move(world), std::move(monitor), writes});
}

void Search::advance(uint64_t steps) {
  if (progress_.phase == SearchPhase::kExploring) {
    explore(steps);
  } else if (progress_.phase == SearchPhase::kShrinking) {
    shrink(steps);
  }
}

void Search::explore(uint64_t steps) {
  const uint64_t left = request_.steps_max - progress_.explored.steps;
  explorer_->advance(std::min(steps, left));
  progress_.explored = explorer_->progress();
  if (const std::optional<Found>& found = explorer_->found()) {
    shrinker_ = std::make_unique<Shrinker>(request_.scenario.settings(), *found);
    progress_.phase = SearchPhase::kShrinking;
    progress_.rule = found->violation.rule;
    progress_.found_length = progress_.best_length = found->steps.size();
  } else if (explorer_->ended() || progress_.explored.steps >= request_.steps_max) {
    progress_.phase = SearchPhase::kDone;
  }
}

void Search::shrink(uint64_t steps) {
  shrinker_->advance(steps);
  progress_.shrink_steps = shrinker_->steps();
  progress_.rule = shrinker_->best().violation.rule;
  progress_.best_length = shrinker_->best().steps.size();
  if (shrinker_->done()) finish();
}

void Search::finish() {
  const Found& best = shrinker_->best();
  const Rule& rule = all_rules()[best.violation.rule];
  SearchResult result;
  result.rule = best.violation.rule;
  result.witness = best.violation.witness;
  result.found_length = progress_.found_length;
  result.repairs = repairs_of(request_.scenario.settings(), best);
  result.scenario.title = std::string(rule.id) + ", broken in " +
                          std::to_string(best.steps.size()) +
                          (best.steps.size() == 1 ? " step" : " steps");
  result.scenario.notes = repair_text(result.repairs);
  result.scenario.fixed = request_.scenario.fixed;
  result.scenario.fixes = request_.scenario.fixes;
  result.scenario.workers = request_.scenario.workers;
  result.scenario.steps = best.steps;
  const std::string watch_for = std::string(rule.sentence) + " Step " +
                                std::to_string(best.steps.size()) +
                                " breaks this: " + result.witness;
  result.scenario.extra.emplace_back("watch_for", quoted(watch_for));
  result.sentences = tell(result.scenario);
  result.sentences.push_back(watch_for);
  result.sentences.push_back(result.scenario.notes);
  result_ = std::move(result);
  progress_.phase = SearchPhase::kDone;
}

std::optional<sim::Fix> next_repair(const SearchResult& result) {
  if (result.repairs.empty()) return std::nullopt;
  return result.repairs.front();
}

}  // namespace sidx::search
