#include "core/search/structure_check.h"

#include <algorithm>

namespace sidx::search {
namespace {

using sim::DiskEntry;
using sim::Operation;
using sim::PartKind;
using sim::PartState;
using sim::PartWrapper;
using sim::Snapshot;
using sim::World;

/// In the order of sim::all_invariants(); a test compares.
enum Invariants : size_t {
  kCountsNotNegative,
  kReferencedPartIsOpen,
  kSnapshotPartsExist,
  kCurrentPartsAreActive,
  kHoldersAreCounted,
  kCurrentEpochIsPast,
  kNothingLeaks,
  kIdsAreUnique,
  kLiveEpochIsKept,
  kDirectoriesHaveOwners,
  kReferencedDirectoriesExist,
  kSnapshotFilesHaveOwners,
};

constexpr size_t kNone = SIZE_MAX;

/// Lists are short and sorted by number.
template <typename Items>
size_t index_of(const Items& items, uint32_t number) {
  for (size_t i = 0; i < items.size(); i++) {
    if (items[i]->number == number) return i;
  }
  return kNone;
}

}  // namespace

uint64_t StructureCheck::violated(const World& world) {
  violated_ = 0;
  part_counts_.assign(world.live.size(), 0);
  part_seen_.assign(world.live.size(), 0);
  snapshot_counts_.assign(world.snapshots.size(), 0);
  count_references(world);
  check_counts(world);
  check_current(world);
  check_directory(world);
  return violated_;
}

size_t StructureCheck::count_part(const World& world, uint32_t number) {
  const size_t at = index_of(world.live.get(), number);
  if (at == kNone) {
    violate(kHoldersAreCounted);
  } else {
    part_counts_[at]++;
  }
  return at;
}

void StructureCheck::count_snapshot(const World& world, uint32_t number) {
  const size_t at = index_of(world.snapshots.get(), number);
  if (at == kNone) {
    violate(kHoldersAreCounted);
  } else {
    snapshot_counts_[at]++;
  }
}

void StructureCheck::count_references(const World& world) {
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    for (const uint32_t number : *snapshot->parts) {
      const size_t at = count_part(world, number);
      if (at == kNone || part_seen_[at] == snapshot->number) {
        violate(kSnapshotPartsExist);
      } else {
        part_seen_[at] = snapshot->number;
      }
    }
  }
  if (world.current != 0) {
    count_snapshot(world, world.current);
    if (world.current_snapshot() == nullptr) violate(kSnapshotPartsExist);
  }
  for (const Rc<Operation>& operation : world.operations) {
    for (const Operation::Flushed& flushed : operation->flushed) {
      count_part(world, flushed.file_part);
    }
    if (operation->output != 0) count_part(world, operation->output);
    if (operation->snapshot != 0) count_snapshot(world, operation->snapshot);
  }
}

void StructureCheck::check_counts(const World& world) {
  if (world.over_releases > 0) violate(kCountsNotNegative);
  for (size_t i = 0; i < world.live.size(); i++) {
    const PartWrapper& part = *world.live[i];
    if (part.ref <= 0) violate(kCountsNotNegative);
    if (!part.content || part.state == PartState::kRemoved) violate(kReferencedPartIsOpen);
    if (part.ref < part_counts_[i]) violate(kHoldersAreCounted);
    if (part.ref != part_counts_[i]) violate(kNothingLeaks);
  }
  for (size_t i = 0; i < world.snapshots.size(); i++) {
    const Snapshot& snapshot = *world.snapshots[i];
    if (snapshot.ref <= 0) violate(kCountsNotNegative);
    if (snapshot.ref < snapshot_counts_[i]) violate(kHoldersAreCounted);
    if (snapshot.ref != snapshot_counts_[i]) violate(kNothingLeaks);
  }
}

void StructureCheck::check_current(const World& world) {
  const Snapshot* current = world.current_snapshot();
  if (current == nullptr) return;
  if (current->epoch > world.next_epoch) violate(kCurrentEpochIsPast);
  current_parts_.clear();
  for (const uint32_t number : *current->parts) {
    const PartWrapper* part = world.find_live(number);
    if (part == nullptr) continue;
    if (part->state != PartState::kActive) violate(kCurrentPartsAreActive);
    for (const PartWrapper* other : current_parts_) {
      if (other->part_id == part->part_id) violate(kIdsAreUnique);
    }
    current_parts_.push_back(part);
  }
}

void StructureCheck::check_directory(const World& world) {
  const auto& deletable = world.gc_deletable.get();
  const auto is_deletable = [&](uint64_t epoch) {
    return std::find(deletable.begin(), deletable.end(), epoch) != deletable.end();
  };
  if (world.gc_live_epoch > 0 && is_deletable(world.gc_live_epoch)) violate(kLiveEpochIsKept);
  size_t file_parts = 0;
  for (const Rc<PartWrapper>& part : world.live) file_parts += part->kind == PartKind::kFile;
  size_t found = 0;
  for (const Rc<DiskEntry>& entry : world.disk) {
    if (entry->is_directory) {
      size_t owners = 0;
      for (const Rc<PartWrapper>& part : world.live) {
        if (part->kind != PartKind::kFile || part->directory_serial != entry->serial) continue;
        owners++;
        found += entry->number == part->directory_id;
      }
      if (entry->content && owners == 0) violate(kDirectoriesHaveOwners);
    } else if (entry->number && *entry->number != world.gc_live_epoch &&
               !is_deletable(*entry->number)) {
      violate(kSnapshotFilesHaveOwners);
    }
  }
  if (found != file_parts) violate(kReferencedDirectoriesExist);
}

}  // namespace sidx::search
