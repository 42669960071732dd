#include "core/search/search.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

#include "core/search/search_json.h"
#include "core/search/world_hash.h"
#include "tests/support/random_scenario.h"

namespace sidx::search {
namespace {

using sim::Fix;
using testing::event_of;

RuleSet only(std::string_view id) {
  RuleSet rules;
  rules.add(*find_rule(id));
  return rules;
}

/// The seed with all repairs but these.
SearchRequest all_but(const std::vector<Fix>& left_out) {
  SearchRequest request;
  sim::FixSet fixes = sim::FixSet::all();
  for (const Fix fix : left_out) fixes.remove(fix);
  for (const sim::FixText& text : sim::all_fixes()) {
    if (fixes.has(text.fix)) request.scenario.fixes.push_back(text.fix);
  }
  request.steps_max = 100'000;
  return request;
}

void run(Search& search, uint64_t slice = 1000) {
  while (!search.done()) search.advance(slice);
}

std::vector<std::string> ops_of(const sim::Scenario& scenario) {
  std::vector<std::string> ops;
  for (const sim::Event& event : scenario.steps) ops.emplace_back(name_of(event.op));
  return ops;
}

std::string fix_id(Fix fix) { return std::string(sim::all_fixes()[static_cast<size_t>(fix)].id); }

struct Hunt {
  const char* name;
  std::vector<Fix> left_out;
  RuleSet rules;
  std::string rule;
  size_t length;      // of what `random` finds, shrunk
  size_t pct_length;  // a shorter way may need other operations, which shrinking does not bring in
};

/// Each strategy finds each of these from the whole menu, without hints.
void hunt(Strategy strategy, const Hunt& wanted) {
  INFO(wanted.name << " with " << name_of(strategy));
  SearchRequest request = all_but(wanted.left_out);
  request.explorer.strategy = strategy;
  request.rules = wanted.rules;
  Search search(std::move(request));
  run(search);
  REQUIRE(search.result());
  const SearchResult& result = *search.result();
  CHECK(all_rules()[result.rule].id == wanted.rule);
  CHECK(result.scenario.steps.size() ==
        (strategy == Strategy::kPct ? wanted.pct_length : wanted.length));
  CHECK(result.found_length >= result.scenario.steps.size());
  CHECK(std::find(result.repairs.begin(), result.repairs.end(), wanted.left_out.front()) !=
        result.repairs.end());
  CHECK(result.sentences.size() == result.scenario.steps.size() + 2);
}

TEST_CASE("searches find the bugs of the catalogue and shrink them") {
  const std::vector<Hunt> hunts{
      {"S2", {Fix::kS2}, RuleSet::all(), "reopen-keeps-durable", 3, 3},
      {"S4", {Fix::kS4}, RuleSet::all(), "reopen-keeps-durable", 4, 4},
      {"S5", {Fix::kS5}, RuleSet::all(), "snapshot-files-have-owners", 3, 3},
      {"S9", {Fix::kS9}, RuleSet::all(), "queries-are-complete", 5, 4},
      {"the flush that a merge overtakes", {Fix::kR1}, RuleSet::all(), "nothing-leaks", 5, 5},
      {"a stale snapshot file takes over",
       {Fix::kS5},
       only("reopen-keeps-durable"),
       "reopen-keeps-durable",
       6,
       6},
  };
  for (const Hunt& wanted : hunts) {
    for (const Strategy strategy : {Strategy::kRandom, Strategy::kPct}) hunt(strategy, wanted);
  }
}

TEST_CASE("the seed is searched bug by bug, each under the repairs of those before") {
  SearchRequest request;
  request.steps_max = 20'000;
  std::vector<std::string> found;
  for (;;) {
    Search search(request);
    run(search, 100'000);
    if (!search.result()) break;
    const auto repair = next_repair(*search.result());
    REQUIRE(repair);
    found.push_back(fix_id(*repair));
    request.scenario.fixes.push_back(*repair);
    REQUIRE(found.size() < 30);
  }
  for (const char* id : {"S2", "S4", "S5", "S8", "S9", "S14", "S33", "R1", "R3", "R4", "R5"}) {
    INFO(id);
    CHECK(std::find(found.begin(), found.end(), id) != found.end());
  }
}

TEST_CASE("the flush that a merge overtakes is a race") {
  SearchRequest request = all_but({Fix::kR1});
  request.menu.remove(MenuItem::kSync);
  Search search(std::move(request));
  run(search);
  REQUIRE(search.result());
  CHECK(search.result()->repairs == std::vector<Fix>{Fix::kR1});
  const std::vector<std::string> ops = ops_of(search.result()->scenario);
  CHECK(std::count(ops.begin(), ops.end(), "flush_begin") == 1);
  CHECK(std::count(ops.begin(), ops.end(), "merge_mem") == 1);
  CHECK(ops.back() == "introduce");
}

TEST_CASE("the exhaustive search finds the shortest way first, or that there is none") {
  SearchRequest request = all_but({Fix::kS2});
  request.explorer.strategy = Strategy::kExhaustive;
  request.explorer.depth = 4;
  Search search(std::move(request));
  run(search);
  REQUIRE(search.result());
  CHECK(search.result()->found_length == 3);
  CHECK(ops_of(search.result()->scenario) ==
        std::vector<std::string>{"write", "write", "merge_mem"});

  SearchRequest repaired = all_but({});
  repaired.explorer.strategy = Strategy::kExhaustive;
  repaired.explorer.depth = 3;
  Search nothing(std::move(repaired));
  run(nothing);
  CHECK_FALSE(nothing.result());
  CHECK(nothing.tried_everything());
  CHECK(nothing.progress().explored.depth == 3);
}

TEST_CASE("slices change nothing, and neither does running again") {
  for (const Strategy strategy : {Strategy::kRandom, Strategy::kPct, Strategy::kExhaustive}) {
    SearchRequest request = all_but({Fix::kR3});
    request.explorer.strategy = strategy;
    request.explorer.depth = strategy == Strategy::kExhaustive ? 6 : 0;
    std::vector<std::string> results;
    for (const uint64_t slice : {uint64_t{7}, uint64_t{1000}, uint64_t{1'000'000}}) {
      Search search(request);
      run(search, slice);
      results.push_back(write_result(search) + write_progress(search.progress()));
    }
    CHECK(results[0] == results[1]);
    CHECK(results[0] == results[2]);
    CHECK(results[0].find("\"R3\"") != std::string::npos);
  }
}

TEST_CASE("a scenario's own steps come first, and may be what breaks a rule") {
  SearchRequest request = all_but({Fix::kS2});
  for (const char* step :
       {R"({"op": "write", "elements": [{"series": "5", "key": "70", "data": "x"}]})",
        R"({"op": "flush"})",
        R"({"op": "write", "elements": [{"series": "5", "key": "71", "data": "y"}]})",
        R"({"op": "flush"})"}) {
    request.scenario.steps.push_back(event_of(step));
  }
  SECTION("they do not") {
    Search search(request);
    CHECK_FALSE(search.done());
    run(search);
    REQUIRE(search.result());
    CHECK(search.result()->found_length > 4);
  }
  SECTION("they do") {
    request.scenario.steps.push_back(event_of(R"({"op": "merge"})"));
    request.scenario.steps.push_back(event_of(R"({"op": "blocks"})"));
    Search search(request);
    run(search);
    REQUIRE(search.result());
    CHECK(search.result()->found_length == 5);
    CHECK(search.progress().explored.steps == 0);
    CHECK(search.result()->repairs == std::vector<Fix>{Fix::kS2});
    // Series and keys are small in the end.
    CHECK(search.result()->witness == "the next process does not find 1/1:a, 1/2:b");
  }
}

TEST_CASE("operations that are not on the menu are never played") {
  SearchRequest request = all_but({});
  request.menu = Menu();
  for (const MenuItem item : {MenuItem::kWrite, MenuItem::kFlush, MenuItem::kMergeSplit}) {
    request.menu.add(item);
  }
  request.steps_max = 2000;
  Search search(std::move(request));
  run(search);
  for (int op = 0; op < sim::kOpCount; op++) {
    const OpCount& count = search.progress().explored.coverage[static_cast<size_t>(op)];
    const std::string name(name_of(static_cast<sim::Op>(op)));
    INFO(name);
    const bool wanted =
        name == "write" || name == "flush" || name == "merge_begin" || name == "introduce";
    CHECK((count.played > 0) == wanted);
    CHECK(count.played <= count.enabled);
  }
}

TEST_CASE("an empty menu has nothing to try") {
  for (const Strategy strategy : {Strategy::kRandom, Strategy::kExhaustive}) {
    SearchRequest request;
    request.menu = Menu();
    request.explorer.strategy = strategy;
    request.explorer.depth = 3;
    Search search(std::move(request));
    run(search);
    CHECK_FALSE(search.result());
    CHECK(search.tried_everything());
  }
}

TEST_CASE("the result is a scenario that breaks the rule at its last step") {
  SearchRequest request = all_but({Fix::kS4});
  Search search(std::move(request));
  run(search);
  REQUIRE(search.result());
  const auto read = sim::read_scenario(write_scenario(search.result()->scenario), "result");
  REQUIRE(read.ok());
  const Replay played = replay(read->settings(), read->steps, RuleSet::all());
  REQUIRE(played.violation);
  CHECK(played.violation->rule == search.result()->rule);
  CHECK(played.played == read->steps.size());
  REQUIRE(read->extra.size() == 1);
  CHECK(read->extra[0].first == "watch_for");
}

TEST_CASE("a request survives being written and read") {
  SearchRequest request = all_but({Fix::kS2});
  request.menu.remove(MenuItem::kReopen);
  request.explorer = {Strategy::kPct, UINT64_MAX, 17};
  request.steps_max = 12345;
  request.rules.remove(2);
  request.scenario.workers = 2;
  const std::string text = write_request(request);
  const auto read = read_request(text, "request");
  REQUIRE(read.ok());
  CHECK(write_request(*read) == text);
  CHECK(read->explorer.seed == UINT64_MAX);
  CHECK(read->explorer.strategy == Strategy::kPct);
  CHECK_FALSE(read->menu.has(MenuItem::kReopen));
  CHECK(read->rules == request.rules);
}

TEST_CASE("requests that are none are refused, and told where") {
  const std::string scenario =
      R"("scenario": {"format": "sidx-scenario/1", "title": "t", "profile": "seed", "steps": []})";
  const auto refused = [](const std::string& text) {
    const auto read = read_request(text, "request");
    return read.ok() ? std::string("read") : read.error().field;
  };
  CHECK(refused("{" + scenario + "}") == "read");
  CHECK(refused("[]") == "document");
  CHECK(refused(R"({"scenario": 1})") != "read");
  CHECK(refused("{" + scenario + R"(, "menu": ["fly"]})") == "menu");
  CHECK(refused("{" + scenario + R"(, "menu": 3})") == "menu");
  CHECK(refused("{" + scenario + R"(, "rules": ["none"]})") == "rules");
  CHECK(refused("{" + scenario + R"(, "strategy": "luck"})") == "strategy");
  CHECK(refused("{" + scenario + R"(, "seed": -1})") == "seed");
  CHECK(refused("{" + scenario + R"(, "seed": "12x"})") == "seed");
  CHECK(refused("{" + scenario + R"(, "depth": 1001})") == "depth");
}

TEST_CASE("worlds that go on in the same way have the same hash") {
  const auto play = [](std::initializer_list<const char*> steps) {
    sim::World world = sim::new_world({});
    for (const char* step : steps) world = sim::step(world, event_of(step)).world;
    return world_hash(world);
  };
  constexpr const char* kWrite =
      R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
  constexpr const char* kOther =
      R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "b"}]})";
  constexpr const char* kQuery = R"({"op": "query", "series": ["1"]})";
  constexpr const char* kHold = R"({"op": "hold", "as": "h"})";
  constexpr const char* kRelease = R"({"op": "release", "as": "h"})";
  CHECK(play({kWrite}) == play({kWrite, kQuery, kHold, kRelease}));
  CHECK(play({kWrite}) != play({kOther}));
  CHECK(play({kWrite}) != play({kWrite, kHold}));
  CHECK(play({kWrite}) != play({kWrite, R"({"op": "flush"})"}));
  CHECK(play({kWrite, kOther}) != play({kOther, kWrite}));
}

}  // namespace
}  // namespace sidx::search
