#include "wasm/model/key_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sidx::model {
namespace {

constexpr const char* kThinSpace = "\xe2\x80\x89";

/// b - a for a <= b: up to 2^64 - 1, which int64_t does not hold.
uint64_t distance(int64_t a, int64_t b) {
  return static_cast<uint64_t>(b) - static_cast<uint64_t>(a);
}

double symmetric_log(int64_t key) {
  const double magnitude = std::log1p(std::fabs(static_cast<double>(key)));
  return key < 0 ? -magnitude : magnitude;
}

int64_t clamp_to_key(double value) {
  if (value >= 9223372036854775807.0) return INT64_MAX;
  if (value <= -9223372036854775808.0) return INT64_MIN;
  return static_cast<int64_t>(value);
}

int64_t add_clamped(int64_t key, double offset) {
  if (offset <= 0) return key;
  const uint64_t room = distance(key, INT64_MAX);
  if (offset >= static_cast<double>(room)) return INT64_MAX;
  return static_cast<int64_t>(static_cast<uint64_t>(key) + static_cast<uint64_t>(offset));
}

/// The smallest of 1, 2, 5 × 10^k that is at least `step`.
double round_step(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= step) return factor * power;
  }
  return 10.0 * power;
}

std::string group_digits(const std::string& digits) {
  std::string text;
  for (size_t i = 0; i < digits.size(); i++) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += kThinSpace;
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string_view name_of(AxisScale scale) {
  static constexpr std::array<std::string_view, 3> kNames{"linear", "rank", "log"};
  return kNames[static_cast<size_t>(scale)];
}

KeyAxis::KeyAxis(AxisScale scale, std::vector<int64_t> boundaries)
    : scale_(scale), boundaries_(std::move(boundaries)) {
  std::sort(boundaries_.begin(), boundaries_.end());
  boundaries_.erase(std::unique(boundaries_.begin(), boundaries_.end()), boundaries_.end());
  extent_ = std::max(extent_, extent_min());
  if (boundaries_.empty()) return;
  origin_ = raw_place(boundaries_.front());
  extent_ = std::max(place(boundaries_.back()), extent_min());
}

double KeyAxis::raw_place(int64_t key) const {
  return scale_ == AxisScale::kSymmetricLog ? symmetric_log(key) : 0.0;
}

double KeyAxis::place(int64_t key) const {
  if (boundaries_.empty()) return 0;
  switch (scale_) {
    case AxisScale::kLinear:
      return key >= boundaries_.front() ? static_cast<double>(distance(boundaries_.front(), key))
                                        : -static_cast<double>(distance(key, boundaries_.front()));
    case AxisScale::kSymmetricLog:
      return symmetric_log(key) - origin_;
    case AxisScale::kRank:
      break;
  }
  const auto above = std::upper_bound(boundaries_.begin(), boundaries_.end(), key);
  if (above == boundaries_.begin()) return 0;
  const auto index = static_cast<double>(above - boundaries_.begin() - 1);
  if (above == boundaries_.end()) return index;
  const int64_t below = *(above - 1);
  return index +
         static_cast<double>(distance(below, key)) / static_cast<double>(distance(below, *above));
}

int64_t KeyAxis::key_at(double place) const {
  if (boundaries_.empty()) return 0;
  switch (scale_) {
    case AxisScale::kLinear: {
      if (place >= 0) return add_clamped(boundaries_.front(), std::round(place));
      const uint64_t room = distance(INT64_MIN, boundaries_.front());
      if (-place >= static_cast<double>(room)) return INT64_MIN;
      return static_cast<int64_t>(static_cast<uint64_t>(boundaries_.front()) -
                                  static_cast<uint64_t>(std::round(-place)));
    }
    case AxisScale::kSymmetricLog: {
      const double raw = place + origin_;
      const double magnitude = std::expm1(std::fabs(raw));
      return clamp_to_key(std::round(raw < 0 ? -magnitude : magnitude));
    }
    case AxisScale::kRank:
      break;
  }
  if (!(place > 0)) return boundaries_.front();
  if (place >= static_cast<double>(boundaries_.size() - 1)) return boundaries_.back();
  const auto index = static_cast<size_t>(place);
  const double fraction = place - static_cast<double>(index);
  return add_clamped(
      boundaries_[index],
      fraction * static_cast<double>(distance(boundaries_[index], boundaries_[index + 1])));
}

double KeyAxis::extent_min() const {
  switch (scale_) {
    case AxisScale::kLinear:
      // A place is a double: far from the origin neighbouring keys share one.
      return std::max(4.0, extent_ * 0x1p-50);
    case AxisScale::kRank:
      return 1;
    case AxisScale::kSymmetricLog:
      return 1e-3;
  }
  return 1;
}

std::vector<KeyAxis::Tick> KeyAxis::ticks(double from, double to, int count) const {
  std::vector<Tick> ticks;
  if (boundaries_.empty() || count < 1 || !(to > from)) return ticks;
  if (scale_ == AxisScale::kLinear) {
    const double step = std::max(1.0, round_step((to - from) / count));
    const int64_t first = key_at(std::ceil(std::max(from, 0.0)));
    // The first multiple of the step at or above the left edge, in exact arithmetic.
    const auto whole_step = static_cast<uint64_t>(std::min(step, 9.2e18));
    const uint64_t base = static_cast<uint64_t>(first) + (1ULL << 63);  // order-preserving
    const uint64_t offset_of_zero = (1ULL << 63) % whole_step;
    uint64_t remainder = base % whole_step;
    remainder = (remainder + whole_step - offset_of_zero) % whole_step;
    const uint64_t up = remainder == 0 ? 0 : whole_step - remainder;
    if (base > UINT64_MAX - up) return ticks;
    for (uint64_t at = base + up; static_cast<int>(ticks.size()) <= count;) {
      const auto key = static_cast<int64_t>(at - (1ULL << 63));
      const double where = place(key);
      if (where > to) break;
      if (where >= from) ticks.push_back({where, key});
      if (at > UINT64_MAX - whole_step) break;
      at += whole_step;
    }
    return ticks;
  }
  // On the other scales round numbers are not evenly spaced: label even places with their keys.
  const double step = scale_ == AxisScale::kRank ? std::max(1.0, round_step((to - from) / count))
                                                 : (to - from) / count;
  double at = scale_ == AxisScale::kRank ? std::ceil(std::max(from, 0.0) / step) * step
                                         : std::max(from, 0.0);
  for (; at <= std::min(to, extent_) && static_cast<int>(ticks.size()) <= count; at += step) {
    ticks.push_back({at, key_at(at)});
  }
  return ticks;
}

namespace {

/// Keys at both ends of the 64 bits leave those between them no room on any other scale.
bool spans_most_of_64_bits(const std::vector<int64_t>& boundaries) {
  constexpr int64_t kFar = INT64_MAX / 4;
  const auto near_zero = [](int64_t key) { return key > -kFar && key < kFar; };
  const auto [low, high] = std::minmax_element(boundaries.begin(), boundaries.end());
  if (boundaries.size() < 4 || *low > -kFar || *high < kFar) return false;
  return std::any_of(boundaries.begin(), boundaries.end(), near_zero);
}

}  // namespace

AxisScale choose_scale(const std::vector<int64_t>& boundaries) {
  // The share of the axis that the densest half of the boundaries takes.
  const auto densest_half = [&](AxisScale scale) {
    const KeyAxis axis(scale, boundaries);
    std::vector<double> places;
    places.reserve(boundaries.size());
    for (const int64_t key : boundaries) places.push_back(axis.place(key));
    std::sort(places.begin(), places.end());
    const size_t half = places.size() / 2;
    double share = 1;
    for (size_t i = 0; i + half < places.size(); i++) {
      share = std::min(share, (places[i + half] - places[i]) / axis.extent());
    }
    return share;
  };
  constexpr double kCrowded = 0.01;
  if (spans_most_of_64_bits(boundaries)) return AxisScale::kRank;
  if (boundaries.size() < 4 || densest_half(AxisScale::kLinear) >= kCrowded) {
    return AxisScale::kLinear;
  }
  if (densest_half(AxisScale::kSymmetricLog) >= 10 * kCrowded) return AxisScale::kSymmetricLog;
  return AxisScale::kRank;
}

std::string grouped(uint64_t number) { return group_digits(std::to_string(number)); }

std::string counted(uint64_t number, std::string_view one) {
  return grouped(number) + " " + std::string(one) + (number == 1 ? "" : "s");
}

std::string grouped(int64_t number) {
  if (number >= 0) return grouped(static_cast<uint64_t>(number));
  return "−" + grouped(0 - static_cast<uint64_t>(number));
}

}  // namespace sidx::model
