#pragma once

#include <string>
#include <vector>

#include "wasm/model/merge_recording.h"
#include "wasm/ui/draw.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// Inside one merge: the blocks of its inputs with their cursors, in which order the heap gives
/// them out, the pending block as the engine counts it, the rule that fired, what was written.
class MergeView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_transport(const model::AppState& state, const model::MergeRecording& recording,
                      Commands& commands) const;
  void draw_inputs(const model::MergeRecording& recording,
                   const model::MergeRecording::Moment& moment) const;
  void draw_input(const model::MergeRecording& recording,
                  const model::MergeRecording::Moment& moment, size_t input) const;
  void draw_pending(const model::MergeRecording& recording, size_t at,
                    const model::MergeRecording::Moment& moment) const;
  void draw_output(const model::MergeRecording& recording,
                   const model::MergeRecording::Moment& moment) const;
  /// A box for a block, as wide as its share of the rows; returns its right end.
  float draw_block(const ui::Box& room, const merge::BlockShape& shape, uint64_t rows_max,
                   ImU32 colour, bool lit, bool dimmed) const;
};

}  // namespace sidx::views
