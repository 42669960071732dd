#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Maps user keys to places on an axis and back. User keys span up to 2^64, so that one scale does
/// not fit all: nanosecond times want a linear axis, latencies a logarithmic one, and keys at the
/// edges of 64 bits one that gives every distinct boundary equal room.
namespace sidx::model {

enum class AxisScale : uint8_t { kLinear, kRank, kSymmetricLog };
std::string_view name_of(AxisScale scale);

class KeyAxis {
 public:
  /// `boundaries`: first and last keys of all blocks, in any order, with repeats.
  KeyAxis(AxisScale scale, std::vector<int64_t> boundaries);

  AxisScale scale() const { return scale_; }
  int64_t key_min() const { return boundaries_.empty() ? 0 : boundaries_.front(); }
  int64_t key_max() const { return boundaries_.empty() ? 0 : boundaries_.back(); }
  /// Place of a key, growing with the key. The whole data takes [0, extent()].
  double place(int64_t key) const;
  /// The key at a place, clamped to 64 bits.
  int64_t key_at(double place) const;
  double extent() const { return extent_; }
  /// The shortest range of places worth showing: zooming stops there.
  double extent_min() const;

  struct Tick {
    double place = 0;
    int64_t key = 0;
  };
  /// Round keys in [from, to], in order: about `count` of them, at most one more.
  std::vector<Tick> ticks(double from, double to, int count) const;

 private:
  double raw_place(int64_t key) const;

  AxisScale scale_;
  std::vector<int64_t> boundaries_;  // sorted, distinct
  double origin_ = 0;                // raw place of the first boundary (symmetric log)
  double extent_ = 1;
};

/// The part of an axis on screen, in places of the axis.
struct KeyWindow {
  double from = 0;
  double to = 1;

  bool operator==(const KeyWindow&) const = default;
};

/// The scale that shows most: linear, unless the densest half of the boundaries would share a
/// hundredth of the axis. Then symmetric log if that helps, else rank.
AxisScale choose_scale(const std::vector<int64_t>& boundaries);

/// A key with thin spaces between groups of three digits: "1 700 000 000".
std::string grouped(int64_t number);
std::string grouped(uint64_t number);
/// "1 block", "2 blocks".
std::string counted(uint64_t number, std::string_view one);

}  // namespace sidx::model
