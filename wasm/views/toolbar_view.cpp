#include "wasm/views/toolbar_view.h"

#include <nlohmann/json.hpp>

#include "imgui.h"
#include "wasm/platform/display.h"
#include "wasm/platform/page.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using ui::theme;

namespace {

/// Places the next popup under the button that opens it.
void below_last_item() {
  ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + ui::kGap1});
}

}  // namespace

void ToolbarView::draw(const AppState& state, Commands& commands) {
  draw_open_menu();
  ImGui::SameLine();
  draw_samples_menu();
  ImGui::SameLine(0, ui::kGap4);
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
  if (ui::labelled_button("open", ui::Icon::kOpen, "Open", "open a directory or files  (O)")) {
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
  if (ui::labelled_button("samples", ui::Icon::kSamples, "Samples",
                          "parts to look at, written by BanyanDB itself")) {
    ImGui::OpenPopup("samples menu");
    samples_.clear();
    const auto json = nlohmann::json::parse(page::samples_json(), nullptr, false);
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
  constexpr float kButtons = 6 * 28.0f + 5 * ui::kGap1;
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - kButtons - ui::kGap2);
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
