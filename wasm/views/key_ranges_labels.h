#pragma once

#include <string>

#include "wasm/views/key_ranges_frame.h"

/// The column of names to the left of the lanes, and what parts are called in words.
namespace sidx::views {

inline constexpr float kLabelWidth = 204.0f;

/// "sidx/duration": how an instance is told from others.
std::string group_title(const model::Document& document, size_t node);
/// Why a part has no bars; empty if it has, or will have soon.
std::string lane_words(const model::OpenPart& part);
/// What the newest snapshot says of the part.
const char* snapshot_words(part::SnapshotStatus status);

/// What takes time to count: known to the caller.
struct PartFacts {
  uint64_t rows = 0;
  size_t problems = 0;
};
void draw_part_label(const KeyRangesFrame& frame, size_t part, const ui::Box& box, bool expanded,
                     const PartFacts& facts, Pointed& pointed);
void draw_series_label(const KeyRangesFrame& frame, size_t part, size_t first_block,
                       const ui::Box& box, Pointed& pointed);
void draw_group(const KeyRangesFrame& frame, size_t node, const ui::Box& box, Pointed& pointed);

}  // namespace sidx::views
