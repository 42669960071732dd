#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/search/search.h"
#include "wasm/model/search_command.h"

/// The search as the app sees it: the form, the worker's last report, and what was found. The
/// search itself runs in a worker of the page, see web/js/search_worker.js.
namespace sidx::model {

class Session;

struct SearchForm {
  bool from_open = false;  // the open scenario up to its current step; otherwise nothing
  bool fixed = false;
  std::vector<sim::Fix> fixes;  // each once, in the order they were added
  search::Menu menu = search::Menu::all();
  search::ExplorerOptions explorer;
  uint64_t steps_max = search::SearchRequest::kStepsDefault;
  search::RuleSet rules = search::RuleSet::all();
};

enum class SearchStage : uint8_t { kIdle, kRunning, kPaused, kStopped, kDone, kFailed };
std::string_view name_of(SearchStage stage);  // "idle", "running", …

/// What a finished search brought.
struct SearchOutcome {
  bool found = false;
  bool tried_everything = false;  // if nothing was found
  size_t rule = 0;                // index in search::all_rules()
  std::string witness;
  size_t found_length = 0;
  std::vector<sim::Fix> repairs;       // each alone mends it
  std::vector<std::string> sentences;  // one a step, then what is wrong and what mends it
  sim::Scenario scenario;
  std::string text;  // of the scenario
};

/// What the worker wrote; nothing if it is not what core/search/search_json.h says.
std::optional<search::SearchProgress> read_search_progress(std::string_view text);
std::optional<SearchOutcome> read_search_outcome(std::string_view text);

class SearchDesk {
 public:
  /// Executes what concerns the search alone: all but kOpen. `session` is the open scenario or
  /// null. Returns what is refused; reports of other runs and junk are.
  std::optional<std::string> execute(const SearchCommand& command, const Session* session);

  const SearchForm& form() const { return form_; }
  SearchStage stage() const { return stage_; }
  bool busy() const { return stage_ == SearchStage::kRunning || stage_ == SearchStage::kPaused; }
  /// Counts searches that were started; 0 before the first.
  uint64_t run() const { return run_; }
  /// What the current search, or the last one, was asked. Its steps may differ from the form's.
  const search::SearchRequest& request() const { return request_; }
  const search::SearchProgress& progress() const { return progress_; }
  uint64_t rate() const { return rate_; }  // engine steps a second, as the page measured them
  /// Null unless the last search ended by itself.
  const SearchOutcome* outcome() const { return outcome_ ? &*outcome_ : nullptr; }
  const std::string& failure() const { return failure_; }
  /// For the page: {"order":"start","run":1,"request":".."}, "pause", "resume", "stop".
  std::vector<std::string> take_orders() { return std::exchange(orders_, {}); }

 private:
  std::optional<std::string> change_form(const SearchFormCommand& command, const Session* session);
  std::optional<std::string> control(SearchControlCommand::What what);
  std::optional<std::string> take_report(const SearchReportCommand& report);
  std::optional<std::string> start(search::SearchRequest request);
  void order(std::string_view what);

  SearchForm form_;
  SearchStage stage_ = SearchStage::kIdle;
  uint64_t run_ = 0;
  search::SearchRequest request_;
  search::SearchProgress progress_;
  uint64_t rate_ = 0;
  std::optional<SearchOutcome> outcome_;
  std::string failure_;
  std::vector<std::string> orders_;
};

}  // namespace sidx::model
