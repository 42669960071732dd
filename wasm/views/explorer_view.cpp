#include "wasm/views/explorer_view.h"

#include <algorithm>

#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/part_style.h"

namespace sidx::views {

using model::AppState;
using model::OpenPart;
using ui::theme;

namespace {

constexpr float kIndent = 14.0f;
/// A part with one primary block shows its blocks at once.
bool shows_primary_blocks(const OpenPart& part) { return part.primary_blocks.size() > 1; }

ui::Icon icon_of(int kind) {
  static constexpr ui::Icon kIcons[] = {ui::Icon::kFolder, ui::Icon::kPart,  ui::Icon::kFile,
                                        ui::Icon::kFile,   ui::Icon::kBlock, ui::Icon::kBlock,
                                        ui::Icon::kTag};
  return kIcons[kind];
}

ImU32 icon_colour(const OpenPart* part, bool is_data) {
  if (!is_data || part == nullptr) return theme().dim;
  if (!part->simulated) return theme().file_part;
  return colour_of(part->simulated->role, part->simulated->is_new);
}

}  // namespace

void ExplorerView::draw(const AppState& state, Commands& commands) {
  if (generation_ != state.generation()) {
    toggled_.clear();
    generation_ = state.generation();
    dirty_ = true;
  }
  if (document_serial_ != state.document_serial()) {
    document_serial_ = state.document_serial();
    dirty_ = true;
  }
  uint64_t known = 0;
  for (const OpenPart& part : state.document().parts) {
    known += part.blocks.size() + (part.has_blocks() ? 1 : 0);
  }
  if (state.open_block() != nullptr && state.open_block()->complete()) known = ~known;
  if (known != known_) dirty_ = true;
  known_ = known;
  if (selection_serial_ != state.selection_serial()) {
    selection_serial_ = state.selection_serial();
    reveal_selection(state);
    scroll_to_selection_ = true;
    dirty_ = true;
  }
  if (dirty_) rebuild(state);

  if (scroll_to_selection_) {
    scroll_to_selection_ = false;
    for (size_t i = rows_.size(); i-- > 0;) {
      if (!is_selected(state, rows_[i])) continue;
      const float top = static_cast<float>(i) * ui::kRowHeight;
      const float from = ImGui::GetScrollY();
      const float room = ImGui::GetWindowHeight() - 2 * ui::kRowHeight;
      if (top < from || top > from + room) ImGui::SetScrollY(top - room / 2);
      break;
    }
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap2, 0});
  ui::clipped_rows(rows_.size(), [&](size_t row) { draw_row(state, rows_[row], commands); });
  ImGui::PopStyleVar();
}

void ExplorerView::rebuild(const AppState& state) {
  rows_.clear();
  add_node(state, 0, 0);
  dirty_ = false;
}

void ExplorerView::add_node(const AppState& state, size_t node, int depth) {
  const part::StorageNode& storage = state.document().tree.nodes[node];
  if (storage.kind == part::NodeKind::kPart) {
    if (const auto part = state.document().part_of_node(node)) add_part(state, *part, depth);
    return;
  }
  rows_.push_back({RowKind::kNode, depth, 0, node, !storage.children.empty()});
  if (!expanded(state, rows_.back())) return;
  for (const size_t child : storage.children) add_node(state, child, depth + 1);
}

void ExplorerView::add_part(const AppState& state, size_t part, int depth) {
  const OpenPart& open = state.document().parts[part];
  rows_.push_back({RowKind::kPart, depth, part, 0, true});
  if (!expanded(state, rows_.back())) return;
  const auto& files = open.reader.files().files();
  rows_.push_back({RowKind::kFiles, depth + 1, part, 0, true});
  if (expanded(state, rows_.back())) {
    for (size_t i = 0; i < files.size(); i++) {
      rows_.push_back({RowKind::kFile, depth + 2, part, i, false});
    }
  }
  if (!open.has_blocks()) return;
  if (!shows_primary_blocks(open)) {
    for (size_t i = 0; i < open.blocks.size(); i++) add_block(state, part, i, depth + 1);
    return;
  }
  for (size_t primary = 0; primary < open.primary_blocks.size(); primary++) {
    rows_.push_back({RowKind::kPrimaryBlock, depth + 1, part, primary, true});
    if (!expanded(state, rows_.back())) continue;
    for (size_t i = open.primary_starts[primary]; i < open.primary_starts[primary + 1]; i++) {
      add_block(state, part, i, depth + 2);
    }
  }
}

void ExplorerView::add_block(const AppState& state, size_t part, size_t block, int depth) {
  rows_.push_back({RowKind::kBlock, depth, part, block, false});
  const model::OpenBlock* open = state.open_block();
  if (open == nullptr || !open->is(part, block) || open->metadata() == nullptr) return;
  for (size_t tag = 0; tag < open->metadata()->tags.size(); tag++) {
    rows_.push_back({RowKind::kTag, depth + 1, part, tag, false});
  }
}

ExplorerView::RowKey ExplorerView::key_of(const AppState& state, const Row& row) {
  const bool is_node = row.kind == RowKind::kNode;
  return {row.kind, is_node ? 0 : state.document().parts[row.part].identity, row.index};
}

bool ExplorerView::expanded(const AppState& state, const Row& row) const {
  const bool toggled = toggled_.count(key_of(state, row)) > 0;
  return (row.kind == RowKind::kNode) != toggled;
}

void ExplorerView::toggle(const AppState& state, const Row& row) {
  const RowKey key = key_of(state, row);
  if (toggled_.erase(key) == 0) toggled_.insert(key);
  dirty_ = true;
}

void ExplorerView::reveal_selection(const AppState& state) {
  const model::Selection& selection = state.selection();
  if (!selection.part) return;
  const OpenPart& part = state.document().parts[*selection.part];
  std::optional<size_t> node = state.document().tree.nodes[part.node].parent;
  for (; node; node = state.document().tree.nodes[*node].parent) {
    toggled_.erase({RowKind::kNode, 0, *node});
  }
  if (!selection.block) return;
  toggled_.insert({RowKind::kPart, part.identity, 0});
  if (shows_primary_blocks(part)) {
    toggled_.insert(
        {RowKind::kPrimaryBlock, part.identity, part.blocks[*selection.block].primary_block});
  }
}

bool ExplorerView::is_selected(const AppState& state, const Row& row) const {
  const model::Selection& selection = state.selection();
  switch (row.kind) {
    case RowKind::kNode:
      return selection.node == row.index;
    case RowKind::kPart:
      return selection.part == row.part && !selection.block;
    case RowKind::kBlock:
      return selection.part == row.part && selection.block == row.index && selection.tag.empty();
    case RowKind::kTag:
      return !selection.tag.empty() && selection.tag == label(state, row);
    case RowKind::kFiles:
    case RowKind::kFile:
    case RowKind::kPrimaryBlock:
      return false;
  }
  return false;
}

std::string ExplorerView::label(const AppState& state, const Row& row) const {
  const model::Document& document = state.document();
  switch (row.kind) {
    case RowKind::kNode: {
      const std::string& name = document.tree.nodes[row.index].name;
      return name.empty() ? "dropped files" : name;
    }
    case RowKind::kPart:
      return model::part_title(document.parts[row.part]);
    case RowKind::kFiles:
      return "files";
    case RowKind::kFile:
      return std::next(document.parts[row.part].reader.files().files().begin(),
                       static_cast<ptrdiff_t>(row.index))
          ->first;
    case RowKind::kPrimaryBlock:
      return "primary block " + std::to_string(row.index);
    case RowKind::kBlock:
      return "block " + std::to_string(row.index);
    case RowKind::kTag:
      return state.open_block()->metadata()->tags[row.index].name;
  }
  return {};
}

std::string ExplorerView::detail(const AppState& state, const Row& row) const {
  const model::Document& document = state.document();
  switch (row.kind) {
    case RowKind::kNode: {
      const part::StorageNode& node = document.tree.nodes[row.index];
      return node.kind == part::NodeKind::kDirectory ? "" : std::string(part::name_of(node.kind));
    }
    case RowKind::kPart: {
      const OpenPart& part = document.parts[row.part];
      if (part.stage == model::PartStage::kStopped) return "not read";
      if (!part.has_blocks()) return "reading…";
      if (part.blocks.empty() && !part.index_errors.empty()) return "unreadable";
      if (part.simulated && part.simulated->role == model::PartRole::kOrphan) return "orphan";
      if (part.simulated) {
        return model::counted(static_cast<uint64_t>(std::max(part.simulated->ref, 0)), "ref");
      }
      return model::counted(part.blocks.size(), "block");
    }
    case RowKind::kFiles:
      return ui::size_text(document.parts[row.part].size_bytes);
    case RowKind::kFile: {
      const auto& files = document.parts[row.part].reader.files().files();
      return ui::size_text(
          std::next(files.begin(), static_cast<ptrdiff_t>(row.index))->second.source->size());
    }
    case RowKind::kPrimaryBlock: {
      const auto& starts = document.parts[row.part].primary_starts;
      return model::counted(starts[row.index + 1] - starts[row.index], "block");
    }
    case RowKind::kBlock:
      return model::counted(document.parts[row.part].blocks[row.index].row_count, "row");
    case RowKind::kTag:
      return {};
  }
  return {};
}

model::SelectCommand ExplorerView::selection_of(const AppState& state, const Row& row) const {
  model::SelectCommand select;
  if (row.kind == RowKind::kNode) {
    select.node = row.index;
    return select;
  }
  select.part = row.part;
  if (row.kind == RowKind::kBlock) select.block = row.index;
  if (row.kind == RowKind::kTag) {
    select.block = state.selection().block;
    select.tag = label(state, row);
  }
  return select;
}

void ExplorerView::draw_row(const AppState& state, const Row& row, Commands& commands) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float text_top = at.y + (ui::kRowHeight - ImGui::GetTextLineHeight()) / 2;
  const float x = at.x + static_cast<float>(row.depth) * kIndent;
  const std::string name = label(state, row);

  if (ImGui::Selectable("##row", is_selected(state, row), ImGuiSelectableFlags_AllowDoubleClick,
                        {width, ui::kRowHeight})) {
    const bool on_arrow = ImGui::GetMousePos().x < x + kIndent;
    const bool twice = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    if (row.expandable && (on_arrow || twice)) toggle(state, row);
    if (row.kind == RowKind::kFiles || row.kind == RowKind::kPrimaryBlock) {
      if (!on_arrow && !twice) toggle(state, row);
    } else if (!on_arrow && row.kind != RowKind::kFile) {
      commands.emplace_back(selection_of(state, row));
      if (row.kind == RowKind::kBlock && twice) {
        commands.emplace_back(model::ViewCommand{model::ViewTab::kElements});
      }
    }
  }
  if (ImGui::IsItemFocused() && row.expandable) {
    const bool open = expanded(state, row);
    if ((ImGui::IsKeyPressed(ImGuiKey_RightArrow) && !open) ||
        (ImGui::IsKeyPressed(ImGuiKey_LeftArrow) && open)) {
      toggle(state, row);
    }
  }
  ui::copy_menu("copy", name, "Copy name");

  if (row.expandable) {
    const ImVec2 c{x + 6, at.y + ui::kRowHeight / 2};
    if (expanded(state, row)) {
      list.AddTriangleFilled({c.x - 4, c.y - 2}, {c.x + 4, c.y - 2}, {c.x, c.y + 3}, theme().dim);
    } else {
      list.AddTriangleFilled({c.x - 2, c.y - 4}, {c.x + 3, c.y}, {c.x - 2, c.y + 4}, theme().dim);
    }
  }
  const bool is_part = row.kind == RowKind::kPart;
  ui::draw_icon(
      list, icon_of(static_cast<int>(row.kind)), {x + kIndent, at.y + (ui::kRowHeight - 16) / 2},
      icon_colour(row.kind == RowKind::kNode ? nullptr : &state.document().parts[row.part],
                  is_part || row.kind == RowKind::kBlock));
  const float name_x = x + kIndent + 20;
  const ui::Box name_box{{name_x, at.y}, {at.x + width - ui::kGap1, at.y + ui::kRowHeight}};
  ui::text_in(list, *ui::fonts().ui, name_box, theme().text, name);
  const bool changed = is_part && state.document().parts[row.part].simulated &&
                       state.document().parts[row.part].simulated->changed;
  if (changed) draw_changed_mark(list, {at.x + width - 7, at.y + ui::kRowHeight / 2});

  std::string text = detail(state, row);
  float right = at.x + width - (changed ? ui::kGap4 : ui::kGap2);
  const OpenPart* part = row.kind == RowKind::kNode ? nullptr : &state.document().parts[row.part];
  const size_t problems = is_part ? part->problem_count() : 0;
  const bool broken = row.kind == RowKind::kBlock && part->is_broken(row.index);
  if (problems > 0 || broken) {
    const std::string mark = broken ? "!" : "! " + std::to_string(problems);
    right -= ImGui::CalcTextSize(mark.c_str()).x;
    list.AddText({right, text_top}, theme().wrong, mark.c_str());
    right -= ui::kGap2;
  }
  const float text_width = ImGui::CalcTextSize(text.c_str()).x;
  if (right - text_width > name_x + ImGui::CalcTextSize(name.c_str()).x + ui::kGap2) {
    list.AddText({right - text_width, text_top}, theme().dim, text.c_str());
  }
}

}  // namespace sidx::views
