#pragma once

#include "wasm/views/key_ranges_frame.h"
#include "wasm/views/key_ranges_rows.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// What happens to an item of ImGui that covers an area, taken when the item is made.
struct Surface {
  ImGuiID id = 0;
  bool hovered = false;
  bool pressed = false;  // the left button went down on it in this frame
  bool held = false;
  bool released = false;  // the left button was let go after it went down on it

  /// Makes the item: an invisible button over `box`.
  static Surface place(const char* id, const ui::Box& box);
};

/// Turns mouse and keys into commands, scrolling and expanding.
class KeyRangesInput {
 public:
  /// The charts: drag pans, with Shift it zooms into what it spans; a click picks.
  void handle_charts(const KeyRangesFrame& frame, const Surface& charts, const Pointed& pointed,
                     LaneRows& rows, Commands& commands);
  void handle_labels(const KeyRangesFrame& frame, const Surface& labels, const Pointed& pointed,
                     LaneRows& rows, Commands& commands);
  /// `hovered`: the wheel zooms. Over the labels it scrolls.
  void handle_wheel(const KeyRangesFrame& frame, bool hovered, bool over_labels, LaneRows& rows,
                    Commands& commands);
  /// `hovered`: letters work; `focused`: arrows too.
  void handle_keys(const KeyRangesFrame& frame, const Surface& charts, bool focused, LaneRows& rows,
                   Commands& commands);

  /// Something is dragged: nothing is under the pointer meanwhile.
  bool dragging() const { return drag_ == Drag::kPan || drag_ == Drag::kBox; }
  /// The places on the line between which the box zoom spans, empty if there is none.
  struct Span {
    float left = 0;
    float right = 0;
  };
  Span box_span() const;

 private:
  enum class Drag : uint8_t { kNone, kPending, kPan, kBox };

  void click_bar(const KeyRangesFrame& frame, const Pointed& pointed, LaneRows& rows,
                 Commands& commands);
  void pan_to_pointer(const KeyRangesFrame& frame, LaneRows& rows, Commands& commands);
  void zoom(const KeyRangesFrame& frame, double factor, Commands& commands);
  void pan(const KeyRangesFrame& frame, double share, Commands& commands);
  void fit(const KeyRangesFrame& frame, Commands& commands);
  void select_part(const KeyRangesFrame& frame, int step, Commands& commands);
  void select_block(const KeyRangesFrame& frame, int step, const LaneRows& rows,
                    Commands& commands);

  Drag drag_ = Drag::kNone;
  bool is_double_click_ = false;
  ImVec2 press_{};
  model::KeyWindow press_window_;
  double press_scroll_ = 0;
  std::optional<uint64_t> fitted_selection_;  // its serial, when F showed it last
};

}  // namespace sidx::views
