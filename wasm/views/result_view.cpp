#include "wasm/views/result_view.h"

#include <algorithm>
#include <set>

#include "core/part/value_text.h"
#include "core/sim/narration.h"
#include "imgui.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using query::QueryRow;

namespace {

constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                   ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV |
                                   ImGuiTableFlags_RowBg;
constexpr size_t kTagColumnsMax = 60;

std::vector<std::string> tag_names(const std::vector<QueryRow>& rows) {
  std::set<std::string> names;
  for (const QueryRow& row : rows) {
    for (const query::RowTag& tag : row.tags) names.insert(tag.name);
  }
  return {names.begin(), names.end()};
}

std::string part_name(const AppState& state, uint32_t wrapper) {
  const sim::PartWrapper* part = state.session()->world().find_live(wrapper);
  if (part == nullptr) return "wrapper " + std::to_string(wrapper);
  return (part->kind == sim::PartKind::kMem ? "mem " : "") + sim::part_text(*part);
}

std::string row_text(const QueryRow& row) {
  std::string text = "series " + std::to_string(row.series_id) + ", key " +
                     std::to_string(row.key) + ", data " + part::data_text(row.data);
  for (const query::RowTag& tag : row.tags) {
    if (tag.value) text += ", " + tag.name + " " + part::value_text(tag.type, *tag.value);
  }
  return text;
}

bool row_selectable(int index) {
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorPos();
  const bool pressed = ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns,
                                         {0, ui::kRowHeight - 4});
  ImGui::SetCursorPos(at);
  ui::right_aligned(std::to_string(index));
  return pressed;
}

void select_wrapper(uint32_t wrapper, std::optional<size_t> block, Commands& commands) {
  model::SelectCommand select;
  select.wrapper = wrapper;
  select.block = block;
  commands.emplace_back(std::move(select));
}

}  // namespace

void ResultView::draw(const AppState& state, Commands& commands) {
  if (state.session() == nullptr) {
    ui::text_dim("Rows of a scenario's queries are listed here. Play a scenario.");
    return;
  }
  const sim::PlayedStep& step = state.session()->step();
  if (step.outcome != sim::Outcome::kOk) {
    ui::text_wrong(step.summary);
    return;
  }
  if (step.rows) {
    draw_rows(state, *step.rows, commands);
  } else if (step.blocks) {
    draw_blocks(state, *step.blocks, commands);
  } else {
    ui::text_dim("This step returns nothing. Steps “query”, “query_run” and “blocks” do.");
  }
}

void ResultView::draw_rows(const AppState& state, const std::vector<QueryRow>& rows,
                           Commands& commands) {
  std::vector<std::string> tags = tag_names(rows);
  ui::text_dim(model::counted(rows.size(), "row"));
  if (rows.empty()) return;
  if (tags.size() > kTagColumnsMax) tags.resize(kTagColumnsMax);
  if (!ImGui::BeginTable("rows", 5 + static_cast<int>(tags.size()), kFlags)) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  ImGui::TableSetupColumn("row", ImGuiTableColumnFlags_WidthFixed, 48);
  ImGui::TableSetupColumn("series", ImGuiTableColumnFlags_WidthFixed, 80);
  ImGui::TableSetupColumn("user key", ImGuiTableColumnFlags_WidthFixed, 130);
  ImGui::TableSetupColumn("data", ImGuiTableColumnFlags_WidthFixed, 130);
  ImGui::TableSetupColumn("part", ImGuiTableColumnFlags_WidthFixed, 80);
  for (const std::string& tag : tags) {
    ImGui::TableSetupColumn(tag.c_str(), ImGuiTableColumnFlags_WidthFixed, 110);
  }
  ImGui::TableHeadersRow();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows.size()), ui::kRowHeight);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; i++) {
      const QueryRow& row = rows[static_cast<size_t>(i)];
      ImGui::PushID(i);
      if (row_selectable(i)) select_wrapper(row.wrapper, row.block, commands);
      ui::copy_menu("copy", row_text(row), "Copy row");
      ImGui::PushFont(ui::fonts().mono);
      ImGui::TableNextColumn();
      ui::right_aligned(std::to_string(row.series_id));
      ImGui::TableNextColumn();
      ui::right_aligned(grouped(row.key));
      ImGui::TableNextColumn();
      ui::cut_text(part::data_text(row.data));
      ImGui::PopFont();
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(part_name(state, row.wrapper).c_str());
      ImGui::PushFont(ui::fonts().mono);
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
      ImGui::PopFont();
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

void ResultView::draw_blocks(const AppState& state, const std::vector<sim::ListedBlock>& blocks,
                             Commands& commands) {
  ui::text_dim(model::counted(blocks.size(), "block"));
  if (!ImGui::BeginTable("blocks", 6, kFlags)) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  ImGui::TableSetupColumn("block", ImGuiTableColumnFlags_WidthFixed, 52);
  ImGui::TableSetupColumn("part", ImGuiTableColumnFlags_WidthFixed, 90);
  ImGui::TableSetupColumn("series", ImGuiTableColumnFlags_WidthFixed, 90);
  ImGui::TableSetupColumn("rows", ImGuiTableColumnFlags_WidthFixed, 90);
  ImGui::TableSetupColumn("min key", ImGuiTableColumnFlags_WidthFixed, 150);
  ImGui::TableSetupColumn("max key", ImGuiTableColumnFlags_WidthFixed, 150);
  ImGui::TableHeadersRow();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(blocks.size()), ui::kRowHeight);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; i++) {
      const sim::ListedBlock& block = blocks[static_cast<size_t>(i)];
      ImGui::PushID(i);
      if (row_selectable(i)) select_wrapper(block.wrapper, {}, commands);
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(part_name(state, block.wrapper).c_str());
      ImGui::PushFont(ui::fonts().mono);
      ImGui::TableNextColumn();
      ui::right_aligned(std::to_string(block.header.series_id));
      ImGui::TableNextColumn();
      ui::right_aligned(grouped(block.header.row_count));
      ImGui::TableNextColumn();
      ui::right_aligned(grouped(block.header.key_min));
      ImGui::TableNextColumn();
      ui::right_aligned(grouped(block.header.key_max));
      ImGui::PopFont();
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

}  // namespace sidx::views
