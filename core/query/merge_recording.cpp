#include "core/query/merge_recording.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace sidx::query {
namespace {

using Stage = MergeRecording::Stage;

std::optional<Stage> stage_of(QueryRule rule) {
  switch (rule) {
    case QueryRule::kBatch:
      return Stage::kBatches;
    case QueryRule::kRowBelow:
    case QueryRule::kRowAbove:
    case QueryRule::kRowTaken:
    case QueryRule::kWorkerLimit:
      return Stage::kWorker;
    case QueryRule::kRowReturned:
    case QueryRule::kLimitReached:
      return Stage::kWorkers;
    case QueryRule::kMergedRow:
    case QueryRule::kMergedLimit:
      return Stage::kInstances;
    default:
      return std::nullopt;
  }
}

}  // namespace

size_t MergeRecording::add_source(const SourceKey& key, std::string name,
                                  std::vector<int64_t> keys) {
  const auto [at, is_new] = source_index_.try_emplace(key, sources_.size());
  if (!is_new) return at->second;
  const auto& [stage, instance, worker, wrapper, block] = key;
  sources_.push_back({stage, instance, worker, wrapper, block, std::move(name), std::move(keys)});
  return at->second;
}

size_t MergeRecording::source_of(const QueryNote& note, Stage stage) {
  switch (stage) {
    case Stage::kInstances:
      return add_source({stage, note.instance, 0, 0, 0},
                        "instance " + std::to_string(note.instance), {});
    case Stage::kWorkers:
      return add_source({stage, note.instance, note.worker, 0, 0},
                        "worker " + std::to_string(note.worker), {});
    default:
      return add_source({stage, note.instance, note.worker, note.wrapper, note.block},
                        "block " + std::to_string(note.block), {});
  }
}

void MergeRecording::add_block(const QueryNote& note, const std::string& part_name,
                               std::vector<int64_t> keys) {
  if (steps_.size() >= kStepsMax) return;
  keys_ += keys.size();
  if (keys_ > kKeysMax) keys.clear();
  add_source({Stage::kWorker, note.instance, note.worker, note.wrapper, note.block},
             "block " + std::to_string(note.block) + " of part " + part_name, std::move(keys));
}

void MergeRecording::add(const QueryNote& note) {
  const auto stage = stage_of(note.rule);
  if (!stage) return;
  if (steps_.size() >= kStepsMax) {
    more_++;
    return;
  }
  Step step;
  step.stage = *stage;
  step.rule = note.rule;
  step.instance = note.instance;
  step.worker = note.worker;
  step.bound = note.numbers[1];
  if (*stage == Stage::kBatches) {
    step.batch = static_cast<uint64_t>(note.numbers[0]);
    step.source = sources_.size();
  } else {
    // What a heap lets out is what the next one starts from.
    if (note.rule == QueryRule::kRowTaken || note.rule == QueryRule::kWorkerLimit) {
      sources_[source_of(note, Stage::kWorkers)].keys.push_back(note.numbers[0]);
    } else if (note.rule == QueryRule::kRowReturned) {
      sources_[source_of(note, Stage::kInstances)].keys.push_back(note.numbers[0]);
    }
    step.source = source_of(note, *stage);
    step.row = static_cast<size_t>(note.numbers[2]);
    step.key = note.numbers[0];
  }
  steps_.push_back(step);
}

bool MergeRecording::same_heap(const Step& a, const Step& b) const {
  if (a.stage != b.stage) return false;
  if (a.stage == Stage::kInstances) return true;
  return a.instance == b.instance && (a.stage != Stage::kWorker || a.worker == b.worker);
}

MergeRecording::Moment MergeRecording::moment(size_t count) const {
  Moment moment;
  if (steps_.empty()) return moment;
  const Step& at = steps_[std::min(count, steps_.size() - 1)];
  moment.stage = at.stage;
  moment.instance = at.instance;
  moment.worker = at.worker;
  if (at.stage == Stage::kBatches) return moment;
  std::map<size_t, size_t> done;   // rows given, by source
  std::map<size_t, size_t> comes;  // next step, by source
  for (size_t i = 0; i < steps_.size(); i++) {
    if (!same_heap(steps_[i], at)) continue;
    if (i < count) {
      done[steps_[i].source]++;
      if (steps_[i].rule != QueryRule::kRowBelow && steps_[i].rule != QueryRule::kRowAbove) {
        moment.rows++;
      }
    } else {
      comes.try_emplace(steps_[i].source, i);
    }
  }
  for (size_t i = 0; i < sources_.size(); i++) {
    const Source& source = sources_[i];
    Step own;
    own.stage = source.stage;
    own.instance = source.instance;
    own.worker = source.worker;
    if (!same_heap(own, at)) continue;
    const size_t given = done[i];
    if (given >= source.keys.size()) continue;
    const bool from_the_end = backwards_ && source.stage == Stage::kInstances;
    const size_t next = from_the_end ? source.keys.size() - 1 - given : given;
    moment.heap.push_back({i, given, source.keys[next]});
  }
  // What comes up is known; what never does, because a limit stops the merge, follows by its key.
  const bool descending = at.stage == Stage::kWorkers ? workers_descending_ : descending_;
  std::stable_sort(moment.heap.begin(), moment.heap.end(), [&](const auto& a, const auto& b) {
    const auto x = comes.find(a.source);
    const auto y = comes.find(b.source);
    if (x != comes.end() || y != comes.end()) {
      return (x == comes.end() ? SIZE_MAX : x->second) < (y == comes.end() ? SIZE_MAX : y->second);
    }
    return descending ? a.key > b.key : a.key < b.key;
  });
  return moment;
}

std::string MergeRecording::sentence(size_t index) const {
  const Step& step = steps_[index];
  const std::string key = "key " + std::to_string(step.key);
  const std::string worker = "worker " + std::to_string(step.worker);
  const std::string& source = step.source < sources_.size() ? sources_[step.source].name : worker;
  const std::string row = "row " + std::to_string(step.row) + " of " + source;
  const std::string limit = "the limit of " + std::to_string(step.bound) + " distinct data values";
  switch (step.rule) {
    case QueryRule::kBatch:
      return "Batch " + std::to_string(step.batch) + " with " + std::to_string(step.bound) +
             (step.bound == 1 ? " block" : " blocks") + " goes to " + worker + ".";
    case QueryRule::kRowBelow:
      return worker + ": " + key + " comes up, " + row +
             "; it is below the smallest key asked for, " + std::to_string(step.bound) +
             ", and is dropped.";
    case QueryRule::kRowAbove:
      return worker + ": " + key + " comes up, " + row +
             "; it is above the largest key asked for, " + std::to_string(step.bound) +
             ", and is dropped.";
    case QueryRule::kRowTaken:
      return worker + ": " + key + " comes up, " + row + "; it is taken.";
    case QueryRule::kWorkerLimit:
      return worker + ": " + key + " comes up, " + row + "; it exceeds " + limit +
             ", but is in already, and the worker stops.";
    case QueryRule::kRowReturned:
      return "Merge of workers: " + key + " of " + worker + " comes up; it is returned.";
    case QueryRule::kLimitReached:
      return "Merge of workers: " + key + " of " + worker + " comes up; it exceeds " + limit +
             ", and the query ends.";
    case QueryRule::kMergedRow:
      return "Merge of instances: " + key + " of " + source + " comes up; it is returned.";
    case QueryRule::kMergedLimit:
      return "Merge of instances: " + key + " of " + source + " comes up; it exceeds " + limit +
             ", and the query ends.";
    default:
      return {};
  }
}

}  // namespace sidx::query
