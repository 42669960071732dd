#pragma once

#include <cstdint>

#include "core/encoding/bloom_filter.h"
#include "core/encoding/bytes_block.h"
#include "core/encoding/decimal_float.h"

/// How a version of the engine writes parts. The default is the seed, bugs included; each bug is a
/// switch of its own, so that a repair can be had alone. Ids are those of the bug catalogue.
namespace sidx::part {

struct WriteParameters {
  encoding::LengthForm lengths = encoding::LengthForm::kPlain;
  encoding::DecimalForm decimals = encoding::DecimalForm::kRounded;
  encoding::BloomParameters bloom = encoding::kSeedBloom;
  /// A filter is sized for the rows of its block (seed) or for its distinct values.
  bool bloom_counts_rows = true;
  /// Int64 min/max of tags chosen by the seed's broken order.
  bool broken_min_max = true;
  /// S1: the manifest's key range of a written part is the key of its first and of its last row in
  /// (series, key) order.
  bool range_of_first_and_last = true;
  /// S15: blocks that a merge writes have neither filters nor min/max.
  bool merge_drops_filters = true;
  /// S21: an empty value is no value.
  bool empty_is_nil = true;
  /// S16: the filters of a block come from a pool and keep the bits of the block before it. Pools
  /// are empty when a part is begun.
  bool pooled_filters_keep_bits = true;
  /// S18: a tag with values of several types is one column, of the last row's type.
  bool mixed_types_share_column = true;
  /// S19: most rows of a block, in writes and merges; 0 is the seed, which bounds nothing when it
  /// writes and by `merge_rows_max`, badly, when it merges.
  uint64_t block_rows_max = 0;

  bool operator==(const WriteParameters&) const = default;
};

/// maxBlockLength of the reference: what its merge loop compares with.
inline constexpr uint64_t kMergeRowsMax = 8192;

}  // namespace sidx::part
