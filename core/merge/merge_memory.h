#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/merge/merge_blocks.h"

/// Outputs of earlier merges, for callers that play the same merges again and again.
namespace sidx::merge {

/// For one set of parameters: merges with others need a memory of their own. Bounded; it forgets
/// everything when it is full.
class MergeMemory {
 public:
  /// What merging these very inputs gave; null if that is not known.
  const MergeOutput* find(const std::vector<Rc<part::PartContent>>& inputs) const;
  void keep(const std::vector<Rc<part::PartContent>>& inputs, const MergeOutput& output);

 private:
  static constexpr size_t kEntriesMax = 4096;
  struct Entry {
    std::vector<Rc<part::PartContent>> inputs;  // keeps their addresses from being used again
    MergeOutput output;
  };
  std::unordered_map<uint64_t, std::vector<Entry>> entries_;
  size_t count_ = 0;
};

}  // namespace sidx::merge
