#include "core/search/monitor.h"

#include <catch_amalgamated.hpp>

#include "core/search/reopen_check.h"
#include "core/search/shrink.h"
#include "core/search/structure_check.h"
#include "core/sim/invariants.h"
#include "tests/support/random_scenario.h"

namespace sidx::search {
namespace {

using sim::Event;
using sim::Fix;
using sim::FixSet;
using sim::Settings;
using sim::StepResult;
using sim::World;
using testing::event_of;
using testing::Menu;
using testing::Random;

Settings settings_of(FixSet fixes) {
  Settings settings;
  settings.fixes = fixes;
  return settings;
}

FixSet all_but(std::initializer_list<Fix> left_out) {
  FixSet fixes = FixSet::all();
  for (const Fix fix : left_out) fixes.remove(fix);
  return fixes;
}

std::vector<Event> events_of(std::initializer_list<const char*> steps) {
  std::vector<Event> events;
  for (const char* step : steps) events.push_back(event_of(step));
  return events;
}

constexpr const char* kWriteA =
    R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
constexpr const char* kWriteB =
    R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"}]})";
constexpr const char* kFlush = R"({"op": "flush"})";
constexpr const char* kMerge = R"({"op": "merge"})";
constexpr const char* kReopen = R"({"op": "reopen"})";
constexpr const char* kQuery = R"({"op": "query", "series": ["1", "2"]})";

/// The rule that these steps break first, and at which step; empty if none.
std::string broken_by(const std::vector<Event>& events, FixSet fixes) {
  const Replay played = replay(settings_of(fixes), events, RuleSet::all());
  if (!played.violation) return "";
  return std::to_string(played.played) + " " + std::string(all_rules()[played.violation->rule].id);
}

TEST_CASE("repaired, random scenarios break no rule") {
  for (uint64_t seed = 1; seed <= 300; seed++) {
    Random random(seed);
    World world = sim::new_world(settings_of(FixSet::all()));
    Monitor monitor(world, RuleSet::all());
    int serial = 0;
    std::string played;
    for (int i = 0; i < 60; i++) {
      const Event event = testing::random_event(world, random, Menu{}, serial);
      played += write_event(event) + ",\n";
      monitor.before(world, event);
      StepResult result = sim::step(world, event);
      const auto violation = monitor.after(event, result);
      if (violation) {
        FAIL_CHECK(played << all_rules()[violation->rule].id << ": " << violation->witness);
        break;
      }
      world = std::move(result.world);
    }
  }
}

TEST_CASE("the seed keeps the rules that say so, in random scenarios") {
  for (uint64_t seed = 1; seed <= 150; seed++) {
    Random random(seed);
    World world = sim::new_world(settings_of(FixSet()));
    Monitor monitor(world, RuleSet::kept_by(false));
    int serial = 0;
    for (int i = 0; i < 60 && !world.dead; i++) {
      const Event event = testing::random_event(world, random, Menu{}, serial);
      monitor.before(world, event);
      StepResult result = sim::step(world, event);
      const auto violation = monitor.after(event, result);
      if (violation) {
        FAIL_CHECK(seed << " " << all_rules()[violation->rule].id << ": " << violation->witness);
        break;
      }
      world = std::move(result.world);
    }
  }
}

TEST_CASE("the quick checks agree with the plain ones") {
  Menu faults;
  faults.faults = true;
  for (const Menu& menu : {Menu{}, faults}) {
    for (uint64_t seed = 1; seed <= 60; seed++) {
      Random random(seed);
      World world = sim::new_world(settings_of(FixSet()));
      StructureCheck quick;
      int serial = 0;
      for (int i = 0; i < 60 && !world.dead; i++) {
        world = sim::step(world, testing::random_event(world, random, menu, serial)).world;
        if (world.dead) break;
        uint64_t expected = 0;
        for (size_t rule = 0; rule < sim::all_invariants().size(); rule++) {
          if (!sim::all_invariants()[rule].check(world).empty()) expected |= uint64_t{1} << rule;
        }
        INFO("seed " << seed << ", step " << i);
        REQUIRE(quick.violated(world) == expected);
      }
    }
  }
}

TEST_CASE("what a crash loses is what the next process does not find") {
  size_t lost = 0;
  for (uint64_t seed = 1; seed <= 80; seed++) {
    Random random(seed);
    World world = sim::new_world(settings_of(FixSet()));
    int serial = 0;
    for (int i = 0; i < 40 && !world.dead; i++) {
      world = sim::step(world, testing::random_event(world, random, Menu{}, serial)).world;
      if (world.dead) break;
      part::RowSum durable;
      if (const sim::Snapshot* snapshot = world.current_snapshot()) {
        for (const uint32_t number : *snapshot->parts) {
          const sim::PartWrapper* part = world.find_live(number);
          if (part->kind == sim::PartKind::kFile) durable += part->content->row_sum();
        }
      }
      const StepResult next = sim::open_directory(*world.settings, sim::files_of(world));
      part::RowSum found;
      if (const sim::Snapshot* snapshot = next.world.current_snapshot()) {
        for (const uint32_t number : *snapshot->parts) {
          found += next.world.find_live(number)->content->row_sum();
        }
      }
      INFO("seed " << seed << ", step " << i);
      const bool loses = !lost_by_a_crash(world).empty();
      lost += loses;
      // A file part may come back that has left the snapshot; what is durable may not go.
      if (!loses) CHECK(found.count >= durable.count);
      if (found == durable) CHECK_FALSE(loses);
    }
  }
  CHECK(lost > 0);
}

struct Case {
  const char* name;
  std::vector<Event> steps;
  FixSet fixes;
  std::string broken;
};

TEST_CASE("each rule is broken by what it is about") {
  const std::vector<Case> cases{
      {"S2", events_of({kWriteA, kFlush, kWriteB, kFlush, kMerge}), FixSet(),
       "5 reopen-keeps-durable"},
      {"S33", events_of({kWriteA, kReopen}), FixSet(), "2 close-keeps-writes"},
      {"S9",
       events_of({kWriteA, kFlush, kWriteB, kFlush,
                  R"({"op": "query_begin", "as": "q", "series": ["1"]})", kMerge,
                  R"({"op": "query_run", "as": "q"})"}),
       all_but({Fix::kS9}), "7 queries-are-complete"},
      {"S1",
       events_of({R"({"op": "write", "elements": [{"series": "1", "key": "5", "data": "a"},
                      {"series": "2", "key": "1", "data": "b"}]})",
                  R"({"op": "query", "series": ["1", "2"], "min": "2"})"}),
       all_but({Fix::kS1}), "2 queries-are-complete"},
      {"S14",
       events_of({R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a",
                      "tags": {"dur": 5}}]})",
                  R"({"op": "query", "series": ["1"], "filter": {"eq": ["dur", 5]}})"}),
       all_but({Fix::kS14}), "2 pruning-keeps-matches"},
      {"S3: merged parts share ID 0",
       events_of({kWriteA, kWriteB, R"({"op": "merge_mem"})", kWriteA, kWriteB,
                  R"({"op": "merge_mem"})"}),
       all_but({Fix::kS2, Fix::kS3}), "3 reopen-keeps-durable"},
      {"R3",
       events_of({kWriteA, kWriteB, R"({"op": "merge_mem_begin", "as": "m"})",
                  R"({"op": "sync", "parts": ["2"]})", R"({"op": "introduce", "as": "m"})"}),
       all_but({Fix::kR3}), "5 elements-come-once"},
      {"R5", events_of({R"({"op": "sync", "parts": ["1"]})"}), FixSet(), "1 no-panic"},
      {"S6: a directory without a snapshot file",
       events_of({kWriteA, kFlush, R"({"op": "remove_file", "path": "0000000000000001.snp"})",
                  kReopen, kWriteB, kFlush}),
       all_but({Fix::kS6}), "4 directories-have-owners"},
      {"a query that is right", events_of({kWriteA, kFlush, kQuery, kWriteB, kQuery}), FixSet(),
       ""},
  };
  for (const Case& each : cases) {
    INFO(each.name);
    CHECK(broken_by(each.steps, each.fixes) == each.broken);
    CHECK(broken_by(each.steps, FixSet::all()) == "");
  }
}

TEST_CASE("rows out of order and rows that come twice") {
  const Event query = event_of(kQuery);
  World world = sim::new_world(settings_of(FixSet::all()));
  Monitor monitor(world, RuleSet::all());
  for (const Event& event : events_of({kWriteA, kWriteB})) {
    monitor.before(world, event);
    StepResult result = sim::step(world, event);
    REQUIRE_FALSE(monitor.after(event, result));
    world = std::move(result.world);
  }
  const StepResult right = sim::step(world, query);
  REQUIRE(right.rows->size() == 2);
  monitor.before(world, query);
  CHECK_FALSE(monitor.after(query, right));
  StepResult reversed = right;
  std::swap((*reversed.rows)[0], (*reversed.rows)[1]);
  REQUIRE(monitor.after(query, reversed));
  CHECK(monitor.after(query, reversed)->rule == history_rules().queries_are_ordered);
  StepResult twice = right;
  twice.rows->push_back(twice.rows->back());
  REQUIRE(monitor.after(query, twice));
  CHECK(monitor.after(query, twice)->witness == "returned: 1/2:b");
}

}  // namespace
}  // namespace sidx::search
