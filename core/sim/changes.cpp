#include "core/sim/changes.h"

#include <algorithm>

namespace sidx::sim {
namespace {

/// Keys of items that are not the very same in both lists, which are sorted by key.
template <typename Item, typename Key>
auto differing(const std::vector<Rc<Item>>& before, const std::vector<Rc<Item>>& after, Key key) {
  std::vector<std::decay_t<decltype(key(*before[0]))>> keys;
  size_t i = 0;
  size_t j = 0;
  while (i < before.size() || j < after.size()) {
    if (j == after.size() || (i < before.size() && key(*before[i]) < key(*after[j]))) {
      keys.push_back(key(*before[i++]));
    } else if (i == before.size() || key(*after[j]) < key(*before[i])) {
      keys.push_back(key(*after[j++]));
    } else {
      if (!(before[i] == after[j])) keys.push_back(key(*after[j]));
      i++;
      j++;
    }
  }
  return keys;
}

/// Wrappers that went in only one of the two worlds.
void add_removed(const World& before, const World& after, std::vector<uint32_t>& numbers) {
  size_t common = 0;
  const size_t shorter = std::min(before.removed.size(), after.removed.size());
  while (common < shorter && before.removed[common] == after.removed[common]) common++;
  for (size_t i = common; i < before.removed.size(); i++) {
    numbers.push_back(before.removed[i]->number);
  }
  for (size_t i = common; i < after.removed.size(); i++) {
    numbers.push_back(after.removed[i]->number);
  }
}

bool same_counters(const World& a, const World& b) {
  return a.dead == b.dead && a.next_epoch == b.next_epoch &&
         a.current_part_id == b.current_part_id && a.gc_live_epoch == b.gc_live_epoch &&
         a.gc_deletable.get() == b.gc_deletable.get();
}

}  // namespace

WorldChanges compare(const World& before, const World& after) {
  WorldChanges changes;
  const auto number = [](const auto& item) { return item.number; };
  const auto name = [](const auto& item) { return item.name; };
  changes.other_process = before.process != after.process;
  changes.first_new_part = before.next_wrapper;
  changes.first_new_snapshot = before.next_snapshot;
  if (!before.live.same_as(after.live)) {
    changes.parts = differing(before.live.get(), after.live.get(), number);
  }
  add_removed(before, after, changes.parts);
  std::sort(changes.parts.begin(), changes.parts.end());
  changes.parts.erase(std::unique(changes.parts.begin(), changes.parts.end()), changes.parts.end());
  if (!before.snapshots.same_as(after.snapshots)) {
    changes.snapshots = differing(before.snapshots.get(), after.snapshots.get(), number);
  }
  if (!before.operations.same_as(after.operations)) {
    for (const Rc<Operation>& operation : before.operations) {
      if (after.find_operation(operation->name) == nullptr) {
        changes.operations.push_back(operation->name);
      }
    }
    for (const Rc<Operation>& operation : after.operations) {
      if (before.find_operation(operation->name) != operation.get()) {
        changes.operations.push_back(operation->name);
      }
    }
  }
  if (!before.disk.same_as(after.disk)) {
    changes.disk = differing(before.disk.get(), after.disk.get(), name);
  }
  changes.current = before.current != after.current || changes.other_process;
  changes.counters = !same_counters(before, after);
  return changes;
}

size_t unshared_bytes(const World& before, const World& after) {
  const WorldChanges changes = compare(before, after);
  size_t bytes = sizeof(World);
  if (!before.live.same_as(after.live)) bytes += after.live.size() * sizeof(void*);
  bytes += changes.parts.size() * (sizeof(PartWrapper) + sizeof(size_t));
  if (!before.snapshots.same_as(after.snapshots)) bytes += after.snapshots.size() * sizeof(void*);
  for (const uint32_t number : changes.snapshots) {
    bytes += sizeof(Snapshot) + sizeof(size_t);
    const Snapshot* snapshot = after.find_snapshot(number);
    const Snapshot* old = before.find_snapshot(number);
    if (snapshot != nullptr && (old == nullptr || !(old->parts == snapshot->parts))) {
      bytes += snapshot->parts->size() * sizeof(uint32_t);
    }
  }
  if (!before.disk.same_as(after.disk)) bytes += after.disk.size() * sizeof(void*);
  bytes += changes.disk.size() * (sizeof(DiskEntry) + sizeof(size_t));
  bytes += changes.operations.size() * (sizeof(Operation) + sizeof(size_t));
  return bytes;
}

}  // namespace sidx::sim
