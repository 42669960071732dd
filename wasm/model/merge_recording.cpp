#include "wasm/model/merge_recording.h"

#include <algorithm>

#include "core/part/write_parameters.h"
#include "core/sim/merger.h"
#include "core/sim/narration.h"
#include "wasm/model/key_axis.h"

namespace sidx::model {

using merge::BlockShape;
using merge::MergeRule;
using merge::MergeStep;

namespace {

bool merges(sim::Op op) {
  return op == sim::Op::kMerge || op == sim::Op::kMergeMem || op == sim::Op::kMergeBegin ||
         op == sim::Op::kMergeMemBegin;
}

std::vector<uint32_t> inputs_of(const sim::World& before, const sim::Event& event) {
  if (!merges(event.op)) return {};
  const bool in_memory = event.op == sim::Op::kMergeMem || event.op == sim::Op::kMergeMemBegin;
  return sim::mergeable_parts(before, in_memory ? sim::PartKind::kMem : sim::PartKind::kFile);
}

}  // namespace

bool MergeRecording::merges_parts(const sim::World& before, const sim::Event& event) {
  return inputs_of(before, event).size() >= 2;
}

std::optional<MergeRecording> MergeRecording::of(const sim::World& before,
                                                 const sim::Event& event) {
  if (!merges_parts(before, event)) return std::nullopt;
  MergeRecording recording;
  for (const uint32_t number : inputs_of(before, event)) {
    const sim::PartWrapper& part = *before.find_live(number);
    recording.inputs_.push_back(
        {number, part.part_id, sim::part_title(part), part.content->headers()});
  }
  sim::StepOptions options;
  options.ledger = false;
  options.summary = false;
  options.merge_observer = [&](const MergeStep& step) { recording.steps_.push_back(step); };
  sim::step(before, event, options);
  if (recording.steps_.empty()) return std::nullopt;
  for (const Input& input : recording.inputs_) {
    for (const part::BlockHeader& block : input.blocks) {
      recording.rows_max_ = std::max(recording.rows_max_, block.row_count);
    }
  }
  for (const MergeStep& step : recording.steps_) {
    recording.rows_max_ = std::max(recording.rows_max_, step.result.rows);
  }
  return recording;
}

MergeRecording::Moment MergeRecording::moment(size_t count) const {
  Moment moment;
  moment.read.resize(inputs_.size());
  count = std::min(count, steps_.size());
  for (size_t i = 0; i < count; i++) {
    const MergeStep& step = steps_[i];
    if (step.rule == MergeRule::kRead) {
      moment.read[step.input] = step.block + 1;
      moment.incoming = step.incoming;
      moment.has_incoming = true;
      continue;
    }
    const bool takes_incoming = step.rule == MergeRule::kPendingWasEmpty ||
                                step.rule == MergeRule::kJoined ||
                                step.rule == MergeRule::kJoinedTooLarge;
    if (takes_incoming) moment.has_incoming = false;
    if (step.written) {
      moment.written.push_back(step.result);
      // What a split leaves is known to the step behind it.
      moment.has_pending = step.rule == MergeRule::kSplit && i + 1 < steps_.size();
      if (moment.has_pending) moment.pending = steps_[i + 1].pending;
    } else {
      moment.pending = step.result;
      moment.has_pending = true;
    }
  }
  for (size_t i = count; i < steps_.size(); i++) {
    if (steps_[i].rule != MergeRule::kRead) continue;
    if (std::find(moment.heap.begin(), moment.heap.end(), steps_[i].input) == moment.heap.end()) {
      moment.heap.push_back(steps_[i].input);
    }
  }
  return moment;
}

namespace {

std::string shape_text(const BlockShape& shape) {
  return counted(shape.rows, "row") + ", keys " + grouped(shape.key_min) + " … " +
         grouped(shape.key_max);
}

/// The engine's count where it is not the number of rows.
std::string count_note(const BlockShape& pending) {
  if (pending.count == pending.rows) return {};
  return " The engine believes that pending has " + grouped(pending.count) +
         " rows: a block joined from two has count 0, so it never is full.";
}

}  // namespace

std::string MergeRecording::sentence(size_t index) const {
  const MergeStep& step = steps_[index];
  const std::string limit = grouped(static_cast<uint64_t>(part::kMergeRowsMax));
  const std::string series =
      "series " + std::to_string(step.rule == MergeRule::kRead || step.incoming.rows > 0
                                     ? step.incoming.series_id
                                     : step.result.series_id);
  switch (step.rule) {
    case MergeRule::kRead:
      return series + ": block " + std::to_string(step.block) + " of " + inputs_[step.input].name +
             " comes up: " + shape_text(step.incoming) + ".";
    case MergeRule::kPendingWasEmpty:
      return series + ": nothing is pending, so the block becomes the pending block.";
    case MergeRule::kSeriesChanged:
      return series + " begins: pending is of series " + std::to_string(step.pending.series_id) +
             ", so it is written with " + counted(step.result.rows, "row") + ".";
    case MergeRule::kPendingIsFull:
      return series + ": pending counts " + grouped(step.pending.count) + " ≥ " + limit +
             " and ends at " + grouped(step.pending.key_max) + ", before the block begins at " +
             grouped(step.incoming.key_min) + ": it is written.";
    case MergeRule::kJoined:
      return series + ": pending " + grouped(step.pending.rows) + " + next " +
             grouped(step.incoming.rows) + " = " + grouped(step.result.rows) +
             (step.result.rows <= part::kMergeRowsMax ? " ≤ " : " > ") + limit +
             ": joined, and still pending." + count_note(step.pending);
    case MergeRule::kJoinedTooLarge:
      return series + ": pending " + grouped(step.pending.rows) + " + next " +
             grouped(step.incoming.rows) + " = " + grouped(step.result.rows) + " > " + limit +
             ": joined, and written at once as one oversize block." + count_note(step.pending);
    case MergeRule::kSplit:
      return series + ": pending holds " + grouped(step.pending.rows) + " rows; the first " +
             grouped(step.result.rows) + " are written.";
    case MergeRule::kEnd:
      return series + ": no block is left, pending is written with " +
             counted(step.result.rows, "row") + ".";
  }
  return {};
}

}  // namespace sidx::model
