#include "core/search/monitor.h"

#include <algorithm>

#include "core/search/naive_query.h"
#include "core/search/naive_rows.h"
#include "core/search/reopen_check.h"
#include "core/sim/invariants.h"

namespace sidx::search {
namespace {

using part::PartContent;
using part::RowSum;
using sim::Event;
using sim::Op;
using sim::Outcome;
using sim::PartKind;
using sim::PartWrapper;
using sim::Snapshot;
using sim::StepResult;
using sim::World;

/// Invariants of one world that look at the directory: damage breaks them.
constexpr std::string_view kDirectoryInvariants[] = {
    "directories-have-owners", "referenced-directories-exist", "snapshot-files-have-owners"};

uint64_t directory_mask() {
  uint64_t mask = 0;
  for (const std::string_view id : kDirectoryInvariants) mask |= uint64_t{1} << *find_rule(id);
  return mask;
}

RowSum visible_sum(const World& world) {
  RowSum sum;
  if (const Snapshot* snapshot = world.current_snapshot()) {
    for (const uint32_t number : *snapshot->parts) {
      const PartWrapper* part = world.find_live(number);
      if (part != nullptr && part->content) sum += part->content->row_sum();
    }
  }
  return sum;
}

bool is_fault(Op op) {
  return op == Op::kRemoveFile || op == Op::kTruncateFile || op == Op::kWriteFile;
}

bool is_write(Op op) { return op == Op::kWrite || op == Op::kWriteRange || op == Op::kGenerate; }

}  // namespace

Monitor::Monitor(const World& start, RuleSet rules) : rules_(rules) { expect_visible(start); }

void Monitor::expect_visible(const World& world) {
  changes_ = {};
  expected_ = {};
  if (const Snapshot* snapshot = world.current_snapshot()) {
    for (const uint32_t number : *snapshot->parts) come(world.find_live(number)->content);
  }
}

void Monitor::come(const Rc<PartContent>& content) {
  expected_ += content->row_sum();
  changes_.push_back({content, true});
}

void Monitor::go(const Rc<PartContent>& content) {
  expected_ -= content->row_sum();
  changes_.push_back({content, false});
}

void Monitor::before(const World& world, const Event& event) {
  if (world.dead) return;
  const Snapshot* snapshot = world.current_snapshot();
  if (event.op == Op::kReopen) {
    closing_.clear();
    for (const uint32_t number : snapshot == nullptr ? std::vector<uint32_t>{} : *snapshot->parts) {
      const PartWrapper* part = world.find_live(number);
      if (part->kind == PartKind::kFile) closing_.push_back(part->content);
    }
  }
  if (event.op != Op::kSync || snapshot == nullptr) return;
  // Of parts with the same ID the first one is meant.
  for (size_t i = 0; i < event.part_ids.size(); i++) {
    const uint64_t id = event.part_ids[i];
    const auto end = event.part_ids.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(event.part_ids.begin(), end, id) != end) continue;
    for (const uint32_t number : *snapshot->parts) {
      const PartWrapper* part = world.find_live(number);
      if (part->part_id != id) continue;
      go(part->content);
      break;
    }
  }
}

std::optional<RuleViolation> Monitor::after(const Event& event, const StepResult& result) {
  const HistoryRules& rules = history_rules();
  const World& world = result.world;
  if (result.outcome == Outcome::kPanic) return violate(rules.no_panic, result.message);
  if (world.dead) return std::nullopt;
  damaged_ = damaged_ || is_fault(event.op);
  if (result.outcome == Outcome::kOk) {
    if (event.op == Op::kReopen) {
      if (Verdict verdict = record_reopen(world)) return verdict;
    } else {
      record(event, world);
    }
  }
  if (Verdict verdict = check_structure(event, world)) return verdict;
  if (Verdict verdict = check_rows(event, result)) return verdict;
  if (damaged_) return std::nullopt;
  const bool other = world.current != current_ || world.process != process_;
  if (Verdict verdict = check_elements(world)) return verdict;
  if ((other || result.changed_directory) && rules_.has(rules.reopen_keeps_durable)) {
    const std::string witness = lost_by_a_crash(world);
    if (!witness.empty()) return violate(rules.reopen_keeps_durable, witness);
  }
  return std::nullopt;
}

std::optional<RuleViolation> Monitor::violate(size_t rule, std::string witness) const {
  if (!rules_.has(rule)) return std::nullopt;
  return RuleViolation{rule, std::move(witness)};
}

void Monitor::record(const Event& event, const World& world) {
  if (is_write(event.op)) {
    come(world.find_live(world.current_snapshot()->parts->back())->content);
  } else if (event.op == Op::kQueryBegin) {
    held_.edit().emplace_back(event.as, changes_.size());
  } else if (event.op == Op::kQueryEnd) {
    std::erase_if(held_.edit(), [&](const auto& held) { return held.first == event.as; });
  }
}

/// What was in memory only is gone, unless close writes it (S33): that is a rule of its own, and
/// once it is broken the model goes on with what was durable.
std::optional<RuleViolation> Monitor::record_reopen(const World& world) {
  held_ = {};
  if (damaged_) {
    damaged_ = false;
    expect_visible(world);
    return std::nullopt;
  }
  if (world.fixes().has(sim::Fix::kS33)) return std::nullopt;
  const RowHistory before = std::exchange(changes_, {});
  const RowSum sum_before = std::exchange(expected_, {});
  for (const Rc<PartContent>& content : closing_) come(content);
  if (sum_before == expected_) return std::nullopt;
  const NaiveRows lost =
      rows_only_in(rows_of(before, before.size()), rows_of(changes_, changes_.size()));
  if (lost.empty()) return std::nullopt;
  return violate(history_rules().close_keeps_writes, "lost: " + rows_text(lost));
}

std::optional<RuleViolation> Monitor::check_structure(const Event& event, const World& world) {
  if (event.op == Op::kQuery || event.op == Op::kQueryRun) return std::nullopt;  // Nothing changed.
  static const uint64_t kDirectoryMask = directory_mask();
  uint64_t violated = structure_.violated(world) & rules_.bits();
  if (damaged_) violated &= ~kDirectoryMask;
  if (violated == 0) return std::nullopt;
  size_t rule = 0;
  while ((violated >> rule & 1) == 0) rule++;
  return RuleViolation{rule, sim::all_invariants()[rule].check(world)};
}

std::optional<RuleViolation> Monitor::check_elements(const World& world) {
  if (world.current == current_ && world.process == process_ && changes_.size() == compared_) {
    return std::nullopt;
  }
  current_ = world.current;
  process_ = world.process;
  compared_ = changes_.size();
  if (visible_sum(world) == expected_) return std::nullopt;
  const HistoryRules& rules = history_rules();
  const NaiveRows expected = rows_of(changes_, changes_.size());
  const NaiveRows visible = visible_rows(world);
  const NaiveRows missing = rows_only_in(expected, visible);
  if (!missing.empty() && rules_.has(rules.elements_stay)) {
    return violate(rules.elements_stay, "gone: " + rows_text(missing));
  }
  const NaiveRows extra = rows_only_in(visible, expected);
  if (extra.empty()) return std::nullopt;
  return violate(rules.elements_come_once, "there again: " + rows_text(extra));
}

std::optional<RuleViolation> Monitor::check_rows(const Event& event,
                                                 const StepResult& result) const {
  if (!result.rows) return std::nullopt;
  const World& world = result.world;
  const query::QueryRequest* request = event.request.get();
  const Snapshot* snapshot = world.current_snapshot();
  size_t size = changes_.size();
  if (event.op == Op::kQueryRun) {
    const sim::Operation* reader = world.find_operation(event.as);
    request = &reader->request;
    snapshot = world.find_snapshot(reader->snapshot);
    for (const auto& [name, length] : held_) {
      if (name == event.as) size = length;
    }
  }
  Verdict verdict = check_order(*request, *result.rows);
  if (!verdict && !damaged_) {
    verdict = check_answer({*request, changes_, size, snapshot, world}, *result.rows);
  }
  if (!verdict || !rules_.has(verdict->rule)) return std::nullopt;
  return verdict;
}

uint64_t Monitor::hash() const {
  uint64_t hash = part::row_hash(expected_.count, static_cast<int64_t>(expected_.hashes), {});
  for (const auto& [name, size] : held_) {
    RowSum sum;
    for (size_t i = 0; i < size; i++) {
      if (changes_[i].comes) sum += changes_[i].content->row_sum();
      if (!changes_[i].comes) sum -= changes_[i].content->row_sum();
    }
    hash = part::row_hash(hash, static_cast<int64_t>(sum.hashes), name);
  }
  return hash ^ (damaged_ ? 1 : 0);
}

}  // namespace sidx::search
