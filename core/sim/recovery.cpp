#include "core/sim/recovery.h"

#include <algorithm>
#include <utility>

#include "core/format/file_names.h"
#include "core/format/snapshot_manifest.h"
#include "core/sim/flusher.h"
#include "core/sim/garbage_collector.h"
#include "core/sim/introducer.h"

namespace sidx::sim {
namespace {

/// What the loader sees in the directory.
struct Listing {
  std::vector<uint64_t> part_ids;  // in the order of the directory
  std::vector<uint64_t> epochs;    // newest first
};

Listing list_directory(Transaction& step) {
  Listing listing;
  std::vector<std::string> unknown;
  for (const Rc<DiskEntry>& entry : step.world().disk) {
    if (entry->is_directory) {
      const auto id = format::parse_part_directory_name(entry->name);
      if (id) {
        listing.part_ids.push_back(*id);
      } else {
        unknown.push_back(entry->name);
      }
    } else if (entry->name.ends_with(format::kSnapshotExtension)) {
      const auto epoch = format::parse_snapshot_file_name(entry->name);
      if (epoch) {
        listing.epochs.push_back(*epoch);
      } else {
        unknown.push_back(entry->name);
      }
    }
  }
  for (const std::string& name : unknown) step.remove_entry(name);
  std::sort(listing.epochs.rbegin(), listing.epochs.rend());
  return listing;
}

/// The part IDs in `<epoch>.snp`; what makes the engine panic is an error.
Result<std::vector<uint64_t>> read_snapshot(const World& world, uint64_t epoch) {
  const std::string name = format::snapshot_file_name(epoch);
  const DiskEntry* file = world.find_entry(name);
  if (file == nullptr || file->is_directory) {
    return Error{ErrorCode::kMissingFile, {name, 0, 0, {}}, "snapshot", "a snapshot file", "none"};
  }
  SIDX_ASSIGN(const format::SnapshotManifest names,
              format::read_snapshot_manifest(ByteView(*file->bytes, name)));
  std::vector<uint64_t> ids;
  for (const std::string& part : names) {
    const auto id = format::parse_part_directory_name(part);
    if (!id) {
      return Error{ErrorCode::kBadValue,
                   {name, 0, file->bytes->size(), {}},
                   "part name",
                   "a hexadecimal number",
                   "'" + part + "'"};
    }
    ids.push_back(*id);
  }
  return ids;
}

/// validatePartMetadata: whether the manifest is JSON of the right shape.
bool has_manifest(const DiskEntry* directory) {
  if (directory == nullptr || !directory->is_directory) return false;
  if (directory->content) return true;
  const auto manifest = directory->files.find(format::kManifestFile);
  if (manifest == directory->files.end()) return false;
  return format::read_part_manifest(ByteView(*manifest->second)).ok();
}

Result<Rc<part::PartContent>> open_part(const DiskEntry& directory) {
  if (directory.content) return directory.content;
  part::FileMap files;
  for (const auto& [name, bytes] : directory.files) {
    if (name.find('/') == std::string::npos) files.emplace(name, bytes);
  }
  return part::PartContent::open(std::move(files), directory.name);
}

/// Whether all blocks of a part can be read (S24 repaired).
bool is_whole(const part::PartContent& content) {
  uint64_t rows = 0;
  for (const part::PrimaryRange& range : content.primary_ranges()) {
    if (range.fault) return false;
  }
  for (size_t i = 0; i < content.headers().size(); i++) {
    if (content.load(i).block == nullptr) return false;
    rows += content.headers()[i].row_count;
  }
  return rows == content.manifest().row_count;
}

/// Set aside by an earlier open, see is_whole.
bool is_damaged(const DiskEntry* directory) {
  if (directory == nullptr || !directory->is_directory) return false;
  if (!has_manifest(directory)) return true;
  const auto content = open_part(*directory);
  return !content.ok() || !is_whole(**content);
}

/// Loads the listed parts. False after a panic.
bool load_parts(Transaction& step, const std::vector<uint64_t>& candidates,
                const std::vector<uint64_t>& listed, uint32_t snapshot,
                std::vector<uint32_t>& loaded, bool& repaired) {
  World& world = step.world();
  for (const uint64_t id : candidates) {
    const std::string name = format::part_directory_name(id);
    const DiskEntry* directory = world.find_entry(name);
    if (std::find(listed.begin(), listed.end(), id) == listed.end()) {
      if (step.fixed(Fix::kS24) && is_damaged(directory)) {
        world.current_part_id = std::max(world.current_part_id, id);
      } else {
        step.remove_entry(name);
      }
      continue;
    }
    if (!has_manifest(directory)) {
      if (!step.fixed(Fix::kS24)) step.remove_entry(name);
      if (step.fixed(Fix::kS24)) world.current_part_id = std::max(world.current_part_id, id);
      repaired = true;
      continue;
    }
    auto content = open_part(*directory);
    if (step.fixed(Fix::kS24) && (!content.ok() || !is_whole(**content))) {
      repaired = true;
      world.current_part_id = std::max(world.current_part_id, id);
      continue;
    }
    if (!content.ok()) {
      step.panic("open: " + to_string(content.error()));
      return false;
    }
    PartWrapper part;
    part.part_id = id;
    part.kind = PartKind::kFile;
    part.directory_id = id;
    part.directory_serial = directory->serial;
    part.content = *std::move(content);
    // QUIRK: The wrapper's first reference belongs to nobody; the snapshot takes another (S8).
    const bool leaks = !step.fixed(Fix::kS8);
    const uint32_t number =
        step.add_part(std::move(part), leaks ? loader_holder() : snapshot_holder(snapshot),
                      leaks ? "opened; never given back" : "opened");
    if (leaks) step.acquire_part(number, snapshot_holder(snapshot), "loaded");
    loaded.push_back(number);
    world.current_part_id = std::max(world.current_part_id, id);
  }
  return true;
}

/// Mirrors loadSnapshot.
void load_snapshot(Transaction& step, uint64_t epoch, const std::vector<uint64_t>& listed,
                   const std::vector<uint64_t>& candidates) {
  World& world = step.world();
  const uint32_t number = world.next_snapshot;
  std::vector<uint32_t> parts;
  bool repaired = false;
  if (!load_parts(step, candidates, listed, number, parts, repaired)) return;
  register_snapshot(step, epoch);
  clean_snapshot_files(step);
  const bool empty = parts.empty();
  const bool leaks = !step.fixed(Fix::kS8) || empty;
  step.add_snapshot(epoch, std::move(parts), leaks ? loader_holder() : instance_holder(),
                    "loaded from its file");
  if (empty) return step.release_snapshot(number, loader_holder(), "no part survived");
  // QUIRK: The constructor's reference is never given back (S8).
  if (leaks) step.acquire_snapshot(number, instance_holder(), "the current snapshot");
  world.current = number;
  if (repaired) persist_snapshot(step, number);
}

/// Epoch of the newest snapshot file that can be read, with its list. With S7 repaired unreadable
/// ones are deleted on the way. Nothing after a panic or when none is left.
std::optional<std::pair<uint64_t, std::vector<uint64_t>>> newest_snapshot(
    Transaction& step, const std::vector<uint64_t>& epochs) {
  for (const uint64_t epoch : epochs) {
    auto listed = read_snapshot(step.world(), epoch);
    if (listed.ok()) return std::pair(epoch, *std::move(listed));
    if (!step.fixed(Fix::kS7)) {
      step.panic("cannot parse snapshot: " + to_string(listed.error()));
      return std::nullopt;
    }
    step.remove_entry(format::snapshot_file_name(epoch));
  }
  return std::nullopt;
}

/// An instance that finds no part or no snapshot file starts afresh, whatever else is there.
void start_afresh(Transaction& step, const Listing& listing) {
  World& world = step.world();
  if (step.fixed(Fix::kS6) && listing.epochs.empty()) {
    for (const uint64_t id : listing.part_ids) {
      step.remove_entry(format::part_directory_name(id));
    }
  }
  // QUIRK: It starts at epoch 0, below the files that are there (S5).
  if (step.fixed(Fix::kS5) && !listing.epochs.empty()) {
    world.next_epoch = listing.epochs.front() + 1;
    world.gc_live_epoch = listing.epochs.front();
  }
}

void reset_process(World& world) {
  world.process++;
  world.live = {};
  world.removed = {};
  world.snapshots = {};
  world.current = 0;
  world.operations = {};
  world.notes = {};
  world.next_epoch = 0;
  world.current_part_id = 0;
  world.next_wrapper = 1;
  world.next_snapshot = 1;
  world.gc_live_epoch = 0;
  world.gc_deletable = {};
}

void finish_flush(Transaction& step, const Operation& flush) {
  if (!flush.flushed.empty()) introduce_flushed(step, flush);
  if (step.stopped() || flush.snapshot == 0) return;
  step.release_snapshot(flush.snapshot, step.operation_holder(flush.name), "flushed at close");
}

/// S33 repaired: introduces the flushes that are prepared, and flushes what is left in memory.
void finish_flushes(Transaction& step) {
  const SharedVector<Rc<Operation>> operations = step.world().operations;
  for (const Rc<Operation>& operation : operations) {
    if (operation->kind != OperationKind::kFlush) continue;
    finish_flush(step, *operation);
    if (step.stopped()) return;
    step.remove_operation(operation->name);
  }
  const Operation flush = begin_flush(step, "");
  if (!step.stopped()) finish_flush(step, flush);
}

}  // namespace

void close_instance(Transaction& step) {
  if (step.fixed(Fix::kS33)) {
    finish_flushes(step);
    if (step.stopped()) return;
  }
  step.replace_current(0);
}

void open_instance(Transaction& step) {
  World& world = step.world();
  reset_process(world);
  Listing listing = list_directory(step);
  if (listing.part_ids.empty() || listing.epochs.empty()) return start_afresh(step, listing);
  const auto newest = newest_snapshot(step, listing.epochs);
  if (step.stopped()) return;
  if (!newest) {
    listing.epochs.clear();
    return start_afresh(step, listing);
  }
  const auto& [epoch, listed] = *newest;
  load_snapshot(step, epoch, listed, listing.part_ids);
  if (step.stopped()) return;
  // QUIRK: The loaded epoch is used again (S4).
  world.next_epoch = step.fixed(Fix::kS4) ? epoch + 1 : epoch;
  if (!step.fixed(Fix::kR9)) return;
  for (const uint64_t older : listing.epochs) {
    if (older < epoch) world.gc_deletable.edit().push_back(older);
  }
}

}  // namespace sidx::sim
