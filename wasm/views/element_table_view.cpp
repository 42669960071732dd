#include "wasm/views/element_table_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/part/value_text.h"
#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using model::OpenBlock;
using ui::theme;

namespace {

/// ImGui allows 512 columns; a block with more tags shows the first ones and says so.
constexpr size_t kTagColumnsMax = 500;
constexpr int kFixedColumns = 3;  // row, user key, data
/// Longer values are cut in cells and shown whole in the tooltip.
constexpr size_t kCellTextMax = 200;

std::string data_text(const OpenBlock& block, size_t row) {
  const auto& data = block.content()->data;
  if (!data.ok()) return "unreadable";
  return part::data_text(data->values.at(row));
}

std::string tag_text(const part::TagContent& tag, size_t row) {
  return part::value_text(tag.column->type, tag.column->stored(row));
}

std::string row_json(const OpenBlock& block, size_t row) {
  const part::BlockContent& content = *block.content();
  nlohmann::ordered_json json;
  json["series"] = std::to_string(block.metadata()->series_id);
  if (content.keys.ok()) json["key"] = std::to_string((*content.keys)[row]);
  json["data"] = data_text(block, row);
  for (const part::TagContent& tag : content.tags) {
    if (tag.column.ok() && !tag.column->is_nil(row)) json["tags"][tag.name] = tag_text(tag, row);
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void cell(const std::string& text, bool right) {
  if (right) {
    ui::right_aligned(text);
  } else if (text.size() > kCellTextMax) {
    ImGui::TextUnformatted(text.data(), text.data() + kCellTextMax);
  } else {
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
  }
  const bool cut = ImGui::GetItemRectSize().x > ImGui::GetContentRegionAvail().x;
  if (cut && ImGui::BeginItemTooltip()) {
    ImGui::PushTextWrapPos(560.0f);
    const size_t shown = std::min<size_t>(text.size(), 4000);
    ImGui::TextUnformatted(text.data(), text.data() + shown);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
}

/// Room for the first values of a tag and for its name.
float column_width(const part::TagContent& tag) {
  constexpr size_t kRowsLookedAt = 24;
  float width = ImGui::CalcTextSize(tag.name.c_str()).x + 20.0f;
  if (tag.column.ok()) {
    ImGui::PushFont(ui::fonts().mono);
    for (size_t row = 0; row < std::min(tag.column->size(), kRowsLookedAt); row++) {
      if (tag.column->is_nil(row)) continue;
      const std::string text = tag_text(tag, row).substr(0, kCellTextMax);
      width = std::max(width, ImGui::CalcTextSize(text.c_str()).x + 8.0f);
    }
    ImGui::PopFont();
  }
  return std::clamp(width, 56.0f, 280.0f);
}

/// Room for the longest user key, which is the first or the last.
float key_width(const OpenBlock& block) {
  ImGui::PushFont(ui::fonts().mono);
  const float first = ImGui::CalcTextSize(grouped(block.metadata()->key_min).c_str()).x;
  const float last = ImGui::CalcTextSize(grouped(block.metadata()->key_max).c_str()).x;
  ImGui::PopFont();
  return std::max({first, last, 72.0f}) + ui::kGap2;
}

/// A list that cannot be shown says so in its header, with the reason on hover.
void column_header(const char* title, const std::string& help, const Error* error) {
  if (error != nullptr) ImGui::PushStyleColor(ImGuiCol_Text, theme().wrong);
  ImGui::TableHeader(title);
  if (error != nullptr) ImGui::PopStyleColor();
  ImGui::SetItemTooltip("%s", error != nullptr ? to_string(*error).c_str() : help.c_str());
}

}  // namespace

void ElementTableView::draw(const AppState& state, Commands& commands) {
  const OpenBlock* block = state.open_block();
  if (block == nullptr) {
    ui::empty_state(
        "No block is selected",
        "Elements are read a block at a time. Pick a block in the Explorer, in Blocks or on "
        "the key axis.");
    const model::OpenPart* part = state.selected_part();
    if (part != nullptr && !part->blocks.empty() && part->has_blocks()) {
      ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                           (ImGui::GetContentRegionAvail().x - 460.0f) / 2);
      if (ImGui::Button("Show the first block of this part")) {
        commands.emplace_back(model::SelectCommand{{}, state.selection().part, 0, {}, {}});
      }
    }
    return;
  }
  if (!block->complete()) {
    ui::empty_state("Reading the block", "Its keys, data and tags are on their way.");
    return;
  }
  if (block->content() == nullptr) {
    ui::empty_state("This block cannot be read",
                    block->error() != nullptr ? to_string(*block->error()).c_str() : "");
    return;
  }
  const size_t rows = block->row_count();
  ImGui::AlignTextToFramePadding();
  ui::text_dim(model::counted(rows, "element") + " of block " +
               std::to_string(*state.selection().block) + ", series " +
               std::to_string(block->metadata()->series_id) + ", part " +
               state.selected_part()->short_name);
  if (const Error* error = block->content()->first_error()) {
    ui::text_wrong(to_string(*error));
  }
  if (block->content()->tags.size() > kTagColumnsMax) {
    ui::text_dim("Only the first " + std::to_string(kTagColumnsMax) + " tags are shown.");
  }
  draw_table(state, *block, commands);
}

void ElementTableView::draw_table(const AppState& state, const OpenBlock& block,
                                  Commands& commands) {
  const part::BlockContent& content = *block.content();
  const size_t tags = std::min(content.tags.size(), kTagColumnsMax);
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                                     ImGuiTableFlags_Resizable | ImGuiTableFlags_Reorderable |
                                     ImGuiTableFlags_Hideable | ImGuiTableFlags_BordersInnerV |
                                     ImGuiTableFlags_RowBg;
  // Another set of tags is another table: widths and order belong to the tags.
  std::string id = "elements";
  for (size_t i = 0; i < tags; i++) id += "/" + content.tags[i].name;
  const int columns = kFixedColumns + static_cast<int>(tags);
  if (!ImGui::BeginTable(id.c_str(), columns, kFlags)) return;
  ImGui::TableSetupScrollFreeze(2, 1);
  ImGui::TableSetupColumn("row", ImGuiTableColumnFlags_WidthFixed, 64);
  ImGui::TableSetupColumn("user key", ImGuiTableColumnFlags_WidthFixed, key_width(block));
  ImGui::TableSetupColumn("data", ImGuiTableColumnFlags_WidthFixed, 150);
  for (size_t i = 0; i < tags; i++) {
    ImGui::TableSetupColumn(content.tags[i].name.c_str(), ImGuiTableColumnFlags_WidthFixed,
                            column_width(content.tags[i]));
  }
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  ImGui::TableSetColumnIndex(0);
  column_header("row", "place in the block", nullptr);
  ImGui::TableSetColumnIndex(1);
  column_header("user key", "signed 64-bit key; the order of rows inside a block",
                content.keys.ok() ? nullptr : &content.keys.error());
  ImGui::TableSetColumnIndex(2);
  column_header("data", "what the element stands for; the trace module writes 0x01 and a trace ID",
                content.data.ok() ? nullptr : &content.data.error());
  for (size_t i = 0; i < tags; i++) {
    const part::TagContent& tag = content.tags[i];
    ImGui::TableSetColumnIndex(kFixedColumns + static_cast<int>(i));
    const std::string type =
        tag.column.ok() ? std::string(encoding::name_of(tag.column->type)) : std::string();
    column_header(tag.name.c_str(), type, tag.column.ok() ? nullptr : &tag.column.error());
  }
  move_selection(state, block, commands);
  if (selection_serial_ != state.selection_serial()) {
    selection_serial_ = state.selection_serial();
    const float top = static_cast<float>(state.selection().row.value_or(0)) * ui::kRowHeight;
    const float room = ImGui::GetWindowHeight() - 3 * ui::kRowHeight;
    const bool seen = top >= ImGui::GetScrollY() && top <= ImGui::GetScrollY() + room;
    if (!seen) ImGui::SetScrollY(std::max(0.0f, top - room / 2));
  }
  ui::clipped_rows(block.row_count(), [&](size_t row) { draw_row(state, block, row, commands); });
  ImGui::EndTable();
}

void ElementTableView::draw_row(const AppState& state, const OpenBlock& block, size_t row,
                                Commands& commands) {
  const part::BlockContent& content = *block.content();
  const model::Selection& selection = state.selection();
  const model::SelectCommand select{{}, selection.part, selection.block, selection.tag, row};
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  ImGui::PushFont(ui::fonts().mono);
  if (ImGui::TableSetColumnIndex(0)) {
    const ImVec2 at = ImGui::GetCursorPos();
    if (ImGui::Selectable("##select", selection.row == row, ImGuiSelectableFlags_SpanAllColumns,
                          {0, ui::kRowHeight - 4})) {
      commands.emplace_back(select);
    }
    if (ImGui::BeginPopupContextItem("row menu")) {
      ImGui::PushFont(ui::fonts().ui);
      if (content.keys.ok() && ImGui::MenuItem("Copy user key")) {
        ImGui::SetClipboardText(std::to_string((*content.keys)[row]).c_str());
      }
      if (ImGui::MenuItem("Copy data")) ImGui::SetClipboardText(data_text(block, row).c_str());
      if (ImGui::MenuItem("Copy as JSON")) ImGui::SetClipboardText(row_json(block, row).c_str());
      ImGui::PopFont();
      ImGui::EndPopup();
    }
    ImGui::SetCursorPos(at);
    ui::right_aligned(grouped(static_cast<uint64_t>(row)));
  }
  if (ImGui::TableSetColumnIndex(1)) {
    content.keys.ok() ? cell(grouped((*content.keys)[row]), true) : ui::text_wrong("unreadable");
  }
  if (ImGui::TableSetColumnIndex(2)) {
    content.data.ok() ? cell(data_text(block, row), false) : ui::text_wrong("unreadable");
  }
  for (size_t i = 0; i < std::min(content.tags.size(), kTagColumnsMax); i++) {
    if (!ImGui::TableSetColumnIndex(kFixedColumns + static_cast<int>(i))) continue;
    const part::TagContent& tag = content.tags[i];
    if (!tag.column.ok()) {
      ui::text_wrong("unreadable");
    } else if (tag.column->is_nil(row)) {
      ui::text_dim("nil");
    } else {
      using encoding::ValueType;
      const ValueType type = tag.column->type;
      cell(tag_text(tag, row), type == ValueType::kInt64 || type == ValueType::kFloat64);
    }
  }
  ImGui::PopFont();
}

void ElementTableView::move_selection(const AppState& state, const OpenBlock& block,
                                      Commands& commands) {
  if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput || block.row_count() == 0) return;
  const ptrdiff_t step = ImGui::IsKeyPressed(ImGuiKey_DownArrow)  ? 1
                         : ImGui::IsKeyPressed(ImGuiKey_UpArrow)  ? -1
                         : ImGui::IsKeyPressed(ImGuiKey_PageDown) ? 20
                         : ImGui::IsKeyPressed(ImGuiKey_PageUp)   ? -20
                                                                  : 0;
  if (step == 0) return;
  const model::Selection& selection = state.selection();
  const auto last = static_cast<ptrdiff_t>(block.row_count()) - 1;
  const ptrdiff_t current = selection.row ? static_cast<ptrdiff_t>(*selection.row) : -step;
  const auto next = static_cast<size_t>(std::clamp<ptrdiff_t>(current + step, 0, last));
  commands.emplace_back(
      model::SelectCommand{{}, selection.part, selection.block, selection.tag, next});
}

}  // namespace sidx::views
