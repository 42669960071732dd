#include "wasm/views/ledger_table.h"

#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::LedgerRow;
using ui::theme;

namespace {

constexpr size_t kRowsMax = 4000;

/// Whose references the table shows.
std::string scope_of(const AppState& state, const std::vector<LedgerRow>& rows) {
  const model::Selection& selection = state.selection();
  if (selection.wrapper || selection.snapshot) {
    return rows.empty() ? "of the selection" : "of " + rows.front().what;
  }
  if (!selection.holder.empty()) return "held by " + selection.holder;
  return "of everything, up to this step";
}

std::string change_word(const LedgerRow& row) {
  if (row.delta == 0) return "refused";
  return row.delta > 0 ? "+1 takes" : "−1 gives back";
}

}  // namespace

void LedgerTable::refresh(const AppState& state) {
  if (session_serial_ == state.session()->serial() &&
      selection_serial_ == state.selection_serial()) {
    return;
  }
  session_serial_ = state.session()->serial();
  selection_serial_ = state.selection_serial();
  rows_ = model::ledger_rows(*state.session(), state.selection(), kRowsMax);
  scroll_to_end_ = true;
}

void LedgerTable::draw(const AppState& state, Commands& commands) {
  if (state.session() == nullptr) {
    ui::text_dim("The ledger lists references taken and given back in a scenario. Play one.");
    return;
  }
  refresh(state);
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::TextUnformatted("References");
  ImGui::PopFont();
  ImGui::SameLine();
  ui::text_dim(scope_of(state, rows_));
  const model::Selection& selection = state.selection();
  if (selection.wrapper || selection.snapshot || !selection.holder.empty()) {
    ImGui::SameLine();
    if (ImGui::SmallButton("Show all")) commands.emplace_back(model::SelectCommand{});
  }
  if (rows_.empty()) {
    ui::text_dim("Nobody has taken a reference yet.");
    return;
  }
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                                     ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;
  if (!ImGui::BeginTable("ledger", 6, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("step", ImGuiTableColumnFlags_WidthFixed, 44);
  ImGui::TableSetupColumn("of", ImGuiTableColumnFlags_WidthStretch, 0.23f);
  ImGui::TableSetupColumn("holder", ImGuiTableColumnFlags_WidthStretch, 0.23f);
  ImGui::TableSetupColumn("does", ImGuiTableColumnFlags_WidthFixed, 92);
  ImGui::TableSetupColumn("count", ImGuiTableColumnFlags_WidthFixed, 48);
  ImGui::TableSetupColumn("why", ImGuiTableColumnFlags_WidthStretch, 0.44f);
  ImGui::TableHeadersRow();
  ui::clipped_rows(rows_.size(), [&](size_t row) { draw_row(state, rows_[row], row, commands); });
  if (scroll_to_end_) {
    ImGui::SetScrollHereY(1.0f);
    scroll_to_end_ = false;
  }
  ImGui::EndTable();
}

void LedgerTable::draw_row(const AppState& state, const LedgerRow& row, size_t index,
                           Commands& commands) const {
  const bool now = row.step == state.session()->position();
  // A count below zero was never a reference.
  const bool wrong = row.count < 0;
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  if (now) ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, theme().selected);
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorPos();
  if (ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns,
                        {0, ui::kRowHeight - 4})) {
    model::GoCommand go;
    go.step = row.step;
    commands.emplace_back(model::ScenarioCommand(go));
    model::SelectCommand select;
    (row.is_part ? select.wrapper : select.snapshot) = row.number;
    commands.emplace_back(std::move(select));
  }
  ui::copy_menu("copy",
                "step " + std::to_string(row.step) + ": " + row.holder + " " + change_word(row) +
                    " a reference of " + row.what + ", count " + std::to_string(row.count) + ": " +
                    row.reason,
                "Copy line");
  ImGui::SetCursorPos(at);
  ui::right_aligned(std::to_string(row.step));
  ImGui::TableNextColumn();
  const bool again =
      index > 0 && rows_[index - 1].what == row.what && rows_[index - 1].step == row.step;
  if (again) ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
  ui::cut_text(row.what);
  if (again) ImGui::PopStyleColor();
  ImGui::TableNextColumn();
  ui::cut_text(row.holder);
  ImGui::TableNextColumn();
  if (row.delta == 0) {
    ui::text_wrong(change_word(row));
  } else {
    ImGui::TextUnformatted(change_word(row).c_str());
  }
  ImGui::TableNextColumn();
  if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, theme().wrong);
  ui::right_aligned(std::to_string(row.count));
  if (wrong) ImGui::PopStyleColor();
  ImGui::TableNextColumn();
  ui::cut_text(row.reason);
}

}  // namespace sidx::views
