#include "core/merge/merge_memory.h"

namespace sidx::merge {
namespace {

uint64_t hash_of(const std::vector<Rc<part::PartContent>>& inputs) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const Rc<part::PartContent>& input : inputs) {
    hash = (hash ^ reinterpret_cast<uintptr_t>(input.get())) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

const MergeOutput* MergeMemory::find(const std::vector<Rc<part::PartContent>>& inputs) const {
  const auto bucket = entries_.find(hash_of(inputs));
  if (bucket == entries_.end()) return nullptr;
  for (const Entry& entry : bucket->second) {
    if (entry.inputs == inputs) return &entry.output;
  }
  return nullptr;
}

void MergeMemory::keep(const std::vector<Rc<part::PartContent>>& inputs,
                       const MergeOutput& output) {
  if (count_ == kEntriesMax) {
    entries_.clear();
    count_ = 0;
  }
  entries_[hash_of(inputs)].push_back({inputs, output});
  count_++;
}

}  // namespace sidx::merge
