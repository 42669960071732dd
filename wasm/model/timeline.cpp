#include "wasm/model/timeline.h"

#include <algorithm>

#include "core/format/file_names.h"
#include "core/sim/narration.h"
#include "wasm/model/query_difference.h"
#include "wasm/model/reference_graph.h"
#include "wasm/model/world_document.h"

namespace sidx::model {

using sim::Op;
using sim::Outcome;
using sim::PlayedStep;
using sim::World;

namespace {

/// The row of an actor, and the mark a step leaves in it.
struct Act {
  const char* actor;
  int rank;
  TimelineMark mark;
  bool named;  // the row is the operation's own
};

Act act_of(Op op) {
  switch (op) {
    case Op::kWrite:
    case Op::kWriteRange:
    case Op::kGenerate:
      return {"writer", 0, TimelineMark::kDone, false};
    case Op::kFlush:
      return {"flusher", 10, TimelineMark::kDone, false};
    case Op::kFlushBegin:
      return {"flush", 11, TimelineMark::kBegin, true};
    case Op::kMerge:
    case Op::kMergeMem:
      return {"merger", 20, TimelineMark::kDone, false};
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
      return {"merge", 21, TimelineMark::kBegin, true};
    case Op::kSync:
      return {"syncer", 30, TimelineMark::kDone, false};
    case Op::kIntroduce:
      return {"", 0, TimelineMark::kIntroduce, true};
    case Op::kQuery:
    case Op::kBlocks:
      return {"reader", 40, TimelineMark::kRead, false};
    case Op::kQueryBegin:
      return {"query", 41, TimelineMark::kBegin, true};
    case Op::kQueryRun:
      return {"", 0, TimelineMark::kRead, true};
    case Op::kHold:
      return {"hold", 41, TimelineMark::kBegin, true};
    case Op::kRelease:
    case Op::kQueryEnd:
      return {"", 0, TimelineMark::kEnd, true};
    case Op::kReopen:
      return {"process", 50, TimelineMark::kDone, false};
    case Op::kRemoveFile:
    case Op::kTruncateFile:
    case Op::kWriteFile:
      return {"outside", 60, TimelineMark::kDone, false};
  }
  return {"", 0, TimelineMark::kDone, false};
}

/// Parts that changed, and those that an operation had prepared: if it ends without introducing
/// them, their role changes and nothing else.
std::vector<uint32_t> parts_to_look_at(const World& before, const sim::WorldChanges& changes) {
  std::vector<uint32_t> numbers = changes.parts;
  for (const std::string& name : changes.operations) {
    const sim::Operation* operation = before.find_operation(name);
    if (operation == nullptr) continue;
    for (const auto& flushed : operation->flushed) numbers.push_back(flushed.file_part);
    if (operation->output != 0) numbers.push_back(operation->output);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

/// Queries of later steps, or with more rows, are not compared: it would take too long.
constexpr size_t kComparedStepsMax = 5000;
constexpr int64_t kComparedRowsMax = 20'000;

/// For narrow columns.
std::string short_title(const sim::Event& event) {
  switch (event.op) {
    case Op::kFlushBegin:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
    case Op::kHold:
    case Op::kQueryBegin:
      return "+" + event.as;
    case Op::kIntroduce:
      return "→" + event.as;
    case Op::kQueryRun:
      return event.as + " run";
    case Op::kRelease:
    case Op::kQueryEnd:
      return "−" + event.as;
    case Op::kWriteRange:
      return "write";
    default:
      return std::string(sim::name_of(event.op));
  }
}

std::string numbered_key(const char* kind, uint32_t process, uint32_t number) {
  return std::string(kind) + std::to_string(process) + "/" + std::to_string(number);
}

}  // namespace

const TimelineSegment* TimelineRow::at(size_t step) const {
  if (ended && step >= end) return nullptr;
  const auto behind =
      std::upper_bound(segments.begin(), segments.end(), step,
                       [](size_t wanted, const TimelineSegment& s) { return wanted < s.from; });
  return behind == segments.begin() ? nullptr : &*(behind - 1);
}

size_t TimelineRow::first() const {
  size_t first = SIZE_MAX;
  if (!segments.empty()) first = segments.front().from;
  if (!marks.empty()) first = std::min(first, marks.front().step);
  return first;
}

void Timeline::clear() {
  columns_.clear();
  rows_.clear();
  open_.clear();
}

void Timeline::follow(const sim::History& history, uint64_t version) {
  const size_t branch = history.active_branch();
  const size_t length = history.length(branch);
  // As long as no step goes, the same branch only becomes longer.
  const bool same = version == version_ && branch == branch_ && !columns_.empty() &&
                    shape_serial_ == history.shape_serial();
  if (same && columns_.size() == length + 1) return;
  if (!same) clear();
  version_ = version;
  branch_ = branch;
  shape_serial_ = history.shape_serial();
  for (size_t i = columns_.size(); i <= length; i++) {
    add_step(i == 0 ? nullptr : &history.at(branch, i - 1), history.at(branch, i), i);
  }
  sort_rows();
}

TimelineRow& Timeline::row(TimelineGroup group, int rank, const std::string& label,
                           const std::string& key) {
  const auto [at, is_new] = open_.try_emplace(key, rows_.size());
  if (is_new) {
    TimelineRow made;
    made.group = group;
    made.rank = rank;
    made.label = label;
    rows_.push_back(std::move(made));
  }
  return rows_[at->second];
}

void Timeline::add_step(const PlayedStep* before, const PlayedStep& step, size_t index) {
  TimelineColumn column;
  column.title = "start";
  column.outcome = step.outcome;
  const sim::Snapshot* current = step.world.current_snapshot();
  column.has_snapshot = current != nullptr;
  if (current != nullptr) column.epoch = current->epoch;
  if (before != nullptr) {
    column.title = sim::name_of(step.event.op);
    if (!step.event.as.empty()) column.title += " " + step.event.as;
    column.short_title = short_title(step.event);
    column.introduces = sim::is_kind(sim::StepKind::kIntroduction, *before, step);
  }
  columns_.push_back(std::move(column));
  static const World kNothing;
  const World& old = before == nullptr ? kNothing : before->world;
  const bool new_process = before != nullptr && old.process != step.world.process;
  if (new_process) end_process(index);
  if (before != nullptr) add_actor(before, step, index);
  const sim::WorldChanges changes = before == nullptr || new_process
                                        ? sim::compare(kNothing, step.world)
                                        : sim::compare(old, step.world);
  const World& same_process = new_process ? kNothing : old;
  add_snapshots(same_process, step.world, index);
  add_parts(same_process, step.world, changes, index);
  for (const sim::LedgerEntry& entry : step.ledger) {
    if (entry.counted != sim::Counted::kPart || entry.delta != 0) continue;
    const auto refused = open_.find(numbered_key("part ", entry.process, entry.number));
    if (refused == open_.end()) continue;
    rows_[refused->second].marks.push_back({index, TimelineMark::kWrong, -1, true});
  }
}

void Timeline::end_process(size_t index) {
  for (const auto& [key, at] : open_) {
    TimelineRow& ending = rows_[at];
    if (ending.group == TimelineGroup::kActors && ending.name.empty()) continue;
    if (ending.ended) continue;
    ending.ended = true;
    ending.end = index;
  }
  std::erase_if(open_, [&](const auto& item) { return rows_[item.second].ended; });
}

void Timeline::add_actor(const PlayedStep* before, const PlayedStep& step, size_t index) {
  const Act act = act_of(step.event.op);
  const bool wrong = step.outcome != Outcome::kOk;
  const std::string key = act.named ? "as " + step.event.as : std::string("actor ") + act.actor;
  const bool begins = act.named && act.mark == TimelineMark::kBegin;
  // A begin that is refused because its name is in use leaves the other one's row alone.
  if (act.named && !begins && open_.count(key) == 0) return;
  if (begins && wrong && before->world.find_operation(step.event.as) != nullptr) return;
  if (begins) open_.erase(key);
  TimelineRow& actor =
      row(TimelineGroup::kActors, act.rank,
          act.named ? step.event.as + " " + act.actor : std::string(act.actor), key);
  if (act.named) actor.name = step.event.as;
  actor.process = step.world.process;
  TimelineEvent event{index, wrong ? TimelineMark::kWrong : act.mark, -1, false};
  if (!wrong && step.rows) {
    event.rows = static_cast<int64_t>(step.rows->size());
    const auto difference = index <= kComparedStepsMax && event.rows <= kComparedRowsMax
                                ? query_difference(*before, step)
                                : std::nullopt;
    event.wrong = difference && !difference->empty();
  }
  actor.marks.push_back(event);
  if (!act.named || wrong) return;
  if (begins && step.world.find_operation(step.event.as) != nullptr) {
    TimelineSegment segment;
    segment.from = index;
    actor.segments.push_back(segment);
  }
  if (act.mark == TimelineMark::kIntroduce || act.mark == TimelineMark::kEnd) {
    actor.ended = true;
    actor.end = index;  // the span leads up to this step's mark
    open_.erase(key);
  }
}

void Timeline::add_snapshots(const World& before, const World& after, size_t index) {
  const auto push = [&](const sim::Snapshot& snapshot) {
    TimelineRow& bar = row(TimelineGroup::kSnapshots, 0, snapshot_title(after, snapshot.number),
                           numbered_key("snapshot ", after.process, snapshot.number));
    bar.number = snapshot.number;
    bar.process = after.process;
    TimelineSegment segment;
    segment.from = index;
    segment.count = snapshot.ref;
    segment.pins = static_cast<int32_t>(sim::holders_of(after, snapshot.number).size());
    segment.current = snapshot.number == after.current;
    if (!bar.segments.empty()) {
      const TimelineSegment& last = bar.segments.back();
      if (last.count == segment.count && last.pins == segment.pins &&
          last.current == segment.current) {
        return;
      }
    }
    bar.segments.push_back(segment);
  };
  const bool same_list = before.snapshots.same_as(after.snapshots);
  if (same_list && before.current == after.current) return;
  for (const Rc<sim::Snapshot>& snapshot : after.snapshots) push(*snapshot);
  for (const Rc<sim::Snapshot>& snapshot : before.snapshots) {
    if (after.find_snapshot(snapshot->number) != nullptr) continue;
    const std::string key = numbered_key("snapshot ", after.process, snapshot->number);
    TimelineRow& bar = row(TimelineGroup::kSnapshots, 0, "", key);
    bar.ended = true;
    bar.end = index;
    open_.erase(key);
  }
  // One that came and went within the step leaves no row.
}

void Timeline::add_parts(const World& before, const World& after, const sim::WorldChanges& changes,
                         size_t index) {
  for (const uint32_t number : parts_to_look_at(before, changes)) {
    const std::string key = numbered_key("part ", after.process, number);
    const sim::PartWrapper* part = after.find_live(number);
    if (part != nullptr) {
      TimelineRow& bar = row(TimelineGroup::kParts, 0, sim::part_title(*part), key);
      bar.number = number;
      bar.process = after.process;
      TimelineSegment segment;
      segment.from = index;
      segment.count = part->ref;
      segment.role = role_of(after, *part);
      const bool same = !bar.segments.empty() && bar.segments.back().count == segment.count &&
                        bar.segments.back().role == segment.role;
      if (!same) bar.segments.push_back(segment);
      continue;
    }
    if (open_.count(key) == 0) continue;
    TimelineRow& bar = row(TimelineGroup::kParts, 0, "", key);
    bar.ended = true;
    bar.end = index;
    const sim::PartWrapper* old = before.find_live(number);
    if (old != nullptr && old->kind == sim::PartKind::kFile) {
      const std::string directory = format::part_directory_name(old->directory_id);
      if (before.find_entry(directory) != nullptr && after.find_entry(directory) == nullptr) {
        bar.marks.push_back({index, TimelineMark::kDeleted, -1, false});
      }
    }
    open_.erase(key);
  }
}

void Timeline::sort_rows() {
  std::vector<size_t> order(rows_.size());
  for (size_t i = 0; i < order.size(); i++) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const TimelineRow& x = rows_[a];
    const TimelineRow& y = rows_[b];
    if (x.group != y.group) return x.group < y.group;
    if (x.rank != y.rank) return x.rank < y.rank;
    return x.first() < y.first();
  });
  if (std::is_sorted(order.begin(), order.end())) return;
  std::vector<size_t> place(rows_.size());
  std::vector<TimelineRow> sorted;
  sorted.reserve(rows_.size());
  for (size_t i = 0; i < order.size(); i++) {
    place[order[i]] = i;
    sorted.push_back(std::move(rows_[order[i]]));
  }
  rows_ = std::move(sorted);
  for (auto& [key, at] : open_) at = place[at];
}

}  // namespace sidx::model
