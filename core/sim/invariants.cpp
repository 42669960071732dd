#include "core/sim/invariants.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/format/file_names.h"
#include "core/sim/narration.h"

namespace sidx::sim {
namespace {

std::string part_name(const PartWrapper& part) {
  return "part " + part_text(part) + " (wrapper " + std::to_string(part.number) + ")";
}

/// References that somebody is known to hold on each part.
std::map<uint32_t, int32_t> known_part_references(const World& world) {
  std::map<uint32_t, int32_t> counts;
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    for (const uint32_t number : *snapshot->parts) counts[number]++;
  }
  for (const Rc<Operation>& operation : world.operations) {
    for (const Operation::Flushed& flushed : operation->flushed) counts[flushed.file_part]++;
    if (operation->output != 0) counts[operation->output]++;
  }
  return counts;
}

std::map<uint32_t, int32_t> known_snapshot_references(const World& world) {
  std::map<uint32_t, int32_t> counts;
  if (world.current != 0) counts[world.current]++;
  for (const Rc<Operation>& operation : world.operations) {
    if (operation->snapshot != 0) counts[operation->snapshot]++;
  }
  return counts;
}

std::string counts_not_negative(const World& world) {
  if (world.over_releases > 0) {
    return std::to_string(world.over_releases) + " references of parts that were gone were dropped";
  }
  for (const Rc<PartWrapper>& part : world.live) {
    if (part->ref <= 0) return part_name(*part) + " has " + std::to_string(part->ref);
  }
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    if (snapshot->ref <= 0) return "snapshot " + std::to_string(snapshot->number);
  }
  return {};
}

std::string referenced_part_is_open(const World& world) {
  for (const Rc<PartWrapper>& part : world.live) {
    if (!part->content || part->state == PartState::kRemoved) return part_name(*part);
  }
  return {};
}

std::string snapshot_parts_exist(const World& world) {
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    std::set<uint32_t> seen;
    for (const uint32_t number : *snapshot->parts) {
      if (world.find_live(number) == nullptr) {
        return "snapshot " + std::to_string(snapshot->number) + " lists wrapper " +
               std::to_string(number) + ", which is gone";
      }
      if (!seen.insert(number).second) {
        return "snapshot " + std::to_string(snapshot->number) + " lists wrapper " +
               std::to_string(number) + " twice";
      }
    }
  }
  if (world.current != 0 && world.current_snapshot() == nullptr) return "no current snapshot";
  return {};
}

std::string current_parts_are_active(const World& world) {
  const Snapshot* snapshot = world.current_snapshot();
  if (snapshot == nullptr) return {};
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = world.find_live(number);
    if (part != nullptr && part->state != PartState::kActive) return part_name(*part);
  }
  return {};
}

std::string holders_are_counted(const World& world) {
  const auto parts = known_part_references(world);
  for (const auto& [number, count] : parts) {
    const PartWrapper* part = world.find_live(number);
    if (part == nullptr || part->ref < count) {
      return "wrapper " + std::to_string(number) + " has " + std::to_string(count) + " holders";
    }
  }
  for (const auto& [number, count] : known_snapshot_references(world)) {
    const Snapshot* snapshot = world.find_snapshot(number);
    if (snapshot == nullptr || snapshot->ref < count) {
      return "snapshot " + std::to_string(number) + " has " + std::to_string(count) + " holders";
    }
  }
  return {};
}

std::string nothing_leaks(const World& world) {
  const auto parts = known_part_references(world);
  for (const Rc<PartWrapper>& part : world.live) {
    const auto known = parts.find(part->number);
    const int32_t count = known == parts.end() ? 0 : known->second;
    if (part->ref != count) {
      return part_name(*part) + " counts " + std::to_string(part->ref) + ", held by " +
             std::to_string(count);
    }
  }
  const auto snapshots = known_snapshot_references(world);
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    const auto known = snapshots.find(snapshot->number);
    const int32_t count = known == snapshots.end() ? 0 : known->second;
    if (snapshot->ref != count) {
      return "snapshot " + std::to_string(snapshot->number) + " counts " +
             std::to_string(snapshot->ref) + ", held by " + std::to_string(count);
    }
  }
  return {};
}

std::string current_epoch_is_past(const World& world) {
  const Snapshot* snapshot = world.current_snapshot();
  if (snapshot != nullptr && snapshot->epoch > world.next_epoch) {
    return "epoch " + std::to_string(snapshot->epoch) + ", next " +
           std::to_string(world.next_epoch);
  }
  return {};
}

std::string ids_are_unique(const World& world) {
  const Snapshot* snapshot = world.current_snapshot();
  if (snapshot == nullptr) return {};
  std::set<uint64_t> ids;
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = world.find_live(number);
    if (part != nullptr && !ids.insert(part->part_id).second) {
      return "two parts have ID " + std::to_string(part->part_id);
    }
  }
  return {};
}

std::string live_epoch_is_kept(const World& world) {
  const auto& deletable = world.gc_deletable.get();
  if (world.gc_live_epoch > 0 &&
      std::find(deletable.begin(), deletable.end(), world.gc_live_epoch) != deletable.end()) {
    return "epoch " + std::to_string(world.gc_live_epoch) + " is live and deletable";
  }
  return {};
}

std::string directories_have_owners(const World& world) {
  std::set<uint64_t> owned;
  for (const Rc<PartWrapper>& part : world.live) owned.insert(part->directory_serial);
  for (const Rc<DiskEntry>& entry : world.disk) {
    if (entry->is_directory && entry->content && owned.count(entry->serial) == 0) {
      return "directory " + entry->name + " belongs to no part";
    }
  }
  return {};
}

std::string referenced_directories_exist(const World& world) {
  for (const Rc<PartWrapper>& part : world.live) {
    if (part->kind != PartKind::kFile) continue;
    const std::string name = format::part_directory_name(part->directory_id);
    const DiskEntry* entry = world.find_entry(name);
    if (entry == nullptr || entry->serial != part->directory_serial) {
      return part_name(*part) + " has no directory " + name;
    }
  }
  return {};
}

std::string snapshot_files_have_owners(const World& world) {
  const auto& deletable = world.gc_deletable.get();
  for (const Rc<DiskEntry>& entry : world.disk) {
    if (entry->is_directory) continue;
    const auto epoch = format::parse_snapshot_file_name(entry->name);
    if (!epoch || *epoch == world.gc_live_epoch) continue;
    if (std::find(deletable.begin(), deletable.end(), *epoch) == deletable.end()) {
      return entry->name + " is neither live nor deletable";
    }
  }
  return {};
}

}  // namespace

const std::vector<Invariant>& all_invariants() {
  static const std::vector<Invariant> kAll{
      {"counts-not-negative", "No reference count falls below zero.", true, counts_not_negative},
      {"referenced-part-is-open", "A part with references is open and was never closed.", true,
       referenced_part_is_open},
      {"snapshot-parts-exist", "Every part that a snapshot lists is there, once.", true,
       snapshot_parts_exist},
      {"current-parts-are-active", "No part of the current snapshot is marked for removal.", true,
       current_parts_are_active},
      {"holders-are-counted", "A count is never smaller than the number of its holders.", true,
       holders_are_counted},
      {"current-epoch-is-past", "The current snapshot's epoch is not above the next one.", true,
       current_epoch_is_past},
      {"nothing-leaks", "Every reference belongs to a snapshot, an operation or the instance.",
       false, nothing_leaks},
      {"ids-are-unique", "The parts of the current snapshot have different IDs.", false,
       ids_are_unique},
      {"live-epoch-is-kept", "The live snapshot file is never on the list of deletable ones.",
       false, live_epoch_is_kept},
      {"directories-have-owners", "Every part directory the engine wrote belongs to an open part.",
       false, directories_have_owners},
      {"referenced-directories-exist", "The directory of a part with references is there.", true,
       referenced_directories_exist},
      {"snapshot-files-have-owners",
       "Every snapshot file is the live one or on the list of deletable ones.", false,
       snapshot_files_have_owners},
  };
  return kAll;
}

std::vector<Violation> check_invariants(const World& world, bool repaired) {
  std::vector<Violation> violations;
  if (world.dead) return violations;
  for (const Invariant& invariant : all_invariants()) {
    if (!repaired && !invariant.holds_at_seed) continue;
    std::string witness = invariant.check(world);
    if (!witness.empty()) violations.push_back({&invariant, std::move(witness)});
  }
  return violations;
}

}  // namespace sidx::sim
