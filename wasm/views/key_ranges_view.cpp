#include "wasm/views/key_ranges_view.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "imgui_internal.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/key_ranges_header.h"
#include "wasm/views/key_ranges_labels.h"
#include "wasm/views/key_ranges_tooltip.h"

namespace sidx::views {

using model::AppState;
using ui::Box;
using ui::theme;

namespace {

constexpr ImVec2 kNowhere{-FLT_MAX, -FLT_MAX};
constexpr float kScrollbarWidth = 10.0f;
/// Narrow views give at most this share to names.
constexpr float kLabelShare = 0.4f;

/// The selection, as if the pointer were on it.
Pointed selected_thing(const AppState& state) {
  const model::Selection& selection = state.selection();
  Pointed pointed;
  if (!selection.part) return pointed;
  pointed.area = selection.block ? Pointed::Area::kBar : Pointed::Area::kPartLabel;
  pointed.part = *selection.part;
  pointed.block = selection.block.value_or(0);
  pointed.block_count = selection.block ? 1 : 0;
  return pointed;
}

}  // namespace

void KeyRangesView::draw(const AppState& state, Commands& commands) {
  follow(state);
  if (state.document().parts.empty()) {
    ui::empty_state("No parts",
                    "What was opened holds no part of a secondary index. Open a part "
                    "directory, an instance, a shard or a segment.");
    return;
  }
  colours_.refresh(state.document());
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::BeginChild("key ranges", {0, 0}, ImGuiChildFlags_None, kFlags)) {
    draw_key_ranges_header(state, colours_, commands);
    const Places places = arrange(state);
    if (places.lanes.height() >= kLaneHeight && places.lanes.width() >= kLaneHeight) {
      draw_charts(state, places, commands);
    }
  }
  ImGui::EndChild();
}

void KeyRangesView::follow(const AppState& state) {
  if (generation_ != state.generation()) {
    generation_ = state.generation();
    rows_.reset();
    lanes_.reset();
    menu_.reset();
    overlaps_of_.reset();
    selection_serial_ = state.selection_serial();
    unfold_single_part_ = state.document().parts.size() == 1;
  }
  if (document_serial_ != state.document_serial()) {
    document_serial_ = state.document_serial();
    overlaps_of_.reset();
  }
  // A part that is alone has room to show its series at once.
  if (unfold_single_part_ && state.document().parts.front().has_blocks()) {
    unfold_single_part_ = false;
    if (LaneRows::is_expandable(state.document().parts.front())) rows_.toggle(state, 0);
  }
  reveal_selection_ = selection_serial_ != state.selection_serial();
  selection_serial_ = state.selection_serial();
}

KeyRangesView::Places KeyRangesView::arrange(const AppState& state) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float label_width = std::floor(std::min(kLabelWidth, room.x * kLabelShare));
  const float left = std::floor(at.x) + label_width;
  const float right = std::floor(at.x + room.x) - kScrollbarWidth;
  const float bottom = std::floor(at.y + room.y);
  columns_.update(state.axis(), state.axis_serial(), state.window(), left, right - left);
  ruler_.update(state, columns_);

  Places places;
  const Box plot{{left, std::floor(at.y) + ui::kGap1}, {right, bottom}};
  places.depth = plot.rows(plot.min.y, plot.min.y + kDepthStripHeight);
  places.minimap = plot.rows(bottom - kMinimapHeight, bottom);
  const float ruler_bottom = places.minimap.min.y - ui::kGap1;
  places.ruler = plot.rows(ruler_bottom - ruler_.height(), ruler_bottom);
  places.lanes = plot.rows(places.depth.max.y + ui::kGap1, places.ruler.min.y);
  places.labels = places.lanes.columns(std::floor(at.x), left);
  places.scrollbar = places.lanes.columns(right, right + kScrollbarWidth);
  return places;
}

void KeyRangesView::draw_charts(const AppState& state, const Places& places, Commands& commands) {
  rows_.arrange(state, static_cast<double>(places.lanes.height()));
  if (reveal_selection_ && state.selection().part) {
    rows_.reveal(state, *state.selection().part, state.selection().block);
  }
  const Surface charts = Surface::place("charts", places.charts());
  // One stop for the Tab key is enough.
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop, true);
  const Surface labels = Surface::place("labels", places.labels);
  minimap_.draw(places.minimap, state, commands);
  ImGui::PopItemFlag();
  const bool pointing = (charts.hovered || labels.hovered) && !input_.dragging();
  KeyRangesFrame frame{state,
                       *ImGui::GetWindowDrawList(),
                       columns_,
                       colours_,
                       places.labels,
                       places.lanes,
                       pointing ? ImGui::GetMousePos() : kNowhere};
  // Of the charts, only the lanes have something under the pointer.
  if (charts.hovered && !places.lanes.contains(frame.mouse)) frame.mouse = kNowhere;

  Pointed pointed;
  draw_captions(frame, places);
  depth_.draw(frame.list, places.depth, state, columns_);
  draw_lanes(frame, pointed);
  ruler_.draw(frame.list, places.ruler, columns_);
  draw_scrollbar(places);
  if (charts.hovered && !ImGui::IsAnyMouseDown()) draw_pointer(frame, places);

  input_.handle_charts(frame, charts, pointed, rows_, commands);
  input_.handle_labels(frame, labels, pointed, rows_, commands);
  input_.handle_wheel(frame, charts.hovered || minimap_.hovered(), labels.hovered, rows_, commands);
  input_.handle_keys(frame, charts, ImGui::IsWindowFocused(), rows_, commands);
  const KeyRangesInput::Span span = input_.box_span();
  if (span.right > span.left) {
    const Box box = places.charts().columns(std::max(span.left, places.lanes.min.x),
                                            std::min(span.right, places.lanes.max.x));
    ui::fill(frame.list, box, ui::with_alpha(theme().accent, 0.18f));
    ui::outline(frame.list, box, theme().accent);
  }
  if ((charts.hovered || labels.hovered) && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    menu_.open(pointed);
  } else if (ImGui::IsWindowFocused() && ImGui::IsKeyPressed(ImGuiKey_Menu, false)) {
    menu_.open(selected_thing(state));
  }
  menu_.draw(state, rows_, commands);
  if (charts.hovered || labels.hovered) draw_tooltip(frame, places, pointed);
}

void KeyRangesView::draw_lanes(const KeyRangesFrame& frame, Pointed& pointed) {
  const Box all{frame.labels.min, frame.lanes.max};
  frame.list.PushClipRect(all.min, all.max, true);
  ruler_.draw_grid(frame.list, frame.lanes, columns_);
  ui::fill(frame.list, frame.lanes.columns(frame.lanes.min.x - ui::hairline(), frame.lanes.min.x),
           theme().line);
  lanes_.draw(frame, rows_, pointed);
  update_overlaps(frame.state, pointed);
  lanes_.draw_marks(frame, rows_, pointed, overlaps_);
  frame.list.PopClipRect();
}

void KeyRangesView::draw_captions(const KeyRangesFrame& frame, const Places& places) const {
  const ImFont& font = *ui::fonts().small;
  const auto caption = [&](const Box& box, std::string_view text, ui::Align align) {
    ui::text_in(frame.list, font, places.beside(box).shrunk(ui::kGap2, 0.0f), theme().dim, text,
                align);
  };
  caption(places.depth, "Parts at each key", ui::Align::kLeft);
  if (const uint32_t depth = frame.state.depth().max(); depth > 0) {
    caption(places.depth, "max " + model::grouped(static_cast<uint64_t>(depth)), ui::Align::kRight);
  }
  // The scale stands here too: the switch only says that it was chosen automatically.
  const std::string_view scale = model::name_of(frame.state.axis().scale());
  caption(places.ruler, "User key, " + std::string(scale) + " scale", ui::Align::kLeft);
  caption(places.minimap, "Whole axis", ui::Align::kLeft);
  ui::fill(frame.list,
           places.labels.rows(places.labels.min.y - ui::hairline(), places.labels.min.y)
               .columns(places.labels.min.x, places.lanes.max.x),
           theme().line);
}

void KeyRangesView::draw_pointer(const KeyRangesFrame& frame, const Places& places) const {
  const float x = std::floor(ImGui::GetMousePos().x);
  ui::fill(frame.list, places.charts().columns(x, x + ui::hairline()),
           ui::with_alpha(theme().text, 0.4f));
  ruler_.draw_pointer(frame.list, places.ruler, frame.state, columns_, x);
}

void KeyRangesView::draw_scrollbar(const Places& places) {
  const auto shown = static_cast<ImS64>(places.lanes.height());
  const auto whole = static_cast<ImS64>(rows_.height());
  if (whole <= shown) return;
  auto scroll = static_cast<ImS64>(rows_.scroll());
  const ImS64 before = scroll;
  const ImGuiID id = ImGui::GetID("scrollbar");
  ImGui::ScrollbarEx({places.scrollbar.min, places.scrollbar.max}, id, ImGuiAxis_Y, &scroll, shown,
                     whole, ImDrawFlags_None);
  if (scroll != before) rows_.scroll_to(static_cast<double>(scroll));
}

void KeyRangesView::draw_tooltip(const KeyRangesFrame& frame, const Places& places,
                                 const Pointed& pointed) {
  if (input_.dragging() || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
  const ImVec2 mouse = ImGui::GetMousePos();
  if (places.depth.contains(mouse)) {
    draw_depth_tooltip(frame.state, depth_.at(mouse.x, columns_));
  } else {
    draw_pointed_tooltip(frame, pointed, overlaps_);
  }
}

void KeyRangesView::update_overlaps(const AppState& state, const Pointed& pointed) {
  if (!pointed.is_block()) {
    overlaps_of_.reset();
    return;
  }
  if (overlaps_of_ && overlaps_of_->part == pointed.part && overlaps_of_->block == pointed.block) {
    return;
  }
  overlaps_of_ = OverlapsOf{pointed.part, pointed.block};
  overlaps_ = find_overlaps(state.document(), pointed.part, pointed.block);
}

}  // namespace sidx::views
