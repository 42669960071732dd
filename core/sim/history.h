#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/sim/changes.h"
#include "core/sim/scenario.h"
#include "core/sim/step.h"

/// Everything that was played, as a tree: each step keeps its world, worlds share what did not
/// change, so going to any step is a look-up. An event played in the past begins a branch. What was
/// played can be taken back: going somewhere is no edit, playing is.
namespace sidx::sim {

/// A step as it was played. Step 0 of a branch is the start, which has no event.
struct PlayedStep {
  Event event;
  World world;  // afterwards
  Outcome outcome = Outcome::kOk;
  std::string message;
  std::string summary;
  std::optional<std::vector<query::QueryRow>> rows;
  std::optional<std::vector<ListedBlock>> blocks;
  std::vector<LedgerEntry> ledger;
};

/// What the transport can look for.
enum class StepKind : uint8_t {
  kIntroduction,  // the current snapshot changed
  kMerge,         // a part was merged
  kCountToZero,   // a part or snapshot lost its last reference
  kPanic,
  kRefused,  // a step that is not ok
};
bool is_kind(StepKind kind, const PlayedStep& before, const PlayedStep& after);

/// A line of a ledger: who took or gave back a reference, and when.
struct LedgerLine {
  size_t step = 0;
  LedgerEntry entry;
};

/// Rows are kept for every step that made some. A scenario that merges all it has again and again
/// needs room in the square of its length.
inline constexpr uint64_t kHistoryBytesMax = uint64_t{1} << 29;

class History {
 public:
  /// `ledger`: references that were taken when the start was opened.
  explicit History(World start, std::vector<LedgerEntry> ledger = {});
  /// Plays a whole scenario from its empty instance; a panic ends it early. Nothing of it can be
  /// taken back.
  static History of(const Scenario& scenario);
  static History of(World start, const std::vector<Event>& events);
  /// The same events in the same branches from another start, at the same place if it exists.
  History replayed(World start, std::vector<LedgerEntry> ledger = {}) const;

  size_t branch_count() const { return branches_.size(); }
  size_t active_branch() const { return active_; }
  /// Where the reader stands: the number of steps played before it.
  size_t position() const { return position_; }
  /// Steps of a branch, without the start.
  size_t length(size_t branch) const;
  /// The branch it left, and behind which step.
  struct Fork {
    size_t branch = 0;
    size_t step = 0;
  };
  std::optional<Fork> fork_of(size_t branch) const;

  /// `step` from 0, the start, to length(branch).
  const PlayedStep& at(size_t branch, size_t step) const;
  const PlayedStep& current() const { return at(active_, position_); }
  std::vector<Event> events(size_t branch) const;

  /// Plays an event behind the current position and stands behind it. In the past this begins a
  /// branch, unless the next step is this very event already.
  const PlayedStep& play(const Event& event);
  /// Plays several behind `step`, as one edit; a panic ends it early.
  void play_all(size_t step, const std::vector<Event>& events);
  /// Plays behind the end of the active branch; the reader stays where it is, and it is no edit.
  /// False if the process is dead or the history is full.
  bool extend(const Event& event);
  /// Whether what was played takes more than kHistoryBytesMax: nothing more is played then.
  bool is_full() const { return bytes_ > kHistoryBytesMax; }
  /// Clamped to the active branch.
  void go_to(size_t step);
  void select_branch(size_t branch);

  bool can_undo() const { return !done_.empty(); }
  bool can_redo() const { return !undone_.empty(); }
  /// Takes back the last edit, wherever the reader stands now; false if there is none.
  bool undo();
  bool redo();
  /// What was taken back cannot be played again.
  void forget_undone() { undone_.clear(); }
  /// Changes with every edit, undo and redo.
  uint64_t edit_serial() const { return edit_serial_; }
  /// Changes when steps go; what else happens only adds some.
  uint64_t shape_serial() const { return shape_serial_; }

  /// The nearest step of the kind behind (or before) the position.
  std::optional<size_t> find(StepKind kind, bool backwards) const;

  /// First step at which the branches differ, and how; nothing if one is the beginning of the other
  /// and they have the same length.
  struct Difference {
    size_t step = 0;
    bool event_differs = false;
    WorldChanges changes;  // empty where one branch has ended
  };
  std::optional<Difference> compare_branches(size_t a, size_t b) const;

  /// All entries of one part or snapshot of the process that runs at `step`, up to there.
  std::vector<LedgerLine> ledger(size_t branch, size_t step, Counted counted,
                                 uint32_t number) const;

 private:
  struct Branch {
    std::optional<Fork> fork;
    std::vector<PlayedStep> steps;  // behind the fork; of the first branch: from the start on
  };
  size_t first_own_step(const Branch& branch) const {
    return branch.fork ? branch.fork->step + 1 : 0;
  }
  struct Place {
    size_t branch = 0;
    size_t position = 0;
  };
  /// Steps that were appended to a branch, and where the reader stood before and after.
  struct Edit {
    Place before;
    Place after;
    bool began_branch = false;
    std::optional<Fork> fork;  // of the branch it began
    size_t count = 0;
    std::vector<PlayedStep> taken;  // while it is undone
  };
  Place place() const { return {active_, position_}; }
  void append(const Event& event, Edit& edit);
  void finish(Edit edit);

  std::vector<Branch> branches_;
  std::vector<Edit> done_;
  std::vector<Edit> undone_;
  uint64_t edit_serial_ = 0;
  uint64_t shape_serial_ = 0;
  uint64_t bytes_ = 0;  // of rows that steps have made, roughly; undone ones still count
  size_t active_ = 0;
  size_t position_ = 0;
};

}  // namespace sidx::sim
