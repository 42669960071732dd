#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

/// The elements of the selected block: user key, data and every tag, as values of their types.
class ElementTableView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_table(const model::AppState& state, const model::OpenBlock& block, Commands& commands);
  void draw_row(const model::AppState& state, const model::OpenBlock& block, size_t row,
                Commands& commands);
  void move_selection(const model::AppState& state, const model::OpenBlock& block,
                      Commands& commands);

  uint64_t selection_serial_ = 0;
};

}  // namespace sidx::views
