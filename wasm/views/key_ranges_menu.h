#pragma once

#include "wasm/views/key_ranges_frame.h"
#include "wasm/views/key_ranges_rows.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// What a right click offers.
class KeyRangesMenu {
 public:
  /// Opens for what is under the pointer, if it has anything to offer.
  void open(const Pointed& pointed);
  void draw(const model::AppState& state, LaneRows& rows, Commands& commands);
  void reset() { pointed_ = {}; }

 private:
  void draw_block_items(const model::AppState& state, const model::OpenPart& part,
                        Commands& commands);
  void draw_part_items(const model::AppState& state, const model::OpenPart& part, LaneRows& rows,
                       Commands& commands);

  Pointed pointed_;
};

}  // namespace sidx::views
