#include "core/sim/enabled.h"

#include "core/format/file_names.h"
#include "core/sim/merger.h"

namespace sidx::sim {
namespace {

std::string too_few(size_t count, const char* kind) {
  return "a merge needs two active " + std::string(kind) + " parts, there " +
         (count == 1 ? "is 1" : "are " + std::to_string(count));
}

/// A directory that a flush or merge would have to make is there already.
std::string directory_in_the_way(const World& world, Op op) {
  const auto exists = [&](uint64_t id) {
    return world.find_entry(format::part_directory_name(id)) != nullptr;
  };
  if (op == Op::kMerge || op == Op::kMergeMem) {
    return exists(world.current_part_id + 1) ? "the engine panics: the directory exists" : "";
  }
  const Snapshot* snapshot = world.current_snapshot();
  if (op != Op::kFlush || snapshot == nullptr) return "";
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = world.find_live(number);
    if (part->kind == PartKind::kMem && part->state == PartState::kActive &&
        exists(part->part_id)) {
      return "the engine panics: directory " + format::part_directory_name(part->part_id) +
             " exists";
    }
  }
  return "";
}

class CommandList {
 public:
  explicit CommandList(const World& world) : world_(world) {}

  void add(Op op, std::string why_not = {}, bool needs_input = false) {
    push({op, {}, std::string(name_of(op)), true, {}, needs_input}, std::move(why_not));
  }
  void add_begin(Op op, const char* prefix, std::string why_not, bool needs_input = false) {
    const std::string name = free_name(world_, prefix);
    push({op, name, std::string(name_of(op)) + " " + name, true, {}, needs_input},
         std::move(why_not));
  }
  void add_continuation(Op op, const std::string& name) {
    push({op, name, std::string(name_of(op)) + " " + name, true, {}, false}, {});
  }
  void warn(std::string warning) {
    if (commands_.back().enabled) commands_.back().reason = std::move(warning);
  }
  std::vector<Command> take() { return std::move(commands_); }

 private:
  void push(Command command, std::string why_not) {
    if (world_.dead) why_not = "the process is dead";
    command.enabled = why_not.empty();
    command.reason = std::move(why_not);
    commands_.push_back(std::move(command));
  }

  const World& world_;
  std::vector<Command> commands_;
};

void add_continuations(const World& world, CommandList& list) {
  for (const Rc<Operation>& operation : world.operations) {
    switch (operation->kind) {
      case OperationKind::kFlush:
      case OperationKind::kMerge:
      case OperationKind::kMergeMem:
        list.add_continuation(Op::kIntroduce, operation->name);
        break;
      case OperationKind::kHold:
        list.add_continuation(Op::kRelease, operation->name);
        break;
      case OperationKind::kQuery:
        list.add_continuation(Op::kQueryRun, operation->name);
        list.add_continuation(Op::kQueryEnd, operation->name);
        break;
    }
  }
}

}  // namespace

std::string free_name(const World& world, const std::string& prefix) {
  for (int number = 1;; number++) {
    std::string name = prefix + std::to_string(number);
    if (world.find_operation(name) == nullptr) return name;
  }
}

std::vector<Command> possible_commands(const World& world) {
  CommandList list(world);
  const size_t mem_parts = mergeable_parts(world, PartKind::kMem).size();
  const size_t file_parts = mergeable_parts(world, PartKind::kFile).size();
  const bool has_snapshot = world.current != 0;
  const std::string no_flush = mem_parts == 0 ? "there is no mem part" : "";
  const std::string no_merge = file_parts < 2 ? too_few(file_parts, "file") : "";
  const std::string no_merge_mem = mem_parts < 2 ? too_few(mem_parts, "mem") : "";
  const std::string no_snapshot = has_snapshot ? "" : "there is no snapshot to read";
  list.add(Op::kWrite, {}, true);
  list.add(Op::kWriteRange, {}, true);
  list.add(Op::kGenerate, {}, true);
  list.add(Op::kFlush, no_flush);
  list.warn(directory_in_the_way(world, Op::kFlush));
  list.add(Op::kMerge, no_merge);
  list.warn(directory_in_the_way(world, Op::kMerge));
  list.add(Op::kMergeMem, no_merge_mem);
  list.warn(directory_in_the_way(world, Op::kMergeMem));
  list.add(Op::kSync, {}, true);
  if (!has_snapshot && !world.fixes().has(Fix::kR5)) {
    list.warn("the engine panics: there is no snapshot");
  }
  list.add_begin(Op::kFlushBegin, "f", no_flush);
  list.warn(directory_in_the_way(world, Op::kFlush));
  list.add_begin(Op::kMergeBegin, "m", no_merge);
  list.warn(directory_in_the_way(world, Op::kMerge));
  list.add_begin(Op::kMergeMemBegin, "m", no_merge_mem);
  list.warn(directory_in_the_way(world, Op::kMergeMem));
  list.add_begin(Op::kHold, "h", no_snapshot);
  list.add_begin(Op::kQueryBegin, "q", no_snapshot, true);
  add_continuations(world, list);
  list.add(Op::kQuery, no_snapshot, true);
  list.add(Op::kBlocks, no_snapshot);
  list.add(Op::kReopen);
  const std::string no_files = world.disk.empty() ? "the directory is empty" : "";
  list.add(Op::kRemoveFile, no_files, true);
  list.add(Op::kTruncateFile, no_files, true);
  list.add(Op::kWriteFile, {}, true);
  return list.take();
}

}  // namespace sidx::sim
