#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "wasm/model/block_index.h"

/// Which keys a set of blocks covers, in forms that answer "what is between these two keys" without
/// looking at every block: a frame costs as many look-ups as there are pixels.
namespace sidx::model {

/// A closed range of keys.
struct KeyRange {
  int64_t first = 0;
  int64_t last = 0;

  bool operator==(const KeyRange&) const = default;
};

/// The keys covered by at least one block, as disjoint ranges in order.
std::vector<KeyRange> covered_ranges(const std::vector<BlockSummary>& blocks);

/// Index of the first range whose last key is at least `key`; ranges.size() if none.
size_t first_range_reaching(const std::vector<KeyRange>& ranges, int64_t key);

/// How many sets cover each key: a step function with fast maximum over a range of keys.
class DepthProfile {
 public:
  DepthProfile() = default;
  /// `sets`: the covered ranges of each part.
  explicit DepthProfile(const std::vector<const std::vector<KeyRange>*>& sets);

  uint32_t max() const { return max_; }
  /// A key at which the maximum is reached.
  int64_t key_of_max() const { return key_of_max_; }
  /// The greatest depth anywhere in [first, last].
  uint32_t max_between(int64_t first, int64_t last) const;

 private:
  /// From `key` on, up to the next step, `depth` sets cover each key.
  struct Step {
    int64_t key;
    uint32_t depth;
  };
  std::vector<Step> steps_;     // keys strictly increasing
  std::vector<uint32_t> tree_;  // bottom-up segment tree of maxima: leaves from steps_.size() on
  uint32_t max_ = 0;
  int64_t key_of_max_ = 0;
};

/// The overlap of several instances: no query reads parts of two, so each has a profile of its own,
/// and the greatest depth at a key counts.
class OverlapDepth {
 public:
  void add(DepthProfile instance) { instances_.push_back(std::move(instance)); }

  uint32_t max() const;
  /// A key at which the maximum is reached.
  int64_t key_of_max() const;
  /// The greatest depth of any instance anywhere in [first, last].
  uint32_t max_between(int64_t first, int64_t last) const;

 private:
  std::vector<DepthProfile> instances_;
};

/// Blocks of one part in the order of their smallest key, to draw those of a key range.
class BlocksByKey {
 public:
  BlocksByKey() = default;
  explicit BlocksByKey(const std::vector<BlockSummary>& blocks);

  /// Positions [first, last) in `order` that hold every block which overlaps [from, to]; some of
  /// them may end before `from`.
  struct Span {
    size_t first = 0;
    size_t last = 0;
  };
  Span overlapping(int64_t from, int64_t to) const;
  /// Indices of blocks, by smallest key.
  const std::vector<uint32_t>& order() const { return order_; }

 private:
  std::vector<uint32_t> order_;
  std::vector<int64_t> key_min_;  // of order_[i]
  std::vector<int64_t> reach_;    // largest key_max of order_[0..i]: non-decreasing
};

}  // namespace sidx::model
