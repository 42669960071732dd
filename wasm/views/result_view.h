#pragma once

#include <vector>

#include "wasm/views/view.h"

namespace sidx::views {

/// What the current step returned: rows of a query, or blocks.
class ResultView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  static void draw_rows(const model::AppState& state, const std::vector<query::QueryRow>& rows,
                        Commands& commands);
  static void draw_blocks(const model::AppState& state, const std::vector<sim::ListedBlock>& blocks,
                          Commands& commands);
};

}  // namespace sidx::views
