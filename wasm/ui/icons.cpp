#include "wasm/ui/icons.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "wasm/ui/theme.h"

namespace sidx::ui {
namespace {

constexpr float kPi = 3.14159265f;

/// Draws in the 16 × 16 square of one icon.
class Pen {
 public:
  Pen(ImDrawList& list, ImVec2 origin, ImU32 colour)
      : list_(list), origin_(origin), colour_(colour), width_(std::max(1.2f, hairline())) {}

  void line(ImVec2 from, ImVec2 to) { list_.AddLine(at(from), at(to), colour_, width_); }
  /// A line through points, closed on request.
  void path(std::initializer_list<ImVec2> points, bool closed) {
    for (const ImVec2 point : points) list_.PathLineTo(at(point));
    list_.PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, width_);
  }
  void box(ImVec2 from, ImVec2 to, float rounding = 1.0f) {
    list_.AddRect(at(from), at(to), colour_, rounding, 0, width_);
  }
  void fill(ImVec2 from, ImVec2 to) { list_.AddRectFilled(at(from), at(to), colour_, 1.0f); }
  void wedge(ImVec2 a, ImVec2 b, ImVec2 c) {
    list_.AddTriangleFilled(at(a), at(b), at(c), colour_);
  }
  void circle(ImVec2 centre, float radius) {
    list_.AddCircle(at(centre), radius, colour_, 0, width_);
  }
  void dot(ImVec2 centre, float radius) { list_.AddCircleFilled(at(centre), radius, colour_); }
  void arc(ImVec2 centre, float radius, float from, float to) {
    list_.PathArcTo(at(centre), radius, from, to, 24);
  }
  void then(ImVec2 point) { list_.PathLineTo(at(point)); }
  void stroke(bool closed) { list_.PathStroke(colour_, closed ? ImDrawFlags_Closed : 0, width_); }

 private:
  ImVec2 at(ImVec2 point) const { return {origin_.x + point.x, origin_.y + point.y}; }

  ImDrawList& list_;
  ImVec2 origin_;
  ImU32 colour_;
  float width_;
};

void folder(Pen& pen) {
  pen.path({{2, 13}, {2, 3.5f}, {6, 3.5f}, {7.5f, 5.5f}, {14, 5.5f}, {14, 13}}, true);
}

void samples(Pen& pen) {
  for (const float x : {2.0f, 9.0f}) {
    for (const float y : {2.0f, 9.0f}) pen.box({x, y}, {x + 5, y + 5});
  }
}

void prompt(Pen& pen) {
  pen.path({{2.5f, 4}, {6.5f, 8}, {2.5f, 12}}, false);
  pen.line({8, 12.5f}, {13.5f, 12.5f});
}

void sun(Pen& pen) {
  pen.circle({8, 8}, 3.2f);
  for (int i = 0; i < 8; i++) {
    const float angle = static_cast<float>(i) * kPi / 4;
    const ImVec2 ray{std::cos(angle), std::sin(angle)};
    pen.line({8 + 5 * ray.x, 8 + 5 * ray.y}, {8 + 6.8f * ray.x, 8 + 6.8f * ray.y});
  }
}

/// A disc, less a smaller disc up right: two arcs between the points where they cross.
void moon(Pen& pen) {
  pen.arc({8, 8}, 6.0f, 0.28f, 4.61f);
  pen.arc({11, 5.5f}, 5.0f, 3.91f, 0.99f);
  pen.stroke(true);
}

void question_mark(Pen& pen) {
  pen.circle({8, 8}, 6.2f);
  pen.arc({8, 6.4f}, 2.0f, -kPi, 0.4f * kPi);
  pen.then({8, 9.4f});
  pen.stroke(false);
  pen.dot({8, 11.6f}, 0.9f);
}

void part(Pen& pen) {
  pen.box({2, 3}, {14, 13}, 2.0f);
  pen.fill({4, 5.5f}, {9, 7.5f});
  pen.fill({6, 9}, {12, 11});
}

void label(Pen& pen) {
  pen.path({{3, 3}, {8.5f, 3}, {13.5f, 8}, {8, 13.5f}, {3, 8.5f}}, true);
  pen.dot({6, 6}, 1.1f);
}

void sheet(Pen& pen) { pen.path({{4, 2}, {9.5f, 2}, {12.5f, 5}, {12.5f, 14}, {4, 14}}, true); }

/// A window with one of its panels filled.
void panel(Pen& pen, ImVec2 from, ImVec2 to) {
  pen.box({2, 3}, {14, 13});
  pen.fill(from, to);
}

/// Transport: a bar and a triangle that points right or left.
void transport(Pen& pen, float bar, float from, float to) {
  pen.line({bar, 3}, {bar, 13});
  pen.path({{from, 3}, {from, 13}, {to, 8}}, true);
}

void pause(Pen& pen) {
  pen.fill({4, 3}, {6.5f, 13});
  pen.fill({9.5f, 3}, {12, 13});
}

/// An arrow that turns back to the left, or with `right` to the right.
void turn(Pen& pen, bool right) {
  const auto x = [right](float value) { return right ? 16 - value : value; };
  pen.path({{x(6), 3}, {x(3), 6}, {x(6), 9}}, false);
  pen.path({{x(3), 6}, {x(10), 6}, {x(12.5f), 7.5f}, {x(13), 10}, {x(12), 12}, {x(10), 13}}, false);
}

void save(Pen& pen) {
  pen.line({8, 2.5f}, {8, 10});
  pen.path({{5, 7}, {8, 10}, {11, 7}}, false);
  pen.path({{3, 10.5f}, {3, 13.5f}, {13, 13.5f}, {13, 10.5f}}, false);
}

/// One place, and lines to two others.
void share(Pen& pen) {
  pen.line({4, 8}, {12, 3.5f});
  pen.line({4, 8}, {12, 12.5f});
  for (const ImVec2 place : {ImVec2{4, 8}, ImVec2{12, 3.5f}, ImVec2{12, 12.5f}})
    pen.dot(place, 2.2f);
}

/// Steps on a line.
void scenarios(Pen& pen) {
  pen.line({2, 8}, {14, 8});
  for (const float x : {3.0f, 8.0f, 13.0f}) pen.dot({x, 8}, 2.1f);
}

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, ImU32 colour) {
  Pen pen(list, at, colour);
  switch (icon) {
    case Icon::kOpen:
    case Icon::kFolder:
      return folder(pen);
    case Icon::kSamples:
      return samples(pen);
    case Icon::kPalette:
      return prompt(pen);
    case Icon::kSun:
      return sun(pen);
    case Icon::kMoon:
      return moon(pen);
    case Icon::kHelp:
      return question_mark(pen);
    case Icon::kPart:
      return part(pen);
    case Icon::kBlock:
      return pen.fill({2.5f, 6}, {13.5f, 10});
    case Icon::kTag:
      return label(pen);
    case Icon::kFile:
      return sheet(pen);
    case Icon::kPanelLeft:
      return panel(pen, {3, 4}, {6, 12});
    case Icon::kPanelRight:
      return panel(pen, {10, 4}, {13, 12});
    case Icon::kPanelBottom:
      return panel(pen, {3, 9}, {13, 12});
    case Icon::kShare:
      return share(pen);
    case Icon::kScenarios:
      return scenarios(pen);
    case Icon::kToStart:
      return transport(pen, 3, 13, 5);
    case Icon::kStepBack:
      return transport(pen, 13, 10, 3);
    case Icon::kPlay:
      return pen.wedge({4, 2.5f}, {4, 13.5f}, {13.5f, 8});
    case Icon::kPause:
      return pause(pen);
    case Icon::kStep:
      return transport(pen, 3, 6, 13);
    case Icon::kToEnd:
      return transport(pen, 13, 3, 11);
    case Icon::kUndo:
      return turn(pen, false);
    case Icon::kRedo:
      return turn(pen, true);
    case Icon::kSave:
      return save(pen);
  }
}

}  // namespace sidx::ui
