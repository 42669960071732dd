#include "core/sim/introducer.h"

#include <algorithm>
#include <utility>

#include "core/format/file_names.h"
#include "core/format/snapshot_manifest.h"
#include "core/sim/garbage_collector.h"

namespace sidx::sim {
namespace {

constexpr const char* kNoSnapshot = "current snapshot is nil";

/// The reference the introducer has on the current snapshot while it works; 0 if there is none.
class CurrentSnapshot {
 public:
  explicit CurrentSnapshot(Transaction& step)
      : step_(step), number_(step.world().current), holder_(introducer_holder()) {
    if (number_ == 0) return;
    step_.acquire_snapshot(number_, holder_, "builds the next snapshot");
    parts_ = step_.world().find_snapshot(number_)->parts;
  }
  ~CurrentSnapshot() {
    if (number_ != 0 && !step_.stopped()) {
      step_.release_snapshot(number_, holder_, "the next snapshot is in place");
    }
  }
  CurrentSnapshot(const CurrentSnapshot&) = delete;
  CurrentSnapshot& operator=(const CurrentSnapshot&) = delete;

  explicit operator bool() const { return number_ != 0; }
  const std::vector<uint32_t>& parts() const {
    static const std::vector<uint32_t> kNone;
    return parts_ ? *parts_ : kNone;
  }

 private:
  Transaction& step_;
  uint32_t number_;
  Holder holder_;
  Rc<std::vector<uint32_t>> parts_;
};

uint32_t note_count(const World& world) { return static_cast<uint32_t>(world.notes.size()); }

/// The part is not in the next snapshot: no further epoch is noted on it.
void leave(Transaction& step, uint32_t part) {
  step.edit_part(part).notes_to = note_count(step.world());
}

void carry_over(Transaction& step, uint32_t part, const Holder& next,
                std::vector<uint32_t>& parts) {
  if (step.acquire_part(part, next, "carried over")) {
    parts.push_back(part);
  } else {
    leave(step, part);
  }
}

Holder next_snapshot_holder(Transaction& step) {
  return snapshot_holder(step.world().next_snapshot);
}

/// Swaps the next snapshot in.
uint32_t publish(Transaction& step, std::vector<uint32_t> parts) {
  const uint32_t number = step.add_snapshot(step.world().next_epoch, std::move(parts),
                                            instance_holder(), "the current snapshot");
  step.replace_current(number);
  return number;
}

void finish_persisted(Transaction& step, uint32_t snapshot) {
  persist_snapshot(step, snapshot);
  if (step.stopped()) return;
  clean_snapshot_files(step);
  step.world().next_epoch++;
}

/// A part that is wanted no more before it was ever in a snapshot: its directory goes with it.
void drop_prepared(Transaction& step, uint32_t part, const Holder& holder) {
  step.mark_for_removal(part);
  step.release_part(part, holder, "not introduced: what it replaces has left");
}

bool contains(const std::vector<uint32_t>& numbers, uint32_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Mirrors snapshot.remove. `inputs` are the wrappers that are meant; `ids` what the seed compares.
std::vector<uint32_t> without(Transaction& step, const std::vector<uint32_t>& current,
                              const std::vector<uint32_t>& inputs, const std::set<uint64_t>& ids,
                              const Holder& next) {
  std::vector<uint32_t> parts;
  for (const uint32_t part : current) {
    // QUIRK: Every part with a listed ID goes, also one that nobody meant (S3).
    const bool goes = step.fixed(Fix::kS3) ? contains(inputs, part)
                                           : ids.count(step.world().find_live(part)->part_id) > 0;
    if (!goes) {
      carry_over(step, part, next, parts);
      continue;
    }
    leave(step, part);
    step.mark_for_removal(part);
  }
  return parts;
}

}  // namespace

void introduce_mem_part(Transaction& step, PartWrapper mem_part) {
  World& world = step.world();
  const Holder next = next_snapshot_holder(step);
  {
    const CurrentSnapshot current(step);
    std::vector<uint32_t> parts;
    for (const uint32_t part : current.parts()) carry_over(step, part, next, parts);
    world.notes.push_back(world.next_epoch);
    mem_part.notes_from = note_count(world);
    parts.push_back(step.add_part(std::move(mem_part), next, "written"));
    publish(step, std::move(parts));
  }
  world.next_epoch++;
}

void introduce_flushed(Transaction& step, const Operation& flush) {
  World& world = step.world();
  const Holder next = next_snapshot_holder(step);
  const Holder flusher = step.operation_holder(flush.name);
  const CurrentSnapshot current(step);
  if (!current) return step.panic(kNoSnapshot);
  std::vector<Operation::Flushed> wanted;
  for (const Operation::Flushed& flushed : flush.flushed) {
    if (step.fixed(Fix::kR1) && !contains(current.parts(), flushed.mem_part)) {
      drop_prepared(step, flushed.file_part, flusher);
    } else {
      wanted.push_back(flushed);
    }
  }
  if (wanted.empty()) return;
  std::vector<uint32_t> parts;
  for (const uint32_t part : current.parts()) {
    const uint64_t id = world.find_live(part)->part_id;
    const auto flushed = std::find_if(wanted.begin(), wanted.end(),
                                      [id](const auto& item) { return item.part_id == id; });
    if (flushed == wanted.end()) {
      carry_over(step, part, next, parts);
      continue;
    }
    leave(step, part);
    PartWrapper& file_part = step.edit_part(flushed->file_part);
    file_part.notes_from = note_count(world);
    file_part.notes_to = UINT32_MAX;
    step.hand_over_part(flushed->file_part, flusher, next, "takes its mem part's place");
    parts.push_back(flushed->file_part);
  }
  world.notes.push_back(world.next_epoch);
  finish_persisted(step, publish(step, std::move(parts)));
}

void introduce_merged(Transaction& step, const Operation& merge) {
  World& world = step.world();
  const Holder next = next_snapshot_holder(step);
  const Holder merger = step.operation_holder(merge.name);
  const CurrentSnapshot current(step);
  if (!current) return step.panic(kNoSnapshot);
  const std::vector<uint32_t>& before = current.parts();
  const bool all_there = std::all_of(merge.inputs.begin(), merge.inputs.end(),
                                     [&](uint32_t input) { return contains(before, input); });
  if (step.fixed(Fix::kR3) && !all_there) return drop_prepared(step, merge.output, merger);
  std::vector<uint32_t> parts = without(step, before, merge.inputs, merge.input_ids, next);
  PartWrapper& output = step.edit_part(merge.output);
  output.notes_from = note_count(world);
  output.notes_to = UINT32_MAX;
  step.hand_over_part(merge.output, merger, next, "merged");
  parts.push_back(merge.output);
  finish_persisted(step, publish(step, std::move(parts)));
}

void introduce_sync(Transaction& step, const std::vector<uint64_t>& part_ids) {
  const Holder next = next_snapshot_holder(step);
  const CurrentSnapshot current(step);
  if (!current) {
    if (!step.fixed(Fix::kR5)) step.panic(kNoSnapshot);
    return;
  }
  const std::vector<uint32_t>& before = current.parts();
  const std::set<uint64_t> ids(part_ids.begin(), part_ids.end());
  std::set<uint64_t> left = ids;
  std::vector<uint32_t> meant;  // the first part of each ID
  for (const uint32_t part : before) {
    if (left.erase(step.world().find_live(part)->part_id) > 0) meant.push_back(part);
  }
  finish_persisted(step, publish(step, without(step, before, meant, ids, next)));
}

void persist_snapshot(Transaction& step, uint32_t snapshot) {
  const World& world = step.world();
  const Snapshot* persisted = world.find_snapshot(snapshot);
  std::vector<uint64_t> part_ids;
  part_ids.reserve(persisted->parts->size());
  for (const uint32_t part : *persisted->parts) {
    part_ids.push_back(world.find_live(part)->part_id);
  }
  DiskEntry file;
  file.name = format::snapshot_file_name(persisted->epoch);
  const DiskEntry* existing = world.find_entry(file.name);
  if (existing != nullptr && existing->is_directory) {
    return step.panic("cannot create lock file " + file.name);
  }
  const uint64_t epoch = persisted->epoch;
  file.serial = step.next_serial();
  file.bytes = std::make_shared<const Bytes>(format::snapshot_manifest_of(part_ids));
  step.put_entry(std::move(file));
  register_snapshot(step, epoch);
}

}  // namespace sidx::sim
