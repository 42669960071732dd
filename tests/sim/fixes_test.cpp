#include "core/sim/fixes.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

#include "core/part/verify.h"
#include "core/sim/trace.h"
#include "tests/support/golden_traces.h"
#include "tests/support/random_scenario.h"

namespace sidx::sim {
namespace {

/// The last state of a golden scenario under the seed with some repairs.
struct Outcomes {
  StepResult last;
  size_t played = 0;
  size_t steps = 0;
};
Outcomes play(const std::string& name, const std::vector<std::string>& fixes) {
  auto scenario = read_scenario(testing::golden_scenario_text(name), name);
  REQUIRE(scenario.ok());
  for (const std::string& id : fixes) {
    REQUIRE(parse_fix(id));
    scenario->fixes.push_back(*parse_fix(id));
  }
  Outcomes outcomes;
  outcomes.steps = scenario->steps.size();
  World world = new_world(scenario->settings());
  for (const Event& event : scenario->steps) {
    outcomes.last = step(world, event);
    world = outcomes.last.world;
    outcomes.played++;
    if (world.dead) break;
  }
  return outcomes;
}

size_t rows(const Outcomes& outcomes) {
  REQUIRE(outcomes.last.rows);
  return outcomes.last.rows->size();
}

TEST_CASE("every repair has an id and a sentence of its own") {
  REQUIRE(all_fixes().size() == kFixCount);
  for (int i = 0; i < kFixCount; i++) {
    const FixText& text = all_fixes()[static_cast<size_t>(i)];
    CHECK(static_cast<int>(text.fix) == i);
    CHECK(parse_fix(text.id) == text.fix);
    CHECK(text.changes.ends_with("."));
    CHECK(FixSet::all().has(text.fix));
  }
  CHECK_FALSE(parse_fix("S0"));
}

TEST_CASE("what killed the process does not under its repair") {
  struct Case {
    const char* scenario;
    std::vector<std::string> fixes;
  };
  const std::vector<Case> cases{
      {"s04-epoch-reuse-after-reopen-merge", {"S4", "S2"}},
      {"s04-epoch-reuse-after-reopen-sync", {"S4"}},
      {"s06-part-directory-without-snapshot-file", {"S6"}},
      {"s07-torn-snapshot-file-panics-at-open", {"S7"}},
      {"s18-merge-int-first-panics", {"S18"}},
      {"s18-two-types-in-one-batch", {"S18"}},
      {"s24-truncated-data-panics-in-the-query", {"S24"}},
      {"s28-write-without-rows", {"S28"}},
      {"x06-sync-on-an-empty-instance", {"R5"}},
      {"x11-two-flushes-at-once", {"R4"}},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.scenario) {
      CHECK(play(test.scenario, {}).last.outcome == Outcome::kPanic);
      const Outcomes repaired = play(test.scenario, test.fixes);
      INFO(repaired.last.message);
      CHECK(repaired.last.outcome != Outcome::kPanic);
      CHECK(repaired.played == repaired.steps);
    }
  }
}

TEST_CASE("no golden scenario kills the repaired engine or breaks its invariants") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    std::vector<std::string> ids;
    for (const FixText& text : all_fixes()) ids.emplace_back(text.id);
    const Outcomes repaired = play(name, ids);
    INFO(repaired.last.message);
    CHECK_FALSE(repaired.last.world.dead);
  }
}

struct Played {
  World world;
  StepResult last;
};
Played play_steps(const std::vector<std::string>& steps, const std::vector<std::string>& fixes,
                  uint32_t workers = 1) {
  Settings settings;
  settings.workers = workers;
  for (const std::string& id : fixes) settings.fixes.add(*parse_fix(id));
  Played played;
  played.world = new_world(settings);
  for (const std::string& text : steps) {
    played.last = step(played.world, testing::event_of(text));
    played.world = played.last.world;
  }
  return played;
}

size_t rows(const Played& played) {
  INFO(played.last.message);
  REQUIRE(played.last.rows);
  return played.last.rows->size();
}

std::string write(int series, int key, const std::string& data, const std::string& tags = "") {
  return R"({"op": "write", "elements": [{"series": ")" + std::to_string(series) +
         R"(", "key": ")" + std::to_string(key) + R"(", "data": ")" + data + R"(", "tags": {)" +
         tags + "}}]}";
}
const std::string kFlush = R"({"op": "flush"})";
const std::string kMerge = R"({"op": "merge"})";
const std::string kReopen = R"({"op": "reopen"})";
std::string query(const std::string& more = "") {
  return R"({"op": "query", "series": ["1", "2"])" + more + "}";
}

TEST_CASE("S1: the key range of a part") {
  const std::vector<std::string> steps{
      R"({"op": "write", "elements": [{"series": "1", "key": "100", "data": "a"},
          {"series": "1", "key": "200", "data": "b"}, {"series": "2", "key": "1", "data": "c"},
          {"series": "2", "key": "50", "data": "d"}]})",
      query(R"(, "min": "10", "max": "60")")};
  CHECK(rows(play_steps(steps, {})) == 0);
  CHECK(rows(play_steps(steps, {"S1"})) == 1);
}

TEST_CASE("S2: the ID of a merged part") {
  const std::vector<std::string> steps{write(1, 1, "a"), kFlush,  write(1, 2, "b"), kFlush,
                                       kMerge,           kReopen, query()};
  CHECK(rows(play_steps(steps, {})) == 0);
  CHECK(rows(play_steps(steps, {"S2"})) == 2);
}

TEST_CASE("S3: a sync that means one part") {
  const std::string merge_mem = R"({"op": "merge_mem"})";
  const std::vector<std::string> steps{write(1, 1, "a"),
                                       write(1, 2, "b"),
                                       merge_mem,
                                       write(1, 3, "c"),
                                       write(1, 4, "d"),
                                       merge_mem,
                                       R"({"op": "sync", "parts": ["0"]})",
                                       query()};
  CHECK(rows(play_steps(steps, {})) == 0);
  CHECK(rows(play_steps(steps, {"S3"})) == 2);
}

TEST_CASE("S5: a stale higher snapshot file") {
  std::vector<std::string> steps;
  for (int i = 1; i <= 3; i++) {
    steps.push_back(write(1, i, "a"));
    steps.push_back(kFlush);
  }
  for (const std::string& more : {std::string(R"({"op": "sync", "parts": ["1", "2", "3"]})"),
                                  kReopen, write(1, 77, "new"), kFlush, kReopen, query()}) {
    steps.push_back(more);
  }
  CHECK(rows(play_steps(steps, {})) == 0);
  CHECK(rows(play_steps(steps, {"S5"})) == 1);
}

TEST_CASE("S8: zombie directories") {
  const std::vector<std::string> steps{write(1, 1, "a"), kFlush,  write(1, 2, "b"),
                                       kFlush,           kReopen, kMerge};
  CHECK(play_steps(steps, {"S4"}).world.find_entry("0000000000000001") != nullptr);
  CHECK(play_steps(steps, {"S4", "S8"}).world.find_entry("0000000000000001") == nullptr);
}

TEST_CASE("S9: a query that runs while a merge lands") {
  const std::vector<std::string> steps{write(1, 1, "a"),
                                       kFlush,
                                       write(1, 2, "b"),
                                       kFlush,
                                       R"({"op": "query_begin", "as": "q", "series": ["1"]})",
                                       kMerge,
                                       R"({"op": "query_run", "as": "q"})"};
  CHECK(rows(play_steps(steps, {})) == 0);
  CHECK(rows(play_steps(steps, {"S9"})) == 2);
}

TEST_CASE("S10: descending order over two workers") {
  std::vector<std::string> steps;
  for (int i = 0; i < 80; i++) steps.push_back(write(1, i, "d" + std::to_string(i)));
  steps.push_back(query(R"(, "order": "desc")"));
  const auto sorted = [](const Played& played) {
    const auto& found = *played.last.rows;
    return std::is_sorted(found.begin(), found.end(),
                          [](const auto& a, const auto& b) { return a.key > b.key; });
  };
  CHECK(sorted(play_steps(steps, {}, 1)));
  CHECK_FALSE(sorted(play_steps(steps, {}, 2)));
  CHECK(sorted(play_steps(steps, {"S10"}, 2)));
}

TEST_CASE("S12, S13, S14, S15: filters") {
  const std::vector<std::string> three{write(1, 1, "a", R"("d": 5)"), write(1, 2, "b", R"("d": 7)"),
                                       write(1, 3, "c", R"("d": 6)")};
  const auto ask = [&](const std::string& filter, const std::vector<std::string>& fixes) {
    std::vector<std::string> steps = three;
    steps.push_back(query(R"(, "filter": )" + filter));
    return rows(play_steps(steps, fixes));
  };
  CHECK(ask(R"({"range": {"tag": "d", "gt": 5}})", {}) == 0);
  CHECK(ask(R"({"range": {"tag": "d", "gt": 5}})", {"S13"}) == 2);
  CHECK(ask(R"({"range": {"tag": "d", "lte": 5}})", {"S13"}) == 1);
  CHECK(ask(R"({"range": {"tag": "d", "gt": 100}})", {"S13"}) == 0);
  CHECK(ask(R"({"eq": ["d", 5]})", {}) == 0);
  CHECK(ask(R"({"eq": ["d", 5]})", {"S14"}) == 1);
  std::vector<std::string> merged{write(1, 1, "a", R"("svc": "a")"),
                                  kFlush,
                                  write(1, 2, "b", R"("svc": "b")"),
                                  kFlush,
                                  kMerge,
                                  query(R"(, "filter": {"eq": ["svc", "nope"]})")};
  CHECK(rows(play_steps(merged, {})) == 2);
  CHECK(rows(play_steps(merged, {"S15"})) == 0);
  CHECK(rows(play("s12-pruned-block-skips-the-series", {"S12"})) >=
        rows(play("s12-pruned-block-skips-the-series", {})));
}

TEST_CASE("S17, S18, S21, S29, S33") {
  const std::vector<std::string> names{write(1, 1, "a", R"("x": "1", "y": "2")"),
                                       kFlush,
                                       write(1, 2, "b", R"("x": "1", "z": "2")"),
                                       kFlush,
                                       kMerge,
                                       query()};
  CHECK(play_steps(names, {}).last.message == "the process is dead");
  CHECK(rows(play_steps(names, {"S17"})) == 2);

  const std::vector<std::string> mixed{write(1, 1, "a", R"("x": 5)"),
                                       kFlush,
                                       write(1, 2, "b", R"("x": "text")"),
                                       kFlush,
                                       kMerge,
                                       query()};
  const Played split = play_steps(mixed, {"S18"});
  REQUIRE(rows(split) == 2);
  CHECK(split.last.rows->at(0).tags.at(0).name == "x");
  CHECK(split.last.rows->at(0).tags.at(0).type == encoding::ValueType::kInt64);
  CHECK(split.last.rows->at(1).tags.at(0).type == encoding::ValueType::kStr);

  const std::vector<std::string> empty{write(1, 1, "a", R"("x": "")"), kFlush, query()};
  CHECK_FALSE(play_steps(empty, {}).last.rows->at(0).tags.at(0).value);
  CHECK(play_steps(empty, {"S21"}).last.rows->at(0).tags.at(0).value == "");

  const std::vector<std::string> small{write(1, 1, "a", R"("x": {"float": 1e-10})"), query()};
  const auto value = [](const Played& played) { return *played.last.rows->at(0).tags[0].value; };
  CHECK(value(play_steps(small, {})) == std::string(8, '\0'));
  CHECK(value(play_steps(small, {"S29"})) != std::string(8, '\0'));

  const std::vector<std::string> closed{write(1, 1, "a"), kReopen, query()};
  CHECK(rows(play_steps(closed, {})) == 0);
  CHECK(rows(play_steps(closed, {"S33"})) == 1);
}

TEST_CASE("R1, R3: introductions that come too late") {
  const std::vector<std::string> late_flush{
      write(1, 1, "a"), write(1, 2, "b"), R"({"op": "flush_begin", "as": "f"})",
      R"({"op": "merge_mem"})", R"({"op": "introduce", "as": "f"})"};
  CHECK(play_steps(late_flush, {}).world.find_entry("0000000000000001") != nullptr);
  CHECK(play_steps(late_flush, {"R1"}).world.find_entry("0000000000000001") == nullptr);

  const std::vector<std::string> twice{write(1, 1, "a"),
                                       kFlush,
                                       write(1, 2, "b"),
                                       kFlush,
                                       R"({"op": "merge_begin", "as": "m"})",
                                       R"({"op": "merge_begin", "as": "n"})",
                                       R"({"op": "introduce", "as": "m"})",
                                       R"({"op": "introduce", "as": "n"})",
                                       query()};
  CHECK(rows(play_steps(twice, {})) == 4);
  CHECK(rows(play_steps(twice, {"R3"})) == 2);
}

/// Faults break parts on purpose.
bool has_faults(const Scenario& scenario) {
  return std::any_of(scenario.steps.begin(), scenario.steps.end(), [](const Event& event) {
    return event.op == Op::kRemoveFile || event.op == Op::kTruncateFile ||
           event.op == Op::kWriteFile;
  });
}

TEST_CASE("what the repaired engine leaves on disk passes the verification") {
  size_t checked = 0;
  for (const std::string& name : testing::golden_trace_names()) {
    auto scenario = read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    if (has_faults(*scenario)) continue;
    scenario->fixed = true;
    const World world = run_scenario(*scenario).world;
    for (const Rc<DiskEntry>& entry : world.disk) {
      if (!entry->is_directory) continue;
      INFO(name << ", " << entry->name);
      const auto files = part::as_part_files(files_of(*entry), entry->name);
      part::PartVerifier verifier{part::PartReader(files)};
      for (auto more = verifier.step(); more.ok() && *more; more = verifier.step()) {
      }
      for (const part::Finding& finding : verifier.findings()) {
        INFO(part::to_string(finding));
        CHECK(finding.severity() != part::Severity::kError);
      }
      checked++;
    }
  }
  CHECK(checked > 50);
}

}  // namespace
}  // namespace sidx::sim
