#include "core/search/simplify.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/sim/scenario.h"

namespace sidx::search {
namespace {

using sim::Event;
using sim::Op;

std::ptrdiff_t offset(size_t index) { return static_cast<std::ptrdiff_t>(index); }

/// Index of the next step behind `from` that continues the operation of that name; the size if
/// there is none.
size_t next_use(const Steps& steps, size_t from) {
  for (size_t i = from + 1; i < steps.size(); i++) {
    if (steps[i].op == Op::kReopen) break;
    if (!steps[from].as.empty() && steps[i].as == steps[from].as) return i;
  }
  return steps.size();
}

/// Without steps: half of them, a quarter …, single ones. A step that made a part gives later ones
/// other IDs, so single ones are also left out with the IDs of later syncs lowered, or with all IDs
/// there may be, or with all flushes gone and everything merged in memory.
class FewerSteps : public Simplifier {
 public:
  explicit FewerSteps(const Steps& steps) : steps_(steps), size_(steps.size() / 2) {}

  std::optional<Steps> next() override {
    if (at_ >= steps_.size() || size_ == 0) {
      if (size_ <= 1) return std::nullopt;
      size_ /= 2;
      at_ = 0;
    }
    const size_t end = std::min(at_ + std::max<size_t>(size_, 1), steps_.size());
    last_ = at_;
    Steps fewer(steps_.begin(), steps_.begin() + offset(at_));
    fewer.insert(fewer.end(), steps_.begin() + offset(end), steps_.end());
    for (size_t i = way_ == 3 ? 0 : at_; i < fewer.size(); i++) adapt(fewer[i]);
    if (way_ == 3) std::erase_if(fewer, [](const Event& step) { return step.op == Op::kFlush; });
    const bool can_adapt = std::any_of(steps_.begin(), steps_.end(), [](const Event& step) {
      return !step.part_ids.empty() || step.op == Op::kMerge || step.op == Op::kMergeBegin;
    });
    way_ = size_ == 1 && can_adapt ? (way_ + 1) % kWays : 0;
    if (way_ == 0) at_ = end;
    return fewer;
  }
  void take(const Steps& steps) override {
    steps_ = steps;
    at_ = last_;
    way_ = 0;
  }

 private:
  static constexpr int kWays = 4;  // as it is; IDs lowered; all IDs; merges in memory
  static constexpr uint64_t kIdMax = 8;

  void adapt(Event& step) const {
    std::vector<uint64_t>& ids = step.part_ids;
    if (way_ == 1) {
      for (uint64_t& id : ids) id = id > 1 ? id - 1 : id;
    } else if (way_ == 2 && !ids.empty()) {
      ids.clear();
      for (uint64_t id = 0; id <= kIdMax; id++) ids.push_back(id);
    } else if (way_ == 3 && step.op == Op::kMerge) {
      step.op = Op::kMergeMem;
    } else if (way_ == 3 && step.op == Op::kMergeBegin) {
      step.op = Op::kMergeMemBegin;
    }
  }

  Steps steps_;
  size_t size_;
  size_t at_ = 0;
  size_t last_ = 0;
  int way_ = 0;
};

/// Candidates are computed for one step after the other.
class StepByStep : public Simplifier {
 public:
  explicit StepByStep(const Steps& steps) : steps_(steps) {}
  std::optional<Steps> next() override {
    while (candidates_.empty()) {
      if (at_ >= steps_.size()) return std::nullopt;
      simplify(at_++, candidates_);
      std::reverse(candidates_.begin(), candidates_.end());
    }
    Steps candidate = std::move(candidates_.back());
    candidates_.pop_back();
    return candidate;
  }
  /// The same step is tried again: it may become simpler still.
  void take(const Steps& steps) override {
    steps_ = steps;
    candidates_.clear();
    at_ = at_ == 0 ? 0 : at_ - 1;
  }

 protected:
  virtual void simplify(size_t at, std::vector<Steps>& candidates) const = 0;
  const Steps& steps() const { return steps_; }

 private:
  Steps steps_;
  std::vector<Steps> candidates_;
  size_t at_ = 0;
};

Op whole(Op begin) {
  switch (begin) {
    case Op::kFlushBegin:
      return Op::kFlush;
    case Op::kMergeBegin:
      return Op::kMerge;
    case Op::kMergeMemBegin:
      return Op::kMergeMem;
    case Op::kQueryBegin:
      return Op::kQuery;
    default:
      return begin;
  }
}

class WholeOperations : public StepByStep {
 public:
  using StepByStep::StepByStep;

 protected:
  void simplify(size_t at, std::vector<Steps>& candidates) const override {
    const Event& begin = steps()[at];
    if (whole(begin.op) == begin.op) return;
    Event at_once = begin;
    at_once.op = whole(begin.op);
    at_once.as.clear();
    std::vector<size_t> uses;
    for (size_t use = next_use(steps(), at); use < steps().size(); use = next_use(steps(), use)) {
      uses.push_back(use);
      if (steps()[use].op == Op::kIntroduce || steps()[use].op == Op::kQueryEnd) break;
    }
    if (uses.empty()) return;
    for (const size_t place : {at, uses.front()}) {
      Steps simpler;
      for (size_t i = 0; i < steps().size(); i++) {
        if (i == place) {
          simpler.push_back(at_once);
        } else if (i != at && std::find(uses.begin(), uses.end(), i) == uses.end()) {
          simpler.push_back(steps()[i]);
        }
      }
      candidates.push_back(std::move(simpler));
    }
  }
};

class FewerSwitches : public StepByStep {
 public:
  using StepByStep::StepByStep;

 protected:
  void simplify(size_t at, std::vector<Steps>& candidates) const override {
    const size_t use = next_use(steps(), at);
    if (use == steps().size() || use == at + 1) return;
    const size_t switches = count_switches(steps());
    Steps earlier = steps();
    std::rotate(earlier.begin() + offset(at + 1), earlier.begin() + offset(use),
                earlier.begin() + offset(use + 1));
    if (count_switches(earlier) < switches) candidates.push_back(std::move(earlier));
    Steps later = steps();
    std::rotate(later.begin() + offset(at), later.begin() + offset(at + 1),
                later.begin() + offset(use));
    if (count_switches(later) < switches) candidates.push_back(std::move(later));
  }
};

/// The tags of a row, to the last row of `target`.
void copy_tags(const part::ElementBatch& batch, size_t row, part::ElementBatch& target) {
  for (const auto& column : batch.columns()) {
    if (row >= column.types.size()) continue;
    if (column.types[row] == encoding::ValueType::kUnknown) continue;
    target.add_tag(column.name, column.types[row], column.values.at(row));
  }
}

/// Rows [from, to) of a batch left out; with `tags` false without tags.
part::ElementBatch reduced(const part::ElementBatch& batch, size_t from, size_t to, bool tags) {
  part::ElementBatch fewer;
  for (size_t row = 0; row < batch.size(); row++) {
    if (row >= from && row < to) continue;
    fewer.add(batch.series_id(row), batch.key(row), batch.data(row));
    if (tags) copy_tags(batch, row, fewer);
  }
  return fewer;
}

class LessData : public StepByStep {
 public:
  using StepByStep::StepByStep;

 protected:
  void simplify(size_t at, std::vector<Steps>& candidates) const override {
    const Event& step = steps()[at];
    const auto add = [&](Event simpler) {
      candidates.push_back(steps());
      candidates.back()[at] = std::move(simpler);
    };
    if (step.write) {
      const part::ElementBatch& batch = step.write->batch;
      const size_t rows = batch.size();
      if (!batch.columns().empty()) {
        add(sim::make_write(reduced(batch, 0, 0, false), step.segment_id));
      }
      for (size_t size = rows / 2; size > 0; size = rows > kRowsOneByOne ? 0 : size / 2) {
        for (size_t from = 0; from < rows; from += size) {
          if (from > 0 || from + size < rows) {
            add(sim::make_write(reduced(batch, from, from + size, true), step.segment_id));
          }
        }
      }
    }
    for (size_t i = 0; step.part_ids.size() > 1 && i < step.part_ids.size(); i++) {
      Event fewer = step;
      fewer.part_ids.erase(fewer.part_ids.begin() + offset(i));
      add(std::move(fewer));
    }
    if (!step.request) return;
    const auto change = [&](auto changes, bool differs) {
      if (!differs) return;
      Event simpler = step;
      changes(simpler.request.edit());
      add(std::move(simpler));
    };
    const query::QueryRequest& request = *step.request;
    change([](auto& query) { query.filter.reset(); }, request.filter.has_value());
    change([](auto& query) { query.limit = 0; }, request.limit != 0);
    change([](auto& query) { query.key_min.reset(); }, request.key_min.has_value());
    change([](auto& query) { query.key_max.reset(); }, request.key_max.has_value());
    change([](auto& query) { query.descending = false; }, request.descending);
    change([](auto& query) { query.project.clear(); }, !request.project.empty());
    for (size_t i = 0; request.series_ids.size() > 1 && i < request.series_ids.size(); i++) {
      change([i](auto& query) { query.series_ids.erase(query.series_ids.begin() + offset(i)); },
             true);
    }
  }

 private:
  static constexpr size_t kRowsOneByOne = 64;
};

/// Series and keys by rank from 1, data a, b, c …: what is left reads like an example.
class PlainNames : public Simplifier {
 public:
  explicit PlainNames(const Steps& steps) : steps_(steps) {}
  bool is_last() const override { return true; }
  void take(const Steps&) override {}
  std::optional<Steps> next() override {
    if (std::exchange(tried_, true)) return std::nullopt;
    std::set<uint64_t> series;
    std::set<int64_t> keys;
    std::map<std::string, std::string, std::less<>> data;
    for (const Event& step : steps_) {
      if (step.request) {
        series.insert(step.request->series_ids.begin(), step.request->series_ids.end());
        if (step.request->key_min) keys.insert(*step.request->key_min);
        if (step.request->key_max) keys.insert(*step.request->key_max);
      }
      for (size_t row = 0; step.write && row < step.write->batch.size(); row++) {
        const part::ElementBatch& batch = step.write->batch;
        series.insert(batch.series_id(row));
        keys.insert(batch.key(row));
        data.emplace(std::string(batch.data(row)), letters(data.size()));
      }
    }
    const auto rank = [](const auto& set, const auto& value) {
      return static_cast<int64_t>(std::distance(set.begin(), set.find(value))) + 1;
    };
    Steps renamed = steps_;
    for (Event& step : renamed) {
      if (step.request) {
        query::QueryRequest& request = step.request.edit();
        for (uint64_t& id : request.series_ids) id = static_cast<uint64_t>(rank(series, id));
        if (request.key_min) request.key_min = rank(keys, *request.key_min);
        if (request.key_max) request.key_max = rank(keys, *request.key_max);
      }
      if (!step.write) continue;
      const part::ElementBatch batch = step.write->batch;
      part::ElementBatch plain;
      for (size_t row = 0; row < batch.size(); row++) {
        plain.add(static_cast<uint64_t>(rank(series, batch.series_id(row))),
                  rank(keys, batch.key(row)), data.find(batch.data(row))->second);
        copy_tags(batch, row, plain);
      }
      step = sim::make_write(std::move(plain), step.segment_id);
    }
    return renamed;
  }

 private:
  static std::string letters(size_t index) {
    std::string text(1, static_cast<char>('a' + index % 26));
    return index < 26 ? text : text + std::to_string(index / 26);
  }

  Steps steps_;
  bool tried_ = false;
};

enum class Doer : uint8_t { kWriter, kFlusher, kMerger, kSyncer, kReader, kOther };

Doer doer_of(const Steps& steps, size_t at) {
  switch (steps[at].op) {
    case Op::kWrite:
    case Op::kWriteRange:
    case Op::kGenerate:
      return Doer::kWriter;
    case Op::kFlush:
    case Op::kFlushBegin:
      return Doer::kFlusher;
    case Op::kMerge:
    case Op::kMergeMem:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
      return Doer::kMerger;
    case Op::kSync:
      return Doer::kSyncer;
    case Op::kIntroduce:
      for (size_t begin = at; begin-- > 0;) {
        if (steps[begin].as == steps[at].as) return doer_of(steps, begin);
      }
      return Doer::kOther;
    case Op::kHold:
    case Op::kRelease:
    case Op::kQuery:
    case Op::kQueryBegin:
    case Op::kQueryRun:
    case Op::kQueryEnd:
    case Op::kBlocks:
      return Doer::kReader;
    default:
      return Doer::kOther;
  }
}

}  // namespace

size_t count_switches(const Steps& steps) {
  size_t switches = 0;
  for (size_t i = 1; i < steps.size(); i++) {
    switches += doer_of(steps, i) != doer_of(steps, i - 1);
  }
  return switches;
}

std::unique_ptr<Simplifier> make_simplifier(size_t kind, const Steps& steps) {
  switch (kind) {
    case 0:
      return std::make_unique<FewerSteps>(steps);
    case 1:
      return std::make_unique<WholeOperations>(steps);
    case 2:
      return std::make_unique<FewerSwitches>(steps);
    case 3:
      return std::make_unique<LessData>(steps);
    default:
      return std::make_unique<PlainNames>(steps);
  }
}

}  // namespace sidx::search
