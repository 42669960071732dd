#pragma once

#include <cstdint>
#include <string_view>

#include "imgui.h"
#include "wasm/ui/theme.h"

/// Shapes and text for views that draw themselves instead of using controls.
namespace sidx::ui {

/// An area of the screen. Right and bottom edges are outside.
struct Box {
  ImVec2 min;
  ImVec2 max;

  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  float middle_y() const { return (min.y + max.y) / 2; }
  bool contains(ImVec2 point) const {
    return point.x >= min.x && point.x < max.x && point.y >= min.y && point.y < max.y;
  }
  /// Smaller by `x` on the left and right and by `y` at the top and bottom; negative grows.
  Box shrunk(float x, float y) const { return {{min.x + x, min.y + y}, {max.x - x, max.y - y}}; }
  /// The part between two heights.
  Box rows(float top, float bottom) const { return {{min.x, top}, {max.x, bottom}}; }
  /// The part between two places on the line.
  Box columns(float left, float right) const { return {{left, min.y}, {right, max.y}}; }
};

void fill(ImDrawList& list, const Box& box, ImU32 colour);
/// A frame that lies inside the box; its edges are whole pixels.
void outline(ImDrawList& list, const Box& box, ImU32 colour, float thickness = hairline());
/// Diagonal lines, or with `crossed` both diagonals: the second sign of a state beside its colour.
void hatch(ImDrawList& list, const Box& box, ImU32 colour, float spacing = 7.0f,
           bool crossed = false);

enum class Align : uint8_t { kLeft, kCentre, kRight };
float text_width(const ImFont& font, std::string_view text, float scale = 1.0f);
/// One line in the middle of the box's height; what does not fit ends in an ellipsis. A `scale`
/// below 1 is for rows that are lower than any font.
void text_in(ImDrawList& list, const ImFont& font, const Box& box, ImU32 colour,
             std::string_view text, Align align = Align::kLeft, float scale = 1.0f);

/// The marks of rows that open: pointing right, or down when `open`.
void disclosure(ImDrawList& list, ImVec2 centre, bool open, ImU32 colour);
/// A warning triangle of 10 pixels.
void problem_mark(ImDrawList& list, ImVec2 centre, ImU32 colour);

/// Near black or white: what can be read on `ground`.
ImU32 readable_on(ImU32 ground);

}  // namespace sidx::ui
