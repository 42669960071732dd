#pragma once

#include "wasm/views/depth_strip.h"
#include "wasm/views/view.h"

namespace sidx::views {

inline constexpr float kMinimapHeight = 16.0f;

/// The whole axis with the window on it as a frame that can be dragged.
class Minimap {
 public:
  /// Places an item of ImGui over `box`.
  void draw(const ui::Box& box, const model::AppState& state, Commands& commands);
  bool hovered() const { return hovered_; }

 private:
  enum class Grip : uint8_t { kNone, kMiddle, kLeft, kRight };
  Grip grip_at(float x, const ui::Box& frame) const;
  void drag(const model::AppState& state, Commands& commands);
  ui::Box frame_of(const ui::Box& box, const model::AppState& state) const;

  model::KeyColumns columns_;
  DepthStrip depth_;
  Grip grip_ = Grip::kNone;
  double held_at_ = 0;  // of the window, in places from its left edge
  bool hovered_ = false;
};

}  // namespace sidx::views
