#pragma once

#include <set>
#include <string>
#include <vector>

#include "wasm/views/view.h"

namespace sidx::views {

/// The storage tree: directories, instances, parts, and in a part its files, primary blocks, blocks
/// and the tags of the selected block.
class ExplorerView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  enum class RowKind : uint8_t { kNode, kPart, kFiles, kFile, kPrimaryBlock, kBlock, kTag };
  struct Row {
    RowKind kind = RowKind::kNode;
    int depth = 0;
    size_t part = 0;
    size_t index = 0;  // node, file, primary block, block or tag
    bool expandable = false;
  };
  struct RowKey {
    RowKind kind;
    uint64_t part;  // its identity
    size_t index;
    auto operator<=>(const RowKey&) const = default;
  };

  void rebuild(const model::AppState& state);
  void add_node(const model::AppState& state, size_t node, int depth);
  void add_part(const model::AppState& state, size_t part, int depth);
  void add_block(const model::AppState& state, size_t part, size_t block, int depth);
  void reveal_selection(const model::AppState& state);
  void draw_row(const model::AppState& state, const Row& row, Commands& commands);
  static RowKey key_of(const model::AppState& state, const Row& row);
  bool expanded(const model::AppState& state, const Row& row) const;
  void toggle(const model::AppState& state, const Row& row);
  std::string label(const model::AppState& state, const Row& row) const;
  std::string detail(const model::AppState& state, const Row& row) const;
  bool is_selected(const model::AppState& state, const Row& row) const;
  model::SelectCommand selection_of(const model::AppState& state, const Row& row) const;

  std::vector<Row> rows_;
  std::set<RowKey> toggled_;  // rows that differ from their default: nodes open, the rest closed
  uint64_t generation_ = 0;
  uint64_t document_serial_ = 0;
  uint64_t known_ = 0;  // changes when the tree must be rebuilt
  uint64_t selection_serial_ = 0;
  bool scroll_to_selection_ = false;
  bool dirty_ = true;
};

}  // namespace sidx::views
