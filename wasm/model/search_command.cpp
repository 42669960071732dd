#include "wasm/model/search_command.h"

#include <array>
#include <charconv>
#include <utility>

#include "core/search/search_json.h"
#include "wasm/model/command_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using Parsed = std::variant<SearchCommand, std::string>;

constexpr uint64_t kDepthMax = 1000;
constexpr std::array<std::string_view, 5> kControls{"search_pause", "search_resume", "search_stop",
                                                    "search_open", "search_on"};
constexpr std::array<std::string_view, 3> kReports{"search_progress", "search_result",
                                                   "search_failed"};

/// Takes the members of a form apart; remembers the last thing that is wrong.
class FormReader {
 public:
  explicit FormReader(const Json& json) : json_(json) {}

  SearchFormCommand read() {
    SearchFormCommand form;
    read_choice("start", "empty", "open", form.from_open);
    read_choice("profile", "seed", "fixed", form.fixed);
    read_list("fixes", "a repair", form.fixes, [](auto& fixes, const std::string& id) {
      const auto fix = sim::parse_fix(id);
      if (fix) fixes.push_back(*fix);
      return fix.has_value();
    });
    read_list("menu", "an operation of the menu", form.menu, [](auto& menu, const auto& id) {
      const auto item = search::find_menu_item(id);
      if (item) menu.add(*item);
      return item.has_value();
    });
    read_list("rules", "an invariant", form.rules, [](auto& rules, const std::string& id) {
      const auto rule = search::find_rule(id);
      if (rule) rules.add(*rule);
      return rule.has_value();
    });
    if (json_.contains("strategy")) {
      form.strategy = search::find_strategy(text_member(json_, "strategy"));
      if (!form.strategy) problem_ = "strategy is one of random pct exhaustive";
    }
    form.seed = read_number("seed", UINT64_MAX);
    form.steps_max = read_number("steps", UINT64_MAX);
    if (const auto depth = read_number("depth", kDepthMax)) {
      form.depth = static_cast<uint32_t>(*depth);
    }
    return form;
  }
  const std::string& problem() const { return problem_; }

 private:
  void read_choice(const char* name, const char* no, const char* yes, std::optional<bool>& target) {
    if (!json_.contains(name)) return;
    const std::string text = text_member(json_, name);
    if (text == no || text == yes) {
      target = text == yes;
    } else {
      problem_ = std::string(name) + " is one of " + no + " " + yes;
    }
  }

  template <typename Set, typename Take>
  void read_list(const char* name, const char* what, std::optional<Set>& target, Take take) {
    const auto list = json_.find(name);
    if (list == json_.end()) return;
    Set set;
    bool good = list->is_array();
    for (size_t i = 0; good && i < list->size(); i++) {
      const Json& id = (*list)[i];
      good = id.is_string() && take(set, id.get<std::string>());
    }
    if (good) {
      target = std::move(set);
    } else {
      problem_ = std::string("each of ") + name + " is the id of " + what;
    }
  }

  std::optional<uint64_t> read_number(const char* name, uint64_t max) {
    const auto at = json_.find(name);
    if (at == json_.end()) return std::nullopt;
    uint64_t number = 0;
    bool good = at->is_number_unsigned();
    if (good) {
      number = at->get<uint64_t>();
    } else if (at->is_string()) {
      const std::string digits = at->get<std::string>();
      const char* end = digits.data() + digits.size();
      const auto [stop, error] = std::from_chars(digits.data(), end, number);
      good = error == std::errc() && stop == end;
    }
    if (good && number <= max) return number;
    problem_ = std::string(name) + " is a number from 0 to " + std::to_string(max);
    return std::nullopt;
  }

  const Json& json_;
  std::string problem_;
};

Parsed parse_report(SearchReportCommand::What what, const Json& json) {
  SearchReportCommand report;
  report.what = what;
  report.run = index_member(json, "run").value_or(0);
  report.rate = index_member(json, "rate").value_or(0);
  if (what == SearchReportCommand::What::kFailed) {
    report.text = text_member(json, "error");
    return SearchCommand(std::move(report));
  }
  const char* name = what == SearchReportCommand::What::kProgress ? "progress" : "result";
  const auto document = json.find(name);
  if (document == json.end() || !document->is_object()) {
    return std::string("a report needs the object ") + name;
  }
  report.text = document->dump(-1, ' ', false, Json::error_handler_t::replace);
  return SearchCommand(std::move(report));
}

}  // namespace

std::optional<Parsed> parse_search_command(const std::string& op, const Json& json) {
  if (op == "search_form" || op == "search_start") {
    FormReader reader(json);
    SearchFormCommand form = reader.read();
    form.starts = op == "search_start";
    if (!reader.problem().empty()) return Parsed(reader.problem());
    return SearchCommand(std::move(form));
  }
  if (const auto what = enum_of<SearchControlCommand::What>(kControls, op)) {
    return SearchCommand(SearchControlCommand{*what});
  }
  if (const auto what = enum_of<SearchReportCommand::What>(kReports, op)) {
    return parse_report(*what, json);
  }
  return std::nullopt;
}

}  // namespace sidx::model
