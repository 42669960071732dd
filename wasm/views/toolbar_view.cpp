#include "wasm/views/toolbar_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "imgui.h"
#include "wasm/platform/display.h"
#include "wasm/platform/page.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/share_menu.h"
#include "wasm/views/transport_bar.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using ui::theme;

namespace {

/// The buttons at the right end, and the gap behind them.
constexpr float kRightButtons = 7 * 28.0f + 6 * ui::kGap1 + ui::kGap2;

/// Places the next popup under the button that opens it.
void below_last_item() {
  ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui::kGap1});
}

/// "Open" with its word, or the icon alone where the transport needs the room.
bool menu_button(const char* id, ui::Icon icon, const char* label, const char* tooltip,
                 bool compact) {
  return compact ? ui::icon_button(id, icon, tooltip)
                 : ui::labelled_button(id, icon, label, tooltip);
}

}  // namespace

void ToolbarView::draw(const AppState& state, Commands& commands) {
  constexpr float kRoomForWords = 1180.0f;
  compact_ = state.session() != nullptr && ImGui::GetWindowWidth() < kRoomForWords;
  draw_open_menu();
  ImGui::SameLine();
  draw_samples_menu();
  ImGui::SameLine();
  draw_scenarios_menu(state, commands);
  ImGui::SameLine(0, ui::kGap3);
  if (state.session() != nullptr && state.session()->is_loading()) {
    draw_playing(*state.session(), commands);
    draw_right(state, commands);
    return;
  }
  if (state.session() != nullptr) {
    constexpr float kSwitch = 150.0f;
    const float room = ImGui::GetWindowWidth() - ImGui::GetCursorPosX() - kRightButtons - kSwitch;
    draw_transport_bar(state, room - ui::kGap3, commands);
    ImGui::SameLine(0, ui::kGap3);
    draw_engine_switch(state, commands);
    draw_right(state, commands);
    return;
  }
  ImGui::AlignTextToFramePadding();
  const std::string& name = state.document().name;
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 2);
  ImGui::TextUnformatted(name.empty() ? "dropped files" : name.c_str());
  ImGui::PopFont();
  ImGui::SetItemTooltip("what is open");
  ImGui::SameLine(0, ui::kGap4);
  draw_progress(state, commands);
  draw_right(state, commands);
}

void ToolbarView::draw_open_menu() {
  if (menu_button("open", ui::Icon::kOpen, "Open", "open a directory or files  (O)", compact_)) {
    ImGui::OpenPopup("open menu");
  }
  below_last_item();
  if (!ImGui::BeginPopup("open menu")) return;
  if (ImGui::MenuItem("Open directory…", "O")) page::pick_directory();
  if (ImGui::MenuItem("Open files…")) page::pick_files();
  ImGui::Separator();
  if (ImGui::MenuItem("Back to the first page")) page::show_landing();
  ui::text_dim("A directory can also be dropped anywhere.");
  ImGui::EndPopup();
}

void ToolbarView::draw_samples_menu() {
  if (menu_button("samples", ui::Icon::kSamples, "Samples",
                  "parts to look at, written by BanyanDB itself", compact_)) {
    ImGui::OpenPopup("samples menu");
    samples_.clear();
    const auto json = nlohmann::ordered_json::parse(page::samples_json(), nullptr, false);
    if (json.is_object() && json.contains("samples") && json["samples"].is_array()) {
      for (const auto& sample : json["samples"]) {
        samples_.push_back(
            {sample.value("id", ""), sample.value("title", ""), sample.value("sentence", "")});
      }
    }
  }
  below_last_item();
  if (!ImGui::BeginPopup("samples menu")) return;
  if (samples_.empty()) ui::text_dim("The list of samples has not arrived.");
  for (const Sample& sample : samples_) {
    if (ImGui::MenuItem(sample.title.c_str())) page::open_sample(sample.id);
    ImGui::SetItemTooltip("%s", sample.sentence.c_str());
  }
  ImGui::EndPopup();
}

void ToolbarView::draw_scenarios_menu(const AppState& state, Commands& commands) {
  if (menu_button("scenarios", ui::Icon::kScenarios, "Scenarios", "the engine itself, step by step",
                  compact_)) {
    ImGui::OpenPopup("scenarios menu");
    scenarios_.clear();
    const auto json = nlohmann::ordered_json::parse(page::scenarios_json(), nullptr, false);
    if (json.is_object() && json.contains("scenarios") && json["scenarios"].is_array()) {
      for (const auto& scenario : json["scenarios"]) {
        scenarios_.push_back({scenario.value("id", ""), scenario.value("title", ""),
                              scenario.value("sentence", "")});
      }
    }
  }
  below_last_item();
  if (!ImGui::BeginPopup("scenarios menu")) return;
  using model::ExportCommand;
  using model::ScenarioCommand;
  if (ImGui::MenuItem("New, from an empty instance")) {
    commands.emplace_back(ScenarioCommand(model::NewScenarioCommand{}));
  }
  if (ImGui::MenuItem("New, from what is open", nullptr, false, state.session() == nullptr)) {
    commands.emplace_back(ScenarioCommand(model::StartHereCommand{state.selection().node}));
  }
  ImGui::SetItemTooltip("the opened instance, or loose parts, become the start of a scenario");
  if (ImGui::MenuItem("Open a scenario file…")) page::pick_scenario();
  if (state.shelved() != nullptr) {
    const std::string& title = state.shelved()->header().title;
    const std::string label = "Back to “" + (title.empty() ? "Untitled scenario" : title) + "”";
    if (ImGui::MenuItem(label.c_str())) {
      commands.emplace_back(ScenarioCommand(model::BackToScenarioCommand{}));
    }
    ImGui::SetItemTooltip("the scenario you edited before something else was opened");
  }
  const bool has = state.session() != nullptr;
  const auto save = [&](const char* label, ExportCommand::What what) {
    if (ImGui::MenuItem(label, nullptr, false, has)) {
      commands.emplace_back(ScenarioCommand(ExportCommand{what}));
    }
  };
  save("Save the scenario", ExportCommand::What::kScenario);
  save("Save the trace of all steps", ExportCommand::What::kTrace);
  save("Save the directory of this step (.tar)", ExportCommand::What::kDirectory);
  ImGui::Separator();
  if (scenarios_.empty()) ui::text_dim("The list of scenarios has not arrived.");
  for (const Sample& scenario : scenarios_) {
    if (ImGui::MenuItem(scenario.title.c_str())) page::open_scenario(scenario.id);
    ImGui::SetItemTooltip("%s", scenario.sentence.c_str());
  }
  ImGui::EndPopup();
}

void ToolbarView::draw_playing(const model::Session& session, Commands& commands) {
  const auto played = static_cast<uint64_t>(session.loaded_count());
  const auto all = static_cast<uint64_t>(session.queued_count());
  const std::string text = "playing step " + grouped(played) + " of " + grouped(all);
  ImGui::PushStyleColor(ImGuiCol_PlotHistogram, theme().accent);
  ImGui::ProgressBar(static_cast<float>(played) / static_cast<float>(std::max<uint64_t>(all, 1)),
                     {280, 24}, text.c_str());
  ImGui::PopStyleColor();
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) commands.emplace_back(model::CancelCommand{});
  ImGui::SetItemTooltip("the steps that are left are not played");
}

void ToolbarView::draw_progress(const AppState& state, Commands& commands) {
  const model::Loader& loader = state.loader();
  if (loader.was_cancelled()) {
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 2);
    ui::text_dim("Reading was stopped.");
    ImGui::SameLine();
    if (ImGui::Button("Go on")) commands.emplace_back(model::ResumeCommand{});
    return;
  }
  if (!loader.busy()) return;
  const model::Loader::Progress progress = loader.progress();
  const float share = progress.total == 0
                          ? 0.0f
                          : static_cast<float>(progress.done) / static_cast<float>(progress.total);
  const std::string text = std::string(progress.what) + " " +
                           grouped(static_cast<uint64_t>(progress.done)) + " / " +
                           grouped(static_cast<uint64_t>(progress.total));
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 2);
  ImGui::PushStyleColor(ImGuiCol_PlotHistogram, theme().accent);
  ImGui::ProgressBar(share, {180, 24}, text.c_str());
  ImGui::PopStyleColor();
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) commands.emplace_back(model::CancelCommand{});
}

void ToolbarView::draw_right(const AppState& state, Commands& commands) {
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - kRightButtons);
  ImGui::SetCursorPosY(ui::kGap2);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap1, ui::kGap1});
  const auto panel = [&](const char* id, ui::Icon icon, const char* tooltip, model::Panel which,
                         bool open) {
    if (ui::icon_button(id, icon, tooltip, open)) {
      commands.emplace_back(model::PanelCommand{which, !open});
    }
    ImGui::SameLine();
  };
  panel("explorer", ui::Icon::kPanelLeft, "show or hide the Explorer  (B)", model::Panel::kExplorer,
        state.explorer_open());
  panel("drawer", ui::Icon::kPanelBottom, "show or hide the drawer  (Q)", model::Panel::kDrawer,
        state.drawer_open());
  panel("inspector", ui::Icon::kPanelRight, "show or hide the Inspector  (I)",
        model::Panel::kInspector, state.inspector_open());
  draw_share_button(state, commands);
  ImGui::SameLine();
  if (ui::icon_button("palette", ui::Icon::kPalette, "all commands  (Ctrl+Shift+P)")) {
    commands.emplace_back(model::OverlayCommand{model::Overlay::kPalette});
  }
  ImGui::SameLine();
  const bool dark = display::dark();
  if (ui::icon_button("theme", dark ? ui::Icon::kMoon : ui::Icon::kSun,
                      dark ? "dark; click for light" : "light; click for dark")) {
    page::set_theme(dark ? "light" : "dark");
  }
  ImGui::SameLine();
  if (ui::icon_button("help", ui::Icon::kHelp, "keys and words  (?)")) {
    commands.emplace_back(model::OverlayCommand{model::Overlay::kHelp});
  }
  ImGui::PopStyleVar();
}

}  // namespace sidx::views
