#include "wasm/views/block_table_view.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/encoding/int64_list.h"
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

/// Columns of the table, by the number that SortCommand uses.
enum Column : int {
  kPart,
  kBlock,
  kSeries,
  kKeyMin,
  kKeyMax,
  kRows,
  kRaw,
  kStored,
  kEncoding,
  kTags,
  kPrimary,
  kColumnCount,
};

struct ColumnText {
  const char* title;
  const char* help;
  float width;
};
constexpr std::array<ColumnText, kColumnCount> kColumns{{
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

bool less_in_column(int column, const BlockSummary& a, const BlockSummary& b) {
  switch (column) {
    case kSeries:
      return a.series_id < b.series_id;
    case kKeyMin:
      return a.key_min < b.key_min;
    case kKeyMax:
      return a.key_max < b.key_max;
    case kRows:
      return a.row_count < b.row_count;
    case kRaw:
      return a.uncompressed_size < b.uncompressed_size;
    case kStored:
      return a.stored_size < b.stored_size;
    case kEncoding:
      return a.keys_encoding < b.keys_encoding;
    case kTags:
      return a.tag_count < b.tag_count;
    default:
      return false;  // file order
  }
}

std::string encoding_text(uint8_t code) {
  const auto type = static_cast<encoding::Int64ListType>(code);
  return std::string(encoding::name_of(type));
}

std::string cell_text(const OpenPart& part, size_t index, int column) {
  const BlockSummary& block = part.blocks[index];
  switch (column) {
    case kPart:
      return part.short_name;
    case kBlock:
      return (part.is_broken(index) ? "! " : "") + grouped(static_cast<uint64_t>(index));
    case kSeries:
      return grouped(block.series_id);
    case kKeyMin:
      return grouped(block.key_min);
    case kKeyMax:
      return grouped(block.key_max);
    case kRows:
      return grouped(block.row_count);
    case kRaw:
      return grouped(block.uncompressed_size);
    case kStored:
      return grouped(block.stored_size);
    case kEncoding:
      return encoding_text(block.keys_encoding);
    case kTags:
      return std::to_string(block.tag_count);
    case kPrimary:
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
  if (!ImGui::BeginTable(id.c_str(), kColumnCount, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (int i = 0; i < kColumnCount; i++) {
    ImGuiTableColumnFlags flags = ImGuiTableColumnFlags_WidthFixed;
    if (i == kPart && scope_) flags |= ImGuiTableColumnFlags_DefaultHide;
    ImGui::TableSetupColumn(kColumns[static_cast<size_t>(i)].title, flags, column_width(state, i));
  }
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (int i = 0; i < kColumnCount; i++) {
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
  if (column != kSeries && column != kKeyMin && column != kKeyMax) return text.width;
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
  rows_.clear();
  for (size_t p = 0; p < parts.size(); p++) {
    if ((scope && *scope != p) || !parts[p].has_blocks()) continue;
    for (size_t b = 0; b < parts[p].blocks.size(); b++) {
      rows_.push_back({static_cast<uint32_t>(p), static_cast<uint32_t>(b)});
    }
  }
  if (sort.column >= kSeries && sort.column <= kTags) {
    const auto less = [&](RowRef a, RowRef b) {
      return less_in_column(sort.column, parts[a.part].blocks[a.block],
                            parts[b.part].blocks[b.block]);
    };
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&](RowRef a, RowRef b) { return sort.descending ? less(b, a) : less(a, b); });
  } else if (sort.column >= 0 && sort.descending) {
    std::reverse(rows_.begin(), rows_.end());
  }
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

void BlockTableView::draw_row_menu(const OpenPart& part, RowRef row, Commands& commands) {
  if (!ImGui::BeginPopupContextItem("row menu")) return;
  const model::SelectCommand select{{}, row.part, row.block, {}, {}};
  ImGui::PushFont(ui::fonts().ui);
  if (ImGui::MenuItem("Copy as JSON")) {
    ImGui::SetClipboardText(block_json(part, row.block).c_str());
  }
  if (ImGui::MenuItem("Copy series ID")) {
    ImGui::SetClipboardText(std::to_string(part.blocks[row.block].series_id).c_str());
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
  for (int column = 0; column < kColumnCount; column++) {
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
      draw_row_menu(part, row, commands);
      ImGui::SetCursorPos(at);
    }
    const std::string text = cell_text(part, row.block, column);
    if (column == kEncoding) {
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
