#include "wasm/views/block_table_view.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::BlockSummary;
using model::grouped;
using model::OpenPart;

namespace {

struct ColumnText {
  const char* title;
  const char* help;
  float width;
};
constexpr std::array<ColumnText, model::kBlockColumnCount> kColumns{{
    {"part", "the part the block lies in", 56},
    {"block", "place of the block in the part", 64},
    {"series ID", "hash that names the series; a block holds rows of one series", 196},
    {"min key", "smallest user key of the block", 196},
    {"max key", "largest user key of the block", 196},
    {"rows", "elements in the block", 72},
    {"raw bytes", "8 bytes a row, its data, and name and value of each tag it has", 92},
    {"stored bytes", "bytes in data.bin and keys.bin; tags are in files of their own", 104},
    {"keys", "how the user keys are encoded", 116},
    {"tags", "number of tag columns", 48},
    {"primary", "the primary block that holds the record", 64},
}};

std::string cell_text(const OpenPart& part, size_t index, int column) {
  const BlockSummary& block = part.blocks[index];
  switch (column) {
    case model::kPartColumn:
      return part.short_name;
    case model::kBlockColumn:
      return (part.is_broken(index) ? "! " : "") + grouped(static_cast<uint64_t>(index));
    case model::kSeriesColumn:
      return grouped(block.series_id);
    case model::kKeyMinColumn:
      return grouped(block.key_min);
    case model::kKeyMaxColumn:
      return grouped(block.key_max);
    case model::kRowsColumn:
      return grouped(block.row_count);
    case model::kRawColumn:
      return grouped(block.uncompressed_size);
    case model::kStoredColumn:
      return grouped(block.stored_size);
    case model::kEncodingColumn:
      return model::keys_encoding_text(block.keys_encoding);
    case model::kTagsColumn:
      return std::to_string(block.tag_count);
    case model::kPrimaryColumn:
      return std::to_string(block.primary_block);
    default:
      return {};
  }
}

std::string block_json(const OpenPart& part, size_t index) {
  const BlockSummary& block = part.blocks[index];
  const nlohmann::ordered_json json{{"part", part.name},
                                    {"block", index},
                                    {"series", std::to_string(block.series_id)},
                                    {"min_key", std::to_string(block.key_min)},
                                    {"max_key", std::to_string(block.key_max)},
                                    {"count", block.row_count},
                                    {"uncompressed_size", block.uncompressed_size}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

void BlockTableView::draw(const AppState& state, Commands& commands) {
  rebuild_if_needed(state);
  draw_header_line(state, commands);
  if (rows_.empty()) {
    const OpenPart* part = state.selected_part();
    if (part != nullptr && !part->index_errors.empty()) {
      ui::empty_state("The blocks of this part cannot be read",
                      to_string(part->index_errors.front()).c_str());
    } else {
      ui::empty_state("No blocks yet", state.loader().busy()
                                           ? "The blocks of this part are being read."
                                           : "This selection has no blocks.");
    }
    return;
  }
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
      ImGuiTableFlags_Sortable | ImGuiTableFlags_SortTristate | ImGuiTableFlags_Hideable |
      ImGuiTableFlags_Reorderable | ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;
  // Another upload or part is another table: widths fit its numbers.
  const std::string id = "blocks " + std::to_string(document_serial_) + " " +
                         (scope_ ? std::to_string(*scope_) : "all");
  if (!ImGui::BeginTable(id.c_str(), model::kBlockColumnCount, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (int i = 0; i < model::kBlockColumnCount; i++) {
    ImGuiTableColumnFlags flags = ImGuiTableColumnFlags_WidthFixed;
    if (i == model::kPartColumn && scope_) flags |= ImGuiTableColumnFlags_DefaultHide;
    ImGui::TableSetupColumn(kColumns[static_cast<size_t>(i)].title, flags, column_width(state, i));
  }
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (int i = 0; i < model::kBlockColumnCount; i++) {
    if (!ImGui::TableSetColumnIndex(i)) continue;
    ImGui::TableHeader(kColumns[static_cast<size_t>(i)].title);
    ImGui::SetItemTooltip("%s", kColumns[static_cast<size_t>(i)].help);
  }
  ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
  if (specs != nullptr && specs->SpecsDirty) {
    model::SortCommand sort;
    if (specs->SpecsCount > 0) {
      sort.column = specs->Specs[0].ColumnIndex;
      sort.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
    }
    if (sort.column != sort_.column || sort.descending != sort_.descending) {
      commands.emplace_back(sort);
    }
    specs->SpecsDirty = false;
  }
  move_selection(state, commands);
  scroll_to_selection(state);
  ui::clipped_rows(rows_.size(), [&](size_t row) { draw_row(state, rows_[row], commands); });
  ImGui::EndTable();
}

float BlockTableView::column_width(const AppState& state, int column) const {
  const ColumnText& text = kColumns[static_cast<size_t>(column)];
  if (column != model::kSeriesColumn && column != model::kKeyMinColumn &&
      column != model::kKeyMaxColumn)
    return text.width;
  constexpr size_t kRowsLookedAt = 200;
  const size_t step = std::max<size_t>(1, rows_.size() / kRowsLookedAt);
  float width = ImGui::CalcTextSize(text.title).x + ui::kGap3;
  ImGui::PushFont(ui::fonts().mono);
  for (size_t i = 0; i < rows_.size(); i += step) {
    const std::string cell =
        cell_text(state.document().parts[rows_[i].part], rows_[i].block, column);
    width = std::max(width, ImGui::CalcTextSize(cell.c_str()).x + ui::kGap1);
  }
  ImGui::PopFont();
  return std::min(width, text.width);
}

void BlockTableView::rebuild_if_needed(const AppState& state) {
  const std::vector<OpenPart>& parts = state.document().parts;
  const std::optional<size_t> scope = state.selection().part;
  size_t known = 0;
  for (const OpenPart& part : parts) known += part.has_blocks() ? part.blocks.size() + 1 : 0;
  const model::TableSort& sort = state.block_sort();
  if (document_serial_ == state.document_serial() && known == known_ && scope == scope_ &&
      sort.column == sort_.column && sort.descending == sort_.descending) {
    return;
  }
  document_serial_ = state.document_serial();
  known_ = known;
  scope_ = scope;
  sort_ = sort;
  rows_ = model::block_rows(state);
}

void BlockTableView::draw_header_line(const AppState& state, Commands& commands) {
  const std::string count = model::counted(rows_.size(), "block");
  ImGui::AlignTextToFramePadding();
  if (!scope_) {
    ui::text_dim(count + " of " + model::counted(state.document().parts.size(), "part"));
    return;
  }
  const OpenPart& part = state.document().parts[*scope_];
  ui::text_dim(count + " of " + model::part_title(part) + ", " +
               model::counted(part.row_count(), "row"));
  if (state.document().parts.size() > 1) {
    ImGui::SameLine();
    if (ImGui::SmallButton("Show all parts")) commands.emplace_back(model::SelectCommand{});
  }
}

void BlockTableView::draw_row_menu(const AppState& state, RowRef row, Commands& commands) {
  if (!ImGui::BeginPopupContextItem("row menu")) return;
  const OpenPart& part = state.document().parts[row.part];
  const model::SelectCommand select{{}, row.part, row.block, {}, {}};
  ImGui::PushFont(ui::fonts().ui);
  if (ImGui::MenuItem("Copy as JSON")) {
    ImGui::SetClipboardText(block_json(part, row.block).c_str());
  }
  if (ImGui::MenuItem("Copy series ID")) {
    ImGui::SetClipboardText(std::to_string(part.blocks[row.block].series_id).c_str());
  }
  if (state.session() != nullptr && ImGui::MenuItem("Copy link to here")) {
    commands.emplace_back(select);
    commands.emplace_back(model::ShareCommand(model::CopyLinkCommand{}));
  }
  if (ImGui::MenuItem("Show elements")) {
    commands.emplace_back(select);
    commands.emplace_back(model::ViewCommand{model::ViewTab::kElements});
  }
  if (ImGui::MenuItem("Show on the key axis")) {
    commands.emplace_back(select);
    commands.emplace_back(model::ViewCommand{model::ViewTab::kKeyRanges});
    commands.emplace_back(model::FitCommand{true});
  }
  ImGui::PopFont();
  ImGui::EndPopup();
}

void BlockTableView::draw_row(const AppState& state, RowRef row, Commands& commands) {
  const OpenPart& part = state.document().parts[row.part];
  const model::Selection& selection = state.selection();
  const bool selected = selection.part == row.part && selection.block == row.block;
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  bool has_selectable = false;
  ImGui::PushFont(ui::fonts().mono);
  for (int column = 0; column < model::kBlockColumnCount; column++) {
    if (!ImGui::TableSetColumnIndex(column)) continue;
    if (!has_selectable) {
      has_selectable = true;
      const ImVec2 at = ImGui::GetCursorPos();
      if (ImGui::Selectable(
              "##select", selected,
              ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowDoubleClick,
              {0, ui::kRowHeight - 4})) {
        commands.emplace_back(model::SelectCommand{{}, row.part, row.block, {}, {}});
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
          commands.emplace_back(model::ViewCommand{model::ViewTab::kElements});
        }
      }
      draw_row_menu(state, row, commands);
      ImGui::SetCursorPos(at);
    }
    const std::string text = cell_text(part, row.block, column);
    if (column == model::kEncodingColumn) {
      ImGui::TextUnformatted(text.c_str());
    } else {
      ui::right_aligned(text);
    }
  }
  ImGui::PopFont();
}

std::optional<size_t> BlockTableView::row_of_selection(const AppState& state) const {
  const model::Selection& selection = state.selection();
  if (!selection.block) return std::nullopt;
  const auto at = std::find_if(rows_.begin(), rows_.end(), [&](RowRef row) {
    return row.part == *selection.part && row.block == *selection.block;
  });
  if (at == rows_.end()) return std::nullopt;
  return static_cast<size_t>(at - rows_.begin());
}

void BlockTableView::move_selection(const AppState& state, Commands& commands) {
  if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput) return;
  const int step = ImGui::IsKeyPressed(ImGuiKey_DownArrow)  ? 1
                   : ImGui::IsKeyPressed(ImGuiKey_UpArrow)  ? -1
                   : ImGui::IsKeyPressed(ImGuiKey_PageDown) ? 20
                   : ImGui::IsKeyPressed(ImGuiKey_PageUp)   ? -20
                                                            : 0;
  if (ImGui::IsKeyPressed(ImGuiKey_Enter) && state.selection().block) {
    commands.emplace_back(model::ViewCommand{model::ViewTab::kElements});
  }
  if (step == 0) return;
  const auto current = row_of_selection(state);
  const auto last = static_cast<ptrdiff_t>(rows_.size()) - 1;
  const ptrdiff_t next =
      current ? std::clamp<ptrdiff_t>(static_cast<ptrdiff_t>(*current) + step, 0, last) : 0;
  const RowRef row = rows_[static_cast<size_t>(next)];
  commands.emplace_back(model::SelectCommand{{}, row.part, row.block, {}, {}});
}

void BlockTableView::scroll_to_selection(const AppState& state) {
  if (selection_serial_ == state.selection_serial()) return;
  selection_serial_ = state.selection_serial();
  const auto row = row_of_selection(state);
  if (!row) return;
  const float top = static_cast<float>(*row) * ui::kRowHeight;
  const float room = ImGui::GetWindowHeight() - 3 * ui::kRowHeight;
  if (top < ImGui::GetScrollY() || top > ImGui::GetScrollY() + room) {
    ImGui::SetScrollY(top - room / 2);
  }
}

}  // namespace sidx::views
