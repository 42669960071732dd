#include "wasm/views/events_view.h"

#include <algorithm>

#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/share_menu.h"

namespace sidx::views {

using model::AppState;
using model::ScenarioCommand;
using sim::Outcome;
using sim::PlayedStep;
using ui::theme;

namespace {

const PlayedStep& played(const AppState& state, size_t step) {
  const sim::History& history = state.session()->history();
  return history.at(history.active_branch(), step);
}

std::string title_of(const PlayedStep& step) {
  std::string title(sim::name_of(step.event.op));
  if (!step.event.as.empty()) title += " " + step.event.as;
  return title;
}

std::string branch_text(const sim::History& history, size_t branch) {
  std::string text = "branch " + std::to_string(branch + 1) + ": " +
                     model::counted(history.length(branch), "step");
  if (const auto fork = history.fork_of(branch)) {
    text += ", off branch " + std::to_string(fork->branch + 1) + " after step " +
            std::to_string(fork->step);
  }
  return text;
}

template <typename T>
void emit(Commands& commands, T command) {
  commands.emplace_back(ScenarioCommand(std::move(command)));
}

void go(Commands& commands, size_t step) {
  model::GoCommand command;
  command.step = step;
  emit(commands, command);
}

/// Brings the row that was drawn last into sight, if it is not.
void scroll_to_row() {
  const float top = ImGui::GetItemRectMin().y;
  const float bottom = top + 2 * ui::kRowHeight;
  const float window = ImGui::GetWindowPos().y;
  if (top < window + ui::kRowHeight || bottom > window + ImGui::GetWindowHeight()) {
    ImGui::SetScrollHereY(0.5f);
  }
}

}  // namespace

void EventsView::draw(const AppState& state, Commands& commands) {
  const model::Session* session = state.session();
  if (session == nullptr) {
    ui::text_dim("Steps of a scenario are listed here. Play one from the Scenarios menu.");
    return;
  }
  draw_branches(state, commands);
  if (session->length() == 0) {
    ui::text_dim("Nothing has been played. Pick a step in “What can happen next”.");
    return;
  }
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV;
  const auto compared = session->compared_branch();
  if (!ImGui::BeginTable("events", compared ? 4 : 3, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("step", ImGuiTableColumnFlags_WidthFixed, 52);
  ImGui::TableSetupColumn("operation", ImGuiTableColumnFlags_WidthFixed, 150);
  ImGui::TableSetupColumn("what it did", ImGuiTableColumnFlags_WidthStretch);
  if (compared) {
    ImGui::TableSetupColumn(("branch " + std::to_string(*compared + 1)).c_str(),
                            ImGuiTableColumnFlags_WidthStretch);
  }
  ImGui::TableHeadersRow();
  const auto difference = session->difference();
  const size_t differs_at = difference ? difference->step : SIZE_MAX;
  const size_t other_length = compared ? session->history().length(*compared) : 0;
  const bool moved = shown_position_ != session->position() || generation_ != state.generation();
  shown_position_ = session->position();
  generation_ = state.generation();
  ui::clipped_rows(
      std::max(session->length(), other_length) + 1,
      [&](size_t step) {
        if (step <= session->length()) {
          draw_row(state, step, differs_at, commands);
          if (moved && step == shown_position_) scroll_to_row();
        } else {
          ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
        }
        if (compared) draw_other(session->history(), *compared, step);
      },
      moved ? shown_position_ : SIZE_MAX);
  ImGui::EndTable();
}

/// What the compared branch does at the same step.
void EventsView::draw_other(const sim::History& history, size_t branch, size_t step) {
  if (!ImGui::TableSetColumnIndex(3) || step > history.length(branch)) return;
  const PlayedStep& item = history.at(branch, step);
  const auto fork = history.fork_of(branch);
  const bool shared = &item == &history.at(history.active_branch(),
                                           std::min(step, history.length(history.active_branch())));
  if (step == 0 || (shared && fork)) {
    ui::text_dim("the same");
    return;
  }
  ui::cut_text(title_of(item) + ": " + item.summary);
}

void EventsView::draw_branches(const AppState& state, Commands& commands) {
  const model::Session& session = *state.session();
  const sim::History& history = session.history();
  if (history.branch_count() < 2) return;
  const size_t active = history.active_branch();
  ImGui::AlignTextToFramePadding();
  ImGui::SetNextItemWidth(320);
  if (ImGui::BeginCombo("##branch", branch_text(history, active).c_str())) {
    for (size_t i = 0; i < history.branch_count(); i++) {
      if (ImGui::Selectable(branch_text(history, i).c_str(), i == active)) {
        emit(commands, model::BranchCommand{i});
      }
    }
    ImGui::EndCombo();
  }
  ImGui::SameLine();
  ui::text_dim("compared with");
  ImGui::SameLine();
  const auto compared = session.compared_branch();
  const std::string other = compared ? branch_text(history, *compared) : "nothing";
  ImGui::SetNextItemWidth(320);
  if (ImGui::BeginCombo("##compared", other.c_str())) {
    if (ImGui::Selectable("nothing", !compared)) emit(commands, model::CompareCommand{});
    for (size_t i = 0; i < history.branch_count(); i++) {
      if (i == active) continue;
      if (ImGui::Selectable(branch_text(history, i).c_str(), compared == i)) {
        emit(commands, model::CompareCommand{i});
      }
    }
    ImGui::EndCombo();
  }
  if (!compared) return;
  ImGui::SameLine();
  const auto difference = session.difference();
  if (!difference) {
    ui::text_dim("no difference");
    return;
  }
  const std::string text = "first difference at step " + std::to_string(difference->step) +
                           (difference->event_differs ? ": another operation" : ": another state");
  if (ImGui::SmallButton(text.c_str())) {
    go(commands, std::min(difference->step, session.length()));
  }
}

void EventsView::draw_row(const AppState& state, size_t step, size_t differs_at,
                          Commands& commands) {
  const model::Session& session = *state.session();
  const PlayedStep& item = played(state, step);
  const bool now = step == session.position();
  const bool wrong = item.outcome != Outcome::kOk;
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorPos();
  if (ImGui::Selectable("##row", now, ImGuiSelectableFlags_SpanAllColumns,
                        {0, ui::kRowHeight - 4})) {
    go(commands, step);
  }
  draw_menu(state, step, commands);
  ImGui::SetCursorPos(at);
  const ImU32 colour = wrong                       ? theme().wrong
                       : step > session.position() ? theme().dim
                                                   : theme().text;
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ui::right_aligned((step == differs_at ? "≠ " : "") + std::to_string(step));
  ImGui::TableNextColumn();
  if (now) ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::TextUnformatted(step == 0 ? "start" : title_of(item).c_str());
  if (now) ImGui::PopFont();
  ImGui::TableNextColumn();
  if (step == 0) {
    const auto& start = session.start();
    ui::cut_text(start.files.empty() ? "an empty instance"
                                     : "the instance “" + start.name + "” is opened");
  } else {
    ui::cut_text(item.summary);
  }
  ImGui::PopStyleColor();
}

void EventsView::draw_menu(const AppState& state, size_t step, Commands& commands) {
  if (!ImGui::BeginPopupContextItem("step menu")) return;
  const PlayedStep& item = played(state, step);
  if (ImGui::MenuItem("Go here")) go(commands, step);
  if (ImGui::MenuItem("Copy sentence")) ImGui::SetClipboardText(item.summary.c_str());
  if (step > 0) {
    if (ImGui::MenuItem("Copy as JSON")) {
      ImGui::SetClipboardText(sim::write_event(item.event).c_str());
    }
    link_menu_item(state, step, commands);
    ImGui::Separator();
    const bool has_form = item.event.write || item.event.request || !item.event.path.empty() ||
                          item.event.op == sim::Op::kSync;
    model::FormCommand form;
    form.event = item.event.op;
    form.step = step;
    if (ImGui::MenuItem("Play it differently…", nullptr, false, has_form)) emit(commands, form);
    if (ImGui::MenuItem("Leave it out")) {
      emit(commands, model::ReplaceStepCommand{step, {}});
    }
    ImGui::SetItemTooltip("Plays the steps behind it again, as a branch of its own.");
  }
  ImGui::EndPopup();
}

}  // namespace sidx::views
