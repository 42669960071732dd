#include "core/sim/garbage_collector.h"

#include "core/format/file_names.h"

namespace sidx::sim {

void register_snapshot(Transaction& step, uint64_t epoch) {
  World& world = step.world();
  const bool again = world.gc_live_epoch == epoch && step.fixed(Fix::kS4);
  if (world.gc_live_epoch > 0 && !again) world.gc_deletable.edit().push_back(world.gc_live_epoch);
  world.gc_live_epoch = epoch;
}

void clean_snapshot_files(Transaction& step) {
  World& world = step.world();
  if (world.gc_deletable.empty()) return;
  std::vector<uint64_t> remaining;
  for (const uint64_t epoch : world.gc_deletable.get()) {
    const std::string name = format::snapshot_file_name(epoch);
    const DiskEntry* entry = world.find_entry(name);
    if (entry == nullptr || (entry->is_directory && !files_of(*entry).empty())) {
      remaining.push_back(epoch);
    } else {
      step.remove_entry(name);
    }
  }
  world.gc_deletable.edit() = std::move(remaining);
}

}  // namespace sidx::sim
