#pragma once

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

/// The filter of a freshly written column of `row_count` rows.
TagFilter make_tag_filter(const TagData& tag, size_t row_count, const WriteParameters& parameters);

/// What the filter of a column holds: its distinct values, or elements of arrays, sorted.
std::vector<std::string> column_items(const TagData& tag);

}  // namespace sidx::part
