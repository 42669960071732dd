#pragma once

#include <optional>
#include <vector>

#include "wasm/model/query_difference.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// What the current step returned: rows of a query, or blocks.
class ResultView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void refresh(const model::AppState& state);
  void draw_verdict(const model::AppState& state) const;
  void draw_rows(const model::AppState& state, const std::vector<query::QueryRow>& rows,
                 Commands& commands) const;
  static void draw_blocks(const model::AppState& state, const std::vector<sim::ListedBlock>& blocks,
                          Commands& commands);

  std::optional<model::QueryDifference> difference_;
  uint64_t session_serial_ = 0;
};

}  // namespace sidx::views
