#include "wasm/views/palette_view.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "imgui.h"
#include "wasm/platform/display.h"
#include "wasm/platform/page.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;

namespace {

constexpr const char* kPaletteId = "All commands";
constexpr const char* kHelpId = "Keys and words";

struct Word {
  const char* word;
  const char* meaning;
};
/// Words of the engine, for those who meet them here first.
constexpr std::array<Word, 22> kGlossary{{
    {"part", "an immutable directory of sorted blocks, written by one flush or merge"},
    {"primary block", "a group of block records, compressed together in primary.bin"},
    {"block", "rows of one series, sorted by user key; the unit that queries read"},
    {"element", "one row: series ID, user key, data and tags"},
    {"user key", "signed 64-bit number that orders the rows, such as a duration or a time"},
    {"series ID", "hash of the series a row belongs to"},
    {"tag", "a named, typed value of a row; one column a block, one set of files a part"},
    {"filter", "a bloom filter: says which values a block surely does not hold"},
    {"manifest", "manifest.json: what a part says of itself"},
    {"snapshot", "a list of live parts; a .snp file when it is on disk"},
    {"mem part", "a part in memory: written and introduced, not yet flushed"},
    {"epoch", "number of a snapshot; every introduction makes the next one"},
    {"introduction", "a write, flush, merge or sync becomes visible: a new current snapshot"},
    {"reference", "what keeps a snapshot or part alive; at 0 it goes"},
    {"removing", "the part has left the current snapshot, somebody still holds it"},
    {"prepared", "written to disk by a flush or merge that has not been introduced"},
    {"holder", "who has a reference: the instance, a reader, a work under way, a snapshot"},
    {"leaked", "a reference that nobody can give back: what it holds never goes"},
    {"seed, fixed", "the engine with its bugs, and the same with all of them repaired"},
    {"live, stale", "listed in the newest .snp, or not: stale parts are deleted at open"},
    {"exhibit", "a scenario that shows one bug, with a switch that plays it under its repair"},
    {"overlap", "several parts hold the same key: a query must read all of them"},
}};

/// Every letter of the query occurs in the title, in order.
bool matches(const std::string& title, const char* query) {
  size_t at = 0;
  for (const char* c = query; *c != 0; c++) {
    const int wanted = std::tolower(static_cast<unsigned char>(*c));
    while (at < title.size() && std::tolower(static_cast<unsigned char>(title[at])) != wanted) at++;
    if (at++ >= title.size()) return false;
  }
  return true;
}

template <typename T>
std::function<void(Commands&)> emit(T command) {
  return [command](Commands& commands) { commands.emplace_back(command); };
}

void close_on_escape() {
  if (ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
}

}  // namespace

void PaletteView::add_scenario_entries(const AppState& state, std::vector<Entry>& list) {
  using namespace model;
  using To = GoCommand::To;
  using sim::StepKind;
  const auto scenario = [](auto command) { return emit(ScenarioCommand(std::move(command))); };
  list.push_back({"New scenario from an empty instance", "", 0, scenario(NewScenarioCommand{})});
  list.push_back({"Open a scenario file…", "", 0, [](Commands&) { page::pick_scenario(); }});
  if (state.session() == nullptr) {
    list.push_back({"New scenario from what is open", "", 0,
                    scenario(StartHereCommand{state.selection().node})});
    return;
  }
  const auto go = [&](const char* title, const char* key, int chord, To to,
                      std::optional<StepKind> kind = std::nullopt) {
    list.push_back({title, key, chord, scenario(GoCommand{to, 0, kind})});
  };
  constexpr int kCtrl = ImGuiMod_Shortcut;
  constexpr int kBack = ImGuiMod_Alt | ImGuiMod_Shift;
  go("One step on", "Ctrl+→", kCtrl | ImGuiKey_RightArrow, To::kNext);
  go("One step back", "Ctrl+←", kCtrl | ImGuiKey_LeftArrow, To::kPrevious);
  go("To the start of the scenario", "Ctrl+Home", kCtrl | ImGuiKey_Home, To::kStart);
  go("To the end of the scenario", "Ctrl+End", kCtrl | ImGuiKey_End, To::kEnd);
  list.push_back({state.autoplay() ? "Pause" : "Play the steps", "Space", ImGuiKey_Space,
                  scenario(AutoplayCommand{!state.autoplay(), {}})});
  go("Next introduction", "Shift+N", ImGuiMod_Shift | ImGuiKey_N, To::kNext,
     StepKind::kIntroduction);
  go("Previous introduction", "Alt+Shift+N", kBack | ImGuiKey_N, To::kPrevious,
     StepKind::kIntroduction);
  go("Next merge", "Shift+M", ImGuiMod_Shift | ImGuiKey_M, To::kNext, StepKind::kMerge);
  go("Previous merge", "Alt+Shift+M", kBack | ImGuiKey_M, To::kPrevious, StepKind::kMerge);
  go("Next count that reaches 0", "Shift+0", ImGuiMod_Shift | ImGuiKey_0, To::kNext,
     StepKind::kCountToZero);
  go("Previous count that reaches 0", "Alt+Shift+0", kBack | ImGuiKey_0, To::kPrevious,
     StepKind::kCountToZero);
  go("Next panic", "", 0, To::kNext, StepKind::kPanic);
  go("Next refused step or panic", "", 0, To::kNext, StepKind::kRefused);
  list.push_back({"Undo the last edit", "Ctrl+Z", kCtrl | ImGuiKey_Z, scenario(UndoCommand{})});
  list.push_back({"Redo", "Ctrl+Y", kCtrl | ImGuiKey_Y, scenario(RedoCommand{})});
  list.push_back(
      {"Redo", "Ctrl+Shift+Z", kCtrl | ImGuiMod_Shift | ImGuiKey_Z, scenario(RedoCommand{})});
  EngineCommand engine;
  engine.fixed = !state.session()->header().fixed;
  list.push_back({*engine.fixed ? "Play under the repaired engine" : "Play under seed", "X",
                  ImGuiKey_X, scenario(engine)});
  list.push_back(
      {"Save the scenario", "", 0, scenario(ExportCommand{ExportCommand::What::kScenario})});
  list.push_back(
      {"Save the trace of all steps", "", 0, scenario(ExportCommand{ExportCommand::What::kTrace})});
  list.push_back({"Save the directory of this step (.tar)", "", 0,
                  scenario(ExportCommand{ExportCommand::What::kDirectory})});
  list.push_back({"Write a batch…", "", 0, scenario(FormCommand{sim::Op::kWrite, {}, {}})});
  list.push_back({"Query…", "", 0, scenario(FormCommand{sim::Op::kQuery, {}, {}})});
  list.push_back({"Show or hide what can happen next", "", 0,
                  emit(PanelCommand{Panel::kNext, !state.next_open()})});
  for (const auto& [title, tab] : {std::pair("Events", DrawerTab::kEvents),
                                   std::pair("Result of the step", DrawerTab::kResult),
                                   std::pair("Ledger of references", DrawerTab::kLedger),
                                   std::pair("Scenario as JSON", DrawerTab::kScenario)}) {
    list.push_back({title, "", 0, emit(DrawerCommand{tab})});
  }
  const MergeRecording* merge = state.view() == ViewTab::kMerge ? state.merge_recording() : nullptr;
  if (merge != nullptr) {
    const size_t at = state.merge_step();
    list.push_back({"One step on inside the merge", ".", ImGuiKey_Period,
                    scenario(MergeStepCommand{std::min(at + 1, merge->steps().size())})});
    list.push_back({"One step back inside the merge", ",", ImGuiKey_Comma,
                    scenario(MergeStepCommand{at == 0 ? 0 : at - 1})});
  }
}

void PaletteView::add_museum_entries(const AppState& state, std::vector<Entry>& list) {
  using namespace model;
  list.push_back({"Show the bug museum", "M", ImGuiKey_M, emit(ViewCommand{ViewTab::kMuseum})});
  const Exhibit* exhibit = state.exhibit();
  if (exhibit == nullptr) return;
  list.push_back({"Show or hide the text of the exhibit", "T", ImGuiKey_T,
                  emit(PanelCommand{Panel::kExhibit, !state.exhibit_open()})});
  if (state.session() != nullptr && !exhibit->fixes.empty()) {
    const bool repaired = is_repaired(*exhibit, state.session()->header());
    list.push_back(
        {repaired ? "Exhibit without its repair" : "Exhibit with its repair", "Y", ImGuiKey_Y,
         emit(ScenarioCommand(EngineCommand{false, exhibit->fixes.front(), !repaired, {}}))});
  }
  const Museum& museum = state.museum();
  const auto index = museum.index_of(exhibit->id);
  if (!index) return;
  const size_t count = museum.exhibits().size();
  const auto open = [&](size_t distance) {
    const std::string& id = museum.exhibits()[(*index + distance) % count].id;
    return [id](Commands&) { page::open_exhibit(id); };
  };
  list.push_back({"Next exhibit", "E", ImGuiKey_E, open(1)});
  list.push_back({"Previous exhibit", "Shift+E", ImGuiMod_Shift | ImGuiKey_E, open(count - 1)});
}

void PaletteView::add_share_entries(const AppState& state, std::vector<Entry>& list) {
  using namespace model;
  if (state.session() != nullptr) {
    list.push_back({"Save as a Go test", "", 0,
                    emit(ScenarioCommand(ExportCommand{ExportCommand::What::kGoTest}))});
    list.push_back({"Copy link to this step and view", "L", ImGuiKey_L,
                    emit(ShareCommand(CopyLinkCommand{}))});
  }
  for (const TableKind table : shown_tables(state)) {
    const std::string title = title_of(table);
    const auto add = [&](const std::string& label, bool markdown, bool copy) {
      list.push_back({label, "", 0, emit(ShareCommand(ExportTableCommand{markdown, copy, table}))});
    };
    add("Copy " + title + " as CSV", false, true);
    add("Copy " + title + " as Markdown", true, true);
    add("Save " + title + " as CSV", false, false);
    add("Save " + title + " as Markdown", true, false);
  }
  list.push_back(
      {"Save a picture of this view (PNG)", "", 0, emit(ShareCommand(ExportPictureCommand{}))});
}

void PaletteView::add_query_entries(const AppState& state, std::vector<Entry>& list) {
  using namespace model;
  const auto query = [](auto command) { return emit(QueryViewCommand(std::move(command))); };
  const QueryDesk& desk = state.query_desk();
  if (desk.answer() == nullptr || state.view() != ViewTab::kQuery) return;
  const size_t at = desk.merge_step();
  list.push_back(
      {desk.compares() ? "Query: this engine's answer only" : "Query: compare with fixed", "C",
       ImGuiKey_C, query(QueryCompareCommand{!desk.compares()})});
  list.push_back({"One step on inside the query", ".", ImGuiKey_Period,
                  query(QueryStepCommand{std::min(at + 1, desk.answer()->merge.steps().size())})});
  list.push_back({"One step back inside the query", ",", ImGuiKey_Comma,
                  query(QueryStepCommand{at == 0 ? 0 : at - 1})});
}

void PaletteView::add_search_entries(const AppState& state, std::vector<Entry>& list) {
  using namespace model;
  using What = SearchControlCommand::What;
  list.push_back(
      {"Search for broken invariants", "9", ImGuiKey_9, emit(ViewCommand{ViewTab::kSearch})});
  const auto add = [&](const char* title, What what) {
    list.push_back({title, "", 0, emit(SearchCommand(SearchControlCommand{what}))});
  };
  const SearchDesk& desk = state.search_desk();
  if (desk.busy()) {
    const bool paused = desk.stage() == SearchStage::kPaused;
    add(paused ? "Resume the search" : "Pause the search", paused ? What::kResume : What::kPause);
    add("Stop the search", What::kStop);
    return;
  }
  SearchFormCommand start;
  start.starts = true;
  list.push_back({"Start the search", "", 0, emit(SearchCommand(start))});
  if (desk.outcome() == nullptr || !desk.outcome()->found) return;
  add("Open what the search found", What::kOpen);
  if (!desk.outcome()->repairs.empty()) add("Search on with the bug repaired", What::kOn);
}

std::vector<PaletteView::Entry> PaletteView::entries(const AppState& state) {
  using namespace model;
  std::vector<Entry> list;
  const auto call = [](void (*function)()) { return [function](Commands&) { function(); }; };
  list.push_back({"Open directory…", "O", ImGuiKey_O, call(page::pick_directory)});
  list.push_back({"Open files…", "", 0, call(page::pick_files)});
  list.push_back({"Back to the first page", "", 0, call(page::show_landing)});
  list.push_back({"Show key ranges", "1", ImGuiKey_1, emit(ViewCommand{ViewTab::kKeyRanges})});
  list.push_back({"Show the timeline", "2", ImGuiKey_2, emit(ViewCommand{ViewTab::kTimeline})});
  list.push_back({"Show snapshots", "3", ImGuiKey_3, emit(ViewCommand{ViewTab::kSnapshots})});
  list.push_back(
      {"Show the inside of a merge", "4", ImGuiKey_4, emit(ViewCommand{ViewTab::kMerge})});
  list.push_back({"Explain a query", "7", ImGuiKey_7, emit(ViewCommand{ViewTab::kQuery})});
  list.push_back({"Show a bloom filter", "8", ImGuiKey_8, emit(ViewCommand{ViewTab::kBloom})});
  list.push_back({"Show blocks", "5", ImGuiKey_5, emit(ViewCommand{ViewTab::kBlocks})});
  list.push_back({"Show elements", "6", ImGuiKey_6, emit(ViewCommand{ViewTab::kElements})});
  list.push_back({"Fit everything on the key axis", "", 0, emit(FitCommand{})});
  list.push_back({"Fit the selection on the key axis", "F", 0, emit(FitCommand{true})});
  list.push_back({"Key axis: automatic", "", 0, emit(AxisCommand{})});
  list.push_back({"Key axis: linear", "", 0, emit(AxisCommand{AxisScale::kLinear})});
  list.push_back({"Key axis: rank", "", 0, emit(AxisCommand{AxisScale::kRank})});
  list.push_back({"Key axis: logarithmic", "", 0, emit(AxisCommand{AxisScale::kSymmetricLog})});
  list.push_back({"Clear the selection", "Esc", ImGuiKey_Escape, emit(SelectCommand{})});
  list.push_back({"Check the content of all parts", "V", ImGuiKey_V, emit(VerifyCommand{})});
  list.push_back({"Findings", "", 0, emit(DrawerCommand{DrawerTab::kFindings})});
  list.push_back({"Skipped files", "", 0, emit(DrawerCommand{DrawerTab::kSkipped})});
  list.push_back({"Show or hide the Explorer", "B", ImGuiKey_B,
                  emit(PanelCommand{Panel::kExplorer, !state.explorer_open()})});
  list.push_back({"Show or hide the Inspector", "I", ImGuiKey_I,
                  emit(PanelCommand{Panel::kInspector, !state.inspector_open()})});
  list.push_back({"Show or hide the drawer", "Q", ImGuiKey_Q,
                  emit(PanelCommand{Panel::kDrawer, !state.drawer_open()})});
  add_museum_entries(state, list);
  add_query_entries(state, list);
  add_search_entries(state, list);
  add_scenario_entries(state, list);
  add_share_entries(state, list);
  if (state.loader().busy()) list.push_back({"Stop reading", "", 0, emit(CancelCommand{})});
  if (state.loader().was_cancelled())
    list.push_back({"Go on reading", "", 0, emit(ResumeCommand{})});
  for (const char* theme : {"dark", "light", "system"}) {
    list.push_back({std::string("Appearance: ") + theme, "", 0,
                    [theme](Commands&) { page::set_theme(theme); }});
  }
  for (const int percent : {75, 100, 125, 150, 200}) {
    list.push_back(
        {"Interface scale " + std::to_string(percent) + " %", "", 0,
         [percent](Commands&) { display::set_ui_scale(static_cast<float>(percent) / 100.0f); }});
  }
  list.push_back({"All commands", "Ctrl+Shift+P", ImGuiMod_Shortcut | ImGuiMod_Shift | ImGuiKey_P,
                  emit(OverlayCommand{Overlay::kPalette})});
  list.push_back({"Keys and words", "?", ImGuiKey_F1, emit(OverlayCommand{Overlay::kHelp})});
  return list;
}

void PaletteView::draw(const AppState& state, Commands& commands) {
  const std::vector<Entry> list = entries(state);
  const bool popup_open = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  // The key that has just closed a popup is not for anybody else.
  if (!popup_open && !popup_was_open_ && !ImGui::GetIO().WantTextInput) run_keys(list, commands);
  popup_was_open_ = popup_open;
  if (overlay_serial_ != state.overlay_serial()) {
    overlay_serial_ = state.overlay_serial();
    const bool help = state.overlay() == model::Overlay::kHelp;
    query_[0] = 0;
    chosen_ = 0;
    ImGui::OpenPopup(help ? kHelpId : kPaletteId);
  }
  draw_palette(list, commands);
  draw_help(list);
}

void PaletteView::run_keys(const std::vector<Entry>& entries, Commands& commands) {
  for (const Entry& entry : entries) {
    if (entry.chord != 0 && ImGui::IsKeyChordPressed(entry.chord)) entry.run(commands);
  }
  // Where the question mark is depends on the keyboard; the letter does not.
  for (const ImWchar letter : ImGui::GetIO().InputQueueCharacters) {
    if (letter == '?') commands.emplace_back(model::OverlayCommand{model::Overlay::kHelp});
  }
}

void PaletteView::draw_palette(const std::vector<Entry>& entries, Commands& commands) {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos({viewport.Size.x / 2, 72}, ImGuiCond_Always, {0.5f, 0});
  ImGui::SetNextWindowSize({std::min(560.0f, viewport.Size.x - 32), 0});
  if (!ImGui::BeginPopup(kPaletteId, ImGuiWindowFlags_NoMove)) return;
  close_on_escape();
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  if (ImGui::InputTextWithHint("##query", "What do you want to do?", query_, sizeof query_)) {
    chosen_ = 0;
  }
  std::vector<const Entry*> found;
  for (const Entry& entry : entries) {
    if (matches(entry.title, query_)) found.push_back(&entry);
  }
  const int count = static_cast<int>(found.size());
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) chosen_++;
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) chosen_--;
  chosen_ = std::clamp(chosen_, 0, std::max(0, count - 1));
  const bool enter =
      ImGui::IsKeyPressed(ImGuiKey_Enter) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter);
  const float rows = static_cast<float>(std::clamp(count, 1, 12));
  ImGui::BeginChild("list", {0, rows * (ui::kRowHeight + 4)});
  if (found.empty()) ui::text_dim("No command has these letters.");
  for (int i = 0; i < count; i++) {
    const Entry& entry = *found[static_cast<size_t>(i)];
    ImGui::PushID(i);
    const bool picked = ImGui::Selectable(entry.title.c_str(), i == chosen_);
    if (entry.key[0] != 0) {
      ImGui::SameLine();
      ImGui::PushStyleColor(ImGuiCol_Text, ui::theme().dim);
      ui::right_aligned(entry.key);
      ImGui::PopStyleColor();
    }
    if (i == chosen_ &&
        (ImGui::IsKeyPressed(ImGuiKey_DownArrow) || ImGui::IsKeyPressed(ImGuiKey_UpArrow))) {
      ImGui::SetScrollHereY();
    }
    if (picked || (enter && i == chosen_)) {
      entry.run(commands);
      ImGui::CloseCurrentPopup();
    }
    ImGui::PopID();
  }
  ImGui::EndChild();
  ImGui::EndPopup();
}

void PaletteView::draw_help(const std::vector<Entry>& entries) {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos({viewport.Size.x / 2, viewport.Size.y / 2}, ImGuiCond_Always,
                          {0.5f, 0.5f});
  ImGui::SetNextWindowSize({std::min(880.0f, viewport.Size.x - 32), 0});
  if (!ImGui::BeginPopup(kHelpId, ImGuiWindowFlags_NoMove)) return;
  close_on_escape();
  if (ImGui::BeginTable("help", 2)) {
    ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthStretch, 0.42f);
    ImGui::TableSetupColumn("words", ImGuiTableColumnFlags_WidthStretch, 0.58f);
    ImGui::TableNextColumn();
    ui::section("Keys");
    if (ui::begin_fields("keys", 0.32f)) {
      for (const Entry& entry : entries) {
        if (entry.key[0] != 0) ui::field(entry.key, entry.title);
      }
      ui::field("W S A D", "zoom and pan the key axis");
      ui::field("wheel, drag", "zoom and pan; Shift+drag zooms a box");
      ui::field("arrows", "next row, block or part");
      ui::field("right click", "copy, and show elsewhere");
      ui::end_fields();
    }
    ImGui::TableNextColumn();
    ui::section("Words");
    if (ui::begin_fields("words", 0.24f)) {
      for (const Word& word : kGlossary) ui::field(word.word, word.meaning);
      ui::end_fields();
    }
    ImGui::EndTable();
  }
  ImGui::EndPopup();
}

}  // namespace sidx::views
