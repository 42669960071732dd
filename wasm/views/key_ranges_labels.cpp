#include "wasm/views/key_ranges_labels.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/views/key_ranges_rows.h"
#include "wasm/views/part_style.h"

namespace sidx::views {

using model::OpenPart;
using model::part_title;
using model::PartStage;
using part::SnapshotStatus;
using ui::Box;
using ui::theme;

namespace {

constexpr float kDisclosureWidth = 20.0f;
constexpr float kMarkWidth = 12.0f;
constexpr float kSeriesFontScale = 12.0f / 14.0f;

/// What a label tells beside the name, from right to left.
struct LabelRoom {
  Box box;

  Box take_right(float width) {
    // Whole pixels, so that rounding cuts no letter off.
    const float left = std::floor(box.max.x - width) - 1.0f;
    const Box taken = box.columns(std::max(box.min.x, left), box.max.x);
    box.max.x = taken.min.x - ui::kGap1;
    return taken;
  }
};

void point_if_inside(const KeyRangesFrame& frame, const Box& box, Pointed::Area area, size_t part,
                     Pointed& pointed) {
  if (!box.contains(frame.mouse)) return;
  pointed.area = area;
  pointed.part = part;
}

void draw_snapshot_mark(const KeyRangesFrame& frame, SnapshotStatus status, const Box& box) {
  const ImVec2 centre{(box.min.x + box.max.x) / 2, box.middle_y()};
  if (status == SnapshotStatus::kLive) {
    frame.list.AddCircleFilled(centre, 3.5f, theme().file_part);
  } else {
    frame.list.AddCircle(centre, 4.0f, theme().removing, 0, 1.3f);
    frame.list.AddLine({centre.x - 4.5f, centre.y + 4.5f}, {centre.x + 4.5f, centre.y - 4.5f},
                       theme().removing, 1.3f);
  }
}

/// "2 refs", or what is odd about the part.
std::string simulated_words(const model::SimulatedPart& part) {
  if (part.role == model::PartRole::kOrphan) return "orphan";
  const std::string refs = std::to_string(part.ref) + (part.ref == 1 ? " ref" : " refs");
  if (part.role == model::PartRole::kRemoving) return "removing, " + refs;
  if (part.role == model::PartRole::kPrepared) return "prepared, " + refs;
  return refs;
}

bool is_leaving(const OpenPart& part) {
  return part.simulated && part.simulated->role == model::PartRole::kRemoving;
}

void draw_marks(const KeyRangesFrame& frame, size_t index, size_t problems, LabelRoom& room,
                Pointed& pointed) {
  const OpenPart& part = frame.part(index);
  if (problems > 0) {
    const std::string count = model::grouped(static_cast<uint64_t>(problems));
    const ImFont& font = *ui::fonts().small;
    const Box box = room.take_right(kMarkWidth + 2.0f + ui::text_width(font, count));
    ui::problem_mark(frame.list, {box.min.x + kMarkWidth / 2, box.middle_y()}, theme().wrong);
    ui::text_in(frame.list, font, box.columns(box.min.x + kMarkWidth + 2.0f, box.max.x + 1.0f),
                theme().wrong, count);
    point_if_inside(frame, box, Pointed::Area::kProblems, index, pointed);
  }
  if (part.simulated) return;  // the process knows better than the newest snapshot file
  if (part.snapshot == SnapshotStatus::kLive || part.snapshot == SnapshotStatus::kStale) {
    const Box box = room.take_right(kMarkWidth);
    draw_snapshot_mark(frame, part.snapshot, box);
    point_if_inside(frame, box, Pointed::Area::kSnapshot, index, pointed);
  }
}

}  // namespace

std::string group_title(const model::Document& document, size_t node) {
  const part::StorageNode& storage = document.tree.nodes[node];
  if (!storage.path.empty()) return storage.path;
  return storage.name.empty() ? "dropped files" : storage.name;
}

std::string lane_words(const OpenPart& part) {
  const auto first_error = [&]() -> std::string {
    if (!part.index_errors.empty()) return to_string(part.index_errors.front());
    if (part.manifest_error) return to_string(*part.manifest_error);
    return {};
  };
  switch (part.stage) {
    case PartStage::kManifest:
    case PartStage::kIndex:
      return "reading…";
    case PartStage::kStopped:
      return "stopped, not read";
    case PartStage::kReady:
      break;
  }
  if (!part.blocks.empty()) return {};
  const std::string error = first_error();
  return error.empty() ? "has no blocks" : "unreadable: " + error;
}

const char* snapshot_words(SnapshotStatus status) {
  switch (status) {
    case SnapshotStatus::kUnknown:
      return "snapshot not known";
    case SnapshotStatus::kNone:
      return "no snapshot in what was opened";
    case SnapshotStatus::kLive:
      return "in the newest snapshot";
    case SnapshotStatus::kStale:
      return "not in the newest snapshot: the engine deletes it on open";
  }
  return "";
}

void draw_part_label(const KeyRangesFrame& frame, size_t index, const Box& box, bool expanded,
                     const PartFacts& facts, Pointed& pointed) {
  const OpenPart& part = frame.part(index);
  const bool selected = frame.state.selection().part == index;
  point_if_inside(frame, box, Pointed::Area::kPartLabel, index, pointed);
  if (pointed.area == Pointed::Area::kPartLabel && pointed.part == index) pointed.rows = facts.rows;
  if (selected || box.contains(frame.mouse)) {
    ui::fill(frame.list, box, selected ? theme().selected : theme().hovered);
  }
  if (LaneRows::is_expandable(part)) {
    const Box triangle = box.columns(box.min.x, box.min.x + kDisclosureWidth);
    ui::disclosure(frame.list, {box.min.x + kDisclosureWidth / 2, box.middle_y()}, expanded,
                   theme().dim);
    point_if_inside(frame, triangle, Pointed::Area::kDisclosure, index, pointed);
  }
  const ui::Fonts& fonts = ui::fonts();
  LabelRoom room{box.columns(box.min.x + kDisclosureWidth, box.max.x - ui::kGap2)};
  if (part.has_blocks() || part.manifest) {
    const std::string count = model::grouped(facts.rows);
    ui::text_in(frame.list, *fonts.small, room.take_right(ui::text_width(*fonts.small, count)),
                theme().dim, count, ui::Align::kRight);
  }
  draw_marks(frame, index, facts.problems, room, pointed);
  if (part.simulated && part.simulated->changed) {
    draw_changed_mark(frame.list, {room.box.min.x + 2.0f, room.box.middle_y()});
    room.box.min.x += ui::kGap2;
  }
  const std::string title = part_title(part);
  const ImFont& font = selected ? *fonts.ui_strong : *fonts.ui;
  ui::text_in(frame.list, font, room.box, theme().text, title);
  const float title_end = room.box.min.x + ui::text_width(font, title) + 6.0f;
  const bool is_stale = !part.simulated && part.snapshot == SnapshotStatus::kStale;
  const std::string kind = part.simulated ? simulated_words(*part.simulated)
                           : is_stale     ? "stale"
                                          : "file";
  if (title_end + ui::text_width(*fonts.small, kind) <= room.box.max.x) {
    // One pixel lower: the two fonts share a baseline.
    const Box rest = room.box.columns(title_end, room.box.max.x);
    ui::text_in(frame.list, *fonts.small, rest.rows(rest.min.y + 2.0f, rest.max.y),
                is_stale || is_leaving(part) ? theme().removing : theme().dim, kind);
  }
}

void draw_series_label(const KeyRangesFrame& frame, size_t part, size_t first_block, const Box& box,
                       Pointed& pointed) {
  const bool inside = box.contains(frame.mouse);
  if (inside) {
    pointed.area = Pointed::Area::kSeriesLabel;
    pointed.part = part;
    pointed.series = first_block;
    ui::fill(frame.list, box, theme().hovered);
  }
  const std::string text =
      "series " + model::grouped(frame.part(part).blocks[first_block].series_id);
  ui::text_in(frame.list, *ui::fonts().mono,
              box.columns(box.min.x + kDisclosureWidth, box.max.x - ui::kGap2),
              inside ? theme().text : theme().dim, text, ui::Align::kRight, kSeriesFontScale);
}

void draw_group(const KeyRangesFrame& frame, size_t node, const Box& box, Pointed& pointed) {
  const model::Document& document = frame.state.document();
  const bool selected = frame.state.selection().node == node;
  const bool inside = box.contains(frame.mouse);
  ui::fill(frame.list, box,
           selected ? theme().selected
           : inside ? theme().hovered
                    : theme().raised);
  const Box text = box.columns(box.min.x + ui::kGap2, box.max.x - ui::kGap2);
  const auto& children = document.tree.nodes[node].children;
  const auto parts = std::count_if(children.begin(), children.end(), [&](size_t child) {
    return document.tree.nodes[child].kind == part::NodeKind::kPart;
  });
  const std::string count = std::to_string(parts) + (parts == 1 ? " part" : " parts");
  const std::string title = group_title(document, node);
  const float width = ui::text_width(*ui::fonts().ui_strong, title);
  ui::text_in(frame.list, *ui::fonts().ui_strong, text, theme().text, title);
  ui::text_in(frame.list, *ui::fonts().small,
              text.columns(std::min(text.max.x, text.min.x + width + ui::kGap3), text.max.x),
              theme().dim, count);
  if (!inside) return;
  pointed.area = Pointed::Area::kGroup;
  pointed.node = node;
}

}  // namespace sidx::views
