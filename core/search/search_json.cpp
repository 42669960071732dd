#include "core/search/search_json.h"

#include <array>
#include <charconv>

#include "core/sim/json_text.h"

namespace sidx::search {
namespace {

using sim::Json;

constexpr std::array<std::string_view, 3> kStrategies{"random", "pct", "exhaustive"};
constexpr uint64_t kDepthMax = 1000;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Well-formed JSON of ours, as a value.
Json parsed(const std::string& text) { return Json::parse(text, nullptr, false); }

/// Takes a request apart; remembers the first thing that is wrong.
class RequestReader {
 public:
  RequestReader(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  Result<SearchRequest> read(const Json& document) {
    SearchRequest request;
    if (!document.is_object() || !document.contains("scenario")) {
      return wrong({}, "an object with 'scenario'", document);
    }
    SIDX_ASSIGN(request.scenario, sim::read_scenario(dump(document["scenario"]), name_));
    if (const Json* menu = find(document, "menu")) {
      request.menu = Menu();
      SIDX_TRY(read_ids(*menu, "menu", "an operation of the menu", [&](const std::string& id) {
        const auto item = find_menu_item(id);
        if (item) request.menu.add(*item);
        return item.has_value();
      }));
    }
    if (const Json* rules = find(document, "rules")) {
      request.rules = RuleSet();
      SIDX_TRY(read_ids(*rules, "rules", "an invariant", [&](const std::string& id) {
        const auto rule = find_rule(id);
        if (rule) request.rules.add(*rule);
        return rule.has_value();
      }));
    }
    if (const Json* strategy = find(document, "strategy")) {
      const auto found =
          strategy->is_string() ? find_strategy(strategy->get<std::string>()) : std::nullopt;
      if (!found) return wrong("strategy", "random, pct or exhaustive", *strategy);
      request.explorer.strategy = *found;
    }
    uint64_t depth = 0;
    SIDX_TRY(read_number(document, "seed", UINT64_MAX, request.explorer.seed));
    SIDX_TRY(read_number(document, "steps", UINT64_MAX, request.steps_max));
    SIDX_TRY(read_number(document, "depth", kDepthMax, depth));
    request.explorer.depth = static_cast<uint32_t>(depth);
    return request;
  }

 private:
  static const Json* find(const Json& object, const char* member) {
    const auto at = object.find(member);
    return at == object.end() ? nullptr : &*at;
  }

  Error wrong(const std::string& member, std::string expected, const Json& found) const {
    sim::JsonPath path;
    if (!member.empty()) path = path.member(member);
    return Error{ErrorCode::kBadValue,
                 {name_, sim::offset_of(text_, path), 0, {}},
                 path.text(),
                 std::move(expected),
                 dump(found).substr(0, 60)};
  }

  template <typename Take>
  Status read_ids(const Json& list, const char* member, const char* what, Take take) const {
    if (!list.is_array()) return wrong(member, "an array", list);
    for (const Json& id : list) {
      if (!id.is_string() || !take(id.get<std::string>())) return wrong(member, what, id);
    }
    return {};
  }

  Status read_number(const Json& object, const char* member, uint64_t max, uint64_t& target) const {
    const Json* value = find(object, member);
    if (value == nullptr) return {};
    std::optional<uint64_t> number;
    if (value->is_number_unsigned()) number = value->get<uint64_t>();
    if (value->is_string()) {
      const std::string digits = value->get<std::string>();
      uint64_t parsed_number = 0;
      const char* end = digits.data() + digits.size();
      const auto [stop, error] = std::from_chars(digits.data(), end, parsed_number);
      if (error == std::errc() && stop == end) number = parsed_number;
    }
    if (!number || *number > max) {
      return wrong(member, "an integer from 0 to " + std::to_string(max), *value);
    }
    target = *number;
    return {};
  }

  std::string_view text_;
  const std::string& name_;
};

}  // namespace

std::string_view name_of(Strategy strategy) { return kStrategies[static_cast<size_t>(strategy)]; }

std::optional<Strategy> find_strategy(std::string_view name) {
  for (size_t i = 0; i < kStrategies.size(); i++) {
    if (kStrategies[i] == name) return static_cast<Strategy>(i);
  }
  return std::nullopt;
}

std::string write_request(const SearchRequest& request) {
  Json menu = Json::array();
  for (const MenuItemText& text : all_menu_items()) {
    if (request.menu.has(text.item)) menu.push_back(std::string(text.id));
  }
  Json rules = Json::array();
  for (size_t i = 0; i < all_rules().size(); i++) {
    if (request.rules.has(i)) rules.push_back(std::string(all_rules()[i].id));
  }
  return dump(Json{{"scenario", parsed(sim::write_scenario(request.scenario))},
                   {"menu", std::move(menu)},
                   {"strategy", std::string(name_of(request.explorer.strategy))},
                   {"seed", std::to_string(request.explorer.seed)},
                   {"depth", request.explorer.depth},
                   {"steps", std::to_string(request.steps_max)},
                   {"rules", std::move(rules)}});
}

Result<SearchRequest> read_request(std::string_view text, const std::string& name) {
  SIDX_ASSIGN(const Json document,
              sim::parse_json(text, name, sim::kScenarioBytesMax, sim::kScenarioDepthMax));
  return RequestReader(text, name).read(document);
}

std::string write_progress(const SearchProgress& progress) {
  Json coverage = Json::object();
  for (size_t op = 0; op < progress.explored.coverage.size(); op++) {
    const OpCount& count = progress.explored.coverage[op];
    if (count.enabled == 0) continue;
    coverage[std::string(sim::name_of(static_cast<sim::Op>(op)))] =
        Json{{"enabled", std::to_string(count.enabled)}, {"played", std::to_string(count.played)}};
  }
  Json json{{"phase", std::string(name_of(progress.phase))},
            {"steps", std::to_string(progress.explored.steps)},
            {"states", std::to_string(progress.explored.states)},
            {"depth", progress.explored.depth},
            {"shrink_steps", std::to_string(progress.shrink_steps)},
            {"coverage", std::move(coverage)}};
  if (progress.rule) {
    json["rule"] = std::string(all_rules()[*progress.rule].id);
    json["found_length"] = progress.found_length;
    json["best_length"] = progress.best_length;
  }
  return dump(json);
}

std::string write_result(const Search& search) {
  if (!search.result()) {
    return dump(Json{{"found", false}, {"tried_everything", search.tried_everything()}});
  }
  const SearchResult& result = *search.result();
  Json repairs = Json::array();
  for (const sim::Fix fix : result.repairs) {
    repairs.push_back(std::string(sim::all_fixes()[static_cast<size_t>(fix)].id));
  }
  return dump(Json{{"found", true},
                   {"rule", std::string(all_rules()[result.rule].id)},
                   {"sentence", std::string(all_rules()[result.rule].sentence)},
                   {"witness", result.witness},
                   {"found_length", result.found_length},
                   {"length", result.scenario.steps.size()},
                   {"repairs", std::move(repairs)},
                   {"sentences", result.sentences},
                   {"scenario", parsed(sim::write_scenario(result.scenario))}});
}

}  // namespace sidx::search
