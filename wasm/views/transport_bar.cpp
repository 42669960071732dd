#include "wasm/views/transport_bar.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "imgui.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::GoCommand;
using model::ScenarioCommand;

namespace {

constexpr std::array<double, 6> kSpeeds{0.5, 1, 2, 5, 20, 100};

template <typename T>
void emit(Commands& commands, T command) {
  commands.emplace_back(ScenarioCommand(std::move(command)));
}

void go(Commands& commands, GoCommand::To to, std::optional<sim::StepKind> kind = std::nullopt) {
  emit(commands, GoCommand{to, 0, kind});
}

std::string speed_text(double speed) {
  char text[16];
  std::snprintf(text, sizeof text, "%g×", speed);
  return text;
}

/// The menu of the step buttons: where else one can go.
void draw_go_menu(Commands& commands) {
  struct Item {
    const char* label;
    const char* key;
    sim::StepKind kind;
  };
  constexpr std::array<Item, 5> kItems{{{"introduction", "N", sim::StepKind::kIntroduction},
                                        {"merge", "M", sim::StepKind::kMerge},
                                        {"count that reaches 0", "0", sim::StepKind::kCountToZero},
                                        {"panic", "", sim::StepKind::kPanic},
                                        {"refused step or panic", "", sim::StepKind::kRefused}}};
  for (const bool backwards : {false, true}) {
    for (const Item& item : kItems) {
      const std::string label = (backwards ? "Previous " : "Next ") + std::string(item.label);
      const std::string key =
          item.key[0] == 0 ? "" : (backwards ? "Alt+Shift+" : "Shift+") + std::string(item.key);
      if (ImGui::MenuItem(label.c_str(), key.c_str())) {
        go(commands, backwards ? GoCommand::To::kPrevious : GoCommand::To::kNext, item.kind);
      }
    }
    if (!backwards) ImGui::Separator();
  }
}

void draw_buttons(const AppState& state, Commands& commands) {
  const auto button = [](const char* id, ui::Icon icon, const char* tooltip) {
    const bool pressed = ui::icon_button(id, icon, tooltip);
    ImGui::SameLine();
    return pressed;
  };
  if (button("start", ui::Icon::kToStart, "to the start  (Ctrl+Home)")) {
    go(commands, GoCommand::To::kStart);
  }
  if (button("back", ui::Icon::kStepBack, "one step back  (Ctrl+←)")) {
    go(commands, GoCommand::To::kPrevious);
  }
  const bool plays = state.autoplay();
  if (button("play", plays ? ui::Icon::kPause : ui::Icon::kPlay,
             plays ? "pause  (Space)" : "play the steps  (Space)")) {
    emit(commands, model::AutoplayCommand{!plays, {}});
  }
  if (button("step", ui::Icon::kStep, "one step on  (Ctrl+→)")) {
    go(commands, GoCommand::To::kNext);
  }
  if (button("end", ui::Icon::kToEnd, "to the end  (Ctrl+End)")) {
    go(commands, GoCommand::To::kEnd);
  }
}

void draw_speed(const AppState& state, Commands& commands) {
  const std::string now = speed_text(state.autoplay_speed());
  if (ImGui::Button((now + "##speed").c_str(), {44, 28})) ImGui::OpenPopup("speed menu");
  ImGui::SetItemTooltip("speed; next and previous introduction, merge, count 0, panic");
  if (!ImGui::BeginPopup("speed menu")) return;
  for (const double speed : kSpeeds) {
    if (ImGui::MenuItem((speed_text(speed) + "  (" +
                         std::string(speed < 1 ? "a step in 2 seconds" : "steps a second") + ")")
                            .c_str(),
                        nullptr, speed == state.autoplay_speed())) {
      emit(commands, model::AutoplayCommand{state.autoplay(), speed});
    }
  }
  ImGui::Separator();
  draw_go_menu(commands);
  ImGui::EndPopup();
}

std::string place_text(const model::Session& session) {
  std::string text =
      "step " + std::to_string(session.position()) + " / " + std::to_string(session.length());
  const sim::Snapshot* snapshot = session.world().current_snapshot();
  if (session.world().dead) return text + " · panic";
  return text +
         (snapshot == nullptr ? " · no snapshot" : " · epoch " + std::to_string(snapshot->epoch));
}

void draw_scrubber(const AppState& state, float width, Commands& commands) {
  const model::Session& session = *state.session();
  std::string place = place_text(session);
  constexpr float kRoomForWords = 270.0f;
  if (width < kRoomForWords) {
    place = std::to_string(session.position()) + " / " + std::to_string(session.length());
  }
  const float text = ImGui::CalcTextSize(place.c_str()).x + 2 * ui::kGap2;
  const float slider = width - text;
  if (slider > 40 && session.length() > 0) {
    int step = static_cast<int>(session.position());
    ImGui::SetNextItemWidth(std::min(slider, 340.0f));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::kGap2, 3});
    if (ImGui::SliderInt("##step", &step, 0, static_cast<int>(session.length()), "",
                         ImGuiSliderFlags_AlwaysClamp)) {
      GoCommand command;
      command.step = std::min(static_cast<size_t>(step), session.length());
      emit(commands, command);
    }
    ImGui::PopStyleVar();
    ImGui::SetItemTooltip("drag to scrub through the steps");
    ImGui::SameLine(0, ui::kGap2);
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({text - ui::kGap2, 28});
  const ui::Box box{at, {at.x + text, at.y + 28}};
  ui::text_in(*ImGui::GetWindowDrawList(), *ui::fonts().ui, box,
              session.world().dead ? ui::theme().wrong : ui::theme().text, place);
  ui::copy_menu("copy place", place, "Copy place");
}

}  // namespace

void draw_engine_switch(const AppState& state, Commands& commands) {
  const sim::Scenario& header = state.session()->header();
  constexpr std::array<const char*, 2> kLabels{"seed", "fixed"};
  int current = header.fixed ? 1 : 0;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui::kGap2, ui::kGap1});
  ImGui::BeginGroup();
  if (ui::segmented("profile", kLabels.data(), 2, current)) {
    model::EngineCommand engine;
    engine.fixed = current == 1;
    emit(commands, engine);
  }
  ImGui::EndGroup();
  ImGui::SetItemTooltip(
      "seed: exactly the engine, with its bugs. fixed: the same with every catalogued bug "
      "repaired.\nThe same steps are played again; you stay at the same step.");
  ImGui::SameLine(0, 1);
  const std::string count = header.fixes.empty() ? "+" : "+" + std::to_string(header.fixes.size());
  if (ImGui::Button((count + "##repairs").c_str(), {30, 0})) ImGui::OpenPopup("repairs");
  ImGui::PopStyleVar();
  ImGui::SetItemTooltip("single repairs over seed, and query workers");
  ImGui::SetNextWindowPos({ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y + ui::kGap1},
                          ImGuiCond_Appearing, {1, 0});
  ImGui::SetNextWindowSizeConstraints({420, 0}, {720, 520});
  if (!ImGui::BeginPopup("repairs")) return;
  ui::text_dim("Single repairs over seed");
  ImGui::BeginDisabled(header.fixed);
  for (const sim::FixText& fix : sim::all_fixes()) {
    bool on = header.fixed ||
              std::find(header.fixes.begin(), header.fixes.end(), fix.fix) != header.fixes.end();
    const std::string label = std::string(fix.id) + "  " + std::string(fix.changes);
    if (ImGui::Checkbox(label.c_str(), &on)) {
      emit(commands, model::EngineCommand{{}, fix.fix, on, {}});
    }
  }
  ImGui::EndDisabled();
  ImGui::Separator();
  int workers = static_cast<int>(header.workers);
  ImGui::SetNextItemWidth(160);
  if (ImGui::SliderInt("query workers", &workers, 1, 16, "%d", ImGuiSliderFlags_AlwaysClamp) &&
      workers != static_cast<int>(header.workers)) {
    emit(commands, model::EngineCommand{{}, {}, true, static_cast<uint32_t>(workers)});
  }
  ImGui::EndPopup();
}

void draw_transport_bar(const AppState& state, float width, Commands& commands) {
  const float left = ImGui::GetCursorPosX();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap1, ui::kGap1});
  draw_buttons(state, commands);
  draw_speed(state, commands);
  ImGui::SameLine(0, ui::kGap2);
  constexpr float kUndoRedo = 2 * 28.0f + 3 * ui::kGap1;
  const float used = ImGui::GetCursorPosX() - left;
  draw_scrubber(state, width - used - kUndoRedo, commands);
  ImGui::SameLine(0, ui::kGap2);
  ImGui::BeginDisabled(!state.session()->can_undo());
  if (ui::icon_button("undo", ui::Icon::kUndo, "undo the last edit  (Ctrl+Z)")) {
    emit(commands, model::UndoCommand{});
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(!state.session()->can_redo());
  if (ui::icon_button("redo", ui::Icon::kRedo, "redo  (Ctrl+Y)")) {
    emit(commands, model::RedoCommand{});
  }
  ImGui::EndDisabled();
  ImGui::PopStyleVar();
}

}  // namespace sidx::views
