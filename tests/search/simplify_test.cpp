#include "core/search/simplify.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <functional>

#include "core/search/shrink.h"
#include "tests/support/random_scenario.h"

namespace sidx::search {
namespace {

using sim::Event;
using testing::event_of;

Steps steps_of(std::initializer_list<const char*> texts) {
  Steps steps;
  for (const char* text : texts) steps.push_back(event_of(text));
  return steps;
}

/// Takes every candidate that is good, until none is left.
Steps simplest(size_t kind, Steps steps, const std::function<bool(const Steps&)>& is_good) {
  const auto simplifier = make_simplifier(kind, steps);
  while (auto candidate = simplifier->next()) {
    if (!is_good(*candidate)) continue;
    steps = *std::move(candidate);
    simplifier->take(steps);
  }
  return steps;
}

size_t count_op(const Steps& steps, sim::Op op) {
  return static_cast<size_t>(
      std::count_if(steps.begin(), steps.end(), [&](const Event& step) { return step.op == op; }));
}

TEST_CASE("steps that do not matter are left out") {
  Steps steps;
  for (int i = 0; i < 20; i++) {
    steps.push_back(event_of(i == 3 || i == 17 ? R"({"op": "merge"})" : R"({"op": "flush"})"));
  }
  const Steps left =
      simplest(0, steps, [](const Steps& some) { return count_op(some, sim::Op::kMerge) == 2; });
  CHECK(left.size() == 2);
}

TEST_CASE("begun operations become whole ones where that will do") {
  const Steps steps = steps_of(
      {R"({"op": "flush_begin", "as": "f"})", R"({"op": "merge"})",
       R"({"op": "introduce", "as": "f"})", R"({"op": "query_begin", "as": "q", "series": ["1"]})",
       R"({"op": "query_run", "as": "q"})", R"({"op": "query_end", "as": "q"})"});
  const Steps left = simplest(1, steps, [](const Steps&) { return true; });
  REQUIRE(left.size() == 3);
  CHECK(left[0].op == sim::Op::kFlush);
  CHECK(left[1].op == sim::Op::kMerge);
  CHECK(left[2].op == sim::Op::kQuery);
  CHECK(left[2].as.empty());
  CHECK(left[2].request->series_ids == std::vector<uint64_t>{1});
}

TEST_CASE("continuations move to what they continue") {
  const Steps steps =
      steps_of({R"({"op": "flush_begin", "as": "f"})", R"({"op": "merge_begin", "as": "m"})",
                R"({"op": "introduce", "as": "f"})", R"({"op": "introduce", "as": "m"})"});
  CHECK(count_switches(steps) == 3);
  const Steps left = simplest(2, steps, [](const Steps&) { return true; });
  CHECK(left.size() == 4);
  CHECK(count_switches(left) == 1);
}

TEST_CASE("data becomes less, one thing at a time") {
  const Steps steps =
      steps_of({R"({"op": "write", "elements": [
          {"series": "3", "key": "7", "data": "x", "tags": {"svc": "a"}},
          {"series": "4", "key": "8", "data": "keep"}, {"series": "5", "key": "9", "data": "z"}]})",
                R"({"op": "query", "series": ["3", "4"], "min": "1", "max": "9", "order": "desc",
           "limit": 2, "filter": {"eq": ["svc", "a"]}})",
                R"({"op": "sync", "parts": ["1", "2", "3"]})"});
  const Steps left = simplest(3, steps, [](const Steps& some) {
    const part::ElementBatch& batch = some[0].write->batch;
    const auto& ids = some[2].part_ids;
    bool kept = false;
    for (size_t row = 0; row < batch.size(); row++) kept = kept || batch.data(row) == "keep";
    return kept && std::find(ids.begin(), ids.end(), 2) != ids.end();
  });
  CHECK(left[0].write->batch.size() == 1);
  CHECK(left[0].write->batch.columns().empty());
  CHECK(left[2].part_ids == std::vector<uint64_t>{2});
  const query::QueryRequest& request = *left[1].request;
  CHECK(request.series_ids.size() == 1);
  CHECK_FALSE(request.filter);
  CHECK_FALSE(request.key_min);
  CHECK_FALSE(request.key_max);
  CHECK_FALSE(request.descending);
  CHECK(request.limit == 0);

  const Steps named = simplest(4, left, [](const Steps&) { return true; });
  CHECK(named[0].write->batch.data(0) == "a");
  CHECK(named[0].write->batch.key(0) == 1);
  CHECK(named[0].write->batch.series_id(0) <= 2);
}

TEST_CASE("what breaks a rule in many steps breaks it in few") {
  Steps steps;
  sim::Settings settings;
  settings.fixes = sim::FixSet::all();
  settings.fixes.remove(sim::Fix::kS2);
  for (int i = 0; i < 12; i++) {
    steps.push_back(event_of(R"({"op": "write", "elements": [
        {"series": "7", "key": "70", "data": "many"},
        {"series": "8", "key": "-3", "data": "x"}]})"));
    steps.push_back(event_of(R"({"op": "hold", "as": "h"})"));
    steps.push_back(event_of(R"({"op": "release", "as": "h"})"));
  }
  steps.push_back(event_of(R"({"op": "merge_mem_begin", "as": "m"})"));
  steps.push_back(event_of(R"({"op": "query", "series": ["7"]})"));
  steps.push_back(event_of(R"({"op": "introduce", "as": "m"})"));
  const Replay played = replay(settings, steps, RuleSet::all());
  REQUIRE(played.violation);
  Shrinker shrinker(settings, {steps, *played.violation});
  while (!shrinker.done()) shrinker.advance(50);
  CHECK(shrinker.best().steps.size() == 3);
  CHECK(shrinker.best().violation.rule == played.violation->rule);
  CHECK(shrinker.best().steps[2].op == sim::Op::kMergeMem);
  CHECK(repairs_of(settings, shrinker.best()) == std::vector<sim::Fix>{sim::Fix::kS2});
}

}  // namespace
}  // namespace sidx::search
