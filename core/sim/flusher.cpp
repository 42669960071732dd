#include "core/sim/flusher.h"

#include <algorithm>

namespace sidx::sim {
namespace {

bool is_being_flushed(const World& world, uint32_t mem_part) {
  for (const Rc<Operation>& operation : world.operations) {
    if (operation->kind != OperationKind::kFlush) continue;
    const auto& flushed = operation->flushed;
    if (std::any_of(flushed.begin(), flushed.end(),
                    [&](const auto& item) { return item.mem_part == mem_part; })) {
      return true;
    }
  }
  return false;
}

}  // namespace

Operation begin_flush(Transaction& step, const std::string& name) {
  World& world = step.world();
  Operation flush;
  flush.name = name;
  flush.kind = OperationKind::kFlush;
  if (world.current == 0) return flush;
  const Holder holder = step.operation_holder(name);
  flush.snapshot = world.current;
  step.acquire_snapshot(flush.snapshot, holder, "flush begins");
  const Rc<std::vector<uint32_t>> parts = world.current_snapshot()->parts;
  for (const uint32_t number : *parts) {
    const PartWrapper& mem_part = *world.find_live(number);
    if (mem_part.kind != PartKind::kMem || mem_part.state != PartState::kActive) continue;
    if (step.fixed(Fix::kR4) && is_being_flushed(world, number)) continue;
    PartWrapper file_part;
    file_part.part_id = mem_part.part_id;
    file_part.kind = PartKind::kFile;
    file_part.content = mem_part.content;
    file_part.directory_id = mem_part.part_id;
    file_part.directory_serial =
        step.write_part_directory(mem_part.part_id, mem_part.content, mem_part.part_id);
    if (step.stopped()) return flush;
    file_part.notes_from = file_part.notes_to = 0;
    const uint64_t id = file_part.part_id;
    const uint32_t written = step.add_part(std::move(file_part), holder, "written to disk");
    flush.flushed.push_back({id, number, written});
  }
  if (flush.flushed.empty()) {
    step.release_snapshot(flush.snapshot, holder, "nothing to flush");
    flush.snapshot = 0;
  }
  return flush;
}

}  // namespace sidx::sim
