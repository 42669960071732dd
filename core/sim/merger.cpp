#include "core/sim/merger.h"

#include <utility>

#include "core/format/file_names.h"

namespace sidx::sim {
namespace {

/// What a merge that stopped on the way leaves behind: files it had created, nothing in them.
DiskEntry unfinished_directory(Transaction& step, const std::string& name) {
  DiskEntry entry;
  entry.name = name;
  entry.is_directory = true;
  entry.serial = step.next_serial();
  const auto empty = std::make_shared<const Bytes>();
  for (const char* file :
       {format::kMetaFile, format::kPrimaryFile, format::kDataFile, format::kKeysFile}) {
    entry.files[file] = empty;
  }
  return entry;
}

void stop(Transaction& step, const std::string& directory, const merge::MergeFault& fault) {
  if (!step.fixed(Fix::kS25)) step.put_entry(unfinished_directory(step, directory));
  if (fault.panics && !step.fixed(Fix::kS24)) return step.panic("merge: " + fault.message);
  step.fail("merge: " + fault.message);
}

merge::MergeOutput merge_contents(Transaction& step,
                                  const std::vector<Rc<part::PartContent>>& contents) {
  merge::MergeMemory* memory = step.options().merge_memory;
  if (memory != nullptr) {
    if (const merge::MergeOutput* known = memory->find(contents)) return *known;
  }
  merge::MergeOutput output = merge::merge_parts(contents, merge_parameters(step.world().fixes()),
                                                 step.options().merge_observer);
  if (memory != nullptr) memory->keep(contents, output);
  return output;
}

}  // namespace

std::vector<uint32_t> mergeable_parts(const World& world, PartKind kind) {
  std::vector<uint32_t> numbers;
  const Snapshot* snapshot = world.current_snapshot();
  if (snapshot == nullptr) return numbers;
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = world.find_live(number);
    if (part == nullptr || part->kind != kind || part->state != PartState::kActive) continue;
    numbers.push_back(number);
  }
  return numbers;
}

Operation begin_merge(Transaction& step, const std::string& name, PartKind inputs) {
  World& world = step.world();
  Operation merge;
  merge.name = name;
  merge.kind = inputs == PartKind::kMem ? OperationKind::kMergeMem : OperationKind::kMerge;
  if (world.current == 0) return merge;
  const Holder holder = step.operation_holder(name);
  merge.snapshot = world.current;
  step.acquire_snapshot(merge.snapshot, holder, "merge begins");
  merge.inputs = mergeable_parts(world, inputs);
  std::vector<Rc<part::PartContent>> contents;
  for (const uint32_t number : merge.inputs) {
    const PartWrapper& part = *world.find_live(number);
    merge.input_ids.insert(part.part_id);
    contents.push_back(part.content);
  }
  const auto let_go = [&](const char* reason) {
    step.release_snapshot(merge.snapshot, holder, reason);
    merge.snapshot = 0;
    merge.inputs.clear();
    merge.input_ids.clear();
  };
  if (contents.size() < 2) {
    let_go("fewer than two parts");
    return merge;
  }
  const uint64_t directory_id = ++world.current_part_id;
  const std::string directory = format::part_directory_name(directory_id);
  if (world.find_entry(directory) != nullptr) {
    step.panic("directory is exist: " + directory);
    return merge;
  }
  merge::MergeOutput output = merge_contents(step, contents);
  if (!output.content) {
    stop(step, directory, output.fault);
    if (!world.dead) let_go("the merge failed");
    return merge;
  }
  PartWrapper part;
  // QUIRK: The merged part's manifest has ID 0, and nobody corrects it in memory (S2).
  part.part_id = step.fixed(Fix::kS2) ? directory_id : 0;
  part.kind = PartKind::kFile;
  part.directory_id = directory_id;
  part.directory_serial = step.write_part_directory(directory_id, output.content, 0);
  if (step.stopped()) return merge;
  part.content = std::move(output.content);
  part.notes_from = part.notes_to = 0;
  merge.output = step.add_part(std::move(part), holder, "merged to disk");
  return merge;
}

}  // namespace sidx::sim
