#include "wasm/views/result_view.h"

#include "core/sim/narration.h"
#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/row_table.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using query::QueryRow;

namespace {

constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                   ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV |
                                   ImGuiTableFlags_RowBg;
std::string part_name(const AppState& state, uint32_t wrapper) {
  const sim::PartWrapper* part = state.session()->world().find_live(wrapper);
  if (part == nullptr) return "wrapper " + std::to_string(wrapper);
  return (part->kind == sim::PartKind::kMem ? "mem " : "") + sim::part_text(*part);
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
      ui::text_dim("On this state, a repaired query returns the same rows.");
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
  std::vector<ShownRow> shown;
  if (difference_) {
    for (const QueryRow& row : difference_->missing) shown.push_back({&row, 0, "missing"});
  }
  for (size_t i = 0; i < rows.size(); i++) shown.push_back({&rows[i], i, nullptr});
  const auto clicked =
      row_table("rows", shown, [&](const QueryRow& row) { return part_name(state, row.wrapper); });
  if (clicked) select_wrapper(shown[*clicked].row->wrapper, shown[*clicked].row->block, commands);
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
