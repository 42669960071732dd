#include "wasm/views/row_table.h"

#include <algorithm>
#include <set>

#include "core/part/value_text.h"
#include "imgui.h"
#include "wasm/model/key_axis.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using query::QueryRow;

namespace {

constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                   ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV |
                                   ImGuiTableFlags_RowBg;
constexpr size_t kTagColumnsMax = 60;

std::vector<std::string> tag_names(const std::vector<ShownRow>& rows) {
  std::set<std::string> names;
  for (const ShownRow& shown : rows) {
    for (const query::RowTag& tag : shown.row->tags) names.insert(tag.name);
    if (names.size() > kTagColumnsMax) break;
  }
  std::vector<std::string> list(names.begin(), names.end());
  if (list.size() > kTagColumnsMax) list.resize(kTagColumnsMax);
  return list;
}

std::string row_text(const QueryRow& row) {
  std::string text = "series " + std::to_string(row.series_id) + ", key " +
                     std::to_string(row.key) + ", data " + part::data_text(row.data);
  for (const query::RowTag& tag : row.tags) {
    if (tag.value) text += ", " + tag.name + " " + part::value_text(tag.type, *tag.value);
  }
  return text;
}

void tag_cells(const QueryRow& row, const std::vector<std::string>& tags) {
  for (const std::string& name : tags) {
    ImGui::TableNextColumn();
    const auto tag = std::find_if(row.tags.begin(), row.tags.end(),
                                  [&](const query::RowTag& item) { return item.name == name; });
    if (tag == row.tags.end()) continue;
    if (!tag->value) {
      ui::text_dim("nil");
    } else {
      ui::cut_text(part::value_text(tag->type, *tag->value));
    }
  }
}

}  // namespace

bool row_selectable(const std::string& number, float height) {
  ImGui::TableNextRow(ImGuiTableRowFlags_None, height);
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorPos();
  const bool pressed =
      ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, height - 4});
  ImGui::SetCursorPos(at);
  ui::right_aligned(number);
  return pressed;
}

std::optional<size_t> row_table(const char* id, const std::vector<ShownRow>& rows,
                                const std::function<std::string(const QueryRow&)>& part_of) {
  std::optional<size_t> clicked;
  if (rows.empty()) return clicked;
  const std::vector<std::string> tags = tag_names(rows);
  if (!ImGui::BeginTable(id, 5 + static_cast<int>(tags.size()), kFlags)) return clicked;
  ImGui::TableSetupScrollFreeze(1, 1);
  const auto column = [](const char* name, float width) {
    ImGui::TableSetupColumn(name, ImGuiTableColumnFlags_WidthFixed, width);
  };
  column("row", 76);
  column("series", 80);
  column("user key", 130);
  column("data", 130);
  column("part", 80);
  for (const std::string& tag : tags) column(tag.c_str(), 110);
  ImGui::TableHeadersRow();
  ui::clipped_rows(rows.size(), [&](size_t index) {
    const ShownRow& shown = rows[index];
    const QueryRow& row = *shown.row;
    if (shown.word != nullptr) ImGui::PushStyleColor(ImGuiCol_Text, ui::theme().wrong);
    if (row_selectable(shown.word != nullptr ? shown.word : std::to_string(shown.number))) {
      clicked = index;
    }
    ui::copy_menu("copy", row_text(row), "Copy row");
    ImGui::PushFont(ui::fonts().mono);
    ImGui::TableNextColumn();
    ui::right_aligned(std::to_string(row.series_id));
    ImGui::TableNextColumn();
    ui::right_aligned(model::grouped(row.key));
    ImGui::TableNextColumn();
    ui::cut_text(part::data_text(row.data));
    ImGui::PopFont();
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(part_of(row).c_str());
    ImGui::PushFont(ui::fonts().mono);
    tag_cells(row, tags);
    ImGui::PopFont();
    if (shown.word != nullptr) ImGui::PopStyleColor();
  });
  ImGui::EndTable();
  return clicked;
}

}  // namespace sidx::views
