#pragma once

#include "wasm/views/block_table_view.h"
#include "wasm/views/element_table_view.h"
#include "wasm/views/explorer_view.h"
#include "wasm/views/findings_view.h"
#include "wasm/views/inspector_view.h"
#include "wasm/views/key_ranges_view.h"
#include "wasm/views/palette_view.h"
#include "wasm/views/toolbar_view.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// The desktop: toolbar on top, Explorer left, the selected view in the middle, Inspector right,
/// drawer and status line below. Composes the other views; the sizes of its panels are remembered.
///
///     ┌ toolbar ──────────────────────────────────┐
///     ├ Explorer ┬ tabs: selected view ┬ Inspector ┤
///     ├──────────┴─ drawer ────────────┴───────────┤
///     └ status ───────────────────────────────────┘
class FrameView : public View {
 public:
  /// Reads the remembered sizes.
  FrameView();
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_columns(const model::AppState& state, Commands& commands, float height);
  void draw_centre(const model::AppState& state, Commands& commands);
  void draw_drawer(const model::AppState& state, Commands& commands);
  static void draw_status(const model::AppState& state);
  void remember() const;

  ToolbarView toolbar_;
  ExplorerView explorer_;
  KeyRangesView key_ranges_;
  BlockTableView blocks_;
  ElementTableView elements_;
  InspectorView inspector_;
  FindingsView findings_;
  SkippedView skipped_;
  PaletteView palette_;

  float explorer_width_ = 260;
  float inspector_width_ = 320;
  float drawer_height_ = 180;
  bool inspector_in_drawer_ = false;  // the window is too narrow for three columns
};

}  // namespace sidx::views
