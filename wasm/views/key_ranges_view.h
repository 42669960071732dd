#pragma once

#include <optional>

#include "wasm/model/key_columns.h"
#include "wasm/views/depth_strip.h"
#include "wasm/views/key_axis_ruler.h"
#include "wasm/views/key_ranges_colours.h"
#include "wasm/views/key_ranges_input.h"
#include "wasm/views/key_ranges_lanes.h"
#include "wasm/views/key_ranges_menu.h"
#include "wasm/views/key_ranges_rows.h"
#include "wasm/views/minimap.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// Parts as lanes on the axis of user keys, with their blocks as bars: what a query for a key
/// reads.
class KeyRangesView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  /// Where the pieces lie, from top to bottom.
  struct Places {
    ui::Box labels;  // beside the lanes
    ui::Box depth;
    ui::Box lanes;
    ui::Box ruler;
    ui::Box minimap;
    ui::Box scrollbar;

    /// All that shares the axis and can be dragged.
    ui::Box charts() const { return {depth.min, ruler.max}; }
    ui::Box beside(const ui::Box& box) const { return box.columns(labels.min.x, labels.max.x); }
  };

  void follow(const model::AppState& state);
  Places arrange(const model::AppState& state);
  void draw_charts(const model::AppState& state, const Places& places, Commands& commands);
  void draw_lanes(const KeyRangesFrame& frame, Pointed& pointed);
  void draw_captions(const KeyRangesFrame& frame, const Places& places) const;
  void draw_pointer(const KeyRangesFrame& frame, const Places& places) const;
  void draw_scrollbar(const Places& places);
  void draw_tooltip(const KeyRangesFrame& frame, const Places& places, const Pointed& pointed);
  void update_overlaps(const model::AppState& state, const Pointed& pointed);

  BarColours colours_;
  model::KeyColumns columns_;
  DepthStrip depth_;
  KeyAxisRuler ruler_;
  Minimap minimap_;
  LaneRows rows_;
  KeyRangesLanes lanes_;
  KeyRangesInput input_;
  KeyRangesMenu menu_;

  uint64_t generation_ = 0;
  uint64_t document_serial_ = 0;
  bool unfold_single_part_ = false;
  uint64_t selection_serial_ = 0;
  bool reveal_selection_ = false;
  /// Overlaps of the pointed block, found when the pointer came to it.
  struct OverlapsOf {
    size_t part;
    size_t block;
  };
  std::optional<OverlapsOf> overlaps_of_;
  Overlaps overlaps_;
};

}  // namespace sidx::views
