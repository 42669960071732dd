#pragma once

#include <map>
#include <optional>
#include <vector>

#include "wasm/model/app_state.h"

namespace sidx::views {

inline constexpr float kLaneHeight = 28.0f;
inline constexpr float kSeriesHeight = 12.0f;
inline constexpr float kGroupHeight = 24.0f;

/// A header of an instance, or a part with the lanes of its series if it is expanded.
struct LaneRow {
  bool is_group = false;
  size_t index = 0;  // node of the tree, or part
  double top = 0;    // from the top of the first row
  double height = 0;

  double bottom() const { return top + height; }
};

/// Where each lane is, and how far they are scrolled. Lanes out of sight cost nothing.
class LaneRows {
 public:
  /// Forgets what was expanded.
  void reset();
  /// Call once a frame, before anything is drawn.
  void arrange(const model::AppState& state, double view_height);

  /// The rows of which something is in sight.
  struct Visible {
    const LaneRow* begin = nullptr;
    const LaneRow* end = nullptr;
  };
  Visible visible() const;
  double height() const { return height_; }

  /// First pixel in sight.
  double scroll() const { return scroll_; }
  void scroll_to(double top);
  /// Brings the lane of a part, or of the series of a block, into sight.
  void reveal(const model::AppState& state, size_t part, std::optional<size_t> block);

  static bool is_expandable(const model::OpenPart& part);
  bool is_expanded(size_t part) const { return series_.count(part) > 0; }
  void toggle(const model::AppState& state, size_t part);
  /// First block of each series and the end of the last one. Precondition: expanded.
  const std::vector<uint32_t>& series_of(size_t part) const { return *series_.at(part); }
  /// Place of a block's series in `series_of`.
  size_t series_at(size_t part, size_t block) const;

 private:
  void add_parts(const model::AppState& state);
  double part_height(const model::AppState& state, size_t part);
  const LaneRow* row_of_part(size_t part) const;

  std::vector<LaneRow> rows_;
  struct Expanded {
    uint64_t serial = 0;  // of the part whose series these are
    std::vector<uint32_t> starts;
  };
  std::map<uint64_t, Expanded> expanded_;                  // by identity
  std::map<size_t, const std::vector<uint32_t>*> series_;  // of the expanded parts, by index
  double height_ = 0;
  double view_height_ = 0;
  double scroll_ = 0;
};

}  // namespace sidx::views
