#include "wasm/model/key_columns.h"

#include <algorithm>
#include <cmath>

namespace sidx::model {

void KeyColumns::update(const KeyAxis& axis, uint64_t axis_serial, KeyWindow window, float left,
                        float width) {
  axis_ = &axis;
  left_ = left;
  const Source source{axis_serial, window, std::max(1, static_cast<int>(width))};
  if (version_ > 0 && source == source_) return;
  source_ = source;
  version_++;
  count_ = source.count;
  from_ = window.from;
  step_ = std::max((window.to - window.from) / count_, 1e-300);
  find_edges();
}

void KeyColumns::find_edges() {
  edges_.clear();
  edges_.reserve(static_cast<size_t>(count_) + 1);
  // Places are rounded: a key counts as inside a column when it is this close to it.
  const double tolerance = step_ * 0.01;
  for (int column = 0; column <= count_; column++) {
    const double place = from_ + step_ * column;
    int64_t key = axis_->key_at(place);
    if (axis_->place(key) < place - tolerance && key < INT64_MAX) key++;
    if (axis_->place(key) < place - tolerance) break;  // no key lies there, nor behind it
    edges_.push_back(edges_.empty() ? key : std::max(key, edges_.back()));
  }
}

int KeyColumns::column_of(int64_t key) const {
  const auto above = std::upper_bound(edges_.begin(), edges_.end(), key);
  return static_cast<int>(above - edges_.begin()) - 1;
}

std::optional<int64_t> KeyColumns::first_key(int column) const {
  if (column < 0 || static_cast<size_t>(column) >= edges_.size()) return std::nullopt;
  return edges_[static_cast<size_t>(column)];
}

int64_t KeyColumns::last_key(int column) const {
  const std::optional<int64_t> next = first_key(column + 1);
  if (!next) return INT64_MAX;
  return *next == INT64_MIN ? INT64_MIN : *next - 1;
}

float KeyColumns::x_of(int64_t key) const {
  const double offset = (axis_->place(key) - from_) / step_;
  // Far outside is outside: floats of 1e18 make a mess of every shape.
  return left_ + static_cast<float>(std::clamp(offset, -1e4, 1e5));
}

double KeyColumns::place_at(float x) const {
  return from_ + step_ * static_cast<double>(x - left_);
}

}  // namespace sidx::model
