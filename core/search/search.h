#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/search/explorer.h"
#include "core/search/shrink.h"
#include "core/sim/scenario.h"

/// Looks for steps that break a rule, makes them as simple as it can, and names the repairs that
/// mend it. Works in slices, has no clock, and gives the same result for the same request
/// everywhere.
namespace sidx::search {

struct SearchRequest {
  /// Its steps come before everything that is tried; its profile, repairs and workers hold.
  sim::Scenario scenario;
  Menu menu = Menu::all();
  ExplorerOptions explorer;
  uint64_t steps_max = kStepsDefault;  // of exploring
  RuleSet rules = RuleSet::all();

  static constexpr uint64_t kStepsDefault = 10'000'000;
};

enum class SearchPhase : uint8_t {
  kExploring,
  kShrinking,
  kDone,
};
/// "exploring", "shrinking", "done".
std::string_view name_of(SearchPhase phase);

struct SearchProgress {
  SearchPhase phase = SearchPhase::kExploring;
  ExplorerProgress explored;
  uint64_t shrink_steps = 0;
  /// Of the violation, once there is one: "41 → 7 steps".
  std::optional<size_t> rule;
  size_t found_length = 0;
  size_t best_length = 0;
};

struct SearchResult {
  size_t rule = 0;
  std::string witness;
  /// The steps up to the one that breaks the rule, which is the last; ready to be saved.
  sim::Scenario scenario;
  size_t found_length = 0;
  /// Each alone makes the violation go away.
  std::vector<sim::Fix> repairs;
  /// What each step does, and at last what is wrong.
  std::vector<std::string> sentences;
};

class Search {
 public:
  explicit Search(SearchRequest request);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  /// Plays about this many engine steps. Nothing when it is done.
  void advance(uint64_t steps);
  bool done() const { return progress_.phase == SearchPhase::kDone; }
  const SearchProgress& progress() const { return progress_; }
  /// When done: nothing if all that was tried keeps the rules.
  const std::optional<SearchResult>& result() const { return result_; }
  /// Whether it is done because everything was tried, not because of `steps_max`.
  bool tried_everything() const { return explorer_ != nullptr && explorer_->ended(); }
  const SearchRequest& request() const { return request_; }

 private:
  void explore(uint64_t steps);
  void shrink(uint64_t steps);
  void finish();

  const SearchRequest request_;
  Moves moves_;
  std::unique_ptr<Explorer> explorer_;  // null: the request's own steps break a rule
  std::unique_ptr<Shrinker> shrinker_;
  SearchProgress progress_;
  std::optional<SearchResult> result_;
};

/// The repair to switch on to look for the next bug: the first that mends this one.
std::optional<sim::Fix> next_repair(const SearchResult& result);

}  // namespace sidx::search
