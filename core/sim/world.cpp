#include "core/sim/world.h"

#include <algorithm>
#include <array>

#include "core/format/file_names.h"

namespace sidx::sim {
namespace {

template <typename Item>
const Item* find_numbered(const SharedVector<Rc<Item>>& items, uint32_t number) {
  const auto& list = items.get();
  constexpr size_t kFew = 16;
  if (list.size() <= kFew) {  // As in searches, where this is what most time goes into.
    for (const Rc<Item>& item : list) {
      if (item->number == number) return item.get();
    }
    return nullptr;
  }
  const auto at =
      std::lower_bound(list.begin(), list.end(), number,
                       [](const Rc<Item>& item, uint32_t wanted) { return item->number < wanted; });
  return at != list.end() && (*at)->number == number ? at->get() : nullptr;
}

}  // namespace

std::string_view name_of(PartKind kind) { return kind == PartKind::kMem ? "mem" : "file"; }

std::string_view name_of(PartState state) {
  static constexpr std::array<std::string_view, 3> kNames{"active", "removing", "removed"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view name_of(OperationKind kind) {
  static constexpr std::array<std::string_view, 5> kNames{"flush", "merge", "merge_mem", "hold",
                                                          "query"};
  return kNames[static_cast<size_t>(kind)];
}

part::FileMap files_of(const DiskEntry& directory) {
  if (!directory.content) return directory.files;
  return directory.content->files_of_part(directory.manifest_id);
}

const PartWrapper* World::find_live(uint32_t number) const { return find_numbered(live, number); }

const Snapshot* World::find_snapshot(uint32_t number) const {
  return number == 0 ? nullptr : find_numbered(snapshots, number);
}

const Operation* World::find_operation(std::string_view name) const {
  for (const Rc<Operation>& operation : operations) {
    if (operation->name == name) return operation.get();
  }
  return nullptr;
}

const DiskEntry* World::find_entry(std::string_view name) const {
  const auto& list = disk.get();
  const auto at = std::lower_bound(
      list.begin(), list.end(), name,
      [](const Rc<DiskEntry>& entry, std::string_view wanted) { return entry->name < wanted; });
  return at != list.end() && (*at)->name == name ? at->get() : nullptr;
}

std::vector<const PartWrapper*> World::all_wrappers() const {
  std::vector<const PartWrapper*> all;
  all.reserve(live.size() + removed.size());
  for (const Rc<PartWrapper>& wrapper : live) all.push_back(wrapper.get());
  for (size_t i = 0; i < removed.size(); i++) all.push_back(removed[i].get());
  std::sort(all.begin(), all.end(),
            [](const PartWrapper* a, const PartWrapper* b) { return a->number < b->number; });
  return all;
}

std::vector<uint64_t> World::epochs_of(const PartWrapper& wrapper) const {
  std::vector<uint64_t> epochs;
  const size_t end = std::min<size_t>(wrapper.notes_to, notes.size());
  for (size_t i = wrapper.notes_from; i < end; i++) epochs.push_back(notes[i]);
  return epochs;
}

std::vector<query::SnapshotPart> World::parts_of(const Snapshot& snapshot) const {
  std::vector<query::SnapshotPart> parts;
  for (const uint32_t number : *snapshot.parts) {
    const PartWrapper* wrapper = find_live(number);
    if (wrapper == nullptr) continue;
    parts.push_back(
        {number, wrapper->state == PartState::kActive, wrapper->content, wrapper->part_id});
  }
  return parts;
}

part::FileMap files_of(const World& world) {
  part::FileMap files;
  for (const Rc<DiskEntry>& entry : world.disk) {
    if (!entry->is_directory) {
      files[entry->name] = entry->bytes;
      continue;
    }
    for (const auto& [name, bytes] : files_of(*entry)) files[entry->name + "/" + name] = bytes;
  }
  return files;
}

World new_world(const Settings& settings) {
  World world;
  world.settings = Rc<Settings>(settings);
  return world;
}

}  // namespace sidx::sim
