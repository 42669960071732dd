#include "wasm/views/minimap.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/theme.h"

namespace sidx::views {

using model::AppState;
using model::KeyWindow;
using model::WindowCommand;
using ui::Box;
using ui::theme;

namespace {

/// The frame is never too small to be seen and held.
constexpr float kFrameWidthMin = 6.0f;
constexpr float kGripWidth = 5.0f;

KeyWindow whole_of(const AppState& state) {
  const double margin = state.axis().extent() * 0.02;
  return {-margin, state.axis().extent() + margin};
}

}  // namespace

Box Minimap::frame_of(const Box& box, const AppState& state) const {
  const auto x_of = [&](double place) {
    const double offset =
        (place - columns_.place_at(columns_.left())) / columns_.places_per_pixel();
    return std::clamp(columns_.left() + static_cast<float>(offset), box.min.x, box.max.x);
  };
  const float left = std::min(x_of(state.window().from), box.max.x - kFrameWidthMin);
  const float right = std::max(x_of(state.window().to), left + kFrameWidthMin);
  return box.columns(std::floor(left), std::ceil(right));
}

Minimap::Grip Minimap::grip_at(float x, const Box& frame) const {
  if (x < frame.min.x - kGripWidth || x > frame.max.x + kGripWidth) return Grip::kNone;
  const bool has_sides = frame.width() > 4 * kGripWidth;
  const float inside = has_sides ? kGripWidth / 2 : 0.0f;
  if (x < frame.min.x + inside) return Grip::kLeft;
  if (x > frame.max.x - inside) return Grip::kRight;
  return Grip::kMiddle;
}

void Minimap::draw(const Box& box, const AppState& state, Commands& commands) {
  columns_.update(state.axis(), state.axis_serial(), whole_of(state), box.min.x, box.width());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ui::fill(list, box, theme().raised);
  depth_.draw(list, box.shrunk(0.0f, 1.0f), state, columns_);
  const Box frame = frame_of(box, state);

  ImGui::SetCursorScreenPos(box.min);
  ImGui::InvisibleButton("minimap", {box.width(), box.height()});
  hovered_ = ImGui::IsItemHovered();
  const float x = ImGui::GetMousePos().x;
  if (ImGui::IsItemActivated()) {
    grip_ = grip_at(x, frame);
    const double place = columns_.place_at(x);
    const double length = state.window().to - state.window().from;
    // A click beside the frame brings its middle there.
    held_at_ = grip_ == Grip::kNone ? length / 2 : place - state.window().from;
    if (grip_ == Grip::kNone) grip_ = Grip::kMiddle;
  }
  if (ImGui::IsItemActive() && ImGui::IsMousePosValid()) drag(state, commands);
  const Grip shown = ImGui::IsItemActive() ? grip_ : grip_at(x, frame);
  if (hovered_ && (shown == Grip::kLeft || shown == Grip::kRight)) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  }

  const ImU32 shade = ui::with_alpha(theme().background, 0.6f);
  ui::fill(list, box.columns(box.min.x, frame.min.x), shade);
  ui::fill(list, box.columns(frame.max.x, box.max.x), shade);
  const bool lit = hovered_ || ImGui::IsItemActive();
  ui::outline(list, frame, lit ? theme().accent : theme().dim, lit ? 2.0f : ui::hairline());
}

void Minimap::drag(const AppState& state, Commands& commands) {
  const double place = columns_.place_at(ImGui::GetMousePos().x);
  KeyWindow window = state.window();
  const double length_min = columns_.places_per_pixel();
  switch (grip_) {
    case Grip::kNone:
      return;
    case Grip::kLeft:
      window.from = std::min(place, window.to - length_min);
      break;
    case Grip::kRight:
      window.to = std::max(place, window.from + length_min);
      break;
    case Grip::kMiddle:
      window = {place - held_at_, place - held_at_ + (window.to - window.from)};
      break;
  }
  if (window.from != state.window().from || window.to != state.window().to) {
    commands.emplace_back(WindowCommand{window.from, window.to});
  }
}

}  // namespace sidx::views
