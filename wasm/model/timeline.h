#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/sim/history.h"
#include "wasm/model/document.h"

/// A branch of a history as rows over its steps: who acts, which snapshots exist, which parts, each
/// with its reference count after every step. Grows with the history instead of being made anew.
namespace sidx::model {

struct TimelineColumn {
  std::string title;        // "flush", "introduce f1"
  std::string short_title;  // "flush", "→f1"
  uint64_t epoch = 0;       // of the current snapshot afterwards
  bool has_snapshot = false;
  bool introduces = false;  // the current snapshot is another one than before
  sim::Outcome outcome = sim::Outcome::kOk;
};

enum class TimelineGroup : uint8_t { kActors, kSnapshots, kParts };
inline constexpr int kTimelineGroupCount = 3;

/// What a row is from one step on, until the next segment or the row's end.
struct TimelineSegment {
  size_t from = 0;
  int32_t count = 0;                // references; of an actor 0
  int32_t pins = 0;                 // of a snapshot: readers and prepared work that hold it
  bool current = false;             // of a snapshot
  PartRole role = PartRole::kFile;  // of a part
};

enum class TimelineMark : uint8_t {
  kBegin,      // work begins
  kIntroduce,  // and lands in a snapshot
  kDone,       // a step that is not split
  kRead,       // a query runs
  kEnd,        // a reader lets go
  kDeleted,    // the directory of a part is deleted
  kWrong,      // refused, or the process dies; of a part: a reader does not get it
};

struct TimelineEvent {
  size_t step = 0;
  TimelineMark mark = TimelineMark::kDone;
  int64_t rows = -1;   // that a query returned; -1: it is none
  bool wrong = false;  // the repaired query returns others

  bool operator==(const TimelineEvent&) const = default;
};

struct TimelineRow {
  TimelineGroup group = TimelineGroup::kActors;
  int rank = 0;  // within its group
  std::string label;
  std::string name;     // of an operation
  uint32_t number = 0;  // of a snapshot or part wrapper
  uint32_t process = 1;
  std::vector<TimelineSegment> segments;
  std::vector<TimelineEvent> marks;
  bool ended = false;
  size_t end = 0;  // first step at which it is no more

  /// The segment that holds after a step, null outside of its life.
  const TimelineSegment* at(size_t step) const;
  size_t first() const;
};

class Timeline {
 public:
  /// Takes over what was played on a branch. `version` tells histories apart.
  void follow(const sim::History& history, uint64_t version);

  /// Column 0 is the start.
  const std::vector<TimelineColumn>& columns() const { return columns_; }
  /// By group, then rank, then first step.
  const std::vector<TimelineRow>& rows() const { return rows_; }

 private:
  void clear();
  void add_step(const sim::PlayedStep* before, const sim::PlayedStep& step, size_t index);
  void add_actor(const sim::PlayedStep* before, const sim::PlayedStep& step, size_t index);
  void add_parts(const sim::World& before, const sim::World& after,
                 const sim::WorldChanges& changes, size_t index);
  void add_snapshots(const sim::World& before, const sim::World& after, size_t index);
  void end_process(size_t index);
  TimelineRow& row(TimelineGroup group, int rank, const std::string& label, const std::string& key);
  void sort_rows();

  uint64_t version_ = 0;
  size_t branch_ = 0;
  uint64_t shape_serial_ = 0;
  std::vector<TimelineColumn> columns_;
  std::vector<TimelineRow> rows_;
  std::map<std::string, size_t> open_;  // by key, rows that can still change
};

}  // namespace sidx::model
