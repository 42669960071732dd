#include "core/sim/query_explain.h"

#include <catch_amalgamated.hpp>

#include "core/query/comparison.h"
#include "core/sim/scenario.h"
#include "core/sim/step.h"
#include "tests/support/golden_traces.h"

namespace sidx::sim {
namespace {

Scenario read(const std::string& steps, const std::string& header = "") {
  const auto scenario = read_scenario(
      R"({"format": "sidx-scenario/1", "title": "t", )" + header + R"("steps": [)" + steps + "]}",
      "test");
  REQUIRE(scenario.ok());
  return *scenario;
}

StepResult last_of(const Scenario& scenario) {
  StepResult result;
  result.world = new_world(scenario.settings());
  for (const Event& event : scenario.steps) result = step(result.world, event);
  return result;
}

std::vector<int64_t> keys_of(const StepResult& result) {
  REQUIRE(result.rows);
  std::vector<int64_t> keys;
  for (const auto& row : *result.rows) keys.push_back(row.key);
  return keys;
}

constexpr const char* kTwoParts = R"(
  {"op": "write", "elements": [{"series": "1", "key": 6, "data": "a"},
    {"series": "1", "key": 8, "data": "b"}, {"series": "1", "key": 10, "data": "c"}]},
  {"op": "write", "elements": [{"series": "1", "key": 5, "data": "d"},
    {"series": "1", "key": 7, "data": "e"}, {"series": "1", "key": 9, "data": "f"}]},)";

TEST_CASE("quota and instances of a query step, read and written") {
  const std::string query = R"({"op": "query", "series": ["1"], "order": "desc", "quota": "5000",
    "instances": [["1"], ["2", "3"]]})";
  const Scenario scenario = read(kTwoParts + query);
  CHECK(write_event(scenario.steps[2]) ==
        R"({"op":"query","series":["1"],"order":"desc","quota":"5000",)"
        R"("instances":[["1"],["2","3"]]})");
  CHECK(keys_of(last_of(scenario)) == std::vector<int64_t>{6, 8, 10, 5, 7, 9});
  CHECK(keys_of(last_of(read(kTwoParts + query, R"("fixes": ["S10b"], )"))) ==
        std::vector<int64_t>{10, 9, 8, 7, 6, 5});
  for (const char* wrong : {R"("instances": [])", R"("instances": [1])", R"("quota": "x")",
                            R"("quota": -1)", R"("instances": [["-1"]])"}) {
    INFO(wrong);
    CHECK_FALSE(
        read_event(R"({"op": "query", "series": ["1"], )" + std::string(wrong) + "}", "t").ok());
  }
}

TEST_CASE("S11 in a scenario: an error at the seed, an answer repaired") {
  const std::string query = R"({"op": "query", "series": ["1"], "quota": 60})";
  CHECK(last_of(read(kTwoParts + query)).outcome == Outcome::kError);
  CHECK(last_of(read(kTwoParts + query)).message ==
        "query: block scan quota exceeded: used 81 bytes, quota is 60 bytes");
  CHECK(keys_of(last_of(read(kTwoParts + query, R"("fixes": ["S11"], )"))).size() == 6);
}

TEST_CASE("a repaired replay shows what a query should have returned") {
  const char* name = "s09-query-loses-rows-while-merge-lands";
  const auto scenario = read_scenario(testing::golden_scenario_text(name), name);
  REQUIRE(scenario.ok());
  Settings repaired = scenario->settings();
  repaired.fixes = FixSet::all();
  World world = new_world(scenario->settings());
  size_t lost = 0;
  for (size_t i = 0; i < scenario->steps.size(); i++) {
    const Event& event = scenario->steps[i];
    if (const auto told = explain_step(world, event)) {
      RepairedReplay replay(
          new_world(repaired),
          {scenario->steps.begin(), scenario->steps.begin() + static_cast<std::ptrdiff_t>(i)});
      size_t slices = 1;
      while (replay.advance([] { return true; })) slices++;
      CHECK(slices == i);
      const auto right = explain_step(replay.world(), event);
      REQUIRE(right);
      lost += query::compare_answers(told->outcome.rows, right->outcome.rows, false).lost.size();
    }
    world = step(world, event).world;
  }
  CHECK(lost > 0);
}

TEST_CASE("what is no query, or is refused, has no explanation") {
  const Scenario scenario = read(kTwoParts + std::string(R"({"op": "flush"})"));
  const World empty = new_world(scenario.settings());
  const World world = last_of(scenario).world;
  CHECK_FALSE(explain_step(world, scenario.steps[2]));
  query::QueryRequest request;
  CHECK_FALSE(explain_request(world, request));
  request.series_ids = {1};
  CHECK_FALSE(explain_request(empty, request));
  const auto told = explain_request(world, request);
  REQUIRE(told);
  CHECK(told->parts.size() == 2);
  CHECK(told->parts[0].directory == "0000000000000001");
  Event run;
  run.op = Op::kQueryRun;
  run.as = "nobody";
  CHECK(request_of(world, run) == nullptr);
}

}  // namespace
}  // namespace sidx::sim
