#pragma once

#include <map>
#include <utility>
#include <vector>

#include "wasm/views/key_ranges_bars.h"
#include "wasm/views/key_ranges_frame.h"
#include "wasm/views/key_ranges_labels.h"
#include "wasm/views/key_ranges_rows.h"

namespace sidx::views {

/// The blocks that share keys with one block. Where there are many, only some are named.
struct Overlaps {
  std::vector<size_t> blocks;  // of the same part
  bool more_blocks = false;
  std::vector<size_t> parts;
};
Overlaps find_overlaps(const model::Document& document, size_t part, size_t block);

/// Draws the lanes: a part each, and below an expanded one its series.
class KeyRangesLanes {
 public:
  /// Forgets what belongs to a document.
  void reset();
  /// Draws what is in sight and finds what is under the pointer.
  void draw(const KeyRangesFrame& frame, const LaneRows& rows, Pointed& pointed);
  /// Marks the selected and the pointed block and the neighbours of the latter.
  void draw_marks(const KeyRangesFrame& frame, const LaneRows& rows, const Pointed& pointed,
                  const Overlaps& overlaps);

 private:
  void draw_part(const KeyRangesFrame& frame, const LaneRows& rows, const LaneRow& row,
                 Pointed& pointed);
  void draw_all_series(const KeyRangesFrame& frame, const LaneRows& rows, const LaneRow& row,
                       Pointed& pointed);
  void draw_series(const KeyRangesFrame& frame, size_t part, size_t first, size_t last,
                   const ui::Box& lane, Pointed& pointed);
  void draw_part_lane(const KeyRangesFrame& frame, size_t index, const ui::Box& lane,
                      Pointed& pointed);
  model::BarLayout& lane_layout(const model::OpenPart& part);
  model::BarLayout& series_layout(const model::OpenPart& part, size_t first, size_t last);
  const PartFacts& facts_of(const model::OpenPart& part);
  void mark_block(const KeyRangesFrame& frame, const LaneRows& rows, size_t part, size_t block,
                  ImU32 colour, float thickness);

  /// Facts, and what was known of the part when they were found.
  struct KnownFacts {
    model::PartStage stage = model::PartStage::kManifest;
    model::VerifyStage verify_stage = model::VerifyStage::kNotAsked;
    size_t findings = 0;
    PartFacts facts;
  };
  // By the serial of the part.
  std::map<uint64_t, model::BarLayout> lane_layouts_;
  std::map<std::pair<uint64_t, size_t>, model::BarLayout> series_layouts_;  // and first block
  std::map<uint64_t, KnownFacts> facts_;
};

}  // namespace sidx::views
