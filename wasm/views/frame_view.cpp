#include "wasm/views/frame_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "imgui_internal.h"
#include "wasm/platform/page.h"
#include "wasm/platform/shell.h"
#include "wasm/platform/storage.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::counted;
using ui::theme;

namespace {

constexpr float kStatusHeight = 26.0f;
constexpr float kTabHeight = 32.0f;
constexpr float kTabGapMin = 3.0f;
/// Below this width the Inspector becomes a tab of the drawer.
constexpr float kThreeColumnsMin = 1100.0f;
constexpr float kPanelMin = 160.0f;
constexpr float kSplitter = 5.0f;
constexpr const char* kLayoutKey = "layout";

/// A flat tab: its name between two gaps, and a line below when it is the current one.
bool tab(const char* label, bool current, bool has_content, const char* tooltip,
         float gap = ui::kGap3) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 text = ImGui::CalcTextSize(label);
  const ImVec2 size{text.x + 2 * gap, kTabHeight};
  const bool pressed = ImGui::InvisibleButton(label, size);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool hovered = ImGui::IsItemHovered();
  const ImU32 colour = current || hovered ? theme().text
                       : has_content      ? ui::mix(theme().dim, theme().text, 0.35f)
                                          : ui::with_alpha(theme().dim, 0.6f);
  list.AddText({at.x + gap, at.y + (kTabHeight - text.y) / 2}, colour, label);
  if (current) {
    const float inset = gap * 0.7f;
    list.AddRectFilled({at.x + inset, at.y + kTabHeight - 2},
                       {at.x + size.x - inset, at.y + kTabHeight}, theme().accent);
  }
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    list.AddRect(at, {at.x + size.x, at.y + size.y}, theme().accent, ui::kRadius);
  }
  ImGui::SetItemTooltip("%s", tooltip);
  ImGui::SameLine(0, 0);
  return pressed;
}

/// A panel: a child window on the panel colour. Between panels there is no space of its own.
/// Always ended with end_panel.
bool begin_panel(const char* id, ImVec2 size, bool padded = true) {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().panel);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                      padded ? ImVec2{ui::kGap3, ui::kGap2} : ImVec2{0, 0});
  const bool open = ImGui::BeginChild(id, size, ImGuiChildFlags_AlwaysUseWindowPadding);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap2, ui::kGap1});
  return open;
}

void end_panel() {
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

void panel_title(const char* text) {
  ImGui::PushFont(ui::fonts().small);
  ui::text_dim(text);
  ImGui::PopFont();
}

}  // namespace

FrameView::FrameView() {
  const std::string layout = storage::get(kLayoutKey);
  float explorer = 0;
  float inspector = 0;
  float drawer = 0;
  float next = next_height_;
  float exhibit = exhibit_width_;
  if (std::sscanf(layout.c_str(), "%f %f %f %f %f", &explorer, &inspector, &drawer, &next,
                  &exhibit) >= 3) {
    exhibit_width_ = std::clamp(exhibit, kPanelMin, 800.0f);
    next_height_ = std::clamp(next, 80.0f, 800.0f);
    explorer_width_ = std::clamp(explorer, kPanelMin, 800.0f);
    inspector_width_ = std::clamp(inspector, kPanelMin, 800.0f);
    drawer_height_ = std::clamp(drawer, 80.0f, 800.0f);
  }
}

void FrameView::remember() const {
  char layout[80];
  std::snprintf(layout, sizeof layout, "%.0f %.0f %.0f %.0f %.0f",
                static_cast<double>(explorer_width_), static_cast<double>(inspector_width_),
                static_cast<double>(drawer_height_), static_cast<double>(next_height_),
                static_cast<double>(exhibit_width_));
  storage::set(kLayoutKey, layout);
}

namespace {

/// Keys that mean a command must not also move or press what ImGui's keyboard navigation is at.
/// It keeps its place when the mouse takes over, unseen.
void keep_navigation_out_of_commands() {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  if (context.IO.KeyCtrl || context.IO.KeySuper) ImGui::NavMoveRequestCancel();
  const bool presses =
      ImGui::IsKeyPressed(ImGuiKey_Space, false) || ImGui::IsKeyPressed(ImGuiKey_Enter, false);
  if (!context.NavDisableHighlight || !presses) return;
  context.NavActivateId = context.NavActivateDownId = context.NavActivatePressedId = 0;
}

}  // namespace

void FrameView::draw(const AppState& state, Commands& commands) {
  keep_navigation_out_of_commands();
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport.Pos);
  ImGui::SetNextWindowSize(viewport.Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("Partscope", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNavFocus);
  ImGui::PopStyleVar(2);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});

  inspector_in_drawer_ = viewport.Size.x < kThreeColumnsMin;
  if (begin_panel("toolbar", {viewport.Size.x, ui::kToolbarHeight})) {
    toolbar_.draw(state, commands);
  }
  end_panel();
  const float height = viewport.Size.y - ui::kToolbarHeight - kStatusHeight;
  const bool has_drawer = state.drawer_open();
  const float drawer = has_drawer ? std::min(drawer_height_, height * 0.7f) : 0.0f;
  draw_columns(state, commands, height - drawer - (has_drawer ? kSplitter : 0));
  if (has_drawer) {
    if (ui::splitter("drawer edge", false, viewport.Size.x, -1, drawer_height_, 80,
                     height * 0.7f)) {
      remember();
    }
    if (begin_panel("drawer", {viewport.Size.x, drawer})) draw_drawer(state, commands);
    end_panel();
  }
  if (begin_panel("status", {viewport.Size.x, kStatusHeight}, false)) draw_status(state);
  end_panel();
  ImGui::PopStyleVar();
  ImGui::End();
  palette_.draw(state, commands);
  form_.draw(state, commands);
  draw_notice(state, commands);
}

void FrameView::notify(std::string text) {
  notice_ = std::move(text);
  notice_is_good_ = false;
}

void FrameView::tell(std::string text) {
  notice_ = std::move(text);
  notice_is_good_ = true;
}

void FrameView::draw_notice(const AppState& state, Commands& commands) {
  const bool goes_on = ImGui::IsMouseClicked(ImGuiMouseButton_Left) ||
                       ImGui::IsMouseClicked(ImGuiMouseButton_Right) ||
                       ImGui::GetIO().InputQueueCharacters.Size > 0;
  if (notice_is_good_ && goes_on) notice_.clear();
  if (notice_.empty()) return;
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos({viewport.Size.x / 2, viewport.Size.y - kStatusHeight - ui::kGap3},
                          ImGuiCond_Always, {0.5f, 1.0f});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {viewport.Size.x * 0.8f, 200});
  ImGui::Begin("notice", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoFocusOnAppearing |
                   ImGuiWindowFlags_NoNav);
  ImGui::AlignTextToFramePadding();
  if (notice_is_good_) {
    ImGui::TextUnformatted(notice_.c_str());
  } else {
    ui::text_wrong(notice_);
  }
  ui::copy_menu("copy notice", notice_, "Copy message");
  ImGui::SameLine(0, ui::kGap3);
  if (notice_ == state.outbox().refusal && state.session() != nullptr) {
    if (ImGui::Button("Save the scenario")) {
      commands.emplace_back(
          model::ScenarioCommand(model::ExportCommand{model::ExportCommand::What::kScenario}));
      notice_.clear();
    }
    ImGui::SameLine();
  }
  if (ImGui::Button("Close")) notice_.clear();
  ImGui::End();
}

void FrameView::draw_left(const AppState& state, Commands& commands, float height) {
  const bool has_next = state.session() != nullptr && state.next_open();
  const bool has_explorer = state.explorer_open();
  const float most = std::max(80.0f, height - 120.0f);
  const float next = !has_next ? 0.0f : has_explorer ? std::min(next_height_, most) : height;
  ImGui::BeginGroup();
  if (has_explorer) {
    if (begin_panel("explorer", {explorer_width_, height - next - (has_next ? kSplitter : 0)})) {
      panel_title("EXPLORER");
      ImGui::BeginChild("tree");
      explorer_.draw(state, commands);
      ImGui::EndChild();
    }
    end_panel();
    if (has_next && ui::splitter("next edge", false, explorer_width_, -1, next_height_, 80, most)) {
      remember();
    }
  }
  if (has_next) {
    if (begin_panel("next", {explorer_width_, next})) {
      panel_title("WHAT CAN HAPPEN NEXT");
      ImGui::BeginChild("commands");
      next_.draw(state, commands);
      ImGui::EndChild();
    }
    end_panel();
  }
  ImGui::EndGroup();
}

/// The text of an exhibit takes the place of Explorer and commands, which there is no room for.
void FrameView::draw_exhibit(const AppState& state, Commands& commands, float height) {
  if (begin_panel("exhibit", {exhibit_width_, height})) {
    panel_title("EXHIBIT");
    ImGui::SameLine(ImGui::GetContentRegionMax().x - 44);
    if (ImGui::SmallButton("Close")) {
      commands.emplace_back(model::PanelCommand{model::Panel::kExhibit, false});
    }
    ImGui::SetItemTooltip("Explorer and commands come back; the Museum view shows the text again");
    ImGui::BeginChild("text");
    exhibit_.draw(state, commands);
    ImGui::EndChild();
  }
  end_panel();
  ImGui::SameLine(0, 0);
  const float most = ImGui::GetWindowWidth() * 0.5f;
  if (ui::splitter("exhibit edge", true, height, 1, exhibit_width_, 220, most)) remember();
  ImGui::SameLine(0, 0);
}

void FrameView::draw_columns(const AppState& state, Commands& commands, float height) {
  const float width = ImGui::GetContentRegionAvail().x;
  const bool has_left = state.explorer_open() || (state.session() != nullptr && state.next_open());
  const bool has_inspector = state.inspector_open() && !inspector_in_drawer_;
  if (state.exhibit_open()) {
    draw_exhibit(state, commands, height);
  } else if (has_left) {
    draw_left(state, commands, height);
    ImGui::SameLine(0, 0);
    if (ui::splitter("explorer edge", true, height, 1, explorer_width_, kPanelMin, width * 0.4f)) {
      remember();
    }
    ImGui::SameLine(0, 0);
  }
  const float right = has_inspector ? inspector_width_ + kSplitter : 0.0f;
  if (begin_panel("centre", {ImGui::GetContentRegionAvail().x - right, height}, false)) {
    draw_centre(state, commands);
  }
  end_panel();
  if (!has_inspector) return;
  ImGui::SameLine(0, 0);
  if (ui::splitter("inspector edge", true, height, -1, inspector_width_, kPanelMin, width * 0.4f)) {
    remember();
  }
  ImGui::SameLine(0, 0);
  if (begin_panel("inspector", {inspector_width_, height})) {
    panel_title("INSPECTOR");
    inspector_.draw(state, commands);
  }
  end_panel();
}

void FrameView::draw_centre(const AppState& state, Commands& commands) {
  struct TabText {
    model::ViewTab view;
    const char* label;
    const char* tooltip;
    bool has_content;
  };
  const bool scenario = state.session() != nullptr;
  const std::array<TabText, model::kViewTabCount> tabs{{
      {model::ViewTab::kKeyRanges, "Key ranges",
       "parts as lanes on the key axis, blocks as bars inside  (1)",
       !state.document().parts.empty()},
      {model::ViewTab::kTimeline, "Timeline",
       "steps of a scenario: actors, snapshots, parts, reference counts  (2)", scenario},
      {model::ViewTab::kSnapshots, "Snapshots",
       "who holds which snapshot and part, and the ledger of references  (3)", scenario},
      {model::ViewTab::kMerge, "Merge", "inside one merge: cursors, pending block, rules  (4)",
       state.has_merge()},
      {model::ViewTab::kQuery, "Query", "what a query keeps and discards, and why  (7)",
       state.query_desk().answer() != nullptr || !state.document().parts.empty()},
      {model::ViewTab::kBloom, "Bloom", "the filter of the selected block's tag, bit by bit  (8)",
       state.open_block() != nullptr},
      {model::ViewTab::kBlocks, "Blocks", "every block as a row  (5)",
       state.document().block_count() > 0},
      {model::ViewTab::kElements, "Elements", "the elements of the selected block  (6)",
       state.open_block() != nullptr},
      {model::ViewTab::kMuseum, "Museum", "every bug of the engine as an exhibit  (M)", true},
      {model::ViewTab::kSearch, "Search", "look for steps that break an invariant  (9)", true},
  }};
  // Many tabs stand closer, and in two lines where even that does not do.
  const float room = ImGui::GetContentRegionAvail().x;
  float labels = 0;
  for (const TabText& text : tabs) labels += ImGui::CalcTextSize(text.label).x;
  const float gap =
      std::clamp((room - labels) / (2 * static_cast<float>(tabs.size())), kTabGapMin, ui::kGap3);
  const float right = ImGui::GetCursorScreenPos().x + room;
  for (const TabText& text : tabs) {
    const float end = ImGui::GetCursorScreenPos().x + ImGui::CalcTextSize(text.label).x + 2 * gap;
    if (end > right + 1) ImGui::NewLine();
    if (tab(text.label, state.view() == text.view, text.has_content, text.tooltip, gap)) {
      commands.emplace_back(model::ViewCommand{text.view});
    }
  }
  ImGui::NewLine();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddLine(
      {at.x, at.y - ui::hairline()},
      {at.x + ImGui::GetContentRegionAvail().x, at.y - ui::hairline()}, theme().line,
      ui::hairline());
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui::kGap3, ui::kGap2});
  ImGui::BeginChild("view", {0, 0}, ImGuiChildFlags_AlwaysUseWindowPadding);
  const ImVec2 corner = ImGui::GetWindowPos();
  view_area_ = {corner.x, corner.y, ImGui::GetWindowWidth(), ImGui::GetWindowHeight()};
  ImGui::PopStyleVar();
  if (state.document().parts.empty() && model::needs_parts(state.view())) {
    if (state.session() != nullptr) {
      ui::empty_state("No part at this step",
                      "The instance has no part now. Step on, or write a batch in “What can "
                      "happen next”.");
    } else {
      ui::empty_state("No sidx part in what was opened",
                      "A part is a directory with manifest.json, meta.bin, primary.bin, keys.bin "
                      "and data.bin. The drawer below lists what was skipped, and why. Open "
                      "another directory, or try a sample.");
    }
  } else {
    view_of(state.view()).draw(state, commands);
  }
  ImGui::EndChild();
}

View& FrameView::view_of(model::ViewTab view) {
  switch (view) {
    case model::ViewTab::kKeyRanges:
      return key_ranges_;
    case model::ViewTab::kTimeline:
      return timeline_;
    case model::ViewTab::kSnapshots:
      return snapshots_;
    case model::ViewTab::kMerge:
      return merge_;
    case model::ViewTab::kQuery:
      return query_;
    case model::ViewTab::kBloom:
      return bloom_;
    case model::ViewTab::kBlocks:
      return blocks_;
    case model::ViewTab::kMuseum:
      return museum_;
    case model::ViewTab::kSearch:
      return search_;
    case model::ViewTab::kElements:
      break;
  }
  return elements_;
}

View& FrameView::drawer_of(model::DrawerTab tab) {
  switch (tab) {
    case model::DrawerTab::kEvents:
      return events_;
    case model::DrawerTab::kResult:
      return result_;
    case model::DrawerTab::kLedger:
      return ledger_;
    case model::DrawerTab::kScenario:
      return scenario_text_;
    case model::DrawerTab::kFindings:
      return findings_;
    case model::DrawerTab::kSkipped:
      break;
  }
  return skipped_;
}

namespace {

struct DrawerTabText {
  model::DrawerTab tab;
  std::string label;
  const char* tooltip;
  bool has_content;
};

std::vector<DrawerTabText> drawer_tabs(const AppState& state) {
  using model::DrawerTab;
  size_t problems = 0;
  for (const model::OpenPart& part : state.document().parts) problems += part.problem_count();
  const size_t skipped = state.document().tree.skipped.size();
  const auto with_count = [](const char* name, size_t count) {
    return std::string(name) + (count > 0 ? " (" + std::to_string(count) + ")" : "");
  };
  std::vector<DrawerTabText> tabs;
  if (const model::Session* session = state.session()) {
    const sim::PlayedStep& step = session->step();
    const size_t rows = step.rows ? step.rows->size() : step.blocks ? step.blocks->size() : 0;
    tabs.push_back({DrawerTab::kEvents, "Events", "every step with what it did", true});
    const bool returns = step.rows || step.blocks;
    const std::string result = returns ? "Result (" + std::to_string(rows) + ")" : "Result";
    tabs.push_back({DrawerTab::kResult, result, "what the step returned", returns});
    tabs.push_back({DrawerTab::kLedger, "Ledger", "every reference taken and given back",
                    session->position() > 0});
    tabs.push_back(
        {DrawerTab::kScenario, "Scenario JSON", "the scenario as text, to be edited", true});
  }
  tabs.push_back({DrawerTab::kFindings, with_count("Findings", problems),
                  "what is wrong with the parts, and what the engine does about it", problems > 0});
  if (state.session() == nullptr) {
    tabs.push_back({DrawerTab::kSkipped, with_count("Skipped files", skipped),
                    "files of the upload that are not shown, and why", skipped > 0});
  }
  return tabs;
}

/// The sentence of the current step, at the right end of the drawer's tabs.
void draw_step_sentence(const AppState& state) {
  const model::Session* session = state.session();
  if (session == nullptr || session->position() == 0) return;
  const sim::PlayedStep& step = session->step();
  const std::string text = std::to_string(session->position()) + " · " + step.summary;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x - ui::kGap4;
  if (room < 120) return;
  const ui::Box box{{at.x + ui::kGap4, at.y}, {at.x + room, at.y + kTabHeight}};
  ui::text_in(*ImGui::GetWindowDrawList(), *ui::fonts().ui, box,
              step.outcome == sim::Outcome::kOk ? theme().text : theme().wrong, text,
              ui::Align::kRight);
}

}  // namespace

void FrameView::draw_drawer(const AppState& state, Commands& commands) {
  const bool inspector = inspector_in_drawer_ && state.inspector_open();
  const std::vector<DrawerTabText> tabs = drawer_tabs(state);
  for (const DrawerTabText& text : tabs) {
    const bool current = !inspector && state.drawer() == text.tab;
    if (!tab(text.label.c_str(), current, text.has_content, text.tooltip)) continue;
    if (inspector) commands.emplace_back(model::PanelCommand{model::Panel::kInspector, false});
    commands.emplace_back(model::DrawerCommand{text.tab});
  }
  if (inspector_in_drawer_ && tab("Inspector", inspector, true, "every field of the selection")) {
    commands.emplace_back(model::PanelCommand{model::Panel::kInspector, true});
  }
  draw_step_sentence(state);
  ImGui::NewLine();
  ImGui::BeginChild("drawer view");
  if (inspector) {
    inspector_.draw(state, commands);
  } else {
    drawer_of(state.drawer()).draw(state, commands);
  }
  ImGui::EndChild();
}

void FrameView::draw_status(const AppState& state) {
  const model::Document& document = state.document();
  const model::Loader& loader = state.loader();
  std::string text = loader.was_cancelled()        ? "stopped"
                     : state.starting() != nullptr ? "reading the start of a scenario"
                     : loader.busy()               ? "reading"
                                                   : "ready";
  const std::string separator = "  ·  ";
  uint64_t current = 0;  // rows that a query of the current snapshot can meet
  for (const model::OpenPart& part : document.parts) {
    const bool is_current = part.simulated && (part.simulated->role == model::PartRole::kMem ||
                                               part.simulated->role == model::PartRole::kFile);
    if (is_current) current += part.row_count();
  }
  text += separator + counted(document.parts.size(), "part") + separator +
          counted(document.block_count(), "block") + separator +
          counted(document.row_count(), "element") +
          (current != document.row_count() && state.session() != nullptr
               ? ", " + model::grouped(current) + " of them current"
               : "") +
          separator + ui::size_text(document.size_bytes);
  char right[96];
  std::snprintf(right, sizeof right, "network: %s  ·  %.1f ms/frame",
                counted(static_cast<uint64_t>(page::network_requests()), "request").c_str(),
                shell::last_frame_ms());
  ImGui::PushFont(ui::fonts().small);
  const float y = (kStatusHeight - ImGui::GetTextLineHeight()) / 2;
  ImGui::SetCursorPos({ui::kGap3, y});
  ui::text_dim(text);
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - ImGui::CalcTextSize(right).x - ui::kGap3, y});
  ui::text_dim(right);
  ImGui::SetItemTooltip("Requests since the page was ready. What you open never leaves this tab.");
  ImGui::PopFont();
}

}  // namespace sidx::views
