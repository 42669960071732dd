#include "core/sim/narration.h"

#include <algorithm>

namespace sidx::sim {
namespace {

std::string counted(uint64_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// Parts of `from` that `other` does not have, by wrapper number.
std::vector<std::string> parts_only_in(const World& world, const Snapshot* from,
                                       const Snapshot* other) {
  std::vector<std::string> names;
  if (from == nullptr) return names;
  for (const uint32_t number : *from->parts) {
    if (other != nullptr &&
        std::find(other->parts->begin(), other->parts->end(), number) != other->parts->end()) {
      continue;
    }
    const PartWrapper* part = world.find_live(number);
    names.push_back(part == nullptr ? "?" : part_text(*part));
  }
  return names;
}

/// What left the current snapshot and still is referenced.
std::string survivors(const World& before, const World& after) {
  std::string text;
  const Snapshot* old = before.current_snapshot();
  const Snapshot* now = after.current_snapshot();
  if (old == nullptr || before.process != after.process) return text;
  // Parts that share their fate share a clause.
  std::vector<std::pair<std::string, std::vector<std::string>>> fates;
  for (const uint32_t number : *old->parts) {
    if (now != nullptr &&
        std::find(now->parts->begin(), now->parts->end(), number) != now->parts->end()) {
      continue;
    }
    const PartWrapper* part = after.find_live(number);
    if (part == nullptr) continue;
    const std::string fate = counted(static_cast<uint64_t>(std::max(part->ref, 0)), "reference") +
                             ": " + holders_text(after, *part);
    const auto known = std::find_if(fates.begin(), fates.end(),
                                    [&](const auto& item) { return item.first == fate; });
    if (known == fates.end()) {
      fates.push_back({fate, {part_text(*part)}});
    } else {
      known->second.push_back(part_text(*part));
    }
  }
  for (const auto& [fate, parts] : fates) {
    text += parts.size() == 1 ? "; part " + parts[0] + " keeps " + fate
                              : "; parts " + join(parts) + " each keep " + fate;
  }
  return text;
}

std::string introduction(const World& before, const World& after, const char* verb) {
  const Snapshot* old = before.current_snapshot();
  const Snapshot* now = after.current_snapshot();
  if (now == nullptr || before.next_epoch == after.next_epoch) {
    return std::string(verb) + ": nothing to do";
  }
  const std::string gone = join(parts_only_in(before, old, now));
  const std::string come = join(parts_only_in(after, now, old));
  std::string text = "epoch " + std::to_string(now->epoch) + ": " + verb;
  if (!gone.empty()) text += " of " + gone;
  if (!come.empty()) text += " → " + come;
  return text + survivors(before, after);
}

std::string begun(const World& after, const Event& event) {
  const Operation* operation = after.find_operation(event.as);
  if (operation == nullptr) return "nothing began";
  std::string text = event.as + ": " + std::string(name_of(operation->kind)) + " ";
  if (operation->snapshot == 0) return text + "begins with nothing to do";
  const Snapshot* snapshot = after.find_snapshot(operation->snapshot);
  text += "begins on the snapshot of epoch " + std::to_string(snapshot->epoch) +
          ", which now has " + counted(static_cast<uint64_t>(snapshot->ref), "reference");
  const size_t written = operation->flushed.size() + (operation->output != 0 ? 1 : 0);
  if (written > 0) text += "; " + counted(written, "part") + " written to disk, not introduced";
  return text;
}

std::string ended(const World& before, const World& after, const Event& event) {
  const Operation* operation = before.find_operation(event.as);
  std::string text = event.as + " ends";
  if (operation == nullptr || operation->snapshot == 0) return text + "; it held nothing";
  const size_t gone = after.removed.size() - before.removed.size();
  const Snapshot* snapshot = after.find_snapshot(operation->snapshot);
  text += snapshot == nullptr ? "; its snapshot has no reference left"
                              : "; its snapshot keeps " +
                                    counted(static_cast<uint64_t>(snapshot->ref), "reference");
  if (gone > 0) text += ", and " + counted(gone, "part") + " with it went";
  return text;
}

/// Rows of which snapshot, and the parts of it that the query did not look at because they have
/// left the current one meanwhile.
std::string queried(const World& before, const Event& event, const StepResult& result) {
  const Operation* reader = event.op == Op::kQueryRun ? before.find_operation(event.as) : nullptr;
  const Snapshot* snapshot =
      reader == nullptr ? before.current_snapshot() : before.find_snapshot(reader->snapshot);
  std::string text = reader == nullptr ? "query: " : event.as + " runs: ";
  text += counted(result.rows ? result.rows->size() : 0, "row");
  if (snapshot == nullptr) return text + ", there is no snapshot";
  text += " of the snapshot of epoch " + std::to_string(snapshot->epoch);
  if (snapshot->number == before.current) return text;
  const Snapshot* current = before.current_snapshot();
  if (current != nullptr) text += " (current: " + std::to_string(current->epoch) + ")";
  if (before.fixes().has(Fix::kS9)) return text;
  std::vector<std::string> skipped;
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = before.find_live(number);
    if (part == nullptr || part->state == PartState::kActive) continue;
    skipped.push_back(part_text(*part));
  }
  if (skipped.empty()) return text;
  const bool one = skipped.size() == 1;
  return text + "; it skips " + (one ? "part " : "parts ") + join(skipped) + ", which " +
         (one ? "has" : "have") + " been marked as removing since";
}

std::string reopened(const World& after) {
  const Snapshot* snapshot = after.current_snapshot();
  if (snapshot == nullptr) {
    return "a new process opens the directory and finds no snapshot; it goes on at epoch " +
           std::to_string(after.next_epoch);
  }
  return "a new process loads the snapshot of epoch " + std::to_string(snapshot->epoch) + " with " +
         counted(snapshot->parts->size(), "part");
}

}  // namespace

std::string part_text(const PartWrapper& part) {
  return std::to_string(part.kind == PartKind::kFile ? part.directory_id : part.part_id);
}

std::string join(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string part_title(const PartWrapper& part) {
  return (part.kind == PartKind::kMem ? "mem part " : "part ") + part_text(part);
}

std::vector<std::string> holders_of(const World& world, uint32_t snapshot) {
  std::vector<std::string> names;
  for (const Rc<Operation>& operation : world.operations) {
    if (operation->snapshot == snapshot) names.push_back(operation->name);
  }
  return names;
}

std::string holders_text(const World& world, const PartWrapper& part) {
  std::vector<std::string> holders;
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    const auto& parts = *snapshot->parts;
    if (std::find(parts.begin(), parts.end(), part.number) == parts.end()) continue;
    std::vector<std::string> readers = holders_of(world, snapshot->number);
    if (snapshot->number == world.current) readers.insert(readers.begin(), "current");
    holders.push_back("snapshot of epoch " + std::to_string(snapshot->epoch) + " (" +
                      (readers.empty() ? "nobody gives it back" : join(readers)) + ")");
  }
  const auto named = static_cast<int32_t>(holders.size());
  if (part.ref > named) {
    holders.push_back(std::to_string(part.ref - named) + " without a snapshot");
  }
  return join(holders);
}

std::string summarise(const World& before, const Event& event, const StepResult& result) {
  const World& after = result.world;
  if (result.outcome == Outcome::kPanic) return "panic: " + result.message;
  if (result.outcome == Outcome::kError) return "refused: " + result.message;
  switch (event.op) {
    case Op::kWrite:
    case Op::kWriteRange:
    case Op::kGenerate:
      return introduction(before, after, "write") + ", " +
             counted(event.write->batch.size(), "element");
    case Op::kFlush:
      return introduction(before, after, "flush");
    case Op::kMerge:
      return introduction(before, after, "merge");
    case Op::kMergeMem:
      return introduction(before, after, "merge in memory");
    case Op::kSync:
      return introduction(before, after, "sync");
    case Op::kIntroduce:
      return introduction(before, after, ("introduction of " + event.as).c_str());
    case Op::kFlushBegin:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
    case Op::kHold:
    case Op::kQueryBegin:
      return begun(after, event);
    case Op::kRelease:
    case Op::kQueryEnd:
      return ended(before, after, event);
    case Op::kQuery:
    case Op::kQueryRun:
      return queried(before, event, result);
    case Op::kBlocks:
      return counted(result.blocks ? result.blocks->size() : 0, "block");
    case Op::kReopen:
      return reopened(after);
    case Op::kRemoveFile:
      return event.path + " is removed from outside";
    case Op::kTruncateFile:
      return event.path + " is cut to " + counted(event.size, "byte") + " from outside";
    case Op::kWriteFile:
      return event.path + " is written from outside";
  }
  return {};
}

}  // namespace sidx::sim
