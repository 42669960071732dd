#pragma once

#include <string>
#include <vector>

#include "wasm/model/ledger_lines.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// Every acquire and release of what is selected, up to the current step: who, and why, and the
/// count afterwards.
class LedgerTable {
 public:
  void draw(const model::AppState& state, Commands& commands);

 private:
  void refresh(const model::AppState& state);
  void draw_row(const model::AppState& state, const model::LedgerRow& row, size_t index,
                Commands& commands) const;

  std::vector<model::LedgerRow> rows_;
  uint64_t session_serial_ = 0;
  uint64_t selection_serial_ = 0;
  bool scroll_to_end_ = false;
};

/// The ledger as a tab of the drawer.
class LedgerView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override {
    table_.draw(state, commands);
  }

 private:
  LedgerTable table_;
};

}  // namespace sidx::views
