#include "wasm/views/museum_view.h"

#include <algorithm>
#include <array>
#include <cfloat>

#include "imgui.h"
#include "wasm/platform/page.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/exhibit_panel.h"

namespace sidx::views {

using model::AppState;
using model::ArrayComparison;
using model::counted;
using model::Exhibit;
using ui::theme;

namespace {

constexpr float kCardMin = 250.0f;
constexpr float kCardHeight = 150.0f;

/// Draws a text over as many lines as it needs, as far as they fit into the box; their height.
float wrapped(ImDrawList& list, const ImFont& font, const ui::Box& box, const std::string& text) {
  const ImVec4 clip{box.min.x, box.min.y, box.max.x, box.max.y};
  list.AddText(&font, font.FontSize, box.min, theme().text, text.c_str(), nullptr, box.width(),
               &clip);
  return font.CalcTextSizeA(font.FontSize, FLT_MAX, box.width(), text.c_str()).y;
}

/// Title, sentence and who repaired it; true when it was chosen.
bool card(const Exhibit& exhibit, float width, bool is_open) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool chosen = ImGui::InvisibleButton("card", {width, kCardHeight});
  const bool hovered = ImGui::IsItemHovered();
  const bool focused = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible;
  const ui::Box box{at, {at.x + width, at.y + kCardHeight}};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(box.min, box.max, hovered ? theme().hovered : theme().raised, ui::kRadius);
  list.AddRect(box.min, box.max, is_open || focused ? theme().accent : theme().line, ui::kRadius);
  const ui::Box inner = box.shrunk(ui::kGap3, ui::kGap2);
  const ui::Box bottom = inner.rows(inner.max.y - 18, inner.max.y);
  const float id_width = ui::text_width(*ui::fonts().small, exhibit.id);
  const float title_height =
      wrapped(list, *ui::fonts().ui_strong, inner.rows(inner.min.y, bottom.min.y), exhibit.title);
  wrapped(list, *ui::fonts().ui, inner.rows(inner.min.y + title_height + 2, bottom.min.y - 2),
          exhibit.sentence);
  ui::text_in(list, *ui::fonts().small,
              bottom.columns(inner.min.x, inner.max.x - id_width - ui::kGap2), theme().dim,
              exhibit.repaired_by);
  ui::text_in(list, *ui::fonts().small, bottom, theme().dim, exhibit.id, ui::Align::kRight);
  ImGui::SetItemTooltip("%s\nWatch for: %s", exhibit.title.c_str(), exhibit.watch_for.c_str());
  return chosen;
}

void draw_arrays_row(const ArrayComparison::Row& row) {
  const part::ArrayRow& read = row.read;
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  const auto cell = [](const std::string& text, bool wrong) {
    ImGui::TableNextColumn();
    if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, theme().wrong);
    ui::cut_text(text, true);
    if (wrong) ImGui::PopStyleColor();
  };
  cell(std::to_string(read.series_id), false);
  cell(std::to_string(read.key), false);
  cell(model::array_text(read.stored), false);
  cell((read.changes() ? "× " : "") + model::array_text(read.in_place), read.changes());
  const bool differs = !row.merged || *row.merged != read.stored;
  cell(row.merged ? (differs ? "× " : "") + model::array_text(*row.merged) : "no such row",
       differs);
}

void draw_arrays(const AppState& state) {
  const ArrayComparison* arrays = state.array_comparison();
  if (arrays == nullptr) return ui::text_dim("Reading both parts.");
  if (!arrays->problem.empty()) return ui::text_wrong(arrays->problem);
  const Exhibit& exhibit = *state.exhibit();
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted((std::to_string(arrays->changed) + " of " +
                          counted(arrays->rows.size(), "array") +
                          " are read differently than they were written (×). The merge stored " +
                          std::to_string(arrays->as_read) + " of them exactly as they are read.")
                             .c_str());
  ImGui::PopTextWrapPos();
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                     ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV;
  if (!ImGui::BeginTable("arrays", 5, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("series", ImGuiTableColumnFlags_WidthFixed, 44);
  ImGui::TableSetupColumn("key", ImGuiTableColumnFlags_WidthFixed, 44);
  ImGui::TableSetupColumn((exhibit.tag + " as written").c_str());
  ImGui::TableSetupColumn((exhibit.tag + " as read").c_str());
  ImGui::TableSetupColumn((exhibit.tag + " as merged").c_str());
  ImGui::TableHeadersRow();
  ui::clipped_rows(arrays->rows.size(), [&](size_t i) { draw_arrays_row(arrays->rows[i]); });
  ImGui::EndTable();
}

}  // namespace

void MuseumView::draw(const AppState& state, Commands& commands) {
  want_museum(state);
  if (generation_ != state.generation()) shows_list_ = false;
  generation_ = state.generation();
  if (state.exhibit() != nullptr && state.exhibit()->shows_parts()) {
    constexpr std::array<const char*, 2> kLabels{"Arrays", "All exhibits"};
    int current = shows_list_ ? 1 : 0;
    if (ui::segmented("what", kLabels.data(), 2, current)) shows_list_ = current == 1;
    if (!shows_list_) return draw_arrays(state);
  }
  if (state.exhibit() != nullptr && !state.exhibit_open()) {
    const std::string label = "Show the text of " + state.exhibit()->id;
    if (ImGui::Button(label.c_str())) {
      commands.emplace_back(model::PanelCommand{model::Panel::kExhibit, true});
    }
    ImGui::SameLine(0, ui::kGap3);
  }
  draw_filter(state, commands);
  draw_cards(state);
}

void MuseumView::draw_filter(const AppState& state, Commands& commands) {
  if (!filter_has_focus_) filter_ = state.museum().filter();
  ImGui::SetNextItemWidth(std::min(360.0f, ImGui::GetContentRegionAvail().x));
  if (ui::input_text("##filter", filter_, "Look for words: lost, restart, #801, sync …")) {
    commands.emplace_back(model::MuseumCommand(model::MuseumFilterCommand{filter_}));
  }
  filter_has_focus_ = ImGui::IsItemActive();
  ImGui::SameLine(0, ui::kGap3);
  ImGui::AlignTextToFramePadding();
  const size_t all = state.museum().exhibits().size();
  ui::text_dim(std::to_string(state.museum().found().size()) + " of " + counted(all, "exhibit"));
}

void MuseumView::draw_cards(const AppState& state) {
  const model::Museum& museum = state.museum();
  if (!museum.failure().empty()) {
    ui::text_wrong(museum.failure());
    if (ImGui::Button("Try again")) page::load_museum();
    return;
  }
  if (!museum.loaded()) return ui::text_dim("The list of exhibits is on its way.");
  const std::vector<size_t> found = museum.found();
  if (found.empty()) {
    return ui::empty_state(
        "No exhibit has these words",
        "Each word may stand anywhere in the texts of an exhibit. Take one away.");
  }
  ImGui::BeginChild("cards");
  const float room = ImGui::GetContentRegionAvail().x;
  const int columns = std::max(1, static_cast<int>((room + ui::kGap3) / (kCardMin + ui::kGap3)));
  const float width =
      (room - static_cast<float>(columns - 1) * ui::kGap3) / static_cast<float>(columns);
  std::string group;
  int column = 0;
  for (const size_t index : found) {
    const Exhibit& exhibit = museum.exhibits()[index];
    if (exhibit.group != group) {
      group = exhibit.group;
      column = 0;
      ui::section(group.c_str());
    }
    if (column > 0) ImGui::SameLine(0, ui::kGap3);
    column = (column + 1) % columns;
    ImGui::PushID(exhibit.id.c_str());
    const bool is_open = state.exhibit() != nullptr && state.exhibit()->id == exhibit.id;
    if (card(exhibit, width, is_open)) page::open_exhibit(exhibit.id);
    ImGui::PopID();
    if (column == 0) ImGui::Dummy({0, ui::kGap1});
  }
  ImGui::EndChild();
}

}  // namespace sidx::views
