#include "wasm/model/search_state_json.h"

#include <nlohmann/json.hpp>

#include "core/search/search_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;

Json ids_of(const std::vector<sim::Fix>& fixes) {
  Json ids = Json::array();
  for (const sim::Fix fix : fixes) {
    ids.push_back(std::string(sim::all_fixes()[static_cast<size_t>(fix)].id));
  }
  return ids;
}

Json form_json(const SearchForm& form) {
  Json menu = Json::array();
  for (const search::MenuItemText& text : search::all_menu_items()) {
    if (form.menu.has(text.item)) menu.push_back(std::string(text.id));
  }
  Json rules = Json::array();
  for (size_t i = 0; i < search::all_rules().size(); i++) {
    if (form.rules.has(i)) rules.push_back(std::string(search::all_rules()[i].id));
  }
  return {{"start", form.from_open ? "open" : "empty"},
          {"profile", form.fixed ? "fixed" : "seed"},
          {"fixes", ids_of(form.fixes)},
          {"menu", std::move(menu)},
          {"strategy", std::string(search::name_of(form.explorer.strategy))},
          {"seed", std::to_string(form.explorer.seed)},
          {"depth", form.explorer.depth},
          {"steps", std::to_string(form.steps_max)},
          {"rules", std::move(rules)}};
}

Json outcome_json(const SearchOutcome* outcome) {
  if (outcome == nullptr) return {};
  if (!outcome->found) return {{"found", false}, {"tried_everything", outcome->tried_everything}};
  return {{"found", true},
          {"rule", std::string(search::all_rules()[outcome->rule].id)},
          {"witness", outcome->witness},
          {"found_length", outcome->found_length},
          {"length", outcome->scenario.steps.size()},
          {"repairs", ids_of(outcome->repairs)},
          {"sentences", outcome->sentences}};
}

}  // namespace

Json search_json(const AppState& state) {
  const SearchDesk& desk = state.search_desk();
  return {{"stage", name_of(desk.stage())},
          {"run", desk.run()},
          {"form", form_json(desk.form())},
          {"rate", desk.rate()},
          {"progress", Json::parse(search::write_progress(desk.progress()), nullptr, false)},
          {"failure", desk.failure()},
          {"result", outcome_json(desk.outcome())}};
}

}  // namespace sidx::model
