#include "core/sim/history.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sidx::sim {
namespace {

PlayedStep as_played(const Event& event, StepResult result) {
  PlayedStep played;
  played.event = event;
  played.world = std::move(result.world);
  played.outcome = result.outcome;
  played.message = std::move(result.message);
  played.summary = std::move(result.summary);
  played.rows = std::move(result.rows);
  played.blocks = std::move(result.blocks);
  played.ledger = std::move(result.ledger);
  played.ledger.shrink_to_fit();
  return played;
}

/// Bytes of the rows that a step has made and that no part held before: a flush shares its rows.
uint64_t bytes_made(const World& before, const PlayedStep& after) {
  constexpr uint64_t kBytesPerRow = 48;  // keys, offsets, and the same for a tag or two
  constexpr uint64_t kBytesPerStep = 1000;
  uint64_t bytes = kBytesPerStep;
  for (const Rc<PartWrapper>& part : after.world.live) {
    const bool is_new =
        part->number >= before.next_wrapper || after.world.process != before.process;
    if (!is_new || !part->content) continue;
    const bool shared =
        std::any_of(before.live.begin(), before.live.end(),
                    [&](const Rc<PartWrapper>& old) { return old->content == part->content; });
    if (shared) continue;
    bytes += part->content->manifest().uncompressed_size_bytes + part->row_count * kBytesPerRow;
  }
  if (after.rows) bytes += after.rows->size() * 2 * kBytesPerRow;
  return bytes;
}

}  // namespace

bool is_kind(StepKind kind, const PlayedStep& before, const PlayedStep& after) {
  switch (kind) {
    case StepKind::kIntroduction:
      return before.world.current != after.world.current ||
             before.world.process != after.world.process;
    case StepKind::kMerge: {
      if (before.world.process != after.world.process) return false;
      for (const Rc<PartWrapper>& part : after.world.live) {
        if (part->number >= before.world.next_wrapper && part->kind == PartKind::kFile &&
            before.world.current_part_id < part->directory_id) {
          return true;
        }
      }
      return false;
    }
    case StepKind::kCountToZero:
      return std::any_of(after.ledger.begin(), after.ledger.end(), [](const LedgerEntry& entry) {
        return entry.delta < 0 && entry.count == 0;
      });
    case StepKind::kPanic:
      return after.outcome == Outcome::kPanic;
    case StepKind::kRefused:
      break;
  }
  return after.outcome != Outcome::kOk;
}

History::History(World start, std::vector<LedgerEntry> ledger) {
  Branch first;
  first.steps.emplace_back();
  first.steps[0].world = std::move(start);
  first.steps[0].summary = "start";
  first.steps[0].ledger = std::move(ledger);
  branches_.push_back(std::move(first));
}

History History::of(const Scenario& scenario) {
  return of(new_world(scenario.settings()), scenario.steps);
}

History History::of(World start, const std::vector<Event>& events) {
  History history(std::move(start));
  history.play_all(0, events);
  history.done_.clear();
  return history;
}

History History::replayed(World start, std::vector<LedgerEntry> ledger) const {
  History other(std::move(start), std::move(ledger));
  std::vector<size_t> counterpart;  // of each branch; the process may die before one begins
  for (const Branch& branch : branches_) {
    std::vector<Event> events;
    for (size_t i = branch.fork ? 0 : 1; i < branch.steps.size(); i++) {
      events.push_back(branch.steps[i].event);
    }
    if (branch.fork) {
      const size_t trunk = counterpart[branch.fork->branch];
      if (branch.fork->step > other.length(trunk)) {  // the process died before
        counterpart.push_back(trunk);
        continue;
      }
      other.select_branch(trunk);
    }
    other.play_all(branch.fork ? branch.fork->step : 0, events);
    counterpart.push_back(other.active_);
  }
  other.done_.clear();
  other.select_branch(counterpart[active_]);
  other.go_to(position_);
  return other;
}

size_t History::length(size_t branch) const {
  const Branch& own = branches_[branch];
  return first_own_step(own) + own.steps.size() - 1;
}

std::optional<History::Fork> History::fork_of(size_t branch) const {
  return branches_[branch].fork;
}

const PlayedStep& History::at(size_t branch, size_t step) const {
  const Branch* own = &branches_[branch];
  while (step < first_own_step(*own)) own = &branches_[own->fork->branch];
  return own->steps[step - first_own_step(*own)];
}

std::vector<Event> History::events(size_t branch) const {
  std::vector<Event> events;
  for (size_t step = 1; step <= length(branch); step++) events.push_back(at(branch, step).event);
  return events;
}

bool History::extend(const Event& event) {
  PlayedStep& last = branches_[active_].steps.back();
  if (last.world.dead || is_full()) return false;
  PlayedStep played = as_played(event, step(last.world, event));
  bytes_ += bytes_made(last.world, played);
  branches_[active_].steps.push_back(std::move(played));
  return true;
}

/// Plays behind the position, or walks there if the next step is this very event already.
void History::append(const Event& event, Edit& edit) {
  if (is_full()) return;
  if (position_ < length(active_)) {
    if (write_event(at(active_, position_ + 1).event) == write_event(event)) {
      position_++;
      return;
    }
    Branch branch;
    branch.fork = Fork{active_, position_};
    // A fork belongs to the branch that owns the step, so that looking up stays short.
    while (branch.fork->step < first_own_step(branches_[branch.fork->branch])) {
      branch.fork->branch = branches_[branch.fork->branch].fork->branch;
    }
    edit.began_branch = true;
    edit.fork = branch.fork;
    branches_.push_back(std::move(branch));
    active_ = branches_.size() - 1;
  }
  PlayedStep played = as_played(event, step(at(active_, position_).world, event));
  bytes_ += bytes_made(at(active_, position_).world, played);
  branches_[active_].steps.push_back(std::move(played));
  edit.count++;
  position_++;
}

void History::finish(Edit edit) {
  if (edit.count == 0) return;
  edit.after = place();
  done_.push_back(std::move(edit));
  undone_.clear();
  edit_serial_++;
}

const PlayedStep& History::play(const Event& event) {
  Edit edit;
  edit.before = place();
  append(event, edit);
  finish(std::move(edit));
  return current();
}

void History::play_all(size_t step, const std::vector<Event>& events) {
  Edit edit;
  edit.before = place();
  go_to(step);
  for (const Event& event : events) {
    append(event, edit);
    if (current().world.dead || is_full()) break;
  }
  finish(std::move(edit));
}

void History::go_to(size_t step) { position_ = std::min(step, length(active_)); }

void History::select_branch(size_t branch) {
  SIDX_CHECK(branch < branches_.size());
  active_ = branch;
  go_to(position_);
}

bool History::undo() {
  if (done_.empty()) return false;
  Edit edit = std::move(done_.back());
  done_.pop_back();
  // Edits are taken back in reverse order, so these steps are the last of their branch.
  std::vector<PlayedStep>& steps = branches_[edit.after.branch].steps;
  const auto first = steps.end() - static_cast<ptrdiff_t>(edit.count);
  edit.taken.assign(std::make_move_iterator(first), std::make_move_iterator(steps.end()));
  steps.erase(first, steps.end());
  if (edit.began_branch) branches_.pop_back();
  active_ = edit.before.branch;
  position_ = edit.before.position;
  undone_.push_back(std::move(edit));
  edit_serial_++;
  shape_serial_++;
  return true;
}

bool History::redo() {
  if (undone_.empty()) return false;
  Edit edit = std::move(undone_.back());
  undone_.pop_back();
  if (edit.began_branch) {
    branches_.emplace_back();
    branches_.back().fork = edit.fork;
  }
  std::vector<PlayedStep>& steps = branches_[edit.after.branch].steps;
  steps.insert(steps.end(), std::make_move_iterator(edit.taken.begin()),
               std::make_move_iterator(edit.taken.end()));
  edit.taken.clear();
  active_ = edit.after.branch;
  position_ = edit.after.position;
  done_.push_back(std::move(edit));
  edit_serial_++;
  return true;
}

std::optional<size_t> History::find(StepKind kind, bool backwards) const {
  const size_t end = length(active_);
  size_t step = position_;
  for (;;) {
    if (backwards ? step <= 1 : step >= end) return std::nullopt;
    step += backwards ? static_cast<size_t>(-1) : 1;
    if (is_kind(kind, at(active_, step - 1), at(active_, step))) return step;
  }
}

std::optional<History::Difference> History::compare_branches(size_t a, size_t b) const {
  const size_t shorter = std::min(length(a), length(b));
  for (size_t step = 0; step <= shorter; step++) {
    const PlayedStep& x = at(a, step);
    const PlayedStep& y = at(b, step);
    if (&x == &y) continue;
    Difference difference{step, write_event(x.event) != write_event(y.event),
                          compare(x.world, y.world)};
    if (difference.event_differs || !difference.changes.empty()) return difference;
  }
  if (length(a) == length(b)) return std::nullopt;
  return Difference{shorter + 1, true, {}};
}

std::vector<LedgerLine> History::ledger(size_t branch, size_t step, Counted counted,
                                        uint32_t number) const {
  const uint32_t process = at(branch, step).world.process;
  size_t first = step;
  while (first > 0 && at(branch, first - 1).world.process == process) first--;
  std::vector<LedgerLine> lines;
  for (size_t i = first; i <= step; i++) {
    for (const LedgerEntry& entry : at(branch, i).ledger) {
      // The step that opens the instance also closes the one before.
      if (entry.process == process && entry.counted == counted && entry.number == number) {
        lines.push_back({i, entry});
      }
    }
  }
  return lines;
}

}  // namespace sidx::sim
