#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/rc.h"
#include "core/part/part_content.h"

/// Merges parts: blocks come from all inputs in (series, smallest key) order and are joined in a
/// pending block until it is written. Mirrors mergeBlocks, mergeTwoBlocks in
/// banyand/internal/sidx/merge.go, blockReader in block_reader.go and blockPointer in block.go.
namespace sidx::merge {

/// How a version of the engine merges. The default is the seed.
struct MergeParameters {
  part::WriteParameters write;
  /// S17: whether all names are compared before the columns of two blocks are appended pairwise.
  bool compare_names_first = false;
  /// S18: whether tags whose type differs between the inputs become one column for each type.
  bool split_types = false;
  /// S19: whether output blocks are bounded and do not overlap.
  bool bound_blocks = false;
  /// S20: whether the output keeps the smallest segment ID of its inputs, instead of 0.
  bool keep_segment = false;
};

/// The rule of the merge loop that fired for a block, or that wrote one.
enum class MergeRule : uint8_t {
  kRead,             // a block's header came up, loaded from its input
  kPendingWasEmpty,  // the block becomes the pending block
  kSeriesChanged,    // pending is written: the block is of another series
  kPendingIsFull,    // pending is written: it counts 8192 rows or more and ends before the block
  kJoined,           // both are joined; the result is the new pending block
  kJoinedTooLarge,   // both are joined into more than 8192 rows, which are written at once
  kSplit,            // S19 repaired: the first 8192 rows of pending are written
  kEnd,              // the last pending block is written
};
std::string_view name_of(MergeRule rule);
/// One sentence that says when the rule fires and what it does.
std::string_view describe(MergeRule rule);

/// Rows and key range of a block while it is merged. `count` is what the loop believes.
struct BlockShape {
  uint64_t series_id = 0;
  uint64_t rows = 0;
  uint64_t count = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;

  bool operator==(const BlockShape&) const = default;
};

/// One micro-step: what was read, which rule fired with which numbers, what was written.
struct MergeStep {
  MergeRule rule = MergeRule::kRead;
  size_t input = 0;      // index of the part, for kRead
  size_t block = 0;      // index of the block in that part, for kRead
  BlockShape incoming;   // the block that came up
  BlockShape pending;    // the pending block before the step
  BlockShape result;     // pending after it, or what was written
  bool written = false;  // `result` went to the output
};
using MergeObserver = std::function<void(const MergeStep&)>;

struct MergeFault {
  bool panics = true;  // otherwise the merge returns an error
  std::string message;
};
struct MergeOutput {
  Rc<part::PartContent> content;  // empty: see fault
  MergeFault fault;
};

/// `observer` may be empty; it then costs nothing.
MergeOutput merge_parts(const std::vector<Rc<part::PartContent>>& inputs,
                        const MergeParameters& parameters, const MergeObserver& observer = {});

}  // namespace sidx::merge
