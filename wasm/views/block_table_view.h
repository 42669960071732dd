#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "wasm/model/block_rows.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// All blocks of the selected part, or of all parts, one row each: sortable, and as smooth with a
/// million blocks as with one.
class BlockTableView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  using RowRef = model::BlockRow;
  void rebuild_if_needed(const model::AppState& state);
  float column_width(const model::AppState& state, int column) const;
  void draw_header_line(const model::AppState& state, Commands& commands);
  void draw_row(const model::AppState& state, RowRef row, Commands& commands);
  static void draw_row_menu(const model::AppState& state, RowRef row, Commands& commands);
  void move_selection(const model::AppState& state, Commands& commands);
  void scroll_to_selection(const model::AppState& state);
  std::optional<size_t> row_of_selection(const model::AppState& state) const;

  std::vector<RowRef> rows_;
  // What the rows were made from.
  uint64_t document_serial_ = 0;
  size_t known_ = SIZE_MAX;
  std::optional<size_t> scope_;  // a part, or all
  model::TableSort sort_;
  uint64_t selection_serial_ = 0;
};

}  // namespace sidx::views
