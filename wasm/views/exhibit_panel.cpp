#include "wasm/views/exhibit_panel.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "imgui.h"
#include "wasm/platform/page.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::Exhibit;
using ui::theme;

namespace {

template <typename T>
void emit(Commands& commands, T command) {
  commands.emplace_back(model::ScenarioCommand(std::move(command)));
}

/// 8 of "…, and step 8 finds nothing": the first step a sentence names.
std::optional<size_t> step_named_in(const std::string& text) {
  for (size_t at = text.find("tep"); at != std::string::npos; at = text.find("tep", at + 1)) {
    size_t digit = at + 3;
    if (digit < text.size() && text[digit] == 's') digit++;
    if (digit >= text.size() || text[digit] != ' ') continue;
    digit++;
    size_t step = 0;
    const size_t first = digit;
    while (digit < text.size() && text[digit] >= '0' && text[digit] <= '9' && digit < first + 4) {
      step = step * 10 + static_cast<size_t>(text[digit++] - '0');
    }
    if (digit > first) return step;
  }
  return std::nullopt;
}

/// Wrapped text that goes to the step it names when it is clicked.
void step_text(const AppState& state, const std::string& text, Commands& commands) {
  ImGui::TextUnformatted(text.c_str());
  ui::copy_menu(text.c_str(), text, "Copy text");
  const model::Session* session = state.session();
  const auto step = step_named_in(text);
  if (session == nullptr || !step || *step > session->length()) return;
  ImGui::SetItemTooltip("click: go to step %d", static_cast<int>(*step));
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (ImGui::IsItemClicked()) {
    emit(commands, model::GoCommand{model::GoCommand::To::kStep, *step, {}});
  }
}

void heading(const char* text) {
  ImGui::Dummy({0, ui::kGap1});
  ImGui::PushFont(ui::fonts().small);
  ui::text_dim(text);
  ImGui::PopFont();
}

void draw_switch(const AppState& state, const Exhibit& exhibit, Commands& commands) {
  const sim::Scenario& header = state.session()->header();
  const bool repaired = model::is_repaired(exhibit, header);
  constexpr std::array<const char*, 2> kLabels{"buggy", "fixed"};
  int current = repaired ? 1 : 0;
  const sim::FixText& fix = sim::all_fixes()[static_cast<size_t>(exhibit.fixes.front())];
  ImGui::BeginGroup();
  if (ui::segmented("repair", kLabels.data(), 2, current)) {
    emit(commands, model::EngineCommand{false, exhibit.fixes.front(), current == 1, {}});
  }
  ImGui::EndGroup();
  ImGui::SetItemTooltip("the same steps with and without repair %s; you stay at the same step  (Y)",
                        std::string(fix.id).c_str());
  ImGui::SameLine(0, ui::kGap3);
  if (exhibit.step <= state.session()->length() &&
      ImGui::Button(("Step " + std::to_string(exhibit.step)).c_str())) {
    emit(commands, model::GoCommand{model::GoCommand::To::kStep, exhibit.step, {}});
  }
  ImGui::SetItemTooltip("back to the step to look at");
  ui::text_dim(repaired ? "Repair " + std::string(fix.id) + ": " + std::string(fix.changes)
                        : "The engine as it was.");
}

void draw_step_button(const AppState& state, Commands& commands) {
  const size_t step = state.exhibit()->step;
  if (ImGui::Button(("Step " + std::to_string(step)).c_str())) {
    emit(commands, model::GoCommand{model::GoCommand::To::kStep, step, {}});
  }
  ImGui::SetItemTooltip("back to the step to look at");
  ui::text_dim("There is nothing to switch here.");
}

void draw_what_happens(const AppState& state, const Exhibit& exhibit, Commands& commands) {
  if (!ImGui::BeginTable("sentences", 2)) return;
  ImGui::TableSetupColumn("number", ImGuiTableColumnFlags_WidthFixed, 18);
  ImGui::TableSetupColumn("sentence", ImGuiTableColumnFlags_WidthStretch);
  for (size_t i = 0; i < exhibit.what_happens.size(); i++) {
    ImGui::TableNextColumn();
    ui::text_dim(std::to_string(i + 1));
    ImGui::TableNextColumn();
    ImGui::PushTextWrapPos(0.0f);
    step_text(state, exhibit.what_happens[i], commands);
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, 2});
  }
  ImGui::EndTable();
}

/// The exhibit before or behind the open one in the list, round about.
void draw_neighbours(const AppState& state, const Exhibit& exhibit, Commands& commands) {
  const model::Museum& museum = state.museum();
  const auto index = museum.index_of(exhibit.id);
  if (ImGui::Button("All exhibits")) {
    commands.emplace_back(model::ViewCommand{model::ViewTab::kMuseum});
  }
  ImGui::SetItemTooltip("the list of all exhibits  (M)");
  ImGui::BeginDisabled(!index);
  const size_t count = museum.exhibits().size();
  const auto neighbour = [&](const char* label, size_t distance, const char* key) {
    ImGui::SameLine(0, ui::kGap2);
    const bool pressed = ImGui::Button(label);
    if (!index) return;
    const Exhibit& other = museum.exhibits()[(*index + distance) % count];
    ImGui::SetItemTooltip("%s: %s  (%s)", other.id.c_str(), other.title.c_str(), key);
    if (pressed) page::open_exhibit(other.id);
  };
  neighbour("Previous", count == 0 ? 0 : count - 1, "Shift+E");
  neighbour("Next", 1, "E");
  ImGui::EndDisabled();
}

void draw_see_also(const AppState& state, const Exhibit& exhibit) {
  bool first = true;
  for (const std::string& id : exhibit.see_also) {
    const auto index = state.museum().index_of(id);
    // Until the list is there, nobody knows what the others are called.
    if (!index && state.museum().loaded() && id.find('-') == std::string::npos) continue;
    if (first) heading("See also");
    first = false;
    std::string label = "Scenario: " + id;
    std::replace(label.begin(), label.end(), '-', ' ');
    if (index) label = id + "  " + state.museum().exhibits()[*index].title;
    ImGui::PushID(id.c_str());
    if (ImGui::Selectable(label.c_str())) {
      if (id.find('-') != std::string::npos) {
        page::open_scenario(id);
      } else {
        page::open_exhibit(id);
      }
    }
    ImGui::PopID();
  }
}

}  // namespace

void want_museum(const AppState& state) {
  static bool asked = false;
  if (asked || state.museum().loaded()) return;
  asked = true;
  page::load_museum();
}

void ExhibitPanel::draw(const AppState& state, Commands& commands) {
  const Exhibit& exhibit = *state.exhibit();
  want_museum(state);
  draw_neighbours(state, exhibit, commands);
  ImGui::Dummy({0, ui::kGap1});
  ImGui::PushTextWrapPos(0.0f);
  ImGui::PushFont(ui::fonts().small);
  ui::text_dim(exhibit.id + " · " + exhibit.group);
  ImGui::PopFont();
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::TextUnformatted(exhibit.title.c_str());
  ImGui::PopFont();
  if (state.session() != nullptr) {
    ImGui::Dummy({0, ui::kGap1});
    if (exhibit.fixes.empty()) {
      draw_step_button(state, commands);
    } else {
      draw_switch(state, exhibit, commands);
    }
  }
  heading("Goal");
  ImGui::TextUnformatted(exhibit.goal.c_str());
  heading("Watch for");
  step_text(state, exhibit.watch_for, commands);
  heading("What happens");
  ImGui::PopTextWrapPos();
  draw_what_happens(state, exhibit, commands);
  ImGui::PushTextWrapPos(0.0f);
  heading("Repaired by");
  ImGui::TextUnformatted(exhibit.repaired_by.c_str());
  ImGui::PopTextWrapPos();
  draw_see_also(state, exhibit);
}

}  // namespace sidx::views
