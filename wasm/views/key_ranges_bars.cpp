#include "wasm/views/key_ranges_bars.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

namespace sidx::views {

using ui::Box;
using ui::mix;
using ui::theme;

namespace {

/// Bars at least this high carry words, and are lower than ticks.
constexpr float kTallBar = 14.0f;
/// Ticks stand out of the bars beside them by this much.
constexpr float kTickOverhang = 2.0f;
/// Narrower bars have neither edge nor words.
constexpr int kEdgedWidth = 4;
constexpr int kLabelledWidth = 44;
/// Colours of merged bars change at most every so many columns.
constexpr int kCellWidth = 4;

Box bar_of(const model::BarTrack& track, const model::BarRun& run, const Box& box) {
  const bool is_tick = run.count() == 1 && track.key_min(run.first) == track.reach(run.first);
  const bool lower = box.height() >= kTallBar && !is_tick;
  return lower ? box.shrunk(0.0f, kTickOverhang) : box;
}

}  // namespace

Box track_box(const model::BarLayout& layout, size_t index, const Box& lane) {
  constexpr float kGap = 1.0f;
  const auto count = static_cast<float>(std::max<size_t>(layout.tracks().size(), 1));
  const float height = (lane.height() + kGap) / count;
  const float top = lane.min.y + std::round(height * static_cast<float>(index));
  const float bottom = lane.min.y + std::round(height * static_cast<float>(index + 1)) - kGap;
  return lane.rows(top, bottom);
}

Box block_box(const KeyRangesFrame& frame, const model::BarLayout& layout, size_t part,
              size_t block, const Box& lane) {
  const model::BlockSummary& summary = frame.part(part).blocks[block];
  const auto [key_min, key_max] = std::minmax(summary.key_min, summary.key_max);
  const model::KeyColumns& columns = frame.columns;
  const int begin = std::clamp(columns.column_of(key_min), -2, columns.count());
  const int end = std::clamp(columns.column_of(key_max) + 1, -2, columns.count() + 2);
  return track_box(layout, layout.track_of(block), lane)
      .columns(columns.x(begin), columns.x(std::max(end, begin + 2)));
}

void BarPainter::paint(model::BarLayout& layout, const Box& lane, Pointed& pointed) {
  if (const model::ClassFunction class_of = frame_.colours.class_function()) {
    layout.classify(frame_.part(part_).blocks, class_of);
  }
  for (size_t i = 0; i < layout.tracks().size(); i++) {
    paint_track(layout.tracks()[i], track_box(layout, i, lane), pointed);
  }
}

void BarPainter::paint_track(const model::BarTrack& track, const Box& box, Pointed& pointed) {
  runs_.clear();
  track.runs(frame_.columns, runs_);
  const bool pointed_at = frame_.mouse.y >= box.min.y && frame_.mouse.y < box.max.y + 1.0f;
  for (const model::BarRun& run : runs_) {
    const Box bar =
        bar_of(track, run, box).columns(frame_.columns.x(run.begin), frame_.columns.x(run.end));
    paint_run(track, run, bar);
    if (pointed_at) point_at(track, run, bar, pointed);
  }
}

uint8_t BarPainter::classes_of(const model::BarTrack& track, const model::BarRun& run) const {
  if (frame_.colours.class_function() != nullptr) return track.classes_of(run.first, run.last);
  return static_cast<uint8_t>(1U << BarColours::kind_of(frame_.part(part_)));
}

void BarPainter::paint_run(const model::BarTrack& track, const model::BarRun& run, const Box& box) {
  const uint8_t classes = classes_of(track, run);
  const ImU32 colour = frame_.colours.of(classes);
  if (std::has_single_bit(classes) || run.width() < 2 * kCellWidth || run.count() == 1) {
    ui::fill(frame_.list, box, colour);
  } else {
    paint_cells(track, run, box);
  }
  if (run.width() < kEdgedWidth) return;
  const ImU32 shade = mix(colour, theme().panel, 0.55f);
  const model::OpenPart& part = frame_.part(part_);
  const bool crossed = part.simulated ? part.simulated->role == model::PartRole::kRemoving
                                      : part.snapshot == part::SnapshotStatus::kStale;
  if (crossed) ui::hatch(frame_.list, box, shade, 9.0f, true);
  if (part.simulated && part.simulated->role == model::PartRole::kMem) {
    ui::hatch(frame_.list, box, shade, 9.0f);
  }
  if (part.simulated && part.simulated->is_new) ui::outline(frame_.list, box, theme().text, 2.0f);
  if (run.count() > 1) {
    // Bars on top of each other look like a pile of paper.
    if (!track.is_stacked()) return;
    for (float y = box.min.y + 2.0f; y < box.max.y - 1.0f; y += 2.0f) {
      ui::fill(frame_.list, box.rows(y, y + ui::hairline()), ui::with_alpha(shade, 0.7f));
    }
    return;
  }
  // The edge tells a bar from the one it touches.
  ui::fill(frame_.list, box.columns(box.min.x, box.min.x + ui::hairline()), shade);
  if (box.height() >= kTallBar && run.width() >= kLabelledWidth) {
    paint_label(track, run, box, colour);
  }
}

void BarPainter::paint_cells(const model::BarTrack& track, const model::BarRun& run,
                             const Box& box) {
  const model::KeyColumns& columns = frame_.columns;
  int drawn = run.begin;
  ImU32 colour = 0;
  for (int begin = run.begin; begin < run.end; begin += kCellWidth) {
    const int end = std::min(begin + kCellWidth, run.end);
    const ImU32 next = frame_.colours.of(track.classes_in(columns, run, begin, end));
    if (next != colour && begin > drawn) {
      ui::fill(frame_.list, box.columns(columns.x(drawn), columns.x(begin)), colour);
      drawn = begin;
    }
    colour = next;
  }
  ui::fill(frame_.list, box.columns(columns.x(drawn), columns.x(run.end)), colour);
}

void BarPainter::paint_label(const model::BarTrack& track, const model::BarRun& run, const Box& box,
                             ImU32 ground) {
  const size_t block = track.block(run.first);
  const std::string text = frame_.colours.label(frame_.part(part_).blocks[block], block);
  const ImFont& font = *ui::fonts().small;
  const Box room = box.shrunk(ui::kGap2, 0.0f);
  if (ui::text_width(font, text) > room.width()) return;
  const bool dimmed = frame_.colours.dims(classes_of(track, run));
  ui::text_in(frame_.list, font, room, dimmed ? theme().dim : ui::readable_on(ground), text);
}

void BarPainter::point_at(const model::BarTrack& track, const model::BarRun& run, const Box& box,
                          Pointed& pointed) {
  const float x = frame_.mouse.x;
  const float distance = std::max({box.min.x - x, x - box.max.x, 0.0f});
  if (distance >= nearest_) return;
  nearest_ = distance;
  pointed.area = Pointed::Area::kBar;
  pointed.part = part_;
  pointed.series = series_;
  pointed.block = track.block(run.first);
  pointed.block_count = run.count();
  pointed.keys = {track.key_min(run.first), track.reach(run.last - 1)};
  pointed.box = box;
}

}  // namespace sidx::views
