#pragma once

#include "wasm/views/block_table_view.h"
#include "wasm/views/bloom_view.h"
#include "wasm/views/element_table_view.h"
#include "wasm/views/event_form.h"
#include "wasm/views/events_view.h"
#include "wasm/views/exhibit_panel.h"
#include "wasm/views/explorer_view.h"
#include "wasm/views/findings_view.h"
#include "wasm/views/inspector_view.h"
#include "wasm/views/key_ranges_view.h"
#include "wasm/views/merge_view.h"
#include "wasm/views/museum_view.h"
#include "wasm/views/next_view.h"
#include "wasm/views/palette_view.h"
#include "wasm/views/query_view.h"
#include "wasm/views/result_view.h"
#include "wasm/views/scenario_text_view.h"
#include "wasm/views/search_view.h"
#include "wasm/views/snapshots_view.h"
#include "wasm/views/timeline_view.h"
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
  /// Says why something was refused, until the user goes on.
  void notify(std::string text);
  /// Says that something was done, until the next click or key.
  void tell(std::string text);
  /// Where the shown view was drawn last, in interface pixels.
  struct Area {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
  };
  const Area& view_area() const { return view_area_; }

 private:
  void draw_columns(const model::AppState& state, Commands& commands, float height);
  void draw_left(const model::AppState& state, Commands& commands, float height);
  void draw_exhibit(const model::AppState& state, Commands& commands, float height);
  View& view_of(model::ViewTab view);
  View& drawer_of(model::DrawerTab tab);
  void draw_notice(const model::AppState& state, Commands& commands);
  void draw_centre(const model::AppState& state, Commands& commands);
  void draw_drawer(const model::AppState& state, Commands& commands);
  static void draw_status(const model::AppState& state);
  void remember() const;

  ToolbarView toolbar_;
  ExplorerView explorer_;
  KeyRangesView key_ranges_;
  TimelineView timeline_;
  SnapshotsView snapshots_;
  MergeView merge_;
  QueryView query_;
  BloomView bloom_;
  BlockTableView blocks_;
  ElementTableView elements_;
  InspectorView inspector_;
  FindingsView findings_;
  SkippedView skipped_;
  EventsView events_;
  ResultView result_;
  LedgerView ledger_;
  ScenarioTextView scenario_text_;
  NextView next_;
  MuseumView museum_;
  SearchView search_;
  ExhibitPanel exhibit_;
  EventForm form_;
  PaletteView palette_;

  float explorer_width_ = 260;
  float inspector_width_ = 320;
  float drawer_height_ = 180;
  float next_height_ = 350;
  float exhibit_width_ = 340;
  std::string notice_;
  bool notice_is_good_ = false;
  Area view_area_;
  bool inspector_in_drawer_ = false;  // the window is too narrow for three columns
};

}  // namespace sidx::views
