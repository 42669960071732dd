#include "wasm/views/search_view.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "imgui.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/form_fields.h"
#include "wasm/views/search_report.h"

namespace sidx::views {

using model::AppState;
using model::SearchCommand;
using model::SearchControlCommand;
using model::SearchForm;
using model::SearchFormCommand;
using model::SearchStage;
using ui::theme;

namespace {

constexpr float kNameWidth = 70.0f;
constexpr uint64_t kDepthMax = 1000;

void change(Commands& commands, SearchFormCommand command) {
  commands.emplace_back(SearchCommand(std::move(command)));
}

void control(Commands& commands, SearchControlCommand::What what) {
  commands.emplace_back(SearchCommand(SearchControlCommand{what}));
}

void draw_buttons(SearchStage stage, Commands& commands) {
  using What = SearchControlCommand::What;
  const bool busy = stage == SearchStage::kRunning || stage == SearchStage::kPaused;
  if (!busy) {
    SearchFormCommand start;
    start.starts = true;
    if (ui::primary_button("Start")) change(commands, std::move(start));
    ImGui::SetItemTooltip("search in the background; everything else stays usable");
    return;
  }
  if (stage == SearchStage::kRunning && ImGui::Button("Pause")) control(commands, What::kPause);
  if (stage == SearchStage::kPaused && ui::primary_button("Resume")) {
    control(commands, What::kResume);
  }
  ImGui::SameLine();
  if (ImGui::Button("Stop")) control(commands, What::kStop);
  ImGui::SetItemTooltip("end this search; what it has counted stays");
}

void draw_start(const AppState& state, const SearchForm& form, Commands& commands) {
  ui::section("Start");
  const model::Session* session = state.session();
  SearchFormCommand chosen;
  if (ImGui::RadioButton("an empty instance", !form.from_open || session == nullptr))
    chosen.from_open = false;
  ImGui::BeginDisabled(session == nullptr);
  const std::string label = session == nullptr
                                ? "the open scenario (none is open)"
                                : "the open scenario, step " + std::to_string(session->position());
  if (ImGui::RadioButton((label + "###open").c_str(), form.from_open && session != nullptr)) {
    chosen.from_open = true;
  }
  ImGui::EndDisabled();
  ImGui::SetItemTooltip("its steps up to the current one come first");
  if (chosen.from_open) change(commands, std::move(chosen));
}

void draw_engine(const SearchForm& form, Commands& commands) {
  ui::section("Engine");
  constexpr std::array<const char*, 2> kProfiles{"seed", "fixed"};
  int profile = form.fixed ? 1 : 0;
  if (ui::segmented("profile", kProfiles.data(), 2, profile)) {
    SearchFormCommand command;
    command.fixed = profile == 1;
    change(commands, std::move(command));
  }
  ImGui::SetItemTooltip("seed has the bugs, fixed has all of them repaired");
  if (form.fixed) return ui::text_dim("all repairs are on");
  const auto put = [&](std::vector<sim::Fix> fixes) {
    SearchFormCommand command;
    command.fixes = std::move(fixes);
    change(commands, std::move(command));
  };
  ImGui::SameLine(0, ui::kGap2);
  ImGui::SetNextItemWidth(-1);
  if (ImGui::BeginCombo("##repair", "repair one…")) {
    for (const sim::FixText& text : sim::all_fixes()) {
      if (std::find(form.fixes.begin(), form.fixes.end(), text.fix) != form.fixes.end()) continue;
      std::vector<sim::Fix> fixes = form.fixes;
      fixes.push_back(text.fix);
      if (ImGui::Selectable(std::string(text.id).c_str())) put(std::move(fixes));
      ImGui::SetItemTooltip("%s", std::string(text.changes).c_str());
    }
    ImGui::EndCombo();
  }
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  for (const sim::Fix fix : form.fixes) {
    const sim::FixText& text = sim::all_fixes()[static_cast<size_t>(fix)];
    const std::string label = std::string(text.id) + " ×";
    const float width = ImGui::CalcTextSize(label.c_str()).x + 2 * ui::kGap2;
    if (fix != form.fixes.front()) {
      const float next = ImGui::GetItemRectMax().x + ui::kGap1;
      if (next + width < right) ImGui::SameLine(0, ui::kGap1);
    }
    if (ImGui::SmallButton(label.c_str())) {
      std::vector<sim::Fix> fixes = form.fixes;
      std::erase(fixes, fix);
      put(std::move(fixes));
    }
    ImGui::SetItemTooltip("repaired: %s\nclick to take this repair away",
                          std::string(text.changes).c_str());
  }
}

/// Buttons that tick everything or nothing; true for all, false for none.
std::optional<bool> all_or_none(const char* id) {
  std::optional<bool> chosen;
  ImGui::PushID(id);
  if (ImGui::SmallButton("All")) chosen = true;
  ImGui::SameLine();
  if (ImGui::SmallButton("None")) chosen = false;
  ImGui::PopID();
  return chosen;
}

void draw_menu(const SearchForm& form, Commands& commands) {
  ui::section("What may happen");
  SearchFormCommand command;
  if (const auto all = all_or_none("menu"))
    command.menu = *all ? search::Menu::all() : search::Menu();
  for (const search::MenuItemText& text : search::all_menu_items()) {
    bool on = form.menu.has(text.item);
    if (!ImGui::Checkbox(std::string(text.words).c_str(), &on)) continue;
    search::Menu menu = form.menu;
    on ? menu.add(text.item) : menu.remove(text.item);
    command.menu = menu;
  }
  if (command.menu) change(commands, std::move(command));
}

void draw_rules(const SearchForm& form, Commands& commands) {
  ui::section("Invariants that must hold");
  SearchFormCommand command;
  if (const auto all = all_or_none("rules")) {
    command.rules = *all ? search::RuleSet::all() : search::RuleSet();
  }
  for (size_t i = 0; i < search::all_rules().size(); i++) {
    const search::Rule& rule = search::all_rules()[i];
    bool on = form.rules.has(i);
    const bool changed = ImGui::Checkbox(std::string(rule.id).c_str(), &on);
    ImGui::SetItemTooltip("%s", std::string(rule.sentence).c_str());
    if (!changed) continue;
    search::RuleSet rules = form.rules;
    on ? rules.add(i) : rules.remove(i);
    command.rules = rules;
  }
  if (command.rules) change(commands, std::move(command));
}

std::optional<uint64_t> number_of(const std::string& text, uint64_t max) {
  uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number > max) return std::nullopt;
  return number;
}

}  // namespace

void SearchView::draw(const AppState& state, Commands& commands) {
  const float form_width = std::clamp(ImGui::GetContentRegionAvail().x * 0.4f, 230.0f, 320.0f);
  const float height = ImGui::GetContentRegionAvail().y;
  if (ImGui::BeginChild("form", {form_width, 0})) draw_form(state, commands);
  ImGui::EndChild();
  ImGui::SameLine(0, ui::kGap2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddLine(at, {at.x, at.y + height}, theme().line, ui::hairline());
  ImGui::SameLine(0, ui::kGap3);
  if (ImGui::BeginChild("report")) draw_search_report(state, commands);
  ImGui::EndChild();
}

void SearchView::draw_form(const AppState& state, Commands& commands) {
  const SearchForm& form = state.search_desk().form();
  draw_buttons(state.search_desk().stage(), commands);
  ImGui::BeginChild("fields");
  draw_start(state, form, commands);
  draw_engine(form, commands);
  ui::section("How");
  constexpr std::array<const char*, 3> kStrategies{"random", "pct", "exhaustive"};
  constexpr std::array<const char*, 3> kMeanings{
      "Runs of random steps; each run prefers other operations.",
      "Runs of actors with random priorities, which change at a few random steps.",
      "Every sequence of steps, short ones first; states seen before are left out."};
  int strategy = static_cast<int>(form.explorer.strategy);
  if (ui::segmented("strategy", kStrategies.data(), 3, strategy)) {
    SearchFormCommand command;
    command.strategy = static_cast<search::Strategy>(strategy);
    change(commands, std::move(command));
  }
  ImGui::PushTextWrapPos(0.0f);
  ui::text_dim(kMeanings[static_cast<size_t>(form.explorer.strategy)]);
  ImGui::PopTextWrapPos();
  draw_numbers(form, commands);
  draw_menu(form, commands);
  draw_rules(form, commands);
  ImGui::EndChild();
}

void SearchView::draw_numbers(const SearchForm& form, Commands& commands) {
  const auto row = [](NumberField& field, const char* name, const char* help, uint64_t value,
                      uint64_t max) {
    if (!field.has_focus) field.text = std::to_string(value);
    std::string text = field.text;
    text_row(name, text, "a number", help, kNameWidth);
    field.has_focus = ImGui::IsItemActive();
    const bool edited = text != field.text;
    field.text = std::move(text);
    const std::optional<uint64_t> number = number_of(field.text, max);
    if (!number) ui::text_dim("a number from 0 to " + std::to_string(max));
    return edited ? number : std::nullopt;
  };
  SearchFormCommand command;
  command.seed = row(seed_, "seed", "of all choices: the same seed finds the same",
                     form.explorer.seed, UINT64_MAX);
  command.steps_max = row(steps_, "steps", "the search ends after so many engine steps",
                          form.steps_max, UINT64_MAX);
  const auto depth = row(depth_, "depth", "the longest run or sequence; 0: the search chooses",
                         form.explorer.depth, kDepthMax);
  if (depth) command.depth = static_cast<uint32_t>(*depth);
  if (command.seed || command.steps_max || command.depth) change(commands, std::move(command));
}

}  // namespace sidx::views
