#include "core/sim/enabled.h"

#include <catch_amalgamated.hpp>

#include "tests/support/random_scenario.h"

namespace sidx::sim {
namespace {

using testing::event_of;

World play(const std::vector<std::string>& steps) {
  World world = new_world(Settings());
  for (const std::string& text : steps) world = step(world, event_of(text)).world;
  return world;
}

Command find(const World& world, const std::string& label) {
  for (const Command& command : possible_commands(world)) {
    if (command.label == label) return command;
  }
  FAIL("no command " << label);
  return {};
}

const char* kWrite = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";

TEST_CASE("an empty instance can only be written to") {
  const World world = play({});
  CHECK(find(world, "write").enabled);
  CHECK(find(world, "flush").reason == "there is no mem part");
  CHECK(find(world, "merge").reason == "a merge needs two active file parts, there are 0");
  CHECK_FALSE(find(world, "hold h1").enabled);
  CHECK(find(world, "sync").enabled);
  CHECK(find(world, "sync").reason == "the engine panics: there is no snapshot");
}

TEST_CASE("what was begun can be continued, under names that are free") {
  const World world = play({kWrite, R"({"op": "flush_begin", "as": "f1"})",
                            R"({"op": "query_begin", "as": "q1", "series": ["1"]})"});
  CHECK(find(world, "introduce f1").enabled);
  CHECK(find(world, "query_run q1").enabled);
  CHECK(find(world, "query_end q1").enabled);
  CHECK(find(world, "flush_begin f2").enabled);
  CHECK(find(world, "flush").reason == "the engine panics: directory 0000000000000001 exists");
}

TEST_CASE("nothing is possible after a panic") {
  const World world = play({kWrite, R"({"op": "flush_begin", "as": "f1"})", R"({"op": "flush"})"});
  REQUIRE(world.dead);
  for (const Command& command : possible_commands(world)) {
    CHECK_FALSE(command.enabled);
    CHECK(command.reason == "the process is dead");
  }
}

TEST_CASE("an enabled command without a warning is never refused and never panics") {
  testing::Random random(3);
  for (int round = 0; round < 100; round++) {
    World world = new_world(Settings());
    int serial = 0;
    for (int i = 0; i < 30 && !world.dead; i++) {
      for (const Command& command : possible_commands(world)) {
        if (!command.enabled || !command.reason.empty() || command.needs_input) continue;
        Event event;
        event.op = command.op;
        event.as = command.as;
        const StepResult result = step(world, event);
        INFO(command.label << ": " << result.message);
        // What the merged columns hold can still kill a merge; these scenarios have no such tags.
        CHECK((result.outcome == Outcome::kOk || command.op == Op::kReopen));
      }
      world = step(world, testing::random_event(world, random, testing::Menu{}, serial)).world;
    }
  }
}

}  // namespace
}  // namespace sidx::sim
