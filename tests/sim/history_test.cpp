#include "core/sim/history.h"

#include <catch_amalgamated.hpp>

#include "core/sim/trace.h"
#include "tests/support/golden_traces.h"
#include "tests/support/random_scenario.h"

namespace sidx::sim {
namespace {

using testing::event_of;

const char* kWrite = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kOther = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"}]})";
const char* kFlush = R"({"op": "flush"})";
const char* kMerge = R"({"op": "merge"})";

History play(const std::vector<std::string>& steps) {
  History history(new_world(Settings()));
  for (const std::string& text : steps) history.play(event_of(text));
  return history;
}

TEST_CASE("going anywhere is a look-up and no edit") {
  History history = play({kWrite, kFlush, kOther, kFlush});
  CHECK(history.length(0) == 4);
  CHECK(history.position() == 4);
  const uint64_t serial = history.edit_serial();
  history.go_to(2);
  CHECK(history.current().world.next_epoch == 2);
  history.go_to(0);
  CHECK(history.current().world.current == 0);
  history.go_to(100);
  CHECK(history.position() == 4);
  CHECK(history.edit_serial() == serial);
  CHECK_FALSE(history.can_redo());
}

TEST_CASE("what was played is taken back and played again, branches included") {
  History history = play({kWrite, kFlush, kOther});
  history.go_to(1);
  history.play(event_of(kOther));  // begins branch 1
  history.play(event_of(kMerge));
  history.go_to(0);
  REQUIRE(history.branch_count() == 2);

  REQUIRE(history.undo());
  CHECK(history.length(1) == 2);
  CHECK(history.position() == 2);  // where the merge was played
  REQUIRE(history.undo());
  CHECK(history.branch_count() == 1);
  CHECK(history.active_branch() == 0);
  CHECK(history.position() == 1);
  REQUIRE(history.undo());
  CHECK(history.length(0) == 2);
  REQUIRE(history.undo());
  REQUIRE(history.undo());
  CHECK(history.length(0) == 0);
  CHECK_FALSE(history.undo());

  for (int i = 0; i < 5; i++) REQUIRE(history.redo());
  CHECK_FALSE(history.redo());
  CHECK(history.branch_count() == 2);
  CHECK(history.active_branch() == 1);
  CHECK(history.position() == 3);
  CHECK(history.fork_of(1)->step == 1);
  CHECK(history.at(1, 3).event.op == Op::kMerge);
  CHECK(history.at(0, 3).event.op == Op::kWrite);

  REQUIRE(history.undo());
  history.play(event_of(kFlush));
  CHECK_FALSE(history.can_redo());
}

TEST_CASE("several events are one edit") {
  History history = play({kWrite, kFlush, kOther, kFlush, kMerge});
  history.play_all(1, {event_of(kOther), event_of(kFlush), event_of(kMerge)});
  REQUIRE(history.branch_count() == 2);
  CHECK(history.length(1) == 4);
  CHECK(history.position() == 4);
  REQUIRE(history.undo());
  CHECK(history.branch_count() == 1);
  CHECK(history.position() == 5);
  REQUIRE(history.redo());
  CHECK(history.at(1, 4).event.op == Op::kMerge);
  CHECK_FALSE(History::of(new_world(Settings()), {event_of(kWrite)}).can_undo());
}

TEST_CASE("an event in the past begins a branch, the same event does not") {
  History history = play({kWrite, kFlush, kOther, kFlush});
  history.go_to(2);
  history.play(event_of(kOther));
  CHECK(history.branch_count() == 1);
  CHECK(history.position() == 3);

  history.go_to(2);
  history.play(event_of(R"({"op": "reopen"})"));
  REQUIRE(history.branch_count() == 2);
  CHECK(history.active_branch() == 1);
  CHECK(history.length(1) == 3);
  CHECK(history.fork_of(1)->step == 2);
  CHECK(history.events(1).size() == 3);
  CHECK(&history.at(0, 2) == &history.at(1, 2));

  const auto difference = history.compare_branches(0, 1);
  REQUIRE(difference);
  CHECK(difference->step == 3);
  CHECK(difference->event_differs);
  CHECK(difference->changes.other_process);
  CHECK_FALSE(history.compare_branches(1, 1));

  history.play(event_of(kOther));
  history.go_to(1);
  history.play(event_of(kMerge));
  CHECK(history.branch_count() == 3);
  CHECK(history.fork_of(2)->branch == 0);
  CHECK(history.length(2) == 2);
  history.select_branch(0);
  CHECK(history.length(history.active_branch()) == 4);
  CHECK(history.position() == 2);
}

TEST_CASE("the transport finds steps of a kind") {
  History history = play({kWrite, kFlush, R"({"op": "query", "series": ["1"]})", kOther, kFlush,
                          kMerge, R"({"op": "release", "as": "x"})"});
  history.go_to(0);
  CHECK(history.find(StepKind::kMerge, false) == 6);
  CHECK(history.find(StepKind::kRefused, false) == 7);
  CHECK_FALSE(history.find(StepKind::kPanic, false));
  CHECK(history.find(StepKind::kCountToZero, false) == 2);
  history.go_to(4);
  CHECK(history.find(StepKind::kIntroduction, true) == 2);
}

TEST_CASE("the ledger tells who held a part, until it was gone") {
  History history = play(
      {kWrite, R"({"op": "hold", "as": "h"})", kFlush, kOther, R"({"op": "release", "as": "h"})"});
  const auto lines = history.ledger(0, 5, Counted::kPart, 1);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].entry.delta == 1);
  CHECK(describe(lines[0].entry.holder) == "snapshot 1");
  CHECK(lines[1].step == 5);
  CHECK(lines[1].entry.count == 0);

  const auto snapshot = history.ledger(0, 5, Counted::kSnapshot, 1);
  REQUIRE_FALSE(snapshot.empty());
  CHECK(snapshot.back().entry.count == 0);
  CHECK(describe(snapshot.back().entry.holder) == "h");
}

TEST_CASE("counts follow from the ledger, for every golden scenario") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const auto scenario = read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    const History history = History::of(*scenario);
    const size_t last = history.length(0);
    const World& world = history.at(0, last).world;
    if (world.dead) continue;
    for (const PartWrapper* part : world.all_wrappers()) {
      int32_t count = 0;
      for (const LedgerLine& line : history.ledger(0, last, Counted::kPart, part->number)) {
        count += line.entry.delta;
      }
      INFO("wrapper " << part->number);
      CHECK(count == part->ref);
    }
  }
}

TEST_CASE("the leak of open shows in the ledger, S8") {
  const History history = play({kWrite, kFlush, kOther, kFlush, R"({"op": "reopen"})", kMerge});
  const World& world = history.current().world;
  const PartWrapper* part = world.find_live(1);
  REQUIRE(part != nullptr);
  CHECK(part->ref == 2);
  CHECK(part->state == PartState::kRemoving);
  const auto lines = history.ledger(0, 6, Counted::kPart, 1);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].entry.holder.kind == HolderKind::kLoader);
}

TEST_CASE("sentences tell what a step did") {
  const History history =
      play({kWrite, kFlush, kOther, kFlush, R"({"op": "hold", "as": "q1"})", kMerge});
  CHECK(history.at(0, 1).summary == "epoch 0: write → 1, 1 element");
  CHECK(history.at(0, 6).summary ==
        "epoch 4: merge of 1, 2 → 3; parts 1, 2 each keep 1 reference: snapshot of epoch 3 (q1)");
}

TEST_CASE("memory grows with what changes, not with the state") {
  World world = new_world(Settings());
  const Event write = event_of(kWrite);
  for (int i = 0; i < 200; i++) world = step(world, write).world;
  const World after = step(world, write).world;
  const WorldChanges changes = compare(world, after);
  CHECK(changes.parts == std::vector<uint32_t>{201});
  CHECK(changes.snapshots.size() == 2);
  CHECK(unshared_bytes(world, after) < 6000);
  const World same = step(after, event_of(R"({"op": "query", "series": ["1"]})")).world;
  CHECK(compare(after, same).parts.empty());
  CHECK(compare(after, same).disk.empty());
}

TEST_CASE("100 000 recorded steps can be scrubbed") {
  // Parts come and go, so that the rows of all steps stay few.
  const auto sync = [](uint64_t id) {
    return event_of(R"({"op": "sync", "parts": [")" + std::to_string(id) + R"("]})");
  };
  const Event hold = event_of(R"({"op": "hold", "as": "h"})");
  const Event release = event_of(R"({"op": "release", "as": "h"})");
  const Event write = event_of(kWrite);
  const Event flush = event_of(kFlush);
  History history(new_world(Settings()));
  for (uint64_t id = 1; history.length(0) < 100'000; id++) {
    for (const Event& event : {write, hold, flush, release, sync(id)}) history.play(event);
  }
  REQUIRE(history.length(0) == 100'000);
  CHECK_FALSE(history.is_full());
  for (size_t step = 0; step <= 100'000; step += 997) {
    history.go_to(step);
    CHECK_FALSE(history.current().world.dead);
    CHECK(history.current().world.process == 1);
    CHECK(history.current().world.next_epoch ==
          step / 5 * 3 + std::min<size_t>(step % 5, 1) + (step % 5 >= 3 ? 1 : 0));
  }
  history.go_to(100'000);
  CHECK(history.find(StepKind::kCountToZero, true) == 99'999);
  CHECK_FALSE(history.find(StepKind::kPanic, true));
}

TEST_CASE("a history that takes too much plays nothing more") {
  History history(new_world(Settings()));
  for (int i = 1; i < 100 && !history.is_full(); i++) {
    history.play(event_of(R"({"op": "write_range", "series": ")" + std::to_string(i) +
                          R"(", "from": "1", "to": "400000", "data_prefix": "x"})"));
  }
  REQUIRE(history.is_full());
  const size_t length = history.length(0);
  CHECK(length > 2);
  CHECK(length < 100);
  history.play(event_of(kFlush));
  history.play_all(0, {event_of(kFlush)});
  CHECK_FALSE(history.extend(event_of(kFlush)));
  CHECK(history.length(0) == length);
  CHECK(history.branch_count() == 1);
}

}  // namespace
}  // namespace sidx::sim
