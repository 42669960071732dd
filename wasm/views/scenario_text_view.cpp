#include "wasm/views/scenario_text_view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "imgui_internal.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::ScenarioCommand;
using ui::theme;

namespace {

constexpr float kGutter = 44.0f;
/// ImGui's text field lays the whole text out in every frame.
constexpr size_t kEditedBytesMax = 200'000;

/// The window in which ImGui scrolls the text of a field of several lines.
ImGuiWindow* window_of_field(const char* label) {
  const ImGuiWindow* parent = ImGui::GetCurrentWindow();
  char name[300];
  std::snprintf(name, sizeof name, "%s/%s_%08X", parent->Name, label, ImGui::GetID(label));
  return ImGui::FindWindowByName(name);
}

}  // namespace

void ScenarioTextView::draw(const AppState& state, Commands& commands) {
  if (state.session() == nullptr) {
    ui::text_dim("The JSON of a scenario is shown here. Play a scenario.");
    return;
  }
  refresh(state);
  draw_buttons(state, commands);
  if (text_.size() > kEditedBytesMax) {
    ui::text_dim("This scenario is " + ui::size_text(text_.size()) +
                 ": too long to be edited here. Save it as a file, edit it there, and open it "
                 "again.");
    return;
  }
  draw_editor(state);
}

void ScenarioTextView::refresh(const AppState& state) {
  if (generation_ == state.generation() && session_serial_ == state.session()->serial()) return;
  // What somebody is editing stays, unless it is what has just been played.
  const bool untouched = text_ == shown_ || text_ == played_ || generation_ != state.generation();
  generation_ = state.generation();
  session_serial_ = state.session()->serial();
  shown_ = sim::write_scenario(state.session()->scenario_without_start());
  if (untouched) text_ = shown_;
  played_.clear();
}

/// What was wrong with this very text.
const model::TextProblem* ScenarioTextView::problem_of(const AppState& state) const {
  const auto& problem = state.text_problem();
  return problem && problem->text == text_ ? &*problem : nullptr;
}

void ScenarioTextView::draw_buttons(const AppState& state, Commands& commands) {
  const bool changed = text_ != shown_;
  ImGui::BeginDisabled(!changed);
  const ImGuiIO& io = ImGui::GetIO();
  const bool enter = (io.KeyCtrl || io.KeySuper) && ImGui::IsKeyPressed(ImGuiKey_Enter, false) &&
                     ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
  if (ImGui::Button("Play this text") || (enter && changed)) {
    commands.emplace_back(ScenarioCommand(model::EditScenarioCommand{text_}));
    played_ = text_;  // if it is accepted, what the engine makes of it is shown
  }
  ImGui::SetItemTooltip(
      "All steps are played again; undo brings back what was before  (Ctrl+Enter)");
  ImGui::SameLine();
  if (ImGui::Button("Drop the changes")) text_ = shown_;
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (ImGui::Button("Copy all")) ImGui::SetClipboardText(text_.c_str());
  const model::TextProblem* problem = problem_of(state);
  const bool has_start = !state.session()->start().files.empty();
  if (!problem && !changed && !has_start) return;
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  if (problem) {
    ui::text_wrong("line " + std::to_string(problem->line) + ", column " +
                   std::to_string(problem->column) + ": " + problem->message);
    ui::copy_menu("copy problem", problem->message, "Copy message");
  } else if (changed) {
    ui::text_dim("edited, not played yet");
  } else {
    ui::text_dim(
        "The opened directory it starts from is not in this text; it is in the saved file.");
  }
}

void ScenarioTextView::draw_editor(const AppState& state) {
  ImGui::PushFont(ui::fonts().mono);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetContentRegionAvail().y;
  ImGui::SetCursorScreenPos({at.x + kGutter, at.y});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::kGap2, 2.0f});
  ui::input_text_lines("##scenario", text_, {-1, height});
  const float line_height = ImGui::GetFontSize();
  ImGuiWindow* field = window_of_field("##scenario");
  const float scroll = field == nullptr ? 0.0f : field->Scroll.y;
  ImGui::PopStyleVar();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ui::Box gutter{at, {at.x + kGutter - ui::kGap2, at.y + height}};
  list.PushClipRect(gutter.min, {gutter.max.x + 4000, gutter.max.y}, true);
  const auto lines = static_cast<size_t>(std::count(text_.begin(), text_.end(), '\n')) + 1;
  const model::TextProblem* problem = problem_of(state);
  const auto first = static_cast<size_t>(std::max(0.0f, scroll / line_height));
  for (size_t i = first; i < lines; i++) {
    const float top = at.y + 2.0f + static_cast<float>(i) * line_height - scroll;
    if (top > gutter.max.y) break;
    const bool is_wrong = problem && problem->line == i + 1;
    const ui::Box row = gutter.rows(top, top + line_height);
    if (is_wrong) {
      ui::fill(list, row.columns(row.min.x, row.max.x + 4000),
               ui::with_alpha(theme().wrong, 0.18f));
    }
    ui::text_in(list, *ui::fonts().mono, row, is_wrong ? theme().wrong : theme().dim,
                std::to_string(i + 1), ui::Align::kRight, 0.86f);
  }
  list.PopClipRect();
  ImGui::PopFont();
}

}  // namespace sidx::views
