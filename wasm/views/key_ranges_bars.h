#pragma once

#include <vector>

#include "wasm/model/bar_tracks.h"
#include "wasm/views/key_ranges_frame.h"

namespace sidx::views {

/// Where track `index` of `layout` lies in a lane.
ui::Box track_box(const model::BarLayout& layout, size_t index, const ui::Box& lane);
/// Where the bar of a block lies in a lane; at least two pixels wide.
ui::Box block_box(const KeyRangesFrame& frame, const model::BarLayout& layout, size_t part,
                  size_t block, const ui::Box& lane);

/// Draws the blocks of one lane and finds the one under the pointer.
class BarPainter {
 public:
  BarPainter(const KeyRangesFrame& frame, size_t part, std::optional<size_t> series)
      : frame_(frame), part_(part), series_(series) {}

  void paint(model::BarLayout& layout, const ui::Box& lane, Pointed& pointed);

 private:
  void paint_track(const model::BarTrack& track, const ui::Box& box, Pointed& pointed);
  void paint_run(const model::BarTrack& track, const model::BarRun& run, const ui::Box& box);
  void paint_cells(const model::BarTrack& track, const model::BarRun& run, const ui::Box& box);
  void paint_label(const model::BarTrack& track, const model::BarRun& run, const ui::Box& box,
                   ImU32 ground);
  void point_at(const model::BarTrack& track, const model::BarRun& run, const ui::Box& box,
                Pointed& pointed);
  uint8_t classes_of(const model::BarTrack& track, const model::BarRun& run) const;

  const KeyRangesFrame& frame_;
  size_t part_;
  std::optional<size_t> series_;
  float nearest_ = 4.0f;  // pixels from the pointer to the bar it is on
  std::vector<model::BarRun> runs_;
};

}  // namespace sidx::views
