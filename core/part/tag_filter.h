#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/encoding/bloom_filter.h"
#include "core/part/block_data.h"
#include "core/part/write_parameters.h"

/// What the engine keeps beside a tag of a block to tell, without reading it, that a value is not
/// there. Mirrors processTag in block.go and updateMinMax in tag.go.
namespace sidx::part {

struct TagFilter {
  encoding::BloomFilter bloom;
  /// Int64 columns: stored form of the smallest and largest value; else empty.
  // QUIRK: At the seed the order is broken: the stored bytes are read as zig-zag numbers, so that
  // of non-negative values all odd ones, the largest first, come before all even ones.
  Bytes value_min;
  Bytes value_max;
};

/// The filter of a freshly written column of `row_count` rows, made from a filter without bits.
TagFilter make_tag_filter(const TagData& tag, size_t row_count, const WriteParameters& parameters);

/// The filters that are made while one part is written, block by block. At the seed a block gives
/// its filters back to a pool when it is written, and the next block takes them from there with the
/// bits they have (S16): words are resliced, not cleared. Which one it gets depends on the order of
/// a map and of a pool; here a block's n-th filter, in the order of tag names, is the n-th one of
/// the blocks before it. Mirrors generateBloomFilter and releaseBloomFilter in tag.go.
class FilterPool {
 public:
  explicit FilterPool(const WriteParameters& parameters) : parameters_(parameters) {}

  /// The filters of the next block, in the order of its tags.
  std::vector<TagFilter> next(const BlockData& block);

 private:
  WriteParameters parameters_;
  std::vector<std::vector<uint64_t>>
      words_;  // of each filter of the pool, beyond its last size too
};

/// What the filter of a column holds: its distinct values, or elements of arrays, sorted.
std::vector<std::string> column_items(const TagData& tag);

}  // namespace sidx::part
