#pragma once

#include <optional>

#include "wasm/model/app_state.h"
#include "wasm/model/key_columns.h"
#include "wasm/ui/draw.h"
#include "wasm/views/key_ranges_colours.h"

/// What the pieces of the key ranges view share during one frame.
namespace sidx::views {

struct KeyRangesFrame {
  const model::AppState& state;
  ImDrawList& list;
  const model::KeyColumns& columns;
  const BarColours& colours;
  ui::Box labels;  // of the lanes
  ui::Box lanes;   // where bars are drawn
  ImVec2 mouse;    // outside of everything while the pointer is elsewhere

  const model::OpenPart& part(size_t index) const { return state.document().parts[index]; }
};

/// What is under the pointer.
struct Pointed {
  enum class Area : uint8_t {
    kNothing,
    kGroup,       // header of an instance
    kPartLabel,   // of a part, but for its marks:
    kDisclosure,  // the triangle
    kSnapshot,    // the mark that says whether the newest snapshot lists the part
    kProblems,    // the mark that counts problems
    kSeriesLabel,
    kLane,         // of a part or a series, between bars
    kManifestBar,  // the range that the manifest gives, while the blocks are not known
    kBar,
  };
  Area area = Area::kNothing;
  size_t part = 0;               // all but kGroup
  size_t node = 0;               // kGroup
  std::optional<size_t> series;  // first block of it, in a lane of a series
  uint64_t rows = 0;             // kPartLabel: elements in the part
  size_t block = 0;              // kBar: the only one, or the first of several
  size_t block_count = 0;        // kBar
  model::KeyRange keys;          // kBar, kManifestBar
  ui::Box box{};                 // kBar: as drawn

  bool is_block() const { return area == Area::kBar && block_count == 1; }
  bool is_merged() const { return area == Area::kBar && block_count != 1; }
};

/// Whether zooming to a merged bar can take it apart. Blocks that lie on top of each other all over
/// the window stay there; only their series tell them apart.
inline bool zooming_helps(const KeyRangesFrame& frame, const Pointed& pointed) {
  constexpr float kWideShare = 0.6f;
  return pointed.series || pointed.box.width() <= frame.lanes.width() * kWideShare;
}

}  // namespace sidx::views
