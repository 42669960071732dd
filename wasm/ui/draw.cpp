#include "wasm/ui/draw.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace sidx::ui {
namespace {

constexpr std::string_view kEllipsis = "…";

/// A font at a size.
struct Type {
  const ImFont& font;
  float size;

  float width(std::string_view text, float width_max = FLT_MAX, const char** cut = nullptr) const {
    return font.CalcTextSizeA(size, width_max, 0.0f, text.data(), text.data() + text.size(), cut).x;
  }
  void put(ImDrawList& list, ImVec2 at, ImU32 colour, std::string_view text) const {
    list.AddText(&font, size, {std::floor(at.x), std::floor(at.y)}, colour, text.data(),
                 text.data() + text.size());
  }
};

/// One family of parallel lines; `slope` is +1 or -1.
void diagonals(ImDrawList& list, const Box& box, ImU32 colour, float spacing, float slope) {
  const float height = box.height();
  for (float x = box.min.x - height; x < box.max.x; x += spacing) {
    // From the bottom edge at x to the top edge at x + height, cut at the sides.
    const float from = std::max(x, box.min.x);
    const float to = std::min(x + height, box.max.x);
    if (to <= from) continue;
    const float y_from = from - x;
    const float y_to = to - x;
    const bool rises = slope > 0;
    list.AddLine({from, rises ? box.max.y - y_from : box.min.y + y_from},
                 {to, rises ? box.max.y - y_to : box.min.y + y_to}, colour, hairline());
  }
}

/// How light a colour looks, 0 to 1.
float luminance(ImU32 colour) {
  const ImVec4 c = to_vec4(colour);
  return 0.2126f * c.x * c.x + 0.7152f * c.y * c.y + 0.0722f * c.z * c.z;
}

}  // namespace

void fill(ImDrawList& list, const Box& box, ImU32 colour) {
  if (box.max.x > box.min.x && box.max.y > box.min.y) {
    list.AddRectFilled(box.min, box.max, colour);
  }
}

void outline(ImDrawList& list, const Box& box, ImU32 colour, float thickness) {
  fill(list, box.rows(box.min.y, box.min.y + thickness), colour);
  fill(list, box.rows(box.max.y - thickness, box.max.y), colour);
  const Box sides = box.shrunk(0.0f, thickness);
  fill(list, sides.columns(box.min.x, box.min.x + thickness), colour);
  fill(list, sides.columns(box.max.x - thickness, box.max.x), colour);
}

void hatch(ImDrawList& list, const Box& box, ImU32 colour, float spacing, bool crossed) {
  diagonals(list, box, colour, spacing, 1.0f);
  if (crossed) diagonals(list, box, colour, spacing, -1.0f);
}

float text_width(const ImFont& font, std::string_view text, float scale) {
  return Type{font, font.FontSize * scale}.width(text);
}

void text_in(ImDrawList& list, const ImFont& font, const Box& box, ImU32 colour,
             std::string_view text, Align align, float scale) {
  const Type type{font, font.FontSize * scale};
  const float room = box.width();
  const float y = box.middle_y() - type.size / 2;
  const float width = type.width(text);
  if (width <= room) {
    float x = box.min.x;
    if (align == Align::kCentre) x += (room - width) / 2;
    if (align == Align::kRight) x += room - width;
    type.put(list, {x, y}, colour, text);
    return;
  }
  const float ellipsis = type.width(kEllipsis);
  if (room < ellipsis) return;
  const char* cut = nullptr;
  const float kept = type.width(text, room - ellipsis, &cut);
  type.put(list, {box.min.x, y}, colour, text.substr(0, static_cast<size_t>(cut - text.data())));
  type.put(list, {box.min.x + kept, y}, colour, kEllipsis);
}

void disclosure(ImDrawList& list, ImVec2 centre, bool open, ImU32 colour) {
  const auto [x, y] = centre;
  if (open) {
    list.AddTriangleFilled({x - 4, y - 2}, {x + 4, y - 2}, {x, y + 3}, colour);
  } else {
    list.AddTriangleFilled({x - 2, y - 4}, {x + 3, y}, {x - 2, y + 4}, colour);
  }
}

void problem_mark(ImDrawList& list, ImVec2 centre, ImU32 colour) {
  const auto [x, y] = centre;
  list.AddTriangle({x - 5, y + 4}, {x, y - 5}, {x + 5, y + 4}, colour, 1.3f);
  list.AddLine({x, y - 1.5f}, {x, y + 1.2f}, colour, 1.3f);
  list.AddCircleFilled({x, y + 2.6f}, 0.7f, colour);
}

ImU32 readable_on(ImU32 ground) {
  return luminance(ground) > 0.26f ? IM_COL32(13, 17, 22, 255) : IM_COL32(255, 255, 255, 255);
}

}  // namespace sidx::ui
