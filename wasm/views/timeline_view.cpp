#include "wasm/views/timeline_view.h"

#include <algorithm>
#include <cmath>

#include "core/sim/narration.h"
#include "imgui_internal.h"
#include "wasm/platform/input.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/part_style.h"
#include "wasm/views/share_menu.h"
#include "wasm/views/timeline_marks.h"

namespace sidx::views {

using model::AppState;
using model::TimelineColumn;
using model::TimelineGroup;
using model::TimelineMark;
using model::TimelineRow;
using model::TimelineSegment;
using ui::Box;
using ui::theme;

namespace {

constexpr float kLabels = 148.0f;
constexpr float kHeader = 58.0f;
constexpr float kLine = 24.0f;
constexpr float kColumnMin = 8.0f;
constexpr float kColumnMax = 160.0f;
/// What a column takes where there is room for all.
constexpr float kColumnWide = 104.0f;
constexpr float kColumnReadable = 40.0f;
constexpr float kTitledColumn = 40.0f;
constexpr float kWordyColumn = 72.0f;
constexpr float kNumberedColumn = 20.0f;
constexpr float kRoomForRows = 18.0f;  // half a column
constexpr float kBar = 10.0f;          // scrollbars
constexpr const char* kGroupTitles[] = {"ACTORS", "SNAPSHOTS", "PARTS"};
constexpr const char* kGroupHelp[] = {
    "Who does something: a span leads from the step that begins a work to the one that lands it. "
    "Spans over each other are a race.",
    "From creation to the last reference: the number counts references, a pin is a reader or a "
    "prepared work that holds the snapshot.",
    "Colour is the role of the part, the number counts its references, a cross is the deletion of "
    "its directory."};

const char* step_word(const AppState& state) {
  return state.session()->position() == 0 ? "start" : "current step";
}

}  // namespace

void TimelineView::draw(const AppState& state, Commands& commands) {
  if (state.session() == nullptr) {
    ui::empty_state(
        "No scenario is being played",
        "The timeline shows the steps of a scenario: actors, snapshots, parts and their "
        "reference counts. Play one from the Scenarios menu, or start one from the "
        "opened files in the palette.");
    return;
  }
  follow(state);
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::BeginChild("timeline", {0, 0}, ImGuiChildFlags_None, kFlags)) {
    const Places places = arrange();
    find_lines(places);
    ImGui::SetCursorScreenPos(places.all.min);
    ImGui::InvisibleButton("surface", {std::max(1.0f, places.all.width() - kBar),
                                       std::max(1.0f, places.all.height() - kBar)});
    const bool hovered = ImGui::IsItemHovered();
    const Pointed pointed = hovered || scrubbing_ ? point(places) : Pointed{};
    draw_lines(state, places);
    draw_header(state, places);
    handle(state, places, pointed, commands);
    draw_scrollbars(places);
    draw_menu(state, pointed, hovered, commands);
    if (hovered && !scrubbing_) draw_tooltip(state, pointed);
  }
  ImGui::EndChild();
}

void TimelineView::follow(const AppState& state) {
  const model::Session& session = *state.session();
  if (generation_ != state.generation()) {
    generation_ = state.generation();
    column_width_ = scroll_x_ = scroll_y_ = 0;
    shown_position_ = SIZE_MAX;
  }
  timeline_.follow(session.history(), session.version());
}

/// Where there are many rows, only those that exist at a step in sight.
void TimelineView::find_lines(const Places& places) {
  constexpr size_t kRowsShownAlways = 40;
  const std::vector<TimelineRow>& rows = timeline_.rows();
  const bool all = rows.size() <= kRowsShownAlways;
  const size_t first = column_at(places, places.cells.min.x);
  const size_t last = column_at(places, places.cells.max.x);
  const auto in_sight = [&](const TimelineRow& row) {
    const bool is_actor = row.group == TimelineGroup::kActors && row.name.empty();
    return all || is_actor || (row.first() <= last && (!row.ended || row.end >= first));
  };
  lines_.clear();
  size_t row = 0;  // rows are sorted by group
  for (size_t group = 0; group < model::kTimelineGroupCount; group++) {
    lines_.push_back({true, group});
    for (; row < rows.size() && static_cast<size_t>(rows[row].group) == group; row++) {
      if (in_sight(rows[row])) lines_.push_back({false, row});
    }
  }
}

TimelineView::Places TimelineView::arrange() {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  Places places;
  places.all = {{std::floor(at.x), std::floor(at.y)},
                {std::floor(at.x + room.x), std::floor(at.y + room.y)}};
  const float left = places.all.min.x + std::min(kLabels, places.all.width() * 0.4f);
  const float top = places.all.min.y + kHeader;
  const float right = places.all.max.x - kBar;
  const float bottom = places.all.max.y - kBar;
  places.header = places.all.rows(places.all.min.y, top).columns(left, right);
  places.labels = places.all.rows(top, bottom).columns(places.all.min.x, left);
  places.cells = places.all.rows(top, bottom).columns(left, right);
  if (column_width_ <= 0) {
    const float fit =
        (places.cells.width() - ui::kGap4) / static_cast<float>(timeline_.columns().size());
    column_width_ = -std::clamp(fit, kColumnReadable, kColumnWide);
  }
  clamp_scroll(places);
  places.first_x = places.cells.min.x - scroll_x_;
  return places;
}

/// Negative widths were chosen by us and follow the number of steps.
float TimelineView::x_of(const Places& places, size_t column) const {
  return places.first_x + static_cast<float>(column) * std::abs(column_width_);
}

size_t TimelineView::column_at(const Places& places, float x) const {
  const float column = std::floor((x - places.first_x) / std::abs(column_width_));
  if (column < 0) return 0;
  return std::min(static_cast<size_t>(column), timeline_.columns().size() - 1);
}

void TimelineView::clamp_scroll(const Places& places) {
  scroll_x_ = std::clamp(scroll_x_, 0.0f, std::max(0.0f, whole_width() - places.cells.width()));
  scroll_y_ = std::clamp(scroll_y_, 0.0f, std::max(0.0f, whole_height() - places.cells.height()));
}

TimelineView::Pointed TimelineView::point(const Places& places) const {
  const ImVec2 mouse = ImGui::GetMousePos();
  Pointed pointed;
  pointed.in_header = places.header.contains(mouse);
  const bool in_columns = pointed.in_header || places.cells.contains(mouse);
  const float end = x_of(places, timeline_.columns().size());
  if (scrubbing_ || (in_columns && mouse.x < end)) pointed.column = column_at(places, mouse.x);
  const float y = mouse.y - places.cells.min.y + scroll_y_;
  const auto line = static_cast<size_t>(std::max(0.0f, y) / kLine);
  if (!pointed.in_header && mouse.y >= places.cells.min.y && line < lines_.size()) {
    pointed.line = &lines_[line];
  }
  return pointed;
}

void TimelineView::draw_header(const AppState& state, const Places& places) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ui::Fonts& fonts = ui::fonts();
  const size_t position = state.session()->position();
  ui::fill(list, places.all.rows(places.all.min.y, places.header.max.y), theme().panel);
  list.PushClipRect(places.header.min, places.header.max, true);
  const auto difference = state.session()->difference();
  const float width = std::abs(column_width_);
  const size_t first = column_at(places, places.header.min.x);
  for (size_t i = first; i < timeline_.columns().size(); i++) {
    const float x = x_of(places, i);
    if (x > places.header.max.x) break;
    const TimelineColumn& column = timeline_.columns()[i];
    const Box cell = places.header.columns(x, x + width);
    if (i == position) ui::fill(list, cell, theme().selected);
    const bool wrong = column.outcome != sim::Outcome::kOk;
    const ImU32 colour = wrong ? theme().wrong : i <= position ? theme().text : theme().dim;
    const Box text = cell.shrunk(3.0f, 0.0f);
    const auto row = [&](float from, float to) {
      return text.rows(cell.min.y + from, cell.min.y + to);
    };
    const bool near_current = i + 5 > position && i < position + 5;
    if (width >= kNumberedColumn || i == position || (i % 10 == 0 && !near_current)) {
      const float middle = x + width / 2;
      ui::text_in(list, i == position ? *fonts.ui_strong : *fonts.small,
                  row(2, 20).columns(middle - 40, middle + 40), colour, std::to_string(i),
                  ui::Align::kCentre);
    }
    if (width >= kTitledColumn) {
      ui::text_in(list, *fonts.small, row(20, 37), colour,
                  width >= kWordyColumn || i == 0 ? column.title : column.short_title,
                  ui::Align::kCentre);
    }
    if (column.has_snapshot && width >= kNumberedColumn) {
      const std::string epoch =
          (width >= kWordyColumn ? "epoch " : "") + std::to_string(column.epoch);
      ui::text_in(list, *fonts.small, row(37, 54),
                  column.introduces ? theme().merge_output : ui::with_alpha(theme().dim, 0.7f),
                  epoch, ui::Align::kCentre);
    }
    if (difference && difference->step == i) {
      list.AddTriangleFilled({x + 2, cell.min.y + 2}, {x + 12, cell.min.y + 2},
                             {x + 2, cell.min.y + 12}, theme().accent);
    }
  }
  list.PopClipRect();
  const Box corner = places.all.rows(places.all.min.y, places.header.max.y)
                         .columns(places.all.min.x, places.header.min.x)
                         .shrunk(ui::kGap2, 0.0f);
  const auto caption = [&](float from, float to, const char* text) {
    ui::text_in(list, *fonts.small, corner.rows(corner.min.y + from, corner.min.y + to),
                theme().dim, text);
  };
  caption(2, 20, "step");
  if (width >= kTitledColumn) caption(20, 37, "operation");
  caption(37, 54, "snapshot reached");
  ui::fill(list, places.all.rows(places.header.max.y - ui::hairline(), places.header.max.y),
           theme().line);
}

void TimelineView::draw_lines(const AppState& state, const Places& places) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const size_t position = state.session()->position();
  const Box body{places.labels.min, places.cells.max};
  list.PushClipRect(body.min, body.max, true);
  const float x = x_of(places, position);
  const Box now =
      places.cells.columns(std::max(x, places.cells.min.x), x + std::abs(column_width_));
  ui::fill(list, now, ui::with_alpha(theme().selected, 0.45f));
  if (timeline_.columns().size() == 1) {
    const Box advice = body.rows(body.min.y + 5 * kLine, body.min.y + 6 * kLine);
    ui::text_in(list, *ui::fonts().ui, advice.shrunk(ui::kGap4, 0), theme().dim,
                "Nothing has happened yet. Pick a step in “What can happen next”, such as write.");
  }
  for (auto i = static_cast<size_t>(scroll_y_ / kLine); i < lines_.size(); i++) {
    const float top = places.cells.min.y + static_cast<float>(i) * kLine - scroll_y_;
    if (top > body.max.y) break;
    const Box line = body.rows(top, top + kLine);
    if (lines_[i].is_title) {
      ui::text_in(list, *ui::fonts().small, line.rows(top + 6, top + kLine).shrunk(ui::kGap2, 0),
                  theme().dim, kGroupTitles[lines_[i].index]);
      ui::fill(list, line.rows(top + kLine - ui::hairline(), top + kLine), theme().line);
      continue;
    }
    const TimelineRow& row = timeline_.rows()[lines_[i].index];
    draw_label(state, row, line.columns(places.labels.min.x, places.labels.max.x));
    const Box cells = line.columns(places.cells.min.x, places.cells.max.x);
    list.PushClipRect(cells.min, cells.max, true);
    if (row.group == TimelineGroup::kActors) {
      draw_actor(places, row, cells);
    } else {
      draw_bars(state, places, row, cells);
    }
    list.PopClipRect();
  }
  // What lies ahead of the reader has been played, but is not now.
  const float ahead = x_of(places, position + 1);
  if (ahead < places.cells.max.x) {
    ui::fill(list, places.cells.columns(std::max(ahead, places.cells.min.x), places.cells.max.x),
             ui::with_alpha(theme().panel, 0.55f));
  }
  ui::fill(list, places.labels.columns(places.labels.max.x - ui::hairline(), places.labels.max.x),
           theme().line);
  list.PopClipRect();
}

namespace {

bool is_selected(const AppState& state, const TimelineRow& row) {
  const model::Selection& selection = state.selection();
  if (row.group == TimelineGroup::kActors) {
    return !row.name.empty() && selection.holder == row.name;
  }
  if (row.process != state.session()->world().process) return false;
  const auto& number = row.group == TimelineGroup::kParts ? selection.wrapper : selection.snapshot;
  return number == row.number;
}

/// Whether the current step changed what the row shows.
bool changed_now(const TimelineRow& row, size_t position) {
  if (position == 0) return false;
  if (row.ended && row.end == position) return true;
  const auto starts = [&](const TimelineSegment& s) { return s.from == position; };
  const auto marked = [&](const model::TimelineEvent& event) { return event.step == position; };
  return std::any_of(row.segments.begin(), row.segments.end(), starts) ||
         std::any_of(row.marks.begin(), row.marks.end(), marked);
}

}  // namespace

void TimelineView::draw_label(const AppState& state, const TimelineRow& row, const Box& box) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const size_t position = state.session()->position();
  const bool selected = is_selected(state, row);
  const bool alive = row.group == TimelineGroup::kActors || row.at(position) != nullptr;
  if (selected) ui::fill(list, box, theme().selected);
  if (changed_now(row, position)) draw_changed_mark(list, {box.min.x + 7.0f, box.middle_y()});
  Box text = box.shrunk(ui::kGap4, 0.0f);
  const TimelineSegment* now = alive ? row.at(position) : nullptr;
  if (now != nullptr && row.group != TimelineGroup::kActors) {
    const std::string count = std::to_string(now->count);
    ui::text_in(list, *ui::fonts().mono, text, theme().text, count, ui::Align::kRight);
    text.max.x -= ui::text_width(*ui::fonts().mono, count) + ui::kGap1;
  }
  ui::text_in(list, selected ? *ui::fonts().ui_strong : *ui::fonts().ui, text,
              alive ? theme().text : theme().dim, row.label);
}

void TimelineView::draw_actor(const Places& places, const TimelineRow& row, const Box& box) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float half = std::abs(column_width_) / 2;
  if (!row.segments.empty()) {
    const size_t last = row.ended ? row.end : timeline_.columns().size() - 1;
    const float from = x_of(places, row.segments.front().from) + half;
    const float to = x_of(places, last) + half;
    const Box span = box.rows(box.middle_y() - 3, box.middle_y() + 3).columns(from, to);
    ui::fill(list, span,
             ui::with_alpha(theme().reader, row.rank % 10 == 1 && row.rank > 40 ? 0.7f : 0.35f));
  }
  for (const model::TimelineEvent& event : row.marks) {
    const float x = x_of(places, event.step) + half;
    if (x < box.min.x - 10 || x > box.max.x + 10) continue;
    draw_timeline_mark(list, {x, box.middle_y()}, event.mark);
    if (event.rows < 0 || half < kRoomForRows) continue;
    const std::string rows = std::to_string(event.rows);
    const ImFont& font = *ui::fonts().mono;
    const Box number = box.columns(x + 8, x + 12 + ui::text_width(font, rows));
    ui::fill(list, number.shrunk(-2.0f, 4.0f), theme().panel);  // on the span, to be read
    ui::text_in(list, font, number, event.wrong ? theme().wrong : theme().text, rows);
  }
}

void TimelineView::draw_bars(const AppState& state, const Places& places, const TimelineRow& row,
                             const Box& box) const {
  const size_t position = state.session()->position();
  for (size_t i = 0; i < row.segments.size(); i++) draw_bar(places, row, i, box, position);
  const float half = std::abs(column_width_) / 2;
  for (const model::TimelineEvent& event : row.marks) {
    // Beside the count, which stands in the middle.
    const float x = x_of(places, event.step) + half + (event.wrong ? 14.0f : 0.0f);
    draw_timeline_mark(*ImGui::GetWindowDrawList(), {x, box.middle_y()}, event.mark);
  }
}

void TimelineView::draw_bar(const Places& places, const TimelineRow& row, size_t index,
                            const Box& box, size_t current) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const TimelineSegment& segment = row.segments[index];
  const size_t end = index + 1 < row.segments.size() ? row.segments[index + 1].from
                     : row.ended                     ? row.end
                                                     : timeline_.columns().size();
  const Box bar = box.shrunk(0.0f, 3.0f).columns(x_of(places, segment.from), x_of(places, end));
  if (bar.max.x < box.min.x || bar.min.x > box.max.x) return;
  const bool is_now = segment.from == current && current > 0;
  if (row.group == TimelineGroup::kParts) {
    draw_part_box(list, bar, segment.role, index == 0 && is_now, is_now);
  } else {
    const ImU32 colour = segment.current ? ui::mix(theme().panel, theme().text, 0.34f)
                                         : ui::mix(theme().panel, theme().text, 0.16f);
    ui::fill(list, bar, colour);
    if (is_now) ui::outline(list, bar, theme().text, 2.0f);
  }
  draw_counts(places, row, index, bar, current);
}

void TimelineView::draw_counts(const Places& places, const TimelineRow& row, size_t index,
                               const Box& bar, size_t current) const {
  const float width = std::abs(column_width_);
  if (width < 14.0f) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const TimelineSegment& segment = row.segments[index];
  const std::string count = std::to_string(segment.count);
  const bool is_part = row.group == TimelineGroup::kParts;
  const bool filled = is_part && segment.role != model::PartRole::kPrepared;
  const bool is_new = is_part && index == 0 && segment.from == current && current > 0;
  const ImU32 ground = filled ? colour_of(segment.role, is_new) : theme().panel;
  const ImU32 ink = filled ? ui::readable_on(ground) : theme().text;
  const size_t first = std::max(segment.from, column_at(places, places.cells.min.x));
  for (size_t i = first; x_of(places, i) < std::min(bar.max.x, places.cells.max.x); i++) {
    const Box cell = bar.columns(x_of(places, i), x_of(places, i) + width);
    const float text = ui::text_width(*ui::fonts().mono, count);
    const float middle = (cell.min.x + cell.max.x) / 2;
    // On a hatch, figures need a quiet ground.
    if (filled) {
      ui::fill(list, cell.columns(middle - text / 2 - 3, middle + text / 2 + 3).shrunk(0, 2),
               ground);
    }
    ui::text_in(list, *ui::fonts().mono, cell, ink, count, ui::Align::kCentre);
    for (int32_t pin = 0; pin < std::min(segment.pins, 3); pin++) {
      if (width < kColumnReadable) break;
      const float x = middle + text / 2 + 8 + static_cast<float>(pin) * 8;
      draw_pin(list, {x, cell.middle_y() - 1}, theme().reader);
    }
  }
}

void TimelineView::draw_tooltip(const AppState& state, const Pointed& pointed) const {
  const model::Session& session = *state.session();
  const bool on_title = pointed.line != nullptr && pointed.line->is_title;
  if (pointed.column == SIZE_MAX && !on_title) return;
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) || !ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(440.0f);
  if (on_title && !pointed.in_header) {
    ImGui::TextUnformatted(kGroupHelp[pointed.line->index]);
  } else {
    const sim::PlayedStep& step =
        session.history().at(session.history().active_branch(), pointed.column);
    const TimelineColumn& column = timeline_.columns()[pointed.column];
    ImGui::PushFont(ui::fonts().ui_strong);
    ImGui::TextUnformatted(
        ("Step " + std::to_string(pointed.column) + " · " + column.title).c_str());
    ImGui::PopFont();
    if (pointed.column > 0) ImGui::TextUnformatted(step.summary.c_str());
    if (pointed.line != nullptr && !pointed.line->is_title) {
      const TimelineRow& row = timeline_.rows()[pointed.line->index];
      const TimelineSegment* segment = row.at(pointed.column);
      if (segment != nullptr && row.group != TimelineGroup::kActors) {
        const auto count = static_cast<uint64_t>(std::max(segment->count, 0));
        std::string text = row.label + ": " + model::counted(count, "reference");
        if (row.group == TimelineGroup::kParts) {
          text += ", " + std::string(model::describe(segment->role));
          const sim::PartWrapper* part = step.world.find_live(row.number);
          if (part != nullptr) text += "; held by " + sim::holders_text(step.world, *part);
        } else {
          text += segment->current ? ", the current snapshot" : ", not current any more";
          if (segment->pins > 0) {
            text += ", held by " + sim::join(sim::holders_of(step.world, row.number));
          }
        }
        ui::text_dim(text);
      }
    }
    if (pointed.column == session.position()) ui::text_dim(step_word(state));
  }
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void TimelineView::draw_menu(const AppState& state, const Pointed& pointed, bool hovered,
                             Commands& commands) {
  const model::Session& session = *state.session();
  if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right) && pointed.column != SIZE_MAX) {
    menu_step_ = pointed.column;
    ImGui::OpenPopup("step menu");
  }
  if (!ImGui::BeginPopup("step menu")) return;
  const sim::History& history = session.history();
  if (menu_step_ > session.length()) {
    ImGui::CloseCurrentPopup();
  } else {
    const sim::PlayedStep& step = history.at(history.active_branch(), menu_step_);
    ui::text_dim("step " + std::to_string(menu_step_));
    if (ImGui::MenuItem("Go here")) {
      model::GoCommand go;
      go.step = menu_step_;
      commands.emplace_back(model::ScenarioCommand(go));
    }
    if (ImGui::MenuItem("Copy sentence")) ImGui::SetClipboardText(step.summary.c_str());
    if (menu_step_ > 0 && ImGui::MenuItem("Copy as JSON")) {
      ImGui::SetClipboardText(sim::write_event(step.event).c_str());
    }
    link_menu_item(state, menu_step_, commands);
  }
  ImGui::EndPopup();
}

void TimelineView::handle(const AppState& state, const Places& places, const Pointed& pointed,
                          Commands& commands) {
  const model::Session& session = *state.session();
  const auto go = [&](size_t step) {
    if (step == session.position()) return;
    model::GoCommand command;
    command.step = step;
    commands.emplace_back(model::ScenarioCommand(command));
  };
  if (ImGui::IsItemActivated() && pointed.in_header) scrubbing_ = true;
  if (scrubbing_ && pointed.column != SIZE_MAX) go(pointed.column);
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) scrubbing_ = false;
  if (ImGui::IsItemActivated() && !pointed.in_header) {
    if (pointed.column != SIZE_MAX) go(pointed.column);
    const bool on_row = pointed.line != nullptr && !pointed.line->is_title;
    const TimelineRow* pressed = on_row ? &timeline_.rows()[pointed.line->index] : nullptr;
    const size_t step = pointed.column == SIZE_MAX ? session.position() : pointed.column;
    if (pressed != nullptr && (pressed->first() <= step || !pressed->name.empty())) {
      const TimelineRow& row = *pressed;
      model::SelectCommand select;
      if (row.group == TimelineGroup::kParts) select.wrapper = row.number;
      if (row.group == TimelineGroup::kSnapshots) select.snapshot = row.number;
      select.holder = row.name;
      // After the step, so that its numbers are known.
      commands.emplace_back(std::move(select));
    }
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    column_width_ = 0;
    shown_position_ = SIZE_MAX;  // and what is current comes into sight
  }
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemHovered()) {
    const bool over_labels = io.MousePos.x < places.cells.min.x;
    const float pinch = input::pinch_factor();
    if (pinch != 1.0f) zoom(places, pinch, io.MousePos.x);
    scroll_x_ -= io.MouseWheelH * 48.0f;
    if (io.MouseWheel != 0) {
      const float height = static_cast<float>(lines_.size()) * kLine;
      const bool scrolls = over_labels || height > places.cells.height();
      if (io.KeyShift) {
        scroll_x_ -= io.MouseWheel * 48.0f;
      } else if (scrolls && !pointed.in_header && !io.KeyCtrl) {
        scroll_y_ -= io.MouseWheel * 3 * kLine;
      } else {
        zoom(places, std::pow(1.2f, io.MouseWheel), io.MousePos.x);
      }
    }
  }
  const bool moved = shown_position_ != session.position() || shown_length_ != session.length();
  if (moved || shown_width_ != places.cells.width()) {
    const bool refits = shown_length_ != session.length() || shown_width_ != places.cells.width();
    if (refits && column_width_ < 0) column_width_ = 0;
    shown_position_ = session.position();
    shown_length_ = session.length();
    shown_width_ = places.cells.width();
    if (!scrubbing_) reveal(places, shown_position_);
  }
}

void TimelineView::draw_scrollbars(const Places& places) {
  const auto bar = [](const char* name, const Box& box, ImGuiAxis axis, float shown, float whole,
                      float& scroll) {
    if (whole <= shown) return;
    auto value = static_cast<ImS64>(scroll);
    const ImS64 before = value;
    ImGui::ScrollbarEx({box.min, box.max}, ImGui::GetID(name), axis, &value,
                       static_cast<ImS64>(shown), static_cast<ImS64>(whole), ImDrawFlags_None);
    if (value != before) scroll = static_cast<float>(value);
  };
  bar("across", {{places.cells.min.x, places.cells.max.y}, {places.cells.max.x, places.all.max.y}},
      ImGuiAxis_X, places.cells.width(), whole_width(), scroll_x_);
  bar("down", {{places.cells.max.x, places.cells.min.y}, {places.all.max.x, places.cells.max.y}},
      ImGuiAxis_Y, places.cells.height(), whole_height(), scroll_y_);
}

float TimelineView::whole_width() const {
  return static_cast<float>(timeline_.columns().size()) * std::abs(column_width_) + ui::kGap4;
}

float TimelineView::whole_height() const {
  return static_cast<float>(lines_.size()) * kLine + ui::kGap2;
}

void TimelineView::zoom(const Places& places, float factor, float x) {
  const float before = std::abs(column_width_);
  column_width_ = std::clamp(before * factor, kColumnMin, kColumnMax);
  const float column = (x - places.first_x) / before;
  scroll_x_ += column * (column_width_ - before);
  clamp_scroll(places);
}

void TimelineView::reveal(const Places& places, size_t column) {
  const float width = std::abs(column_width_);
  const float left = static_cast<float>(column) * width;
  const float room = places.cells.width();
  if (left < scroll_x_ + width) scroll_x_ = left - width;
  if (left + 2 * width > scroll_x_ + room) scroll_x_ = left + 2 * width - room;
  // Of what the step changed, the parts matter most.
  const auto changed = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
    const TimelineRow* row = line.is_title ? nullptr : &timeline_.rows()[line.index];
    return row != nullptr && row->group == TimelineGroup::kParts && changed_now(*row, column);
  });
  if (changed != lines_.end()) {
    const float top = static_cast<float>(changed - lines_.begin()) * kLine;
    if (top < scroll_y_) scroll_y_ = top;
    const float last = top + 2 * kLine;
    if (last > scroll_y_ + places.cells.height()) scroll_y_ = last - places.cells.height();
  }
  clamp_scroll(places);
}

}  // namespace sidx::views
