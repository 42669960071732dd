#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "wasm/model/key_axis.h"

namespace sidx::model {

/// The pixel columns of a chart on the key axis. For each of them the smallest key it shows is
/// known, so that finding the column of a key costs the same on every scale, however many keys
/// there are.
class KeyColumns {
 public:
  /// Shows `window` of `axis` between `left` and `left + width`. Does nothing when nothing has
  /// changed: `axis_serial` must change whenever the axis does. The axis must stay where it is.
  void update(const KeyAxis& axis, uint64_t axis_serial, KeyWindow window, float left, float width);

  int count() const { return count_; }
  float left() const { return left_; }
  float right() const { return left_ + static_cast<float>(count_); }
  float x(int column) const { return left_ + static_cast<float>(column); }

  /// -1 for keys before the first column, count() for those behind the last.
  int column_of(int64_t key) const;
  /// The smallest key in `column` or behind it; none when 64 bits hold no such key.
  std::optional<int64_t> first_key(int column) const;
  /// The largest key in `column` or before it.
  int64_t last_key(int column) const;
  /// False between two neighbouring keys that are more than a column apart.
  bool has_keys(int column) const { return first_key(column) != first_key(column + 1); }
  float x_of(int64_t key) const;
  int64_t key_at(float x) const { return axis_->key_at(place_at(x)); }
  double place_at(float x) const;
  double places_per_pixel() const { return step_; }
  /// Increases whenever columns show other keys than before.
  uint64_t version() const { return version_; }

 private:
  /// What the columns were made from.
  struct Source {
    uint64_t axis_serial = 0;
    KeyWindow window;
    int count = 0;

    bool operator==(const Source&) const = default;
  };
  void find_edges();

  const KeyAxis* axis_ = nullptr;
  Source source_;
  uint64_t version_ = 0;
  float left_ = 0;
  int count_ = 0;
  double from_ = 0;             // place of the left edge
  double step_ = 1;             // places in a column
  std::vector<int64_t> edges_;  // smallest key of each column, and of what is behind the last
};

}  // namespace sidx::model
