#include "wasm/views/key_ranges_lanes.h"

#include <algorithm>

#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

namespace sidx::views {

using model::KeyRange;
using model::OpenPart;
using ui::Box;
using ui::theme;

namespace {

constexpr float kLanePadding = 4.0f;
constexpr float kSeriesPadding = 2.0f;
constexpr size_t kLaneTracks = 3;
constexpr size_t kSeriesTracks = 2;
/// Layouts of series are cheap to make again: more than this are not kept.
constexpr size_t kSeriesLayoutsMax = 512;
constexpr size_t kOverlapsNamed = 1000;
/// Blocks that are looked at for overlaps; behind them it is just "more".
constexpr size_t kOverlapsLookedAt = 20'000;

Box row_box(const KeyRangesFrame& frame, double top, double scroll, float height) {
  const float y = frame.lanes.min.y + static_cast<float>(top - scroll);
  return frame.lanes.rows(y, y + height);
}

/// The header of an expanded part stays in sight while its series are scrolled.
Box header_box(const KeyRangesFrame& frame, const LaneRows& rows, const LaneRow& row) {
  const double top = std::clamp(rows.scroll(), row.top, row.bottom() - kLaneHeight);
  return row_box(frame, top, rows.scroll(), kLaneHeight);
}

/// A quiet line at the lower end of a lane.
void draw_rule(const KeyRangesFrame& frame, const Box& lane, float bottom) {
  ui::fill(frame.list, lane.rows(bottom - ui::hairline(), bottom),
           ui::with_alpha(theme().line, 0.7f));
}

/// The bar of a part whose blocks are not known: what its manifest says.
void draw_manifest_bar(const KeyRangesFrame& frame, size_t index, KeyRange range, const Box& lane,
                       Pointed& pointed) {
  const Box area = lane.shrunk(0.0f, kLanePadding + 2.0f);
  const float left = std::max(frame.columns.x_of(range.first), area.min.x - 2.0f);
  const float right = std::min(frame.columns.x_of(range.last), area.max.x + 2.0f);
  const Box bar = area.columns(left, std::max(right, left + 2.0f));
  const OpenPart& part = frame.part(index);
  const ImU32 colour = theme().file_part;
  ui::hatch(frame.list, bar, ui::with_alpha(colour, 0.45f));
  ui::outline(frame.list, bar, colour);
  if (bar.contains(frame.mouse)) {
    pointed.area = Pointed::Area::kManifestBar;
    pointed.part = index;
    pointed.keys = range;
  }
  const std::string words = lane_words(part);
  const ImFont& font = *ui::fonts().small;
  const float width = ui::text_width(font, words);
  // Beside the bar where there is room, else inside on a ground of its own.
  const float room = width + 2 * ui::kGap2;
  const bool inside = bar.width() > room + ui::kGap4 ||
                      (bar.max.x + room > lane.max.x && bar.min.x - room < lane.min.x);
  float x = std::max(bar.min.x, lane.min.x) + ui::kGap2;
  if (!inside)
    x = bar.max.x + room > lane.max.x ? bar.min.x + ui::kGap2 - room : bar.max.x + ui::kGap2;
  const Box text = area.columns(x, x + width + 1.0f);
  if (inside) ui::fill(frame.list, text.shrunk(-ui::kGap1, 1.0f), theme().panel);
  ui::text_in(frame.list, font, text, theme().dim, words);
}

/// A part that lies outside the window leaves an arrow at the edge.
void draw_elsewhere(const KeyRangesFrame& frame, KeyRange range, const Box& lane) {
  const bool before = frame.columns.column_of(range.last) < 0;
  const bool behind = frame.columns.column_of(range.first) >= frame.columns.count();
  if (!before && !behind) return;
  const float y = lane.middle_y();
  const float x = before ? lane.min.x + ui::kGap2 : lane.max.x - ui::kGap2;
  const float tip = before ? -4.0f : 4.0f;
  frame.list.AddTriangleFilled({x + tip, y}, {x, y - 4.0f}, {x, y + 4.0f}, theme().dim);
  const std::string text = model::grouped(range.first) + " … " + model::grouped(range.last);
  const Box room = lane.shrunk(2 * ui::kGap2, 0.0f);
  ui::text_in(frame.list, *ui::fonts().small, room, theme().dim, text,
              before ? ui::Align::kLeft : ui::Align::kRight);
}

bool shares_keys(const OpenPart& part, KeyRange range) {
  const size_t at = model::first_range_reaching(part.covered, range.first);
  return at < part.covered.size() && part.covered[at].first <= range.last;
}

}  // namespace

Overlaps find_overlaps(const model::Document& document, size_t part, size_t block) {
  Overlaps overlaps;
  const OpenPart& open = document.parts[part];
  const auto [first, last] = std::minmax(open.blocks[block].key_min, open.blocks[block].key_max);
  const model::BlocksByKey::Span span = open.by_key.overlapping(first, last);
  size_t looked_at = 0;
  for (size_t i = span.first; i < span.last; i++) {
    const size_t other = open.by_key.order()[i];
    if (other == block || open.blocks[other].key_max < first) continue;
    if (overlaps.blocks.size() == kOverlapsNamed || ++looked_at == kOverlapsLookedAt) {
      overlaps.more_blocks = true;
      break;
    }
    overlaps.blocks.push_back(other);
  }
  std::sort(overlaps.blocks.begin(), overlaps.blocks.end());
  for (size_t i = 0; i < document.parts.size(); i++) {
    if (i != part && shares_keys(document.parts[i], {first, last})) overlaps.parts.push_back(i);
  }
  return overlaps;
}

void KeyRangesLanes::reset() {
  lane_layouts_.clear();
  series_layouts_.clear();
  facts_.clear();
}

model::BarLayout& KeyRangesLanes::lane_layout(const OpenPart& part) {
  model::BarLayout& layout = lane_layouts_[part.serial];
  if (layout.block_count() != part.blocks.size()) {
    layout = model::BarLayout(part.blocks, part.by_key.order(), kLaneTracks);
  }
  return layout;
}

model::BarLayout& KeyRangesLanes::series_layout(const OpenPart& part, size_t first, size_t last) {
  model::BarLayout& layout = series_layouts_[{part.serial, first}];
  if (layout.block_count() != last - first) {
    layout = model::BarLayout(part.blocks, first, last, kSeriesTracks);
  }
  return layout;
}

const PartFacts& KeyRangesLanes::facts_of(const OpenPart& part) {
  KnownFacts& known = facts_[part.serial];
  const bool is_current = known.stage == part.stage && known.verify_stage == part.verify_stage &&
                          known.findings == part.findings.size();
  // Parts that are being read change all the time, and have little to count.
  if (!is_current || !part.has_blocks()) {
    known = {part.stage, part.verify_stage, part.findings.size(),
             PartFacts{part.row_count(), part.problem_count()}};
  }
  return known.facts;
}

void KeyRangesLanes::draw(const KeyRangesFrame& frame, const LaneRows& rows, Pointed& pointed) {
  if (series_layouts_.size() > kSeriesLayoutsMax) series_layouts_.clear();
  const LaneRows::Visible visible = rows.visible();
  for (const LaneRow* row = visible.begin; row != visible.end; row++) {
    if (row->is_group) {
      Box box = row_box(frame, row->top, rows.scroll(), kGroupHeight);
      box.min.x = frame.labels.min.x;
      draw_group(frame, row->index, box, pointed);
    } else {
      draw_part(frame, rows, *row, pointed);
    }
  }
}

void KeyRangesLanes::draw_part(const KeyRangesFrame& frame, const LaneRows& rows,
                               const LaneRow& row, Pointed& pointed) {
  const bool expanded = rows.is_expanded(row.index);
  if (expanded) draw_all_series(frame, rows, row, pointed);
  const Box lane = header_box(frame, rows, row);
  const Box label = lane.columns(frame.labels.min.x, frame.labels.max.x);
  const Box whole = lane.columns(label.min.x, lane.max.x);
  if (expanded) {
    ui::fill(frame.list, whole, theme().panel);
    // Series beneath the header are hidden by it, to the pointer too.
    if (whole.contains(frame.mouse)) pointed = {};
  }
  if (frame.state.selection().part == row.index) {
    ui::fill(frame.list, lane, ui::with_alpha(theme().selected, 0.35f));
  }
  draw_part_label(frame, row.index, label, expanded, facts_of(frame.part(row.index)), pointed);
  ui::fill(frame.list, lane.columns(lane.min.x - ui::hairline(), lane.min.x), theme().line);
  draw_part_lane(frame, row.index, lane, pointed);
  draw_rule(frame, whole, whole.max.y);
  if (expanded) draw_rule(frame, whole, row_box(frame, row.bottom(), rows.scroll(), 0.0f).min.y);
}

void KeyRangesLanes::draw_part_lane(const KeyRangesFrame& frame, size_t index, const Box& lane,
                                    Pointed& pointed) {
  const OpenPart& part = frame.part(index);
  if (lane.contains(frame.mouse)) {
    pointed.area = Pointed::Area::kLane;
    pointed.part = index;
  }
  frame.list.PushClipRect(lane.min, lane.max, true);
  const std::optional<KeyRange> range = part.key_range();
  if (LaneRows::is_expandable(part)) {
    const Box bars = lane.shrunk(0.0f, kLanePadding);
    BarPainter(frame, index, std::nullopt).paint(lane_layout(part), bars, pointed);
    if (range) draw_elsewhere(frame, *range, lane);
  } else if (range) {
    draw_manifest_bar(frame, index, *range, lane, pointed);
    draw_elsewhere(frame, *range, lane);
  } else {
    const bool is_problem = part.problem_count() > 0;
    ui::text_in(frame.list, *ui::fonts().small, lane.shrunk(ui::kGap2, 0.0f),
                is_problem ? theme().wrong : theme().dim, lane_words(part));
  }
  frame.list.PopClipRect();
}

void KeyRangesLanes::draw_all_series(const KeyRangesFrame& frame, const LaneRows& rows,
                                     const LaneRow& row, Pointed& pointed) {
  const std::vector<uint32_t>& starts = rows.series_of(row.index);
  const double first_top = row.top + kLaneHeight;
  const double above = (rows.scroll() - first_top) / static_cast<double>(kSeriesHeight);
  const double below = above + static_cast<double>(frame.lanes.height() / kSeriesHeight) + 1.0;
  const auto limit = static_cast<double>(starts.size() - 1);
  const auto begin = static_cast<size_t>(std::clamp(above, 0.0, limit));
  const auto end = static_cast<size_t>(std::clamp(below + 1.0, 0.0, limit));
  for (size_t i = begin; i < end; i++) {
    const double top = first_top + static_cast<double>(i) * static_cast<double>(kSeriesHeight);
    draw_series(frame, row.index, starts[i], starts[i + 1],
                row_box(frame, top, rows.scroll(), kSeriesHeight), pointed);
  }
}

void KeyRangesLanes::draw_series(const KeyRangesFrame& frame, size_t part, size_t first,
                                 size_t last, const Box& lane, Pointed& pointed) {
  const Box label = lane.columns(frame.labels.min.x, frame.labels.max.x);
  draw_series_label(frame, part, first, label, pointed);
  if (lane.contains(frame.mouse)) {
    pointed.area = Pointed::Area::kLane;
    pointed.part = part;
    pointed.series = first;
    ui::fill(frame.list, lane, ui::with_alpha(theme().hovered, 0.6f));
  }
  frame.list.PushClipRect(lane.min, lane.max, true);
  BarPainter(frame, part, first)
      .paint(series_layout(frame.part(part), first, last), lane.shrunk(0.0f, kSeriesPadding),
             pointed);
  frame.list.PopClipRect();
}

void KeyRangesLanes::draw_marks(const KeyRangesFrame& frame, const LaneRows& rows,
                                const Pointed& pointed, const Overlaps& overlaps) {
  const model::Selection& selection = frame.state.selection();
  frame.list.PushClipRect(frame.lanes.min, frame.lanes.max, true);
  if (pointed.is_block()) {
    for (const size_t block : overlaps.blocks) {
      mark_block(frame, rows, pointed.part, block, ui::with_alpha(theme().text, 0.45f),
                 ui::hairline());
    }
  }
  if (pointed.area == Pointed::Area::kBar) {
    ui::fill(frame.list, pointed.box,
             ui::with_alpha(theme().dark ? theme().text : theme().panel, 0.28f));
    ui::outline(frame.list, pointed.box.shrunk(-1.0f, -1.0f), theme().text);
  }
  if (selection.part && selection.block) {
    mark_block(frame, rows, *selection.part, *selection.block, theme().text, 2.0f);
  }
  frame.list.PopClipRect();
}

void KeyRangesLanes::mark_block(const KeyRangesFrame& frame, const LaneRows& rows, size_t part,
                                size_t block, ImU32 colour, float thickness) {
  const OpenPart& open = frame.part(part);
  const LaneRows::Visible visible = rows.visible();
  const LaneRow* const row = std::find_if(
      visible.begin, visible.end,
      [&](const LaneRow& candidate) { return !candidate.is_group && candidate.index == part; });
  if (row == visible.end || !LaneRows::is_expandable(open) || block >= open.blocks.size()) return;
  const auto mark = [&](const model::BarLayout& layout, const Box& bars) {
    const Box box = block_box(frame, layout, part, block, bars);
    if (box.max.x <= frame.lanes.min.x || box.min.x >= frame.lanes.max.x) return;
    ui::outline(frame.list, box.shrunk(-thickness, -thickness), colour, thickness);
  };
  const Box header = header_box(frame, rows, *row);
  mark(lane_layout(open), header.shrunk(0.0f, kLanePadding));
  if (!rows.is_expanded(part)) return;
  const std::vector<uint32_t>& starts = rows.series_of(part);
  const size_t series = rows.series_at(part, block);
  const double top = row->top + kLaneHeight + kSeriesHeight * static_cast<double>(series);
  const Box lane = row_box(frame, top, rows.scroll(), kSeriesHeight);
  if (lane.min.y < header.max.y || lane.min.y > frame.lanes.max.y) return;
  mark(series_layout(open, starts[series], starts[series + 1]), lane.shrunk(0.0f, kSeriesPadding));
}

}  // namespace sidx::views
