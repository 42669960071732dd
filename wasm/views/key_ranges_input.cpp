#include "wasm/views/key_ranges_input.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imgui_internal.h"
#include "wasm/platform/input.h"
#include "wasm/ui/theme.h"

namespace sidx::views {

using model::DrawerCommand;
using model::DrawerTab;
using model::FitCommand;
using model::KeyRange;
using model::KeyWindow;
using model::OpenPart;
using model::SelectCommand;
using model::WindowCommand;

namespace {

/// One notch of a wheel.
constexpr double kZoomPerNotch = 1.2;
constexpr double kPanPerNotch = 0.08;
constexpr double kScrollPerNotch = 3.0 * static_cast<double>(kLaneHeight);
/// One press of a key.
constexpr double kZoomPerKey = 1.4;
constexpr double kPanPerKey = 0.15;

SelectCommand select_of(size_t part, std::optional<size_t> block = std::nullopt) {
  SelectCommand select;
  select.part = part;
  select.block = block;
  return select;
}

/// Position of a block in the order of smallest keys.
size_t position_of(const OpenPart& part, size_t block) {
  const std::vector<uint32_t>& order = part.by_key.order();
  const auto key_of = [&](uint32_t index) { return part.blocks[index].key_min; };
  const int64_t key = part.blocks[block].key_min;
  auto at = std::partition_point(order.begin(), order.end(),
                                 [&](uint32_t index) { return key_of(index) < key; });
  while (at != order.end() && *at != block && key_of(*at) == key) at++;
  return static_cast<size_t>(at - order.begin());
}

std::optional<size_t> stepped(size_t index, int step, size_t count) {
  if (step < 0 ? index == 0 : index + 1 >= count) return std::nullopt;
  return step < 0 ? index - 1 : index + 1;
}

/// The shortest window: in a shorter one doubles could not tell places apart.
double length_min(const model::KeyAxis& axis) {
  return std::max(axis.extent_min(), axis.extent() * 1e-13);
}

/// A window that shows these keys with some room beside them.
WindowCommand window_of(const model::KeyAxis& axis, KeyRange keys) {
  const double from = axis.place(keys.first);
  const double to = axis.place(keys.last);
  const double length = std::max((to - from) * 1.1, length_min(axis));
  const double middle = from + (to - from) / 2;
  return {middle - length / 2, middle + length / 2};
}

bool no_modifiers() {
  const ImGuiIO& io = ImGui::GetIO();
  return !io.KeyCtrl && !io.KeyShift && !io.KeyAlt && !io.KeySuper;
}

}  // namespace

Surface Surface::place(const char* id, const ui::Box& box) {
  Surface surface;
  ImGui::SetCursorScreenPos(box.min);
  ImGui::InvisibleButton(id, {std::max(box.width(), 1.0f), std::max(box.height(), 1.0f)});
  surface.id = ImGui::GetItemID();
  surface.hovered = ImGui::IsItemHovered();
  surface.pressed = surface.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  surface.held = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  surface.released = ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  ImGui::RenderNavHighlight({box.min, box.max}, surface.id, ImGuiNavHighlightFlags_TypeThin);
  return surface;
}

void KeyRangesInput::handle_charts(const KeyRangesFrame& frame, const Surface& charts,
                                   const Pointed& pointed, LaneRows& rows, Commands& commands) {
  if (charts.pressed) {
    drag_ = ImGui::GetIO().KeyShift ? Drag::kBox : Drag::kPending;
    is_double_click_ = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    press_ = ImGui::GetMousePos();
    press_window_ = frame.state.window();
    press_scroll_ = rows.scroll();
  }
  if (charts.held && drag_ == Drag::kPending && ImGui::IsMouseDragging(ImGuiMouseButton_Left)) {
    drag_ = Drag::kPan;
  }
  if (charts.held && drag_ == Drag::kPan) pan_to_pointer(frame, rows, commands);
  if (charts.released && drag_ == Drag::kBox) {
    const Span span = box_span();
    if (span.right - span.left >= 3.0f) {
      const double from = frame.columns.place_at(span.left);
      const double to = frame.columns.place_at(span.right);
      commands.emplace_back(
          WindowCommand{from, std::max(to, from + length_min(frame.state.axis()))});
    }
  } else if (charts.released && drag_ == Drag::kPending) {
    click_bar(frame, pointed, rows, commands);
  }
  if (!charts.held) drag_ = Drag::kNone;
}

KeyRangesInput::Span KeyRangesInput::box_span() const {
  if (drag_ != Drag::kBox) return {};
  const auto [left, right] = std::minmax({press_.x, ImGui::GetMousePos().x});
  return {left, right};
}

void KeyRangesInput::pan_to_pointer(const KeyRangesFrame& frame, LaneRows& rows,
                                    Commands& commands) {
  const ImVec2 mouse = ImGui::GetMousePos();
  const double shift = static_cast<double>(press_.x - mouse.x) * frame.columns.places_per_pixel();
  const KeyWindow window{press_window_.from + shift, press_window_.to + shift};
  if (window.from != frame.state.window().from) {
    commands.emplace_back(WindowCommand{window.from, window.to});
  }
  rows.scroll_to(press_scroll_ + static_cast<double>(press_.y - mouse.y));
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
}

void KeyRangesInput::click_bar(const KeyRangesFrame& frame, const Pointed& pointed, LaneRows& rows,
                               Commands& commands) {
  using Area = Pointed::Area;
  // Clicking a merged bar again and again zooms on and on.
  if (is_double_click_ && !pointed.is_merged()) {
    commands.emplace_back(FitCommand{});
  } else if (pointed.is_merged() && zooming_helps(frame, pointed)) {
    commands.emplace_back(window_of(frame.state.axis(), pointed.keys));
  } else if (pointed.is_merged()) {
    commands.emplace_back(select_of(pointed.part));
    if (!rows.is_expanded(pointed.part)) rows.toggle(frame.state, pointed.part);
  } else if (pointed.area == Area::kBar) {
    commands.emplace_back(select_of(pointed.part, pointed.block));
  } else if (pointed.area == Area::kLane || pointed.area == Area::kManifestBar) {
    commands.emplace_back(select_of(pointed.part));
  } else if (pointed.area == Area::kGroup) {
    SelectCommand select;
    select.node = pointed.node;
    commands.emplace_back(select);
  }
}

void KeyRangesInput::handle_labels(const KeyRangesFrame& frame, const Surface& labels,
                                   const Pointed& pointed, LaneRows& rows, Commands& commands) {
  using Area = Pointed::Area;
  if (!labels.pressed) return;
  switch (pointed.area) {
    case Area::kDisclosure:
      rows.toggle(frame.state, pointed.part);
      break;
    case Area::kPartLabel:
    case Area::kSnapshot:
      if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        rows.toggle(frame.state, pointed.part);
      } else {
        commands.emplace_back(select_of(pointed.part));
      }
      break;
    case Area::kProblems:
      commands.emplace_back(select_of(pointed.part));
      commands.emplace_back(DrawerCommand{DrawerTab::kFindings});
      break;
    case Area::kSeriesLabel:
      commands.emplace_back(select_of(pointed.part, pointed.series));
      break;
    case Area::kGroup: {
      SelectCommand select;
      select.node = pointed.node;
      commands.emplace_back(select);
      break;
    }
    case Area::kNothing:
    case Area::kLane:
    case Area::kManifestBar:
    case Area::kBar:
      break;
  }
}

void KeyRangesInput::handle_wheel(const KeyRangesFrame& frame, bool hovered, bool over_labels,
                                  LaneRows& rows, Commands& commands) {
  const ImGuiIO& io = ImGui::GetIO();
  const auto wheel_y = static_cast<double>(io.MouseWheel);
  const auto wheel_x = static_cast<double>(io.MouseWheelH);
  if (over_labels && wheel_y != 0) rows.scroll_to(rows.scroll() - wheel_y * kScrollPerNotch);
  if (!hovered) return;
  const auto pinch = static_cast<double>(input::pinch_factor());
  const double sideways = wheel_x + (io.KeyShift ? wheel_y : 0.0);
  const double notches = io.KeyShift ? 0.0 : wheel_y;
  if (notches != 0 || pinch != 1) {
    zoom(frame, std::pow(kZoomPerNotch, notches) * pinch, commands);
  } else if (sideways != 0) {
    pan(frame, -sideways * kPanPerNotch, commands);
  }
}

void KeyRangesInput::zoom(const KeyRangesFrame& frame, double factor, Commands& commands) {
  fitted_selection_.reset();
  const KeyWindow& window = frame.state.window();
  const double extent = frame.state.axis().extent();
  const double least = length_min(frame.state.axis());
  const double length = std::max(window.to - window.from, least);
  const double next = std::clamp(length / factor, least, extent * 1.1);
  const float x = ImGui::GetMousePos().x;
  const bool inside = x >= frame.lanes.min.x && x < frame.lanes.max.x;
  const double centre = inside ? frame.columns.place_at(x) : (window.from + window.to) / 2;
  const double from = centre - (centre - window.from) * next / length;
  commands.emplace_back(WindowCommand{from, from + next});
}

void KeyRangesInput::pan(const KeyRangesFrame& frame, double share, Commands& commands) {
  fitted_selection_.reset();
  const KeyWindow& window = frame.state.window();
  const double shift = (window.to - window.from) * share;
  commands.emplace_back(WindowCommand{window.from + shift, window.to + shift});
}

void KeyRangesInput::fit(const KeyRangesFrame& frame, Commands& commands) {
  const bool again = fitted_selection_ == frame.state.selection_serial();
  const bool selection = frame.state.selection().part.has_value() && !again;
  commands.emplace_back(FitCommand{selection});
  fitted_selection_.reset();
  if (selection) fitted_selection_ = frame.state.selection_serial();
}

void KeyRangesInput::handle_keys(const KeyRangesFrame& frame, const Surface& charts, bool focused,
                                 LaneRows& rows, Commands& commands) {
  if (ImGui::GetIO().WantTextInput || !no_modifiers()) return;
  if (focused || charts.hovered) {
    if (ImGui::IsKeyPressed(ImGuiKey_W)) zoom(frame, kZoomPerKey, commands);
    if (ImGui::IsKeyPressed(ImGuiKey_S)) zoom(frame, 1 / kZoomPerKey, commands);
    if (ImGui::IsKeyPressed(ImGuiKey_A)) pan(frame, -kPanPerKey, commands);
    if (ImGui::IsKeyPressed(ImGuiKey_D)) pan(frame, kPanPerKey, commands);
    if (ImGui::IsKeyPressed(ImGuiKey_F, false)) fit(frame, commands);
  }
  if (!focused) return;
  // Otherwise the arrows would move ImGui's own focus away.
  constexpr std::array kOwned{ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow,
                              ImGuiKey_RightArrow, ImGuiKey_Enter};
  for (const ImGuiKey key : kOwned) ImGui::SetKeyOwner(key, charts.id);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) select_part(frame, -1, commands);
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) select_part(frame, +1, commands);
  if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) select_block(frame, -1, rows, commands);
  if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) select_block(frame, +1, rows, commands);
  if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) && frame.state.selection().part) {
    rows.toggle(frame.state, *frame.state.selection().part);
  }
}

void KeyRangesInput::select_part(const KeyRangesFrame& frame, int step, Commands& commands) {
  const size_t count = frame.state.document().parts.size();
  if (count == 0) return;
  const std::optional<size_t> current = frame.state.selection().part;
  const std::optional<size_t> next =
      current ? stepped(*current, step, count) : std::optional(step > 0 ? 0 : count - 1);
  if (next) commands.emplace_back(select_of(*next));
}

void KeyRangesInput::select_block(const KeyRangesFrame& frame, int step, const LaneRows& rows,
                                  Commands& commands) {
  const model::Selection& selection = frame.state.selection();
  if (!selection.part) return;
  const OpenPart& part = frame.part(*selection.part);
  if (!LaneRows::is_expandable(part)) return;
  // Along the lane by keys; through expanded series as they are stored.
  const bool in_file_order = rows.is_expanded(*selection.part);
  const auto block_at = [&](size_t position) -> size_t {
    return in_file_order ? position : part.by_key.order()[position];
  };
  std::optional<size_t> next = step > 0 ? 0 : part.blocks.size() - 1;
  if (selection.block) {
    const size_t block = *selection.block;
    next = stepped(in_file_order ? block : position_of(part, block), step, part.blocks.size());
  }
  if (!next) return;
  const size_t block = block_at(*next);
  commands.emplace_back(select_of(*selection.part, block));
  const model::BlockSummary& summary = part.blocks[block];
  const bool before = frame.columns.column_of(summary.key_max) < 0;
  const bool behind = frame.columns.column_of(summary.key_min) >= frame.columns.count();
  if (!before && !behind) return;
  const KeyWindow& window = frame.state.window();
  const double middle = frame.state.axis().place(summary.key_min);
  const double half = (window.to - window.from) / 2;
  commands.emplace_back(WindowCommand{middle - half, middle + half});
}

}  // namespace sidx::views
