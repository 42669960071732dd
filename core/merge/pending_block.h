#pragma once

#include "core/merge/merge_blocks.h"
#include "core/part/block_data.h"

namespace sidx::merge {

/// A block on its way through the merge loop. Mirrors blockPointer.
struct PendingBlock {
  Rc<part::BlockData> rows;
  /// From the header of the block this was copied from.
  // QUIRK: A block that was joined from two has count 0, so it never is full.
  uint64_t count = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;

  BlockShape shape() const { return {rows->series_id, rows->row_count(), count, key_min, key_max}; }
};

/// All rows of both in key order: of equal keys those of `left` first, then by turns. Ranges that
/// do not overlap, by their headers, are put one behind the other.
PendingBlock join_blocks(PendingBlock left, const PendingBlock& right,
                         const MergeParameters& parameters);

/// Appends rows [from, to) of `source` to `target`: columns are matched by name, what one side
/// lacks is nil, and the type of a column stays that of its first block.
// QUIRK: With equally many columns the engine first tries to append them pairwise and finds out on
// the way that names differ (S17). What it has appended by then stays, and the full way appends it
// again: a column gets too long and the write panics. Its order of columns is random; here it is by
// name.
void append_rows(part::BlockData& target, const part::BlockData& source, size_t from, size_t to,
                 const MergeParameters& parameters);

}  // namespace sidx::merge
