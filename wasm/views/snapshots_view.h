#pragma once

#include <vector>

#include "wasm/model/reference_graph.h"
#include "wasm/ui/draw.h"
#include "wasm/views/ledger_table.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// Who holds what now, as a graph in four columns: holders, snapshots, parts, files. Each line is a
/// reference; one that nobody can give back is leaked. Below, the ledger of what is selected.
class SnapshotsView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void refresh(const model::AppState& state);
  void draw_graph(const model::AppState& state, Commands& commands);
  void place_nodes(const ui::Box& area);
  std::vector<bool> lit_nodes(const model::AppState& state) const;
  void draw_edges(const model::AppState& state) const;
  void draw_node(const model::AppState& state, size_t index, Commands& commands) const;
  bool is_selected(const model::AppState& state, size_t node) const;

  model::ReferenceGraph graph_;
  std::vector<ui::Box> boxes_;
  uint64_t session_serial_ = 0;
  float ledger_height_ = 180;
  LedgerTable ledger_;
};

}  // namespace sidx::views
