#include "wasm/views/result_view.h"

#include <algorithm>
#include <set>

#include "core/part/value_text.h"
#include "core/sim/narration.h"
#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
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

bool row_selectable(const std::string& number) {
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorPos();
  const bool pressed = ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns,
                                         {0, ui::kRowHeight - 4});
  ImGui::SetCursorPos(at);
  ui::right_aligned(number);
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
    refresh(state);
    draw_verdict(state);
    draw_rows(state, *step.rows, commands);
  } else if (step.blocks) {
    draw_blocks(state, *step.blocks, commands);
  } else {
    ui::text_dim("This step returns nothing. Steps “query”, “query_run” and “blocks” do.");
  }
}

void ResultView::refresh(const AppState& state) {
  const model::Session& session = *state.session();
  if (session_serial_ == session.serial()) return;
  session_serial_ = session.serial();
  const sim::PlayedStep* before = session.step_before();
  difference_ = before == nullptr ? std::nullopt : model::query_difference(*before, session.step());
}

void ResultView::draw_verdict(const AppState& state) const {
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(state.session()->step().summary.c_str());
  if (!difference_ || difference_->empty()) {
    if (difference_ && !state.session()->header().fixed) {
      ui::text_dim("The repaired engine returns the same rows.");
    }
    ImGui::PopTextWrapPos();
    return;
  }
  std::string verdict =
      "The repaired engine returns " + model::counted(difference_->repaired_count, "row") + ": ";
  const size_t missing = difference_->missing.size();
  const size_t surplus = difference_->surplus.size();
  if (missing > 0) verdict += model::counted(missing, "row") + " missing here, listed first";
  if (missing > 0 && surplus > 0) verdict += "; ";
  if (surplus > 0) verdict += model::counted(surplus, "row") + " too many here";
  ui::text_wrong(verdict + ".");
  ImGui::PopTextWrapPos();
}

void ResultView::draw_rows(const AppState& state, const std::vector<QueryRow>& rows,
                           Commands& commands) const {
  const std::vector<QueryRow> none;
  const std::vector<QueryRow>& missing = difference_ ? difference_->missing : none;
  const std::vector<QueryRow>& named = rows.empty() ? missing : rows;
  std::vector<std::string> tags = tag_names(named);
  if (rows.empty() && missing.empty()) return;
  if (tags.size() > kTagColumnsMax) tags.resize(kTagColumnsMax);
  if (!ImGui::BeginTable("rows", 5 + static_cast<int>(tags.size()), kFlags)) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  ImGui::TableSetupColumn("row", ImGuiTableColumnFlags_WidthFixed, 60);
  ImGui::TableSetupColumn("series", ImGuiTableColumnFlags_WidthFixed, 80);
  ImGui::TableSetupColumn("user key", ImGuiTableColumnFlags_WidthFixed, 130);
  ImGui::TableSetupColumn("data", ImGuiTableColumnFlags_WidthFixed, 130);
  ImGui::TableSetupColumn("part", ImGuiTableColumnFlags_WidthFixed, 80);
  for (const std::string& tag : tags) {
    ImGui::TableSetupColumn(tag.c_str(), ImGuiTableColumnFlags_WidthFixed, 110);
  }
  ImGui::TableHeadersRow();
  ui::clipped_rows(missing.size() + rows.size(), [&](size_t index) {
    const bool is_missing = index < missing.size();
    const QueryRow& row = is_missing ? missing[index] : rows[index - missing.size()];
    if (is_missing) ImGui::PushStyleColor(ImGuiCol_Text, ui::theme().wrong);
    const std::string number = is_missing ? "missing" : std::to_string(index - missing.size());
    if (row_selectable(number)) select_wrapper(row.wrapper, row.block, commands);
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
    if (is_missing) ImGui::PopStyleColor();
  });
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
  ui::clipped_rows(blocks.size(), [&](size_t index) {
    const sim::ListedBlock& block = blocks[index];
    if (row_selectable(std::to_string(index))) select_wrapper(block.wrapper, {}, commands);
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
  });
  ImGui::EndTable();
}

}  // namespace sidx::views
