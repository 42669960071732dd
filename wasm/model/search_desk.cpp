#include "wasm/model/search_desk.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/search/search_json.h"
#include "wasm/model/session.h"
#include "wasm/model/share.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using search::SearchPhase;

constexpr std::array<std::string_view, 6> kStages{"idle",    "running", "paused",
                                                  "stopped", "done",    "failed"};

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The steps up to the one the reader stands at, and those that make what it started from.
sim::Scenario up_to_here(const Session& session) {
  sim::Scenario scenario = session.scenario();
  const size_t count = start_step_count(session) + session.position();
  scenario.steps.resize(std::min(scenario.steps.size(), count));
  return scenario;
}

/// Members of the worker's documents; remembers whether one was not as it must be.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {}

  bool good() const { return good_; }
  void fail() { good_ = false; }
  bool has(const char* name) const { return json_.contains(name); }

  uint64_t number(const char* name) {
    const Json& value = member(name);
    if (value.is_number_unsigned()) return value.get<uint64_t>();
    uint64_t number = 0;
    if (!value.is_string()) return refuse<uint64_t>();
    const std::string digits = value.get<std::string>();
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc() && stop == end ? number : refuse<uint64_t>();
  }
  size_t length(const char* name) {
    const uint64_t count = number(name);
    return count <= sim::kStepsMax ? static_cast<size_t>(count) : refuse<size_t>();
  }
  std::string text(const char* name) {
    const Json& value = member(name);
    return value.is_string() ? value.get<std::string>() : refuse<std::string>();
  }
  bool flag(const char* name) {
    const Json& value = member(name);
    return value.is_boolean() ? value.get<bool>() : refuse<bool>();
  }
  size_t rule(const char* name) {
    const auto found = search::find_rule(text(name));
    return found ? *found : refuse<size_t>();
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> list;
    const Json& value = member(name);
    if (!value.is_array()) fail();
    for (size_t i = 0; good_ && i < value.size(); i++) {
      if (!value[i].is_string()) return refuse<std::vector<std::string>>();
      list.push_back(value[i].get<std::string>());
    }
    return list;
  }
  const Json& member(const char* name) {
    static const Json kNothing;
    const auto at = json_.find(name);
    if (at != json_.end()) return *at;
    fail();
    return kNothing;
  }

 private:
  template <typename T>
  T refuse() {
    good_ = false;
    return {};
  }

  const Json& json_;
  bool good_ = true;
};

/// False if it is no coverage.
bool read_coverage(const Json& json, search::Coverage& coverage) {
  if (!json.is_object()) return false;
  for (size_t op = 0; op < coverage.size(); op++) {
    const auto at = json.find(std::string(sim::name_of(static_cast<sim::Op>(op))));
    if (at == json.end()) continue;
    if (!at->is_object()) return false;
    Members members(*at);
    coverage[op] = {members.number("enabled"), members.number("played")};
    if (!members.good()) return false;
  }
  return true;
}

}  // namespace

std::string_view name_of(SearchStage stage) { return kStages[static_cast<size_t>(stage)]; }

std::optional<search::SearchProgress> read_search_progress(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Members members(json);
  search::SearchProgress progress;
  const std::string phase = members.text("phase");
  for (const SearchPhase known :
       {SearchPhase::kExploring, SearchPhase::kShrinking, SearchPhase::kDone}) {
    if (phase == name_of(known)) progress.phase = known;
  }
  if (phase != name_of(progress.phase)) return std::nullopt;
  progress.explored.steps = members.number("steps");
  progress.explored.states = members.number("states");
  progress.explored.depth = members.number("depth");
  progress.shrink_steps = members.number("shrink_steps");
  if (members.has("rule")) {
    progress.rule = members.rule("rule");
    progress.found_length = members.length("found_length");
    progress.best_length = members.length("best_length");
  }
  if (!read_coverage(members.member("coverage"), progress.explored.coverage)) return std::nullopt;
  if (!members.good()) return std::nullopt;
  return progress;
}

std::optional<SearchOutcome> read_search_outcome(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Members members(json);
  SearchOutcome outcome;
  outcome.found = members.flag("found");
  if (!outcome.found) {
    outcome.tried_everything = members.flag("tried_everything");
    return members.good() ? std::optional(std::move(outcome)) : std::nullopt;
  }
  outcome.rule = members.rule("rule");
  outcome.witness = members.text("witness");
  outcome.found_length = members.length("found_length");
  outcome.sentences = members.texts("sentences");
  for (const std::string& id : members.texts("repairs")) {
    const auto fix = sim::parse_fix(id);
    if (!fix) return std::nullopt;
    outcome.repairs.push_back(*fix);
  }
  if (!members.good()) return std::nullopt;
  auto scenario = sim::read_scenario(dump(members.member("scenario")), "search result");
  if (!scenario.ok() || scenario->steps.empty()) return std::nullopt;
  outcome.scenario = *std::move(scenario);
  if (outcome.sentences.size() < outcome.scenario.steps.size()) return std::nullopt;
  outcome.text = sim::write_scenario(outcome.scenario);
  return outcome;
}

std::optional<std::string> SearchDesk::execute(const SearchCommand& command,
                                               const Session* session) {
  if (const auto* form = std::get_if<SearchFormCommand>(&command)) {
    return change_form(*form, session);
  }
  if (const auto* report = std::get_if<SearchReportCommand>(&command)) return take_report(*report);
  return control(std::get<SearchControlCommand>(command).what);
}

std::optional<std::string> SearchDesk::change_form(const SearchFormCommand& command,
                                                   const Session* session) {
  SearchForm form = form_;
  if (command.from_open) form.from_open = *command.from_open;
  if (form.from_open && session == nullptr) {
    if (command.from_open) return "no scenario is open to start from";
    form.from_open = false;  // it was closed
  }
  if (command.from_open == true && !form_.from_open) {
    form.fixed = session->header().fixed;
    form.fixes = session->header().fixes;
  }
  if (command.fixed) form.fixed = *command.fixed;
  if (command.fixes) {
    form.fixes.clear();
    for (const sim::Fix fix : *command.fixes) {
      const bool is_there =
          std::find(form.fixes.begin(), form.fixes.end(), fix) != form.fixes.end();
      if (!is_there) form.fixes.push_back(fix);
    }
  }
  if (command.menu) form.menu = *command.menu;
  if (command.strategy) form.explorer.strategy = *command.strategy;
  if (command.seed) form.explorer.seed = *command.seed;
  if (command.depth) form.explorer.depth = *command.depth;
  if (command.steps_max) form.steps_max = *command.steps_max;
  if (command.rules) form.rules = *command.rules;
  if (command.starts && form.menu.empty()) return "choose at least one operation of the menu";
  if (command.starts && form.rules.empty()) return "choose at least one invariant";
  if (command.starts && form.from_open && session->is_loading()) {
    return "the scenario is still being played; wait, or cancel";
  }
  form_ = std::move(form);
  if (!command.starts) return std::nullopt;
  search::SearchRequest request;
  if (form_.from_open) request.scenario = up_to_here(*session);
  request.scenario.fixed = form_.fixed;
  request.scenario.fixes = form_.fixes;
  request.menu = form_.menu;
  request.explorer = form_.explorer;
  request.steps_max = form_.steps_max;
  request.rules = form_.rules;
  return start(std::move(request));
}

std::optional<std::string> SearchDesk::control(SearchControlCommand::What what) {
  using What = SearchControlCommand::What;
  if (what == What::kOn) {
    if (!outcome_ || !outcome_->found) return "nothing was found that could be repaired";
    if (outcome_->repairs.empty()) return "no single repair mends what was found";
    search::SearchRequest request = request_;
    request.scenario.fixes.push_back(outcome_->repairs.front());
    form_.fixes = request.scenario.fixes;
    return start(std::move(request));
  }
  if (!busy()) return "no search is running";
  if (what == What::kPause) {
    if (stage_ == SearchStage::kPaused) return "the search is paused already";
    stage_ = SearchStage::kPaused;
    order("pause");
  } else if (what == What::kResume) {
    if (stage_ == SearchStage::kRunning) return "the search is running already";
    stage_ = SearchStage::kRunning;
    order("resume");
  } else {
    stage_ = SearchStage::kStopped;
    order("stop");
  }
  return std::nullopt;
}

std::optional<std::string> SearchDesk::start(search::SearchRequest request) {
  request_ = std::move(request);
  run_++;
  stage_ = SearchStage::kRunning;
  progress_ = {};
  rate_ = 0;
  outcome_.reset();
  failure_.clear();
  orders_.push_back(
      dump(Json{{"order", "start"}, {"run", run_}, {"request", search::write_request(request_)}}));
  return std::nullopt;
}

void SearchDesk::order(std::string_view what) {
  orders_.push_back(dump(Json{{"order", std::string(what)}, {"run", run_}}));
}

std::optional<std::string> SearchDesk::take_report(const SearchReportCommand& report) {
  if (report.run != run_ || !busy()) return "that search has ended";
  if (report.what == SearchReportCommand::What::kFailed) {
    failure_ = report.text;
    stage_ = SearchStage::kFailed;
    return std::nullopt;
  }
  if (report.what == SearchReportCommand::What::kProgress) {
    auto progress = read_search_progress(report.text);
    if (!progress) return "this is no progress of a search";
    progress_ = *std::move(progress);
    rate_ = report.rate;
    return std::nullopt;
  }
  auto outcome = read_search_outcome(report.text);
  if (!outcome) return "this is no result of a search";
  outcome_ = std::move(outcome);
  stage_ = SearchStage::kDone;
  return std::nullopt;
}

}  // namespace sidx::model
