#include "core/sim/invariants.h"

#include <catch_amalgamated.hpp>
#include <map>
#include <set>

#include "core/sim/trace.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenarios.h"

namespace sidx::sim {
namespace {

using testing::event_of;
using testing::Menu;
using testing::Random;
using testing::random_event;

Settings settings_of(bool repaired) {
  Settings settings;
  if (repaired) settings.fixes = FixSet::all();
  return settings;
}

/// What was played, to read and to look at.
std::string told(const std::vector<Event>& events, bool repaired) {
  Scenario scenario;
  scenario.title = "A random scenario";
  scenario.fixed = repaired;
  scenario.steps = events;
  std::string text;
  for (const Event& event : events) text += write_event(event) + ",\n";
  return text + testing::app_link(scenario, events.size()) + "\n";
}

void report(const std::vector<Event>& events, bool repaired,
            const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) {
    FAIL_CHECK(told(events, repaired) << violation.invariant->id << ": " << violation.witness);
  }
}

void play_random(uint64_t seed, bool repaired, const Menu& menu) {
  Random random(seed);
  World world = new_world(settings_of(repaired));
  std::vector<Event> events;
  int serial = 0;
  for (int i = 0; i < 60 && !world.dead; i++) {
    events.push_back(random_event(world, random, menu, serial));
    world = step(world, events.back()).world;
    const auto violations = check_invariants(world, repaired);
    report(events, repaired, violations);
    if (!violations.empty()) return;
  }
  if (repaired && !menu.faults) {
    INFO("seed " << seed);
    CHECK_FALSE(world.dead);
  }
}

TEST_CASE("the seed keeps its invariants in random scenarios") {
  for (uint64_t seed = 1; seed <= 150; seed++) play_random(seed, false, Menu{});
}

TEST_CASE("the repaired engine keeps all invariants in random scenarios") {
  for (uint64_t seed = 1; seed <= 150; seed++) play_random(seed, true, Menu{});
}

TEST_CASE("faults on the directory break nothing of ours") {
  Menu menu;
  menu.faults = true;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    Random random(seed);
    for (const bool repaired : {false, true}) {
      World world = new_world(settings_of(repaired));
      int serial = 0;
      for (int i = 0; i < 60 && !world.dead; i++) {
        const Event event = random_event(world, random, menu, serial);
        const StepResult result = step(world, event);
        write_state(0, event, result);
        world = result.world;
      }
    }
  }
}

/// What must be in the instance: the data of every part of the current snapshot.
class NaiveModel {
 public:
  void play(const World& before, const Event& event, const World& after) {
    if (event.op == Op::kWrite) {
      std::multiset<std::string>& part = parts_[after.current_part_id];
      for (size_t row = 0; row < event.write->batch.size(); row++) {
        part.insert(std::string(event.write->batch.data(row)));
      }
      return;
    }
    if (event.op == Op::kSync) {
      for (const uint64_t id : event.part_ids) parts_.erase(id);
      return;
    }
    if (event.op == Op::kReopen) return;  // Nothing is lost with S33 repaired.
    // What an introduction of a merge takes away comes back in the part it brings.
    const std::set<uint64_t> old_ids = ids_of(before);
    const std::set<uint64_t> new_ids = ids_of(after);
    std::multiset<std::string> moved;
    for (const uint64_t id : old_ids) {
      if (new_ids.count(id) > 0) continue;
      moved.merge(parts_[id]);
      parts_.erase(id);
    }
    if (moved.empty()) return;
    for (const uint64_t id : new_ids) {
      if (old_ids.count(id) == 0) parts_[id].merge(moved);
    }
  }

  std::multiset<std::string> elements() const {
    std::multiset<std::string> all;
    for (const auto& [id, part] : parts_) all.insert(part.begin(), part.end());
    return all;
  }

 private:
  static std::set<uint64_t> ids_of(const World& world) {
    std::set<uint64_t> ids;
    if (const Snapshot* snapshot = world.current_snapshot()) {
      for (const uint32_t number : *snapshot->parts) {
        ids.insert(world.find_live(number)->part_id);
      }
    }
    return ids;
  }
  std::map<uint64_t, std::multiset<std::string>> parts_;
};

std::multiset<std::string> queried(const World& world) {
  const StepResult result = step(world, event_of(R"({"op": "query", "series": ["1", "2", "3"]})"));
  REQUIRE(result.outcome == Outcome::kOk);
  std::multiset<std::string> data;
  for (const query::QueryRow& row : *result.rows) data.insert(row.data);
  return data;
}

TEST_CASE("repaired, every element that must be there is there, once") {
  for (uint64_t seed = 1; seed <= 200; seed++) {
    INFO("seed " << seed);
    Random random(seed);
    World world = new_world(settings_of(true));
    NaiveModel model;
    int serial = 0;
    std::vector<Event> played;
    for (int i = 0; i < 50; i++) {
      const Event event = random_event(world, random, Menu{}, serial);
      played.push_back(event);
      const World after = step(world, event).world;
      model.play(world, event, after);
      world = after;
      if (queried(world) != model.elements()) {
        FAIL_CHECK(told(played, true) << "elements differ from the model");
        break;
      }
    }
  }
}

TEST_CASE("repaired, queries equal a naive filter and sort") {
  for (uint64_t seed = 1; seed <= 100; seed++) {
    INFO("seed " << seed);
    Random random(seed);
    World world = new_world(settings_of(true));
    int serial = 0;
    std::multimap<int64_t, std::string> model;
    Menu menu;
    menu.sync = false;
    for (int i = 0; i < 40; i++) {
      const Event event = random_event(world, random, menu, serial);
      if (event.op == Op::kWrite) {
        const part::ElementBatch& batch = event.write->batch;
        for (size_t row = 0; row < batch.size(); row++) {
          if (batch.series_id(row) != 2) model.emplace(batch.key(row), batch.data(row));
        }
      }
      world = step(world, event).world;
    }
    for (const bool descending : {false, true}) {
      const StepResult result = step(
          world, event_of(std::string(R"({"op": "query", "series": ["3", "1"], "min": "0", )") +
                          R"("max": "20", "order": ")" + (descending ? "desc" : "asc") + "\"}"));
      std::multimap<int64_t, std::string> found;
      bool sorted = true;
      for (const query::QueryRow& row : *result.rows) {
        if (!found.empty()) {
          sorted = sorted && (descending ? row.key <= found.begin()->first
                                         : row.key >= found.rbegin()->first);
        }
        found.emplace(row.key, row.data);
      }
      CHECK(sorted);
      std::multiset<std::pair<int64_t, std::string>> expected;
      for (const auto& item : model) {
        if (item.first >= 0 && item.first <= 20) expected.insert(item);
      }
      CHECK(std::multiset<std::pair<int64_t, std::string>>(found.begin(), found.end()) == expected);
    }
  }
}

}  // namespace
}  // namespace sidx::sim
