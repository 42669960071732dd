#include "wasm/views/search_report.h"

#include <algorithm>
#include <string>

#include "imgui.h"
#include "wasm/model/table_text.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using model::SearchCommand;
using model::SearchControlCommand;
using model::SearchDesk;
using model::SearchOutcome;
using model::SearchStage;
using search::SearchPhase;
using ui::theme;

namespace {

void wrapped(const std::string& text) {
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

void wrapped_dim(const std::string& text) {
  ImGui::PushTextWrapPos(0.0f);
  ui::text_dim(text);
  ImGui::PopTextWrapPos();
}

/// "41 → 7 steps"
std::string lengths(size_t found, size_t best) {
  return std::to_string(found) + " → " + model::counted(best, "step");
}

/// The stage, and what is going on in it.
std::string headline(const SearchDesk& desk) {
  const search::SearchProgress& progress = desk.progress();
  const std::string work =
      progress.phase == SearchPhase::kExploring
          ? "exploring"
          : "shrinking, " + lengths(progress.found_length, progress.best_length);
  switch (desk.stage()) {
    case SearchStage::kRunning:
      return progress.phase == SearchPhase::kExploring ? "Exploring" : "S" + work.substr(1);
    case SearchStage::kPaused:
      return "Paused while " + work;
    case SearchStage::kStopped:
      return "Stopped while " + work;
    case SearchStage::kFailed:
      return "Failed while " + work;
    default:
      return "Searched";
  }
}

void draw_progress(const SearchDesk& desk) {
  const search::SearchProgress& progress = desk.progress();
  const search::ExplorerProgress& explored = progress.explored;
  const bool exhaustive = desk.request().explorer.strategy == search::Strategy::kExhaustive;
  ui::section(headline(desk).c_str());
  if (progress.rule && desk.outcome() == nullptr) {
    const search::Rule& rule = search::all_rules()[*progress.rule];
    ui::text_wrong("× " + std::string(rule.id));
    wrapped(std::string(rule.sentence));
  }
  if (desk.busy() && progress.phase == SearchPhase::kExploring) {
    const auto max = static_cast<double>(std::max<uint64_t>(desk.request().steps_max, 1));
    const double share = static_cast<double>(explored.steps) / max;
    ImGui::PushStyleColor(ImGuiCol_PlotHistogram, theme().accent);
    ImGui::ProgressBar(static_cast<float>(share), {-1, 6}, "");
    ImGui::PopStyleColor();
  }
  if (!ui::begin_fields("progress", 0.36f)) return;
  const std::string of_max =
      desk.busy() ? " of " + grouped(desk.request().steps_max) : std::string();
  ui::field("steps", grouped(explored.steps) + of_max, "engine steps played while exploring");
  if (desk.stage() == SearchStage::kRunning) {
    ui::field("steps a second", grouped(desk.rate()), "as measured by this page");
  }
  ui::field(exhaustive ? "states" : "runs", grouped(explored.states),
            exhaustive ? "different states of the instance" : "each begins at the start");
  ui::field("depth", grouped(explored.depth),
            exhaustive ? "sequences are this long now" : "steps of the longest run");
  if (progress.shrink_steps > 0) {
    ui::field("shrinking", grouped(progress.shrink_steps) + " steps",
              "engine steps played to see what can be left out");
  }
  ui::end_fields();
}

void draw_coverage(const search::Coverage& coverage) {
  uint64_t most = 0;
  for (const search::OpCount& count : coverage) most = std::max(most, count.played);
  if (most == 0) return;
  ui::section("Operations that were tried");
  if (!ImGui::BeginTable("coverage", 3)) return;
  ImGui::TableSetupColumn("operation", ImGuiTableColumnFlags_WidthFixed, 130);
  ImGui::TableSetupColumn("bar");
  ImGui::TableSetupColumn("count", ImGuiTableColumnFlags_WidthFixed, 84);
  for (size_t op = 0; op < coverage.size(); op++) {
    const search::OpCount& count = coverage[op];
    if (count.enabled == 0) continue;
    const std::string name(sim::name_of(static_cast<sim::Op>(op)));
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ui::cut_text(name, true);
    ImGui::TableNextColumn();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const ui::Box groove{{at.x, at.y + 5}, {at.x + width, at.y + 13}};
    const auto share =
        static_cast<float>(static_cast<double>(count.played) / static_cast<double>(most));
    ui::fill(*ImGui::GetWindowDrawList(), groove, theme().track);
    ui::fill(*ImGui::GetWindowDrawList(),
             groove.columns(at.x, at.x + std::max(share * width, count.played > 0 ? 1.0f : 0.0f)),
             theme().accent);
    ImGui::Dummy({width, 18});
    ImGui::SetItemTooltip("%s: played %s times, could have been chosen %s times", name.c_str(),
                          grouped(count.played).c_str(), grouped(count.enabled).c_str());
    ImGui::TableNextColumn();
    ui::right_aligned(grouped(count.played));
    ui::copy_menu(name.c_str(), grouped(count.played));
  }
  ImGui::EndTable();
}

/// Stays on the line if the button fits there.
void next_button(const char* label) {
  const float width = ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (ImGui::GetItemRectMax().x + ui::kGap2 + width < right) ImGui::SameLine(0, ui::kGap2);
}

void draw_outcome_buttons(const SearchOutcome& outcome, Commands& commands) {
  using What = SearchControlCommand::What;
  if (ui::primary_button("Open in the timeline")) {
    commands.emplace_back(SearchCommand(SearchControlCommand{What::kOpen}));
  }
  ImGui::SetItemTooltip("as a scenario, at the step that breaks the invariant; L copies its link");
  if (!outcome.repairs.empty()) {
    const sim::FixText& fix = sim::all_fixes()[static_cast<size_t>(outcome.repairs.front())];
    const std::string label = "Search on with " + std::string(fix.id) + " repaired";
    next_button(label.c_str());
    if (ImGui::Button(label.c_str())) {
      commands.emplace_back(SearchCommand(SearchControlCommand{What::kOn}));
    }
    ImGui::SetItemTooltip("look for the next bug: %s", std::string(fix.changes).c_str());
  }
  next_button("Copy as JSON");
  if (ImGui::Button("Copy as JSON")) ImGui::SetClipboardText(outcome.text.c_str());
  ImGui::SetItemTooltip("the scenario, as the command line reads it");
}

void draw_found(const SearchOutcome& outcome, Commands& commands) {
  const search::Rule& rule = search::all_rules()[outcome.rule];
  ImGui::PushFont(ui::fonts().ui_strong);
  wrapped(std::string(rule.sentence));
  ImGui::PopFont();
  ui::text_wrong("× " + std::string(rule.id) + ", broken in " +
                 model::counted(outcome.scenario.steps.size(), "step"));
  wrapped(outcome.witness);
  ui::copy_menu("copy witness", outcome.witness, "Copy text");
  ImGui::Dummy({0, ui::kGap1});
  draw_outcome_buttons(outcome, commands);
  const size_t count = outcome.scenario.steps.size();
  ui::section(("Steps: " + lengths(outcome.found_length, count)).c_str());
  for (size_t i = 0; i < count; i++) {
    const std::string number = std::to_string(i + 1);
    const bool breaks = i + 1 == count;
    breaks ? ui::text_wrong("× " + number) : ui::text_dim(number);
    ImGui::SameLine(36);
    wrapped(outcome.sentences[i]);
    ui::copy_menu(number.c_str(), outcome.sentences[i], "Copy sentence");
  }
  ui::section("Repairs");
  if (outcome.repairs.empty()) return wrapped_dim("No single repair mends this.");
  for (const sim::Fix fix : outcome.repairs) {
    const sim::FixText& text = sim::all_fixes()[static_cast<size_t>(fix)];
    wrapped("Gone under " + std::string(text.id) + ": " + std::string(text.changes));
  }
}

void draw_nothing_found(const SearchDesk& desk, const SearchOutcome& outcome) {
  ImGui::PushFont(ui::fonts().ui_strong);
  wrapped("Nothing breaks an invariant");
  ImGui::PopFont();
  wrapped_dim(outcome.tried_everything
                  ? "Everything of this menu was tried up to the depth. Add operations, or search "
                    "deeper."
                  : "After " + grouped(desk.progress().explored.steps) +
                        " steps every invariant holds. Try another seed or strategy, or more "
                        "steps.");
}

}  // namespace

void draw_search_report(const AppState& state, Commands& commands) {
  const SearchDesk& desk = state.search_desk();
  if (desk.stage() == SearchStage::kIdle) {
    return ui::empty_state(
        "Nothing has been searched yet",
        "Choose what may happen and press Start. The search plays these operations in many orders "
        "until an invariant breaks. Then it leaves out every step it can, and shows the few that "
        "are left as a scenario, with the repairs that mend it.");
  }
  if (desk.stage() == SearchStage::kFailed) {
    ImGui::PushTextWrapPos(0.0f);
    ui::text_wrong("The search ended: " + desk.failure());
    ui::text_dim("Nothing else is lost. Start it again, perhaps with fewer steps.");
    ImGui::PopTextWrapPos();
  }
  if (const SearchOutcome* outcome = desk.outcome()) {
    outcome->found ? draw_found(*outcome, commands) : draw_nothing_found(desk, *outcome);
  }
  draw_progress(desk);
  draw_coverage(desk.progress().explored.coverage);
}

}  // namespace sidx::views
