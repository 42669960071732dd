#include "wasm/views/share_menu.h"

#include "imgui.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::ShareCommand;

namespace {

void draw_scenario_items(const AppState& state, Commands& commands) {
  using model::ExportCommand;
  const bool has = state.session() != nullptr;
  if (ImGui::MenuItem("Copy link to this step and view", "L", false, has)) {
    commands.emplace_back(ShareCommand(model::CopyLinkCommand{}));
  }
  ImGui::SetItemTooltip("The whole scenario is in the link itself; nothing is uploaded.");
  ImGui::Separator();
  const auto save = [&](const char* label, ExportCommand::What what, const char* tooltip) {
    if (ImGui::MenuItem(label, nullptr, false, has)) {
      commands.emplace_back(model::ScenarioCommand(ExportCommand{what}));
    }
    ImGui::SetItemTooltip("%s", tooltip);
  };
  save("Save the scenario", ExportCommand::What::kScenario,
       "opens here, in the command line and in tests");
  save("Save the trace of all steps", ExportCommand::What::kTrace,
       "the state after each step, as JSON");
  save("Save the directory of this step (.tar)", ExportCommand::What::kDirectory,
       "what the engine has written to disk");
  save("Save as a Go test", ExportCommand::What::kGoTest,
       "stands beside the engine's own tests; expects the rows of an engine without bugs");
  if (!has) ui::text_dim("Links and these files are of scenarios: play one.");
}

void draw_table_items(const AppState& state, Commands& commands) {
  for (const model::TableKind table : model::shown_tables(state)) {
    ImGui::Separator();
    const std::string title = model::title_of(table);
    const auto item = [&](const std::string& label, bool markdown, bool copy) {
      if (ImGui::MenuItem(label.c_str())) {
        commands.emplace_back(ShareCommand(model::ExportTableCommand{markdown, copy, table}));
      }
    };
    item("Copy " + title + " as CSV", false, true);
    item("Copy " + title + " as Markdown", true, true);
    item("Save " + title + " as CSV", false, false);
  }
}

}  // namespace

void draw_share_button(const AppState& state, Commands& commands) {
  if (ui::icon_button("share", ui::Icon::kShare, "share: links, files, tables, pictures")) {
    ImGui::OpenPopup("share menu");
  }
  // Stands near the right edge: the menu hangs from the button's right corner.
  ImGui::SetNextWindowPos({ImGui::GetItemRectMax().x, ImGui::GetItemRectMax().y + ui::kGap1},
                          ImGuiCond_Always, {1.0f, 0.0f});
  if (!ImGui::BeginPopup("share menu")) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap2, ui::kGap1});
  draw_scenario_items(state, commands);
  draw_table_items(state, commands);
  ImGui::Separator();
  if (ImGui::MenuItem("Save a picture of this view (PNG)")) {
    commands.emplace_back(ShareCommand(model::ExportPictureCommand{}));
  }
  ImGui::PopStyleVar();
  ImGui::EndPopup();
}

void link_menu_item(const AppState& state, size_t step, Commands& commands) {
  if (state.session() == nullptr || !ImGui::MenuItem("Copy link to here")) return;
  commands.emplace_back(ShareCommand(model::CopyLinkCommand{step}));
}

}  // namespace sidx::views
