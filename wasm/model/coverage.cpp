#include "wasm/model/coverage.h"

#include <algorithm>
#include <numeric>

namespace sidx::model {

std::vector<KeyRange> covered_ranges(const std::vector<BlockSummary>& blocks) {
  std::vector<KeyRange> ranges;
  ranges.reserve(blocks.size());
  for (const BlockSummary& block : blocks) {
    // A damaged record can have its keys the wrong way round.
    ranges.push_back(
        {std::min(block.key_min, block.key_max), std::max(block.key_min, block.key_max)});
  }
  std::sort(ranges.begin(), ranges.end(), [](const KeyRange& a, const KeyRange& b) {
    return a.first != b.first ? a.first < b.first : a.last < b.last;
  });
  size_t kept = 0;
  for (const KeyRange& range : ranges) {
    if (kept > 0 && range.first <= ranges[kept - 1].last) {
      ranges[kept - 1].last = std::max(ranges[kept - 1].last, range.last);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
  ranges.shrink_to_fit();
  return ranges;
}

size_t first_range_reaching(const std::vector<KeyRange>& ranges, int64_t key) {
  const auto at = std::partition_point(ranges.begin(), ranges.end(),
                                       [&](const KeyRange& range) { return range.last < key; });
  return static_cast<size_t>(at - ranges.begin());
}

DepthProfile::DepthProfile(const std::vector<const std::vector<KeyRange>*>& sets) {
  std::vector<int64_t> begins;
  std::vector<int64_t> ends;  // last keys: the depth falls behind them
  for (const std::vector<KeyRange>* ranges : sets) {
    for (const KeyRange& range : *ranges) {
      begins.push_back(range.first);
      ends.push_back(range.last);
    }
  }
  std::sort(begins.begin(), begins.end());
  std::sort(ends.begin(), ends.end());
  uint32_t depth = 0;
  const auto push = [&](int64_t key) {
    if (!steps_.empty() && steps_.back().key == key) {
      steps_.back().depth = depth;
    } else {
      steps_.push_back({key, depth});
    }
  };
  for (size_t b = 0, e = 0; b < begins.size() || e < ends.size();) {
    if (b < begins.size() && begins[b] <= ends[e]) {
      depth++;
      push(begins[b++]);
    } else {
      depth--;
      // No key lies behind the largest one.
      if (ends[e] != INT64_MAX) push(ends[e] + 1);
      e++;
    }
  }
  for (const Step& step : steps_) {
    if (step.depth > max_) {
      max_ = step.depth;
      key_of_max_ = step.key;
    }
  }
  const size_t count = steps_.size();
  tree_.resize(2 * count);
  for (size_t i = 0; i < count; i++) tree_[count + i] = steps_[i].depth;
  for (size_t i = count; i-- > 1;) tree_[i] = std::max(tree_[2 * i], tree_[2 * i + 1]);
}

uint32_t DepthProfile::max_between(int64_t first, int64_t last) const {
  const auto above = [&](int64_t key) {
    return static_cast<size_t>(
        std::partition_point(steps_.begin(), steps_.end(),
                             [&](const Step& step) { return step.key <= key; }) -
        steps_.begin());
  };
  const size_t end = above(last);
  if (end == 0) return 0;
  const size_t begin = std::max<size_t>(above(first), 1) - 1;
  uint32_t depth = 0;
  size_t low = begin + steps_.size();
  for (size_t high = end + steps_.size(); low < high; low /= 2, high /= 2) {
    if (low % 2 == 1) depth = std::max(depth, tree_[low++]);
    if (high % 2 == 1) depth = std::max(depth, tree_[--high]);
  }
  return depth;
}

uint32_t OverlapDepth::max() const {
  uint32_t depth = 0;
  for (const DepthProfile& instance : instances_) depth = std::max(depth, instance.max());
  return depth;
}

int64_t OverlapDepth::key_of_max() const {
  for (const DepthProfile& instance : instances_) {
    if (instance.max() == max()) return instance.key_of_max();
  }
  return 0;
}

uint32_t OverlapDepth::max_between(int64_t first, int64_t last) const {
  uint32_t depth = 0;
  for (const DepthProfile& instance : instances_) {
    depth = std::max(depth, instance.max_between(first, last));
  }
  return depth;
}

BlocksByKey::BlocksByKey(const std::vector<BlockSummary>& blocks) : order_(blocks.size()) {
  std::iota(order_.begin(), order_.end(), 0U);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](uint32_t a, uint32_t b) { return blocks[a].key_min < blocks[b].key_min; });
  key_min_.reserve(order_.size());
  reach_.reserve(order_.size());
  for (const uint32_t index : order_) {
    const int64_t end = std::max(blocks[index].key_min, blocks[index].key_max);
    key_min_.push_back(blocks[index].key_min);
    reach_.push_back(reach_.empty() ? end : std::max(reach_.back(), end));
  }
}

BlocksByKey::Span BlocksByKey::overlapping(int64_t from, int64_t to) const {
  const auto first = std::lower_bound(reach_.begin(), reach_.end(), from);
  const auto last = std::upper_bound(key_min_.begin(), key_min_.end(), to);
  Span span{static_cast<size_t>(first - reach_.begin()),
            static_cast<size_t>(last - key_min_.begin())};
  span.first = std::min(span.first, span.last);
  return span;
}

}  // namespace sidx::model
