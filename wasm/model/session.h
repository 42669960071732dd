#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/sim/history.h"
#include "core/sim/scenario.h"

/// A scenario that is being played: what it is called, under which engine, and its history. Every
/// change can be taken back, those that play everything anew included.
namespace sidx::model {

class Session {
 public:
  /// The directory a scenario starts from, if it is not empty.
  struct Start {
    std::string name;
    part::FileMap files;
  };
  explicit Session(sim::Scenario scenario, Start start = {});

  /// Long scenarios are played a slice at a time; true when there is more to play.
  bool advance(const std::function<bool()>& deadline_passed);
  /// Steps that wait to be played, and all of them.
  bool is_loading() const { return current_->played < current_->queue.size(); }
  size_t loaded_count() const { return current_->played; }
  size_t queued_count() const { return current_->queue.size(); }
  /// What waits is left out.
  void stop_loading();

  /// Title, texts and engine; without steps.
  const sim::Scenario& header() const { return current_->header; }
  const Start& start() const { return current_->start; }
  /// What the repaired engine makes of the start.
  sim::World repaired_start() const;
  const sim::History& history() const { return current_->history; }
  size_t position() const { return history().position(); }
  size_t length() const { return history().length(history().active_branch()); }
  const sim::PlayedStep& step() const { return history().current(); }
  const sim::PlayedStep* step_before() const;
  const sim::World& world() const { return step().world; }
  /// From the step before to the current one.
  const sim::WorldChanges& changes() const { return changes_; }
  /// Changes with everything that can be seen of the session; no two sessions share a number.
  uint64_t serial() const { return serial_; }
  /// Counts edits, whether they were played, taken back or played again.
  uint64_t edit_count() const { return edits_; }
  /// Tells the histories of a session apart.
  uint64_t version() const { return current_->number; }

  // ---- Going: no edits
  void go_to(size_t step);
  /// Goes there as soon as it has been played. Precondition: step <= queued_count().
  void go_to_when_loaded(size_t step) { current_->wanted_position = step; }
  void select_branch(size_t branch);
  /// The branch the active one is compared with.
  void compare_with(std::optional<size_t> branch);
  std::optional<size_t> compared_branch() const { return compared_; }
  const std::optional<sim::History::Difference>& difference() const { return difference_; }

  // ---- Edits
  void play(const sim::Event& event);
  /// Plays another event in place of step `step` (or none), then the steps behind it again.
  /// Precondition: 1 <= step <= length().
  void replace_step(size_t step, const std::optional<sim::Event>& event);
  /// Plays the same events under another engine; the reader stays at the same step.
  void change_engine(bool fixed, std::vector<sim::Fix> fixes, uint32_t workers);
  /// Plays another text; the start stays.
  void replace(sim::Scenario scenario);
  bool can_undo() const { return history().can_undo() || !past_.empty(); }
  bool can_redo() const { return history().can_redo() || !future_.empty(); }
  bool undo();
  bool redo();

  /// Whether there is anything that `mark_saved` has not seen.
  bool is_edited() const { return edits_ != saved_edits_; }
  void mark_saved() { saved_edits_ = edits_; }

  /// The active branch as a scenario. The start becomes steps that write its files and open them.
  sim::Scenario scenario() const;
  /// The same without the start: what the text editor shows.
  sim::Scenario scenario_without_start() const;

 private:
  struct Version {
    uint64_t number = 0;
    sim::Scenario header;
    Start start;
    sim::History history;
    std::vector<sim::Event> queue;  // to be played behind each other
    size_t played = 0;
    size_t wanted_position = 0;    // where the reader is to stand once it is there
    std::vector<sim::Event> tail;  // of the first branch: behind a panic, never played
  };
  static std::unique_ptr<Version> make_version(sim::Scenario scenario, Start start,
                                               size_t position);
  static bool play_queue(Version& version, const std::function<bool()>& deadline_passed);
  void put(std::unique_ptr<Version> version);
  void moved();
  /// There are other steps than before, or other branches are looked at.
  void reshaped();
  void edited();

  std::unique_ptr<Version> current_;
  std::vector<std::unique_ptr<Version>> past_;
  std::vector<std::unique_ptr<Version>> future_;
  sim::WorldChanges changes_;
  std::optional<size_t> compared_;
  std::optional<sim::History::Difference> difference_;
  uint64_t serial_ = 0;
  uint64_t edits_ = 0;
  uint64_t saved_edits_ = 0;
};

/// Start states of more bytes than this do not fit into a scenario document.
inline constexpr uint64_t kStartBytesMax = uint64_t{64} << 20;

/// The files of loose parts as an instance the engine opens: canonical names, and a .snp that lists
/// them.
part::FileMap as_instance(part::FileMap files);

}  // namespace sidx::model
