#include "wasm/model/timeline.h"

#include <algorithm>
#include <array>
#include <catch_amalgamated.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/support/golden_traces.h"
#include "tests/support/random_scenario.h"
#include "wasm/model/session.h"
#include "wasm/model/world_document.h"

namespace sidx::model {
namespace {

using sim::History;
using sim::Outcome;
using sim::World;
using testing::event_of;

const char* kWriteA = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kWriteB = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"}]})";

History play(const std::vector<std::string>& steps, const std::vector<sim::Fix>& fixes = {}) {
  sim::Settings settings;
  for (const sim::Fix fix : fixes) settings.fixes.add(fix);
  History history(sim::new_world(settings));
  for (const std::string& text : steps) history.play(event_of(text));
  return history;
}

History play_golden(const std::string& name) {
  const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
  REQUIRE(scenario.ok());
  return History::of(*scenario);
}

std::string name_of(TimelineMark mark) {
  static constexpr std::array<const char*, 7> kNames{"begin", "introduce", "done", "read",
                                                     "end",   "deleted",   "wrong"};
  return kNames[static_cast<size_t>(mark)];
}

/// "h1 hold: 3; end 7; begin 3, end 7", "epoch 1: 2 ×1 current, 3 ×2 current pinned 1; end 4",
/// "reader:; read 5 (2 rows), read 6 (0 rows!)".
std::string text_of(const TimelineRow& row) {
  std::string text = row.label + ":";
  for (const TimelineSegment& segment : row.segments) {
    text += (&segment == &row.segments.front() ? " " : ", ") + std::to_string(segment.from);
    if (row.group != TimelineGroup::kActors) text += " ×" + std::to_string(segment.count);
    if (row.group == TimelineGroup::kParts) text += " " + std::string(name_of(segment.role));
    if (segment.current) text += " current";
    if (segment.pins != 0) text += " pinned " + std::to_string(segment.pins);
  }
  if (row.ended) text += "; end " + std::to_string(row.end);
  for (const TimelineEvent& event : row.marks) {
    text += (&event == &row.marks.front() ? "; " : ", ") + name_of(event.mark) + " " +
            std::to_string(event.step);
    const std::string wrong = event.wrong ? "!" : "";
    text += event.rows < 0 ? wrong : " (" + std::to_string(event.rows) + " rows" + wrong + ")";
  }
  return text;
}

std::vector<std::string> texts_of(const Timeline& timeline, TimelineGroup group) {
  std::vector<std::string> texts;
  for (const TimelineRow& row : timeline.rows()) {
    if (row.group == group) texts.push_back(text_of(row));
  }
  return texts;
}

/// Everything in a timeline that can be seen.
std::vector<std::string> texts_of(const Timeline& timeline) {
  std::vector<std::string> texts;
  for (const TimelineColumn& column : timeline.columns()) {
    texts.push_back(column.title + " / " + column.short_title +
                    (column.has_snapshot ? " @" : " -") + std::to_string(column.epoch) +
                    (column.introduces ? " introduces " : " ") +
                    std::to_string(static_cast<int>(column.outcome)));
  }
  for (const TimelineRow& row : timeline.rows()) {
    texts.push_back(std::to_string(static_cast<int>(row.group)) + "." + std::to_string(row.rank) +
                    " [" + row.name + "#" + std::to_string(row.number) + " of process " +
                    std::to_string(row.process) + "] " + text_of(row));
  }
  return texts;
}

Timeline follow(const History& history) {
  Timeline timeline;
  timeline.follow(history, 1);
  return timeline;
}

using Texts = std::vector<std::string>;

// ---- By hand

TEST_CASE("the start alone is one column without rows") {
  const Timeline timeline = follow(History(sim::new_world({})));
  REQUIRE(timeline.columns().size() == 1);
  CHECK(timeline.columns()[0].title == "start");
  CHECK_FALSE(timeline.columns()[0].has_snapshot);
  CHECK_FALSE(timeline.columns()[0].introduces);
  CHECK(timeline.rows().empty());
}

TEST_CASE("rows of a scenario with a reader, a merge in two steps and a restart") {
  const Timeline timeline = follow(play({kWriteA,                                 // 1
                                         kWriteB,                                 // 2
                                         R"({"op": "hold", "as": "h1"})",         // 3
                                         R"({"op": "flush"})",                    // 4
                                         R"({"op": "merge_begin", "as": "m1"})",  // 5
                                         R"({"op": "introduce", "as": "m1"})",    // 6
                                         R"({"op": "release", "as": "h1"})",      // 7
                                         R"({"op": "reopen"})"},                  // 8
                                        {sim::Fix::kS2}));
  CHECK(texts_of(timeline, TimelineGroup::kActors) ==
        Texts{"writer:; done 1, done 2", "flusher:; done 4",
              "m1 merge: 5; end 6; begin 5, introduce 6", "h1 hold: 3; end 7; begin 3, end 7",
              "process:; done 8"});
  CHECK(texts_of(timeline, TimelineGroup::kSnapshots) ==
        Texts{"epoch 0: 1 ×1 current; end 2",
              "epoch 1: 2 ×1 current, 3 ×2 current pinned 1, 4 ×1 pinned 1; end 7",
              "epoch 2: 4 ×1 current, 5 ×2 current pinned 1; end 6", "epoch 3: 6 ×1 current; end 8",
              "epoch 3: 8 ×2 current"});  // S8: one reference too many
  CHECK(texts_of(timeline, TimelineGroup::kParts) ==
        Texts{"mem part 1: 1 ×1 mem, 4 ×1 removing; end 7",
              "mem part 2: 2 ×1 mem, 4 ×1 removing; end 7", "part 1: 4 ×1 file; end 6; deleted 6",
              "part 2: 4 ×1 file; end 6; deleted 6", "part 3: 5 ×1 prepared, 6 ×1 file; end 8",
              "part 3: 8 ×2 file"});

  // What leads from a row to what it shows.
  const auto& rows = timeline.rows();
  const auto find = [&](const std::string& label, uint32_t process) -> const TimelineRow& {
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const TimelineRow& row) {
      return row.label == label && row.process == process;
    });
    REQUIRE(at != rows.end());
    return *at;
  };
  CHECK(find("m1 merge", 1).name == "m1");
  CHECK(find("writer", 1).name.empty());
  CHECK(find("epoch 2", 1).number == 3);
  CHECK(find("part 3", 1).number == 5);
  CHECK(find("part 3", 2).number == 1);
  CHECK(find("epoch 3", 2).number == 1);
}

TEST_CASE("columns tell the step, its epoch and whether it introduced something") {
  const Timeline timeline =
      follow(play({kWriteA, R"({"op": "flush_begin", "as": "f1"})",
                   R"({"op": "introduce", "as": "f1"})", R"({"op": "introduce", "as": "f1"})",
                   R"({"op": "query", "series": ["1"]})", R"({"op": "sync", "parts": ["1"]})"}));
  struct Expected {
    std::string title;
    std::string short_title;
    uint64_t epoch;
    bool introduces;
    Outcome outcome;
  };
  const std::vector<Expected> expected{{"start", "", 0, false, Outcome::kOk},
                                       {"write", "write", 0, true, Outcome::kOk},
                                       {"flush_begin f1", "+f1", 0, false, Outcome::kOk},
                                       {"introduce f1", "→f1", 1, true, Outcome::kOk},
                                       {"introduce f1", "→f1", 1, false, Outcome::kError},
                                       {"query", "query", 1, false, Outcome::kOk},
                                       {"sync", "sync", 2, true, Outcome::kOk}};
  REQUIRE(timeline.columns().size() == expected.size());
  for (size_t i = 0; i < expected.size(); i++) {
    INFO(i);
    const TimelineColumn& column = timeline.columns()[i];
    CHECK(column.title == expected[i].title);
    CHECK(column.short_title == expected[i].short_title);
    CHECK(column.has_snapshot == (i > 0));
    CHECK(column.epoch == expected[i].epoch);
    CHECK(column.introduces == expected[i].introduces);
    CHECK(column.outcome == expected[i].outcome);
  }
}

TEST_CASE("every kind of step marks the row of its actor") {
  const Timeline timeline = follow(play(
      {R"({"op": "generate", "seed": "1", "count": 3})",                                       // 1
       R"({"op": "write_range", "series": "1", "from": "1", "to": "3", "data_prefix": "x"})",  // 2
       R"({"op": "merge_mem"})",                                                               // 3
       kWriteA,                                                                                // 4
       R"({"op": "flush"})",                                                                   // 5
       R"({"op": "merge"})",                                                                   // 6
       R"({"op": "query_begin", "as": "q1", "series": ["1"]})",                                // 7
       R"({"op": "query_run", "as": "q1"})",                                                   // 8
       R"({"op": "query_end", "as": "q1"})",                                                   // 9
       R"({"op": "query", "series": ["1"]})",                                                  // 10
       R"({"op": "blocks"})",                                                                  // 11
       R"({"op": "sync", "parts": []})",                                                       // 12
       R"({"op": "write_file", "path": "stray", "text": "x"})",                                // 13
       R"({"op": "truncate_file", "path": "stray", "size": 0})",                               // 14
       R"({"op": "remove_file", "path": "stray"})"}));                                         // 15
  CHECK(texts_of(timeline, TimelineGroup::kActors) ==
        Texts{"writer:; done 1, done 2, done 4", "flusher:; done 5", "merger:; done 3, done 6",
              "syncer:; done 12", "reader:; read 10 (4 rows), read 11",
              "q1 query: 7; end 9; begin 7, read 8 (4 rows), end 9",
              "outside:; done 13, done 14, done 15"});
}

TEST_CASE("what is refused or kills the process is marked in the row it belongs to") {
  const Timeline timeline = follow(play({kWriteA,                                 // 1
                                         R"({"op": "flush_begin", "as": "f1"})",  // 2
                                         R"({"op": "hold", "as": "f1"})",         // 3: in use
                                         R"({"op": "release", "as": "f1"})",      // 4: no reader
                                         R"({"op": "introduce", "as": "x"})",     // 5: unknown
                                         R"({"op": "truncate_file", "path": "x", "size": 0})",  // 6
                                         R"({"op": "flush"})",                     // 7: panics
                                         R"({"op": "introduce", "as": "f1"})"}));  // 8: dead
  CHECK(texts_of(timeline, TimelineGroup::kActors) ==
        Texts{"writer:; done 1", "flusher:; wrong 7", "f1 flush: 2; begin 2, wrong 4, wrong 8",
              "outside:; wrong 6"});
  CHECK(timeline.columns()[7].outcome == Outcome::kPanic);
  CHECK(timeline.columns()[8].outcome == Outcome::kError);
}

TEST_CASE("a query that loses rows is marked, and so are the parts it does not get, S9") {
  const Texts steps{kWriteA,
                    R"({"op": "flush"})",
                    kWriteB,
                    R"({"op": "flush"})",
                    R"({"op": "query_begin", "as": "q1", "series": ["1"]})",  // 5
                    R"({"op": "merge"})",
                    R"({"op": "query_run", "as": "q1"})",    // 7
                    R"({"op": "query", "series": ["1"]})"};  // 8
  const Timeline timeline = follow(play(steps));
  CHECK(texts_of(timeline, TimelineGroup::kActors) ==
        Texts{"writer:; done 1, done 3", "flusher:; done 2, done 4", "merger:; done 6",
              "reader:; read 8 (2 rows)", "q1 query: 5; begin 5, read 7 (0 rows!)"});
  CHECK(texts_of(timeline, TimelineGroup::kParts) ==
        Texts{"mem part 1: 1 ×1 mem; end 2", "part 1: 2 ×1 file, 6 ×1 removing; wrong 7!",
              "mem part 2: 3 ×1 mem; end 4", "part 2: 4 ×1 file, 6 ×1 removing; wrong 7!",
              "part 3: 6 ×1 file"});
  const Timeline repaired = follow(play(steps, {sim::Fix::kS9}));
  CHECK(texts_of(repaired, TimelineGroup::kActors).back() ==
        "q1 query: 5; begin 5, read 7 (2 rows)");
}

TEST_CASE("two snapshots of one epoch have different names, S4") {
  const Timeline timeline = follow(play({kWriteA, R"({"op": "flush"})", R"({"op": "reopen"})",
                                         R"({"op": "hold", "as": "h"})", kWriteB}));
  CHECK(texts_of(timeline, TimelineGroup::kSnapshots) ==
        Texts{"epoch 0: 1 ×1 current; end 2", "epoch 1: 2 ×1 current; end 3",
              "epoch 1: 3 ×2 current, 4 ×3 current pinned 1, 5 ×2 pinned 1",
              "epoch 1 again: 5 ×1 current"});
}

TEST_CASE("a name that is used again gets a row of its own") {
  const Timeline timeline =
      follow(play({kWriteA, R"({"op": "hold", "as": "h"})", R"({"op": "release", "as": "h"})",
                   R"({"op": "flush_begin", "as": "h"})", R"({"op": "introduce", "as": "h"})",
                   R"({"op": "hold", "as": "h"})"}));
  CHECK(texts_of(timeline, TimelineGroup::kActors) ==
        Texts{"writer:; done 1", "h flush: 4; end 5; begin 4, introduce 5",
              "h hold: 2; end 3; begin 2, end 3", "h hold: 6; begin 6"});
}

TEST_CASE("a restart ends operations, snapshots and parts, but not the actors") {
  const Timeline timeline =
      follow(play({kWriteA, R"({"op": "hold", "as": "h"})", R"({"op": "reopen"})", kWriteB}));
  CHECK(texts_of(timeline) ==
        Texts{"start /  -0 0", "write / write @0 introduces 0", "hold h / +h @0 0",
              "reopen / reopen -0 introduces 0", "write / write @0 introduces 0",
              "0.0 [#0 of process 2] writer:; done 1, done 4",
              "0.41 [h#0 of process 1] h hold: 2; end 3; begin 2",
              "0.50 [#0 of process 2] process:; done 3",
              "1.0 [#1 of process 1] epoch 0: 1 ×1 current, 2 ×2 current pinned 1; end 3",
              "1.0 [#1 of process 2] epoch 0: 4 ×1 current",
              "2.0 [#1 of process 1] mem part 1: 1 ×1 mem; end 3",
              "2.0 [#1 of process 2] mem part 1: 4 ×1 mem"});
}

TEST_CASE("the segment at a step is the last one that began, within the life of the row") {
  TimelineRow row;
  CHECK(row.at(0) == nullptr);
  row.segments = {{3, 1, 0, false, PartRole::kMem}, {5, 2, 0, false, PartRole::kFile}};
  CHECK(row.first() == 3);
  CHECK(row.at(2) == nullptr);
  CHECK(row.at(3) == &row.segments[0]);
  CHECK(row.at(4) == &row.segments[0]);
  CHECK(row.at(5) == &row.segments[1]);
  CHECK(row.at(1000) == &row.segments[1]);
  row.ended = true;
  row.end = 7;
  CHECK(row.at(6) == &row.segments[1]);
  CHECK(row.at(7) == nullptr);
  row.marks = {{2, TimelineMark::kWrong, -1, false}};
  CHECK(row.first() == 2);
}

TEST_CASE("a start with parts in it shows them from the first column on") {
  const World flushed = play({kWriteA, R"({"op": "flush"})"}).current().world;
  const Session session(sim::Scenario(), {"x", sim::files_of(flushed)});
  const Timeline timeline = follow(session.history());
  CHECK(timeline.columns()[0].has_snapshot);
  CHECK(timeline.columns()[0].epoch == 1);
  CHECK(texts_of(timeline, TimelineGroup::kSnapshots) == Texts{"epoch 1: 0 ×2 current"});
  CHECK(texts_of(timeline, TimelineGroup::kParts) == Texts{"part 1: 0 ×2 file"});
}

TEST_CASE("a prepared part that loses its operation without being introduced is removing") {
  // The flush loses the race: its part keeps a reference that nobody gives back.
  const Timeline timeline =
      follow(play({kWriteA, kWriteB, R"({"op": "flush_begin", "as": "f1"})",
                   R"({"op": "merge_mem"})", R"({"op": "introduce", "as": "f1"})"}));
  const Texts parts = texts_of(timeline, TimelineGroup::kParts);
  REQUIRE(parts.size() == 5);
  CHECK(parts[2] == "part 1: 3 ×1 prepared, 5 ×1 removing");
  CHECK(parts[3] == "part 2: 3 ×1 prepared, 5 ×1 removing");
}

// ---- Following

TEST_CASE("following step by step gives what following at once gives, for every golden scenario") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const History whole = play_golden(name);
    History history(whole.at(0, 0).world);
    Timeline timeline;
    timeline.follow(history, 1);
    for (const sim::Event& event : whole.events(0)) {
      history.play(event);
      timeline.follow(history, 1);
    }
    const Texts at_once = texts_of(follow(whole));
    REQUIRE(timeline.columns().size() == whole.length(0) + 1);
    CHECK(texts_of(timeline) == at_once);
    // Several steps may be new at once; going and following again change nothing.
    History halves(whole.at(0, 0).world);
    const std::vector<sim::Event> events = whole.events(0);
    const auto middle = events.begin() + static_cast<ptrdiff_t>(events.size() / 2);
    Timeline jumping;
    halves.play_all(0, {events.begin(), middle});
    jumping.follow(halves, 1);
    halves.play_all(events.size() / 2, {middle, events.end()});
    jumping.follow(halves, 1);
    halves.go_to(0);
    jumping.follow(halves, 1);
    CHECK(texts_of(jumping) == at_once);
  }
}

TEST_CASE("a long scenario is followed while it is being played") {
  sim::Scenario scenario;
  for (int i = 0; i < 700; i++) {
    scenario.steps.push_back(event_of(i % 7 == 6   ? R"({"op": "merge"})"
                                      : i % 2 == 0 ? kWriteA
                                                   : R"({"op": "flush"})"));
  }
  Session session(std::move(scenario));
  REQUIRE(session.is_loading());
  Timeline timeline;
  timeline.follow(session.history(), session.version());
  CHECK(timeline.columns().size() == session.length() + 1);
  int steps = 0;
  while (session.advance([&] { return ++steps % 30 == 0; })) {
    timeline.follow(session.history(), session.version());
  }
  timeline.follow(session.history(), session.version());
  CHECK(timeline.columns().size() == 701);
  CHECK(texts_of(timeline) == texts_of(follow(session.history())));
}

TEST_CASE("edits, branches and other versions are followed like what was there from the start") {
  testing::Random random(17);
  const testing::Menu menu{true, true, true};
  size_t branches = 0;
  for (int round = 0; round < 60; round++) {
    int serial = 0;
    Session session{sim::Scenario()};
    Timeline timeline;
    for (int i = 0; i < 40; i++) {
      switch (random.below(9)) {
        case 0:
          session.undo();
          break;
        case 1:
          session.redo();
          break;
        case 2:
          session.go_to(random.below(session.length() + 1));
          break;
        case 3:
          session.select_branch(random.below(session.history().branch_count()));
          break;
        case 4:
          if (random.one_in(3)) session.change_engine(random.one_in(2), {}, 1);
          break;
        case 5:
          if (session.length() > 0) {
            session.replace_step(1 + random.below(session.length()), event_of(kWriteA));
          }
          break;
        default:
          if (!session.world().dead) {
            session.play(testing::random_event(session.world(), random, menu, serial));
          }
      }
      // Not every state is looked at.
      if (random.one_in(4)) continue;
      timeline.follow(session.history(), session.version());
      INFO("round " << round << ", edit " << i);
      REQUIRE(texts_of(timeline) == texts_of(follow(session.history())));
      branches = std::max(branches, session.history().branch_count());
    }
  }
  CHECK(branches >= 4);
}

// ---- Counts

int pins_of(const World& world, uint32_t snapshot) {
  int pins = 0;
  for (const Rc<sim::Operation>& operation : world.operations) {
    pins += operation->snapshot == snapshot ? 1 : 0;
  }
  return pins;
}

const TimelineRow* row_of(const Timeline& timeline, TimelineGroup group, const World& world,
                          uint32_t number) {
  for (const TimelineRow& row : timeline.rows()) {
    if (row.group == group && row.number == number && row.process == world.process) return &row;
  }
  return nullptr;
}

void check_counts(const Timeline& timeline, const World& world, size_t step) {
  for (const Rc<sim::PartWrapper>& part : world.live) {
    INFO("part wrapper " << part->number);
    const TimelineRow* row = row_of(timeline, TimelineGroup::kParts, world, part->number);
    REQUIRE(row != nullptr);
    const TimelineSegment* segment = row->at(step);
    REQUIRE(segment != nullptr);
    CHECK(segment->count == part->ref);
    CHECK(name_of(segment->role) == name_of(role_of(world, *part)));
  }
  for (const Rc<sim::Snapshot>& snapshot : world.snapshots) {
    INFO("snapshot " << snapshot->number);
    const TimelineRow* row = row_of(timeline, TimelineGroup::kSnapshots, world, snapshot->number);
    REQUIRE(row != nullptr);
    const TimelineSegment* segment = row->at(step);
    REQUIRE(segment != nullptr);
    CHECK(segment->count == snapshot->ref);
    CHECK(segment->pins == pins_of(world, snapshot->number));
    CHECK(segment->current == (snapshot->number == world.current));
  }
  std::array<size_t, kTimelineGroupCount> alive{};
  std::multiset<std::string> names;
  for (const TimelineRow& row : timeline.rows()) {
    if (row.at(step) == nullptr) continue;
    alive[static_cast<size_t>(row.group)]++;
    if (row.group == TimelineGroup::kActors) names.insert(row.name);
  }
  CHECK(alive[static_cast<size_t>(TimelineGroup::kParts)] == world.live.size());
  CHECK(alive[static_cast<size_t>(TimelineGroup::kSnapshots)] == world.snapshots.size());
  std::multiset<std::string> operations;
  for (const Rc<sim::Operation>& operation : world.operations) operations.insert(operation->name);
  CHECK(names == operations);
}

TEST_CASE("counts, pins and roles are those of the world at every step of every golden scenario") {
  for (const std::string& name : testing::golden_trace_names()) {
    const History history = play_golden(name);
    const Timeline timeline = follow(history);
    for (size_t step = 0; step <= history.length(0); step++) {
      INFO(name << ", step " << step);
      check_counts(timeline, history.at(0, step).world, step);
    }
  }
}

TEST_CASE("rows are in order, and their segments and marks in the order of steps") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const Timeline timeline = follow(play_golden(name));
    const auto& rows = timeline.rows();
    for (size_t i = 0; i < rows.size(); i++) {
      const TimelineRow& row = rows[i];
      INFO(text_of(row));
      CHECK_FALSE(row.label.empty());
      CHECK((!row.segments.empty() || !row.marks.empty()));
      CHECK(row.first() < timeline.columns().size());
      CHECK(std::is_sorted(row.segments.begin(), row.segments.end(),
                           [](const auto& a, const auto& b) { return a.from < b.from; }));
      CHECK(std::is_sorted(row.marks.begin(), row.marks.end(),
                           [](const auto& a, const auto& b) { return a.step < b.step; }));
      if (row.ended && !row.segments.empty()) CHECK(row.segments.back().from < row.end);
      if (i == 0) continue;
      const TimelineRow& before = rows[i - 1];
      const auto key = [](const TimelineRow& r) { return std::tuple(r.group, r.rank, r.first()); };
      CHECK(key(before) <= key(row));
    }
  }
}

}  // namespace
}  // namespace sidx::model
