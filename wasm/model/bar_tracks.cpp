#include "wasm/model/bar_tracks.h"

#include <algorithm>
#include <numeric>

namespace sidx::model {

namespace {

/// Narrower bars are merged with those that touch them; wider ones stand for themselves.
constexpr int kNarrow = 3;

}  // namespace

void BarTrack::add(uint32_t block, int64_t key_min, int64_t key_max) {
  if (!empty() && key_min <= reach()) is_stacked_ = true;
  blocks_.push_back(block);
  key_min_.push_back(key_min);
  reach_.push_back(reach_.empty() ? key_max : std::max(reach_.back(), key_max));
}

size_t BarTrack::first_reaching(size_t from, int64_t key) const {
  // The answer is usually near: look 1, 2, 4 … positions ahead before searching between.
  size_t step = 1;
  size_t low = from;
  size_t high = from;
  while (high < size() && reach_[high] < key) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = std::min(high, size());
  const auto at = [this](size_t position) {
    return reach_.begin() + static_cast<ptrdiff_t>(position);
  };
  return static_cast<size_t>(std::lower_bound(at(low), at(high), key) - reach_.begin());
}

/// The first block from `from` on that shows behind column `end`. `end` of the last column: the
/// first that begins there.
size_t BarTrack::skip_within(size_t from, const KeyColumns& columns, int end) const {
  const std::optional<int64_t> key = columns.first_key(end);
  if (!key) return size();
  if (end < columns.count()) return first_reaching(from, *key);
  const auto behind =
      std::lower_bound(key_min_.begin() + static_cast<ptrdiff_t>(from), key_min_.end(), *key);
  return static_cast<size_t>(behind - key_min_.begin());
}

void BarTrack::runs(const KeyColumns& columns, std::vector<BarRun>& result) const {
  const std::optional<int64_t> key_first = columns.first_key(0);
  if (!key_first) return;
  const size_t result_first = result.size();
  const int count = columns.count();
  const auto end_of = [&](size_t at) { return std::min(columns.column_of(reach_[at]) + 1, count); };
  int drawn = 0;  // columns before this one are taken
  for (size_t at = first_reaching(0, *key_first); at < size();) {
    const int column = columns.column_of(key_min_[at]);
    if (column >= count) break;
    const size_t first = at;
    int end = end_of(at);
    const int begin = std::min(std::max(column, drawn), end - 1);
    const bool narrow = end - begin < kNarrow;
    at++;
    // What ends in columns that are drawn already cannot be told apart from this bar.
    if (narrow || is_stacked_) at = skip_within(at, columns, end);
    while (narrow && end < count && at < size()) {
      const int next_end = end_of(at);
      const int next_begin = columns.column_of(key_min_[at]);
      if (next_begin > end || next_end - next_begin >= kNarrow) break;
      end = std::max(end, next_end);
      at = skip_within(at + 1, columns, end);
    }
    result.push_back({begin, end, first, at});
    drawn = end;
  }
  widen_ticks(result, result_first, count);
}

/// Bars of one column become two wide where that closes no gap.
void BarTrack::widen_ticks(std::vector<BarRun>& runs, size_t from, int column_count) {
  for (size_t i = from; i < runs.size(); i++) {
    const int room = (i + 1 < runs.size() ? runs[i + 1].begin - 1 : column_count) - runs[i].end;
    if (runs[i].width() == 1 && room >= 1) runs[i].end++;
  }
}

void BarTrack::classify(const std::vector<BlockSummary>& blocks, ClassFunction class_of) {
  const size_t count = size();
  classes_.assign(2 * count, 0);
  for (size_t i = 0; i < count; i++) {
    classes_[count + i] = static_cast<uint8_t>(1U << class_of(blocks[blocks_[i]]));
  }
  for (size_t i = count; i-- > 1;) {
    classes_[i] = static_cast<uint8_t>(classes_[2 * i] | classes_[2 * i + 1]);
  }
}

uint8_t BarTrack::classes_of(size_t first, size_t last) const {
  unsigned classes = 0;
  size_t low = first + size();
  for (size_t high = last + size(); low < high; low /= 2, high /= 2) {
    if (low % 2 == 1) classes |= classes_[low++];
    if (high % 2 == 1) classes |= classes_[--high];
  }
  return static_cast<uint8_t>(classes);
}

uint8_t BarTrack::classes_in(const KeyColumns& columns, const BarRun& run, int begin,
                             int end) const {
  const std::optional<int64_t> key = columns.first_key(begin);
  if (!key) return classes_of(run.first, run.last);
  const size_t first = std::clamp(first_reaching(run.first, *key), run.first, run.last - 1);
  const auto position = [this](size_t at) { return key_min_.begin() + static_cast<ptrdiff_t>(at); };
  const auto behind =
      std::upper_bound(position(first), position(run.last), columns.last_key(end - 1));
  const auto last = static_cast<size_t>(behind - key_min_.begin());
  return classes_of(first, std::max(last, first + 1));
}

BarLayout::BarLayout(const std::vector<BlockSummary>& blocks, size_t first, size_t last,
                     size_t tracks_max)
    : first_block_(first) {
  std::vector<uint32_t> order(last - first);
  std::iota(order.begin(), order.end(), static_cast<uint32_t>(first));
  place(blocks, order, tracks_max);
}

BarLayout::BarLayout(const std::vector<BlockSummary>& blocks, const std::vector<uint32_t>& order,
                     size_t tracks_max) {
  place(blocks, order, tracks_max);
}

void BarLayout::place(const std::vector<BlockSummary>& blocks, const std::vector<uint32_t>& order,
                      size_t tracks_max) {
  const auto less = [&](uint32_t a, uint32_t b) {
    return std::min(blocks[a].key_min, blocks[a].key_max) <
           std::min(blocks[b].key_min, blocks[b].key_max);
  };
  track_of_.resize(order.size());
  if (std::is_sorted(order.begin(), order.end(), less)) {
    place_sorted(blocks, order, tracks_max);
    return;
  }
  // A damaged part: its records are out of order or have their keys the wrong way round.
  std::vector<uint32_t> sorted = order;
  std::stable_sort(sorted.begin(), sorted.end(), less);
  place_sorted(blocks, sorted, tracks_max);
}

void BarLayout::place_sorted(const std::vector<BlockSummary>& blocks,
                             const std::vector<uint32_t>& order, size_t tracks_max) {
  for (const uint32_t block : order) {
    const auto [key_min, key_max] = std::minmax(blocks[block].key_min, blocks[block].key_max);
    size_t track = 0;
    while (track < tracks_.size() && key_min <= tracks_[track].reach()) track++;
    track = std::min(track, tracks_max - 1);
    if (track == tracks_.size()) tracks_.emplace_back();
    tracks_[track].add(block, key_min, key_max);
    track_of_[block - first_block_] = static_cast<uint8_t>(track);
  }
}

void BarLayout::classify(const std::vector<BlockSummary>& blocks, ClassFunction class_of) {
  if (classified_by_ == class_of) return;
  classified_by_ = class_of;
  for (BarTrack& track : tracks_) track.classify(blocks, class_of);
}

}  // namespace sidx::model
