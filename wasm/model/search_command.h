#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/search/search.h"

/// What can be done in the Search view; see command.h.
namespace sidx::model {

/// Changes of the form; what is not there stays. Only search_start starts.
/// {"op":"search_form","start":"empty","profile":"seed","fixes":["S9"],"menu":["write",..],
///  "strategy":"pct","seed":"7","depth":0,"steps":"1000000","rules":["no-panic",..]};
/// "start":"open" is the open scenario up to its current step, with its engine unless that is named
/// too. {"op":"search_start",..} the same
struct SearchFormCommand {
  bool starts = false;
  std::optional<bool> from_open;
  std::optional<bool> fixed;
  std::optional<std::vector<sim::Fix>> fixes;
  std::optional<search::Menu> menu;
  std::optional<search::Strategy> strategy;
  std::optional<uint64_t> seed;
  std::optional<uint32_t> depth;
  std::optional<uint64_t> steps_max;
  std::optional<search::RuleSet> rules;
};

/// {"op":"search_pause"}, {"op":"search_resume"}, {"op":"search_stop"}.
/// {"op":"search_open"} opens what was found at the step that breaks the rule.
/// {"op":"search_on"} searches once more, with the first repair of what was found.
struct SearchControlCommand {
  enum class What : uint8_t { kPause, kResume, kStop, kOpen, kOn };
  What what = What::kPause;
};

/// From the page; `run` is that of the order. Documents are those of core/search/search_json.h.
/// {"op":"search_progress","run":1,"rate":250000,"progress":{..}}
/// {"op":"search_result","run":1,"result":{..}}
/// {"op":"search_failed","run":1,"error":".."}
struct SearchReportCommand {
  enum class What : uint8_t { kProgress, kResult, kFailed };
  What what = What::kProgress;
  uint64_t run = 0;
  uint64_t rate = 0;  // steps a second
  std::string text;   // the document, or the error
};

using SearchCommand = std::variant<SearchFormCommand, SearchControlCommand, SearchReportCommand>;

/// Nothing if `op` is no such command; otherwise the command or what is wrong with it.
std::optional<std::variant<SearchCommand, std::string>> parse_search_command(
    const std::string& op, const nlohmann::ordered_json& json);

}  // namespace sidx::model
