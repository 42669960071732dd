#include "core/sim/transaction.h"

#include <algorithm>
#include <utility>

#include "core/format/file_names.h"

namespace sidx::sim {
namespace {

template <typename Item>
Item& edit_numbered(SharedVector<Rc<Item>>& items, uint32_t number) {
  auto& list = items.edit();
  const auto at =
      std::lower_bound(list.begin(), list.end(), number,
                       [](const Rc<Item>& item, uint32_t wanted) { return item->number < wanted; });
  SIDX_CHECK(at != list.end() && (*at)->number == number);
  return at->edit();
}

bool same_part(const PartWrapper& a, const PartWrapper& b) {
  return a.state == b.state && a.ref == b.ref && a.removable == b.removable &&
         a.part_id == b.part_id && a.notes_from == b.notes_from && a.notes_to == b.notes_to &&
         a.content == b.content && a.unlinked == b.unlinked;
}

bool same_snapshot(const Snapshot& a, const Snapshot& b) {
  return a.ref == b.ref && a.epoch == b.epoch && a.parts == b.parts;
}

/// Both lists are sorted by number.
template <typename Item, typename Same>
void share_again(const SharedVector<Rc<Item>>& before, SharedVector<Rc<Item>>& after, Same same) {
  if (after.same_as(before)) return;
  const auto& old = before.get();
  const auto& now = after.get();
  size_t i = 0;
  size_t changed = 0;
  std::vector<std::pair<size_t, size_t>> equal;
  for (size_t j = 0; j < now.size(); j++) {
    while (i < old.size() && old[i]->number < now[j]->number) i++;
    if (i < old.size() && old[i]->number == now[j]->number && same(*old[i], *now[j])) {
      if (!(old[i] == now[j])) equal.emplace_back(i, j);
    } else {
      changed++;
    }
  }
  if (changed == 0 && old.size() == now.size()) {
    after = before;
    return;
  }
  if (equal.empty()) return;
  auto& list = after.edit();
  for (const auto& [from, to] : equal) list[to] = old[from];
}

/// The files of a tag of this name cannot be created; the engine panics.
bool bad_tag_name(const std::string& name) {
  constexpr size_t kNameMax = 255 - std::char_traits<char>::length(format::kTagDataExtension);
  return name.find('/') != std::string::npos || name.find('\0') != std::string::npos ||
         name.size() > kNameMax;
}

}  // namespace

std::string describe(const Holder& holder) {
  switch (holder.kind) {
    case HolderKind::kSnapshot:
      return "snapshot " + std::to_string(holder.number);
    case HolderKind::kInstance:
      return "the instance";
    case HolderKind::kIntroducer:
      return "the introducer";
    case HolderKind::kOperation:
      return holder.name ? *holder.name : "this step";
    case HolderKind::kLoader:
      break;
  }
  return "the loader";
}

Transaction::Transaction(const World& before, StepResult& result, const StepOptions& options)
    : before_(&before), result_(result), options_(options) {
  result_.world = before;
}

/// What ended as it began goes back to the version that is shared with the world before.
Transaction::~Transaction() {
  // A new process may open a part just as the one before had it; it is another one all the same.
  if (before_ == nullptr || before_->process != result_.world.process) return;
  share_again(before_->live, result_.world.live, same_part);
  share_again(before_->snapshots, result_.world.snapshots, same_snapshot);
}

Holder Transaction::operation_holder(const std::string& name) const {
  if (name.empty() || !options_.ledger) return {HolderKind::kOperation, 0, {}};
  return {HolderKind::kOperation, 0, Rc<std::string>(name)};
}

void Transaction::fail(std::string message) {
  result_.outcome = Outcome::kError;
  result_.message = std::move(message);
}

void Transaction::panic(std::string message) {
  result_.outcome = Outcome::kPanic;
  result_.message = std::move(message);
  world().dead = true;
}

void Transaction::note(Counted counted, uint32_t number, int8_t delta, int32_t count,
                       const Holder& holder, const char* reason) {
  if (options_.ledger)
    result_.ledger.push_back({counted, delta, number, count, world().process, holder, reason});
}

PartWrapper& Transaction::edit_part(uint32_t number) { return edit_numbered(world().live, number); }

uint32_t Transaction::add_part(PartWrapper wrapper, const Holder& holder, const char* reason) {
  wrapper.number = world().next_wrapper++;
  wrapper.ref = 1;
  const auto& manifest = wrapper.content->manifest();
  wrapper.row_count = manifest.row_count;
  wrapper.block_count = manifest.block_count;
  wrapper.key_min = manifest.key_min;
  wrapper.key_max = manifest.key_max;
  const uint32_t number = wrapper.number;
  world().live.edit().emplace_back(std::move(wrapper));
  note(Counted::kPart, number, 1, 1, holder, reason);
  return number;
}

bool Transaction::acquire_part(uint32_t number, const Holder& holder, const char* reason) {
  const PartWrapper* wrapper = world().find_live(number);
  if (wrapper == nullptr || wrapper->state != PartState::kActive || wrapper->ref <= 0) {
    note(Counted::kPart, number, 0, wrapper == nullptr ? 0 : wrapper->ref, holder,
         "refused: the part is not active");
    return false;
  }
  const int32_t count = ++edit_part(number).ref;
  note(Counted::kPart, number, 1, count, holder, reason);
  return true;
}

void Transaction::release_part(uint32_t number, const Holder& holder, const char* reason) {
  if (world().find_live(number) == nullptr) {
    world().over_releases++;
    note(Counted::kPart, number, -1, -1, holder, reason);
    return;
  }
  const int32_t count = --edit_part(number).ref;
  note(Counted::kPart, number, -1, count, holder, reason);
  if (count == 0) close_part(number);
}

void Transaction::close_part(uint32_t number) {
  PartWrapper& wrapper = edit_part(number);
  wrapper.state = PartState::kRemoved;
  wrapper.content = {};
  wrapper.notes_to = std::min(wrapper.notes_to, static_cast<uint32_t>(world().notes.size()));
  const bool delete_directory = wrapper.removable && wrapper.kind == PartKind::kFile;
  const uint64_t directory_id = wrapper.directory_id;
  auto& live = world().live.edit();
  const auto at = std::find_if(live.begin(), live.end(),
                               [&](const auto& item) { return item->number == number; });
  world().removed.push_back(*at);
  live.erase(at);
  if (delete_directory) remove_entry(format::part_directory_name(directory_id));
}

void Transaction::note_refusal(uint32_t number, const Holder& holder, const char* reason) {
  const PartWrapper* wrapper = world().find_live(number);
  note(Counted::kPart, number, 0, wrapper == nullptr ? 0 : wrapper->ref, holder, reason);
}

void Transaction::mark_for_removal(uint32_t number) {
  PartWrapper& wrapper = edit_part(number);
  wrapper.state = PartState::kRemoving;
  wrapper.removable = true;
}

void Transaction::hand_over_part(uint32_t number, const Holder& from, const Holder& to,
                                 const char* reason) {
  const PartWrapper* wrapper = world().find_live(number);
  const int32_t count = wrapper == nullptr ? 0 : wrapper->ref;
  note(Counted::kPart, number, 1, count + 1, to, reason);
  note(Counted::kPart, number, -1, count, from, reason);
}

uint32_t Transaction::add_snapshot(uint64_t epoch, std::vector<uint32_t> parts,
                                   const Holder& holder, const char* reason) {
  Snapshot snapshot;
  snapshot.number = world().next_snapshot++;
  snapshot.epoch = epoch;
  snapshot.ref = 1;
  snapshot.parts = Rc<std::vector<uint32_t>>(std::move(parts));
  const uint32_t number = snapshot.number;
  world().snapshots.edit().emplace_back(std::move(snapshot));
  note(Counted::kSnapshot, number, 1, 1, holder, reason);
  return number;
}

void Transaction::acquire_snapshot(uint32_t number, const Holder& holder, const char* reason) {
  const int32_t count = ++edit_numbered(world().snapshots, number).ref;
  note(Counted::kSnapshot, number, 1, count, holder, reason);
}

void Transaction::release_snapshot(uint32_t number, const Holder& holder, const char* reason) {
  const int32_t count = --edit_numbered(world().snapshots, number).ref;
  note(Counted::kSnapshot, number, -1, count, holder, reason);
  if (count > 0) return;
  const Rc<std::vector<uint32_t>> parts = world().find_snapshot(number)->parts;
  for (const uint32_t part : *parts) {
    release_part(part, snapshot_holder(number), "the snapshot has no reference left");
  }
  auto& snapshots = world().snapshots.edit();
  snapshots.erase(std::find_if(snapshots.begin(), snapshots.end(),
                               [&](const auto& item) { return item->number == number; }));
}

void Transaction::replace_current(uint32_t number) {
  const uint32_t old = std::exchange(world().current, number);
  if (old != 0) release_snapshot(old, instance_holder(), "replaced as the current snapshot");
}

void Transaction::add_operation(Operation operation) {
  world().operations.edit().emplace_back(std::move(operation));
}

void Transaction::remove_operation(std::string_view name) {
  auto& operations = world().operations.edit();
  std::erase_if(operations, [&](const Rc<Operation>& item) { return item->name == name; });
}

uint64_t Transaction::write_part_directory(uint64_t directory_id, Rc<part::PartContent> content,
                                           uint64_t manifest_id) {
  DiskEntry entry;
  entry.name = format::part_directory_name(directory_id);
  entry.is_directory = true;
  if (world().find_entry(entry.name) != nullptr) {
    panic("directory is exist: " + entry.name);
    return 0;
  }
  entry.serial = next_serial();
  for (size_t i = 0; i < content->headers().size(); i++) {
    const part::LoadedBlock loaded = content->load(i);
    if (loaded.block == nullptr) continue;
    for (const part::TagData& tag : loaded.block->tags) {
      if (!bad_tag_name(tag.name)) continue;
      put_entry(std::move(entry));
      panic("cannot create a file for tag " + tag.name);
      return 0;
    }
  }
  const uint64_t serial = entry.serial;
  entry.content = std::move(content);
  entry.manifest_id = manifest_id;
  put_entry(std::move(entry));
  return serial;
}

void Transaction::put_entry(DiskEntry entry) {
  result_.changed_directory = true;
  if (!entry.is_directory) {
    entry.number = format::parse_snapshot_file_name(entry.name);
  } else if (format::is_canonical_part_directory_name(entry.name)) {
    entry.number = format::parse_part_directory_name(entry.name);
  }
  auto& disk = world().disk.edit();
  const auto at = std::lower_bound(
      disk.begin(), disk.end(), entry.name,
      [](const Rc<DiskEntry>& item, const std::string& name) { return item->name < name; });
  if (at != disk.end() && (*at)->name == entry.name) {
    *at = Rc<DiskEntry>(std::move(entry));
  } else {
    disk.insert(at, Rc<DiskEntry>(std::move(entry)));
  }
}

void Transaction::remove_entry(std::string_view name) {
  if (world().find_entry(name) == nullptr) return;
  result_.changed_directory = true;
  auto& disk = world().disk.edit();
  std::erase_if(disk, [&](const Rc<DiskEntry>& item) { return item->name == name; });
}

}  // namespace sidx::sim
