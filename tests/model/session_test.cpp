#include "wasm/model/session.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/sim/trace.h"
#include "tests/support/golden_traces.h"
#include "tests/support/part_compare.h"
#include "tests/support/random_scenario.h"

namespace sidx::model {
namespace {

using sim::Event;
using sim::Fix;
using sim::Op;
using sim::Outcome;
using sim::Scenario;
using sim::World;
using testing::event_of;
using Texts = std::vector<std::string>;

const char* kWriteA = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kWriteB = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"}]})";
const char* kWriteC = R"({"op": "write", "elements": [{"series": "2", "key": "3", "data": "c"}]})";
const char* kFlush = R"({"op": "flush"})";
const char* kMerge = R"({"op": "merge"})";
const char* kReopen = R"({"op": "reopen"})";
const char* kSync = R"({"op": "sync", "parts": ["1"]})";

Scenario scenario_of(const Texts& steps) {
  Scenario scenario;
  scenario.title = "A test";
  for (const std::string& text : steps) scenario.steps.push_back(event_of(text));
  return scenario;
}

Session session_at_end(const Texts& steps) {
  Session session(scenario_of(steps));
  session.go_to(session.length());
  return session;
}

/// "write flush merge" of the active branch.
std::string ops_of(const Session& session) {
  std::string text;
  for (const Event& event : session.scenario_without_start().steps) {
    text += (text.empty() ? "" : " ") + std::string(name_of(event.op));
  }
  return text;
}

/// What the process has open: "file 0 in 3, active, 2 references, 5 rows, keys 1 to 9".
Texts live_of(const World& world) {
  Texts texts;
  for (const Rc<sim::PartWrapper>& part : world.live) {
    texts.push_back(std::string(name_of(part->kind)) + " " + std::to_string(part->part_id) +
                    " in " + std::to_string(part->directory_id) + ", " +
                    std::string(name_of(part->state)) + ", " + std::to_string(part->ref) +
                    " references, " + std::to_string(part->row_count) + " rows, keys " +
                    std::to_string(part->key_min) + " to " + std::to_string(part->key_max));
  }
  return texts;
}

/// Every file below the root with its bytes.
std::map<std::string, Bytes> disk_of(const World& world) {
  std::map<std::string, Bytes> files;
  for (const auto& [path, bytes] : sim::files_of(world)) files[path] = *bytes;
  return files;
}

bool is_readable(const part::PartContent& content) {
  for (size_t i = 0; i < content.headers().size(); i++) {
    if (content.load(i).block == nullptr) return false;
  }
  return true;
}

void check_same_elements(const World& a, const World& b) {
  REQUIRE(a.live.size() == b.live.size());
  for (size_t i = 0; i < a.live.size(); i++) {
    const part::PartContent& ours = *a.live[i]->content;
    const part::PartContent& theirs = *b.live[i]->content;
    REQUIRE(is_readable(ours) == is_readable(theirs));
    if (!is_readable(ours)) continue;
    const part::ElementBatch x = testing::elements_of(ours);
    const part::ElementBatch y = testing::elements_of(theirs);
    REQUIRE(x.size() == y.size());
    for (size_t row = 0; row < x.size(); row++) {
      const bool same = x.series_id(row) == y.series_id(row) && x.key(row) == y.key(row) &&
                        x.data(row) == y.data(row);
      if (!same) FAIL_CHECK("row " << row);
    }
  }
}

// ---- Going

TEST_CASE("a session begins at the start, with the steps of its scenario ahead") {
  Scenario scenario = scenario_of({kWriteA, kFlush});
  scenario.workers = 3;
  scenario.notes = "why";
  scenario.extra.emplace_back("goals", "[1]");
  Session session(scenario);
  CHECK(session.position() == 0);
  CHECK(session.length() == 2);
  CHECK(session.step_before() == nullptr);
  CHECK(session.changes().empty());
  CHECK(session.world().live.empty());
  CHECK(session.world().settings->workers == 3);
  CHECK(session.header().title == "A test");
  CHECK(session.header().steps.empty());
  CHECK_FALSE(session.is_edited());
  CHECK_FALSE(session.can_undo());
  CHECK_FALSE(session.can_redo());
  CHECK_FALSE(session.undo());
  CHECK_FALSE(session.redo());
  CHECK(sim::write_scenario(session.scenario()) == sim::write_scenario(scenario));
}

TEST_CASE("going shows a step and what it changed, and edits nothing") {
  Session session(scenario_of({kWriteA, kWriteB, kFlush}));
  uint64_t serial = session.serial();
  session.go_to(2);
  CHECK(session.serial() > serial);
  serial = session.serial();
  CHECK(session.step().event.op == Op::kWrite);
  CHECK(session.changes().parts == std::vector<uint32_t>{2});
  CHECK(session.changes().is_new_part(2));
  CHECK_FALSE(session.changes().is_new_part(1));
  REQUIRE(session.step_before() != nullptr);
  CHECK(session.step_before()->world.live.size() == 1);
  session.go_to(3);
  CHECK(session.changes().parts == std::vector<uint32_t>{1, 2, 3, 4});
  CHECK(session.changes().disk ==
        Texts{"0000000000000001", "0000000000000002", "0000000000000002.snp"});
  session.go_to(100);
  CHECK(session.position() == 3);
  session.go_to(0);
  CHECK(session.changes().empty());
  CHECK_FALSE(session.is_edited());
  CHECK_FALSE(session.can_undo());
}

// ---- Edits

TEST_CASE("what is played is taken back and played again") {
  Session session = session_at_end({kWriteA});
  session.play(event_of(kFlush));
  CHECK(ops_of(session) == "write flush");
  CHECK(session.position() == 2);
  CHECK(session.is_edited());
  REQUIRE(session.undo());
  CHECK(ops_of(session) == "write");
  CHECK(session.position() == 1);
  CHECK_FALSE(session.can_undo());
  REQUIRE(session.redo());
  CHECK(ops_of(session) == "write flush");
  CHECK(session.position() == 2);
  REQUIRE(session.undo());
  session.play(event_of(kMerge));
  CHECK_FALSE(session.can_redo());
  CHECK(ops_of(session) == "write merge");
}

TEST_CASE("playing the step that is there already is no edit") {
  Session session(scenario_of({kWriteA, kFlush}));
  const uint64_t serial = session.serial();
  session.play(event_of(kWriteA));
  CHECK(session.position() == 1);
  CHECK(session.serial() > serial);
  CHECK(session.changes().parts == std::vector<uint32_t>{1});
  CHECK_FALSE(session.is_edited());
  CHECK_FALSE(session.can_undo());
  CHECK(session.history().branch_count() == 1);
}

TEST_CASE("undo goes back through changes of the engine and of the text") {
  Session session = session_at_end({kWriteA, kFlush});
  struct State {
    std::string ops;
    bool fixed;
    size_t position;
    std::string title;
  };
  std::vector<State> states;
  const auto state = [&] {
    return State{ops_of(session), session.header().fixed, session.position(),
                 session.header().title};
  };
  const auto check_state = [&](const State& expected) {
    CHECK(ops_of(session) == expected.ops);
    CHECK(session.header().fixed == expected.fixed);
    CHECK(session.world().fixes().has(Fix::kS8) == expected.fixed);
    CHECK(session.position() == expected.position);
    CHECK(session.header().title == expected.title);
  };
  states.push_back(state());
  session.play(event_of(kReopen));
  states.push_back(state());
  session.change_engine(true, {}, 1);
  states.push_back(state());
  session.play(event_of(kWriteB));
  states.push_back(state());
  Scenario other = scenario_of({kWriteC});
  other.title = "Another";
  session.replace(other);
  states.push_back(state());
  session.play(event_of(kFlush));
  states.push_back(state());

  CHECK(states[2].ops == "write flush reopen");
  CHECK(states[2].fixed);
  CHECK(states[4].ops == "write");
  CHECK(states[4].position == 1);  // there were four
  CHECK_FALSE(states[4].fixed);
  for (size_t i = states.size() - 1; i-- > 0;) {
    INFO("back to " << i);
    REQUIRE(session.undo());
    check_state(states[i]);
  }
  CHECK_FALSE(session.can_undo());
  CHECK_FALSE(session.undo());
  for (size_t i = 1; i < states.size(); i++) {
    INFO("forward to " << i);
    REQUIRE(session.redo());
    check_state(states[i]);
  }
  CHECK_FALSE(session.can_redo());
  CHECK_FALSE(session.redo());

  for (int i = 0; i < 4; i++) REQUIRE(session.undo());
  check_state(states[1]);
  session.play(event_of(kSync));
  CHECK_FALSE(session.can_redo());
  CHECK(ops_of(session) == "write flush reopen sync");
}

TEST_CASE("histories of different versions have different numbers") {
  Session session = session_at_end({kWriteA});
  const uint64_t first = session.version();
  session.play(event_of(kFlush));
  CHECK(session.version() == first);
  session.change_engine(true, {}, 1);
  const uint64_t second = session.version();
  CHECK(second != first);
  session.replace(scenario_of({kWriteB}));
  CHECK(session.version() != first);
  CHECK(session.version() != second);
  REQUIRE(session.undo());
  CHECK(session.version() == second);
  REQUIRE(session.undo());
  CHECK(session.version() == first);
  CHECK(Session(Scenario()).version() != first);
}

TEST_CASE("another engine plays the same steps in the same branches, at the same place") {
  Session session = session_at_end({kWriteA, kFlush, kReopen, kWriteB});
  session.go_to(2);
  session.play(event_of(kWriteC));  // branch 1
  session.play(event_of(kReopen));
  session.play(event_of(kFlush));
  session.go_to(3);
  session.play(event_of(kSync));  // branch 2, from branch 1
  session.select_branch(1);
  session.go_to(4);
  REQUIRE(session.history().branch_count() == 3);
  const auto ref = [&] { return session.world().live[0]->ref; };
  CHECK(ref() == 2);  // S8

  session.change_engine(false, {Fix::kS8, Fix::kS33}, 5);
  CHECK(session.header().fixes == std::vector<Fix>{Fix::kS8, Fix::kS33});
  CHECK(session.header().workers == 5);
  CHECK(session.world().settings->workers == 5);
  CHECK(session.world().fixes().has(Fix::kS8));
  CHECK_FALSE(session.world().fixes().has(Fix::kS4));
  CHECK(session.history().active_branch() == 1);
  CHECK(session.position() == 4);
  CHECK(ref() == 1);
  CHECK(session.world().live.size() == 2);  // S33: what was in memory is flushed
  REQUIRE(session.history().branch_count() == 3);
  CHECK(ops_of(session) == "write flush write reopen flush");
  CHECK(session.history().fork_of(1)->branch == 0);
  CHECK(session.history().fork_of(1)->step == 2);
  CHECK(session.history().fork_of(2)->branch == 1);
  CHECK(session.history().fork_of(2)->step == 3);
  session.select_branch(2);
  CHECK(ops_of(session) == "write flush write sync");
  session.select_branch(0);
  CHECK(ops_of(session) == "write flush reopen write");
}

TEST_CASE("an engine that dies earlier plays as much as it can") {
  // A sync without a snapshot kills the seed (R5).
  Scenario scenario = scenario_of({kSync, kWriteA, kFlush});
  scenario.fixed = true;
  Session session(scenario);
  session.go_to(3);
  session.change_engine(false, {}, 1);
  CHECK(session.length() == 1);
  CHECK(session.position() == 1);
  CHECK(session.step().outcome == Outcome::kPanic);
  REQUIRE(session.undo());
  CHECK(session.length() == 3);
  CHECK(session.position() == 3);
}

TEST_CASE("steps behind the death of the process are kept for an engine that survives") {
  Session session(scenario_of({kSync, kWriteA, kFlush}));
  CHECK(session.length() == 1);
  CHECK(session.scenario().steps.size() == 3);
  session.change_engine(true, {}, 1);
  CHECK(ops_of(session) == "sync write flush");
}

TEST_CASE("a branch that begins behind the death of the process is left out") {
  Scenario scenario = scenario_of({kSync, kWriteA, kFlush});
  scenario.fixed = true;
  Session session(scenario);
  session.go_to(2);
  session.play(event_of(kReopen));  // branch 1
  REQUIRE(session.history().branch_count() == 2);
  session.change_engine(false, {}, 1);
  CHECK(session.history().branch_count() == 1);
  CHECK(session.length() == 1);
  CHECK(ops_of(session) == "sync write flush");  // the text keeps what was not played
  CHECK(session.position() == 1);
}

TEST_CASE("what was taken back before a change of the engine does not come back behind it") {
  Session session = session_at_end({kWriteA});
  session.play(event_of(kFlush));
  REQUIRE(session.undo());
  session.change_engine(true, {}, 1);
  CHECK_FALSE(session.can_redo());
  REQUIRE(session.undo());
  CHECK_FALSE(session.header().fixed);
  REQUIRE(session.redo());
  CHECK(session.header().fixed);
  CHECK(ops_of(session) == "write");
  CHECK_FALSE(session.can_redo());
}

// ---- Other events in the past

TEST_CASE("a step is replaced by another, and what follows is played again") {
  Session session = session_at_end({kWriteA, kWriteB, kFlush});
  session.replace_step(2, event_of(kWriteC));
  CHECK(ops_of(session) == "write write flush");
  CHECK(session.position() == 2);
  CHECK(session.history().branch_count() == 2);
  CHECK(session.history().active_branch() == 1);
  CHECK(session.world().live[1]->key_min == 3);
  session.go_to(3);
  CHECK(session.world().live.size() == 2);
  CHECK(session.world().live[1]->key_min == 3);
  CHECK(session.is_edited());
  // One edit: it is taken back at once.
  REQUIRE(session.undo());
  CHECK_FALSE(session.can_undo());
  CHECK(session.history().branch_count() == 1);
  CHECK(session.position() == 3);
  CHECK(session.world().live[1]->key_min == 2);
  REQUIRE(session.redo());
  CHECK(session.history().active_branch() == 1);
}

TEST_CASE("the first and the last step are replaced like any other") {
  Session session = session_at_end({kWriteA, kWriteB, kFlush});
  session.replace_step(3, event_of(R"({"op": "merge_mem"})"));
  CHECK(ops_of(session) == "write write merge_mem");
  CHECK(session.position() == 3);
  session.replace_step(1, event_of(kFlush));
  CHECK(ops_of(session) == "flush write merge_mem");
  CHECK(session.position() == 1);
  CHECK(session.history().branch_count() == 3);
}

TEST_CASE("a step is left out") {
  Session session = session_at_end({kWriteA, kWriteB, kFlush});
  SECTION("in the middle: the step behind it takes its place") {
    session.replace_step(2, {});
    CHECK(ops_of(session) == "write flush");
    CHECK(session.position() == 2);
    CHECK(session.step().event.op == Op::kFlush);
    CHECK(session.history().branch_count() == 2);
  }
  SECTION("the first") {
    session.replace_step(1, {});
    CHECK(ops_of(session) == "write flush");
    CHECK(session.position() == 1);
    CHECK(session.world().live[0]->key_min == 2);
  }
  SECTION("the last: there is nothing to branch with") {
    session.replace_step(3, {});
    CHECK(ops_of(session) == "write write");
    CHECK(session.position() == 2);
    CHECK(session.history().branch_count() == 1);
  }
  CHECK(session.is_edited());
  REQUIRE(session.undo());
  CHECK(ops_of(session) == "write write flush");
  CHECK_FALSE(session.can_undo());
}

TEST_CASE("the only step is left out") {
  Session session = session_at_end({kWriteA});
  session.replace_step(1, {});
  CHECK(session.length() == 0);
  CHECK(session.position() == 0);
  CHECK(session.world().live.empty());
  REQUIRE(session.undo());
  CHECK(ops_of(session) == "write");
}

TEST_CASE("one of several equal steps is left out") {
  Session session = session_at_end({kWriteA, kFlush, kFlush, kFlush});
  session.replace_step(2, {});
  CHECK(ops_of(session) == "write flush flush");
  CHECK(session.position() == 2);
  CHECK(session.is_edited());
  session.replace_step(3, {});
  CHECK(ops_of(session) == "write flush");
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  CHECK(ops_of(session) == "write flush flush flush");
  CHECK_FALSE(session.can_undo());
}

TEST_CASE("a step that is replaced by itself is no edit") {
  Session session = session_at_end({kWriteA, kWriteB, kFlush});
  session.replace_step(2, event_of(kWriteB));
  CHECK(ops_of(session) == "write write flush");
  CHECK(session.position() == 2);
  CHECK(session.history().branch_count() == 1);
  CHECK_FALSE(session.can_undo());
  CHECK_FALSE(session.is_edited());
}

TEST_CASE("another text takes the place of the steps") {
  Session session = session_at_end({kWriteA, kFlush, kWriteB});
  Scenario other = scenario_of({kWriteC, kWriteA});
  other.title = "Another";
  other.notes = "notes";
  session.go_to(1);
  session.replace(other);
  CHECK(session.header().title == "Another");
  CHECK(session.header().notes == "notes");
  CHECK(ops_of(session) == "write write");
  CHECK(session.position() == 1);
  CHECK(session.world().live[0]->key_min == 3);
  session.replace(scenario_of({}));
  CHECK(session.position() == 0);
  REQUIRE(session.undo());
  REQUIRE(session.undo());
  CHECK(session.header().title == "A test");
  CHECK(session.position() == 1);
  CHECK(session.length() == 3);
}

TEST_CASE("edits are unsaved until they are marked") {
  Session session = session_at_end({kWriteA});
  session.play(event_of(kFlush));
  CHECK(session.is_edited());
  session.mark_saved();
  CHECK_FALSE(session.is_edited());
  session.go_to(0);
  session.compare_with(0);
  session.select_branch(0);
  session.play(event_of(kWriteA));  // is there already
  CHECK_FALSE(session.is_edited());
  REQUIRE(session.undo());
  CHECK(session.is_edited());
  session.mark_saved();
  REQUIRE(session.redo());
  CHECK(session.is_edited());
  session.mark_saved();
  session.change_engine(true, {}, 1);
  CHECK(session.is_edited());
  session.mark_saved();
  session.replace_step(1, event_of(kWriteB));
  CHECK(session.is_edited());
  session.mark_saved();
  session.replace(scenario_of({}));
  CHECK(session.is_edited());
}

// ---- Branches

TEST_CASE("two branches are compared at the first step that differs") {
  Session session = session_at_end({kWriteA, kWriteB, kFlush});
  CHECK_FALSE(session.difference());
  session.replace_step(2, event_of(kWriteC));
  CHECK_FALSE(session.compared_branch());
  session.compare_with(0);
  REQUIRE(session.compared_branch() == 0);
  const auto difference = session.difference();
  REQUIRE(difference);
  CHECK(difference->step == 2);
  CHECK(difference->event_differs);
  CHECK(difference->changes.parts == std::vector<uint32_t>{2});

  session.go_to(1);
  CHECK(session.compared_branch() == 0);
  session.select_branch(0);  // a branch is not compared with itself
  CHECK_FALSE(session.compared_branch());
  session.compare_with(0);
  CHECK_FALSE(session.compared_branch());
  session.compare_with(7);
  CHECK_FALSE(session.compared_branch());
  CHECK_FALSE(session.difference());
  session.compare_with(1);
  CHECK(session.compared_branch() == 1);
  session.compare_with({});
  CHECK_FALSE(session.compared_branch());
  session.compare_with(1);
  REQUIRE(session.undo());  // the branch goes
  CHECK_FALSE(session.compared_branch());
}

TEST_CASE("a branch that is the beginning of another differs where it ends") {
  Session session = session_at_end({kWriteA, kFlush});
  session.go_to(1);
  session.play(event_of(kReopen));
  session.select_branch(0);
  session.go_to(1);
  session.play(event_of(kWriteB));  // branch 2
  session.compare_with(1);
  REQUIRE(session.difference());
  CHECK(session.difference()->step == 2);
  CHECK(session.difference()->changes.other_process);
}

// ---- Long scenarios

Texts many_steps(size_t count) {
  Texts steps;
  for (size_t i = 0; i < count; i++) steps.emplace_back(i % 2 == 0 ? kWriteA : kFlush);
  return steps;
}

bool never() { return false; }

TEST_CASE("a long scenario is played a slice at a time") {
  Session session(scenario_of(many_steps(700)));
  REQUIRE(session.is_loading());
  CHECK(session.queued_count() == 700);
  CHECK(session.loaded_count() == session.length());
  CHECK(session.length() < 700);
  // What waits belongs to the scenario too.
  CHECK(session.scenario().steps.size() == 700);
  const size_t loaded = session.loaded_count();
  const uint64_t serial = session.serial();
  CHECK(session.advance([] { return true; }));
  CHECK(session.loaded_count() == loaded + 1);
  CHECK(session.length() == loaded + 1);
  CHECK(session.serial() > serial);
  CHECK_FALSE(session.advance(never));
  CHECK_FALSE(session.is_loading());
  CHECK(session.length() == 700);
  CHECK(session.position() == 0);
  CHECK_FALSE(session.is_edited());
  CHECK_FALSE(session.can_undo());
  CHECK_FALSE(session.advance(never));
  CHECK(sim::write_scenario(session.scenario()) ==
        sim::write_scenario(scenario_of(many_steps(700))));
  session.go_to(700);
  CHECK(session.world().live.size() == 350);
}

TEST_CASE("the reader may go about while a long scenario is being played") {
  Session session(scenario_of(many_steps(700)));
  session.go_to(100);
  CHECK(session.position() == 100);
  while (session.advance([] { return true; })) continue;
  CHECK(session.position() == 100);
  CHECK(session.length() == 700);
}

TEST_CASE("what waits to be played can be left out") {
  Session session(scenario_of(many_steps(700)));
  const size_t loaded = session.loaded_count();
  session.stop_loading();
  CHECK_FALSE(session.is_loading());
  CHECK(session.length() == loaded);
  CHECK_FALSE(session.advance(never));
  CHECK(session.scenario().steps.size() == loaded);
}

TEST_CASE("the reader stands where it stood when a long text or another engine has been played") {
  Session session(scenario_of(many_steps(700)));
  session.advance(never);
  session.go_to(650);
  SECTION("another engine") {
    session.change_engine(true, {}, 1);
    CHECK(session.position() == 0);  // not there yet
    session.advance(never);
    CHECK(session.position() == 650);
    CHECK(session.length() == 700);
    CHECK(session.world().fixes().has(Fix::kS8));
  }
  SECTION("another text") {
    session.replace(scenario_of(many_steps(680)));
    session.advance(never);
    CHECK(session.position() == 650);
  }
  SECTION("a text that is shorter") {
    session.replace(scenario_of(many_steps(600)));
    session.advance(never);
    CHECK(session.position() == 600);
  }
  SECTION("a text that is cancelled on the way") {
    session.replace(scenario_of(many_steps(680)));
    session.stop_loading();
    CHECK(session.position() == session.length());
  }
  SECTION("unless it has gone somewhere else meanwhile") {
    session.replace(scenario_of(many_steps(680)));
    session.go_to(3);
    session.advance(never);
    CHECK(session.position() == 3);
  }
  REQUIRE(session.undo());
  CHECK(session.position() == 650);
  CHECK(session.length() == 700);
}

TEST_CASE("another engine plays only the branch of a long scenario that is looked at") {
  Session session(scenario_of(many_steps(700)));
  session.advance(never);
  session.go_to(690);
  session.play(event_of(kReopen));
  REQUIRE(session.history().branch_count() == 2);
  session.change_engine(true, {}, 1);
  session.advance(never);
  CHECK(session.history().branch_count() == 1);
  CHECK(session.length() == 691);
  CHECK(session.position() == 691);
  CHECK(session.step().event.op == Op::kReopen);
}

// ---- Starts

TEST_CASE("a session starts from files as a process that opens them") {
  const World flushed = session_at_end({kWriteA, kWriteB, kFlush}).world();
  Session session(scenario_of({kMerge}), {"shop", sim::files_of(flushed)});
  CHECK(session.start().name == "shop");
  CHECK(session.position() == 0);
  CHECK(session.world().process == 1);
  CHECK(live_of(session.world()) ==
        Texts{"file 1 in 1, active, 2 references, 1 rows, keys 1 to 1",
              "file 2 in 2, active, 2 references, 1 rows, keys 2 to 2"});
  CHECK(disk_of(session.world()) == disk_of(flushed));
  session.go_to(1);
  CHECK(session.world().current_snapshot()->parts->size() == 1);
  session.change_engine(true, {}, 1);
  session.go_to(0);
  CHECK(live_of(session.world())[0] == "file 1 in 1, active, 1 references, 1 rows, keys 1 to 1");
  session.replace(scenario_of({kWriteC}));
  CHECK(session.start().name == "shop");
  CHECK(session.world().live.size() == 2);
}

TEST_CASE("the start is not in the text, and becomes steps when the scenario is written") {
  const World flushed = session_at_end({kWriteA, kFlush}).world();
  Session session(scenario_of({kWriteB}), {"shop", sim::files_of(flushed)});
  CHECK(ops_of(session) == "write");
  const Scenario written = session.scenario();
  const size_t files = disk_of(flushed).size();
  REQUIRE(written.steps.size() == files + 2);
  for (size_t i = 0; i < files; i++) CHECK(written.steps[i].op == Op::kWriteFile);
  CHECK(written.steps[files].op == Op::kReopen);
  CHECK(written.steps[files + 1].op == Op::kWrite);
  CHECK(written.title == "A test");
}

TEST_CASE("a start that the engine cannot open is a dead process") {
  part::FileMap files = sim::files_of(session_at_end({kWriteA, kFlush}).world());
  files["0000000000000009.snp"] = std::make_shared<const Bytes>(Bytes{'['});
  Session session(scenario_of({kWriteB}), {"broken", files});
  CHECK(session.world().dead);
  session.change_engine(true, {}, 1);  // S7: it takes the next older one
  session.go_to(0);
  CHECK_FALSE(session.world().dead);
  CHECK(session.world().live.size() == 1);
}

/// Written, read and played again, the scenario of `session` leads to what the session shows.
void check_replays(Session& session) {
  session.go_to(session.length());
  const std::string text = sim::write_scenario(session.scenario());
  const auto read = sim::read_scenario(text, "written");
  INFO((read.ok() ? "" : to_string(read.error())));
  REQUIRE(read.ok());
  CHECK(sim::write_scenario(*read) == text);
  const World replayed = sim::run_scenario(*read).world;
  CHECK(replayed.dead == session.world().dead);
  CHECK(live_of(replayed) == live_of(session.world()));
  CHECK(disk_of(replayed) == disk_of(session.world()));
  check_same_elements(replayed, session.world());
}

TEST_CASE("a session that starts from any golden end state is written, read and played again") {
  size_t started = 0;
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    const part::FileMap files = sim::files_of(sim::run_scenario(*scenario).world);
    Scenario more = scenario_of({kWriteA, kFlush, kWriteB, kMerge, kFlush, kMerge});
    more.workers = 2;
    more.fixes = {Fix::kS2};
    Session session(std::move(more), {name, files});
    CHECK(session.scenario().steps.size() >= files.size());
    check_replays(session);
    started += session.world().dead ? 0 : 1;
  }
  CHECK(started > 100);
}

TEST_CASE("a session without a start is written, read and played again") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    Session session(*scenario);
    check_replays(session);
  }
}

}  // namespace
}  // namespace sidx::model
