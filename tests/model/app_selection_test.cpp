// What is selected in a scenario, and the merge that is looked into, from step to step.

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/scenario_app.h"

namespace sidx::model {
namespace {

using nlohmann::json;
using testing::scenario_text;
using App = testing::ScenarioApp;

const char* kWriteA = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kWriteB = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"},
    {"series": "2", "key": "7", "data": "bb"}]})";
const char* kFlush = R"({"op": "flush"})";
const char* kMerge = R"({"op": "merge"})";
const char* kReopen = R"({"op": "reopen"})";

TEST_CASE("a part is selected by its wrapper, with all that is below it") {
  App app(scenario_text({kWriteA, kWriteB, kFlush}));
  app.go(2);
  app.must(R"({"op":"select","wrapper":2,"block":1,"row":0})");
  CHECK(app.state.selection().part == 1);
  CHECK(app.state.selection().wrapper == 2);
  CHECK(app.state.selected_block()->key_min == 7);
  CHECK(app.report().at("block").at("selected").at("data") == "bb");
  // By its place it is the same.
  app.must(R"({"op":"select","part":1,"block":1,"row":0})");
  CHECK(app.state.selection().wrapper == 2);
  CHECK(app.command(R"({"op":"select","wrapper":3})") == "no such part wrapper");
  CHECK(app.command(R"({"op":"select","wrapper":0})") == "no such part wrapper");
  CHECK(app.command(R"({"op":"select","snapshot":3})") == "no such snapshot");
  CHECK(app.command(R"({"op":"select","wrapper":1,"block":1})") == "no such block in part mem 1");
  CHECK(app.state.selection().wrapper == 2);
  app.must(R"({"op":"select","snapshot":1})");
  CHECK(app.state.selection().snapshot == 1u);
  CHECK_FALSE(app.state.selection().part);
  app.must(R"({"op":"select","holder":"current"})");
  CHECK(app.state.selection().holder == "current");
  CHECK(app.report().at("selection").at("holder") == "current");
}

TEST_CASE("a selection survives steps as long as its part does") {
  App app(scenario_text({kWriteA, kFlush, kWriteB, kFlush, kMerge, kWriteA}));
  app.go(2);
  app.must(R"({"op":"select","wrapper":2,"block":0,"tag":"x","row":0})");
  const uint64_t serial = app.state.selection_serial();
  const uint64_t document_serial = app.state.document_serial();
  for (const size_t step : {3u, 4u, 2u, 4u}) {
    INFO("step " << step);
    app.go(step);
    const Selection& selection = app.state.selection();
    CHECK(selection.wrapper == 2);
    REQUIRE(selection.part);
    CHECK(app.state.document().parts[*selection.part].name == "0000000000000001");
    CHECK(selection.block == 0);
    CHECK(selection.tag == "x");
    CHECK(selection.row == 0);
    REQUIRE(app.state.open_block() != nullptr);
    CHECK(app.state.open_block()->complete());
    CHECK(app.report().at("block").at("selected").at("key") == "1");
  }
  CHECK(app.state.selection_serial() == serial);  // nothing was selected
  CHECK(app.state.document_serial() > document_serial);

  app.go(5);                                  // merged away
  CHECK(app.state.selection().wrapper == 2);  // what it was can still be asked
  CHECK_FALSE(app.state.selection().part);
  CHECK_FALSE(app.state.selection().block);
  CHECK(app.state.selection().tag.empty());
  CHECK(app.state.open_block() == nullptr);
  CHECK(app.report().at("block").is_null());
  CHECK(app.state.selected_part() == nullptr);
  CHECK(app.state.selection_serial() > serial);
}

TEST_CASE("a part that comes back is selected again") {
  App app(scenario_text({kWriteA, kFlush, kWriteB, kFlush, kMerge}));
  app.go(4);
  app.must(R"({"op":"select","wrapper":2})");
  app.go(5);
  REQUIRE(app.state.selection().wrapper == 2);
  REQUIRE_FALSE(app.state.selection().part);
  app.go(4);
  CHECK(app.state.selection().wrapper == 2);
  REQUIRE(app.state.selection().part);
  CHECK(app.state.selected_part()->name == "0000000000000001");
}

TEST_CASE("a part that has not been made yet is not selected") {
  App app(scenario_text({kWriteA, kFlush}));
  app.go(2);
  app.must(R"({"op":"select","wrapper":2})");
  app.go(1);
  CHECK_FALSE(app.state.selection().wrapper);
  CHECK_FALSE(app.state.selection().part);
  app.must(R"({"op":"select","snapshot":1})");
  app.go(0);
  CHECK_FALSE(app.state.selection().snapshot);
}

TEST_CASE("numbers mean nothing in another process, however far away") {
  App app(scenario_text({kWriteA, kWriteB, kFlush, kReopen, kWriteA}));
  const auto check_nothing = [&] {
    CHECK_FALSE(app.state.selection().part);
    CHECK_FALSE(app.state.selection().wrapper);
    CHECK_FALSE(app.state.selection().snapshot);
  };
  SECTION("over the restart, a step at a time") {
    app.go(3);
    app.must(R"({"op":"select","wrapper":3})");
    app.go(4);
    check_nothing();
  }
  SECTION("over the restart at once") {
    app.go(3);
    app.must(R"({"op":"select","wrapper":3})");
    app.go(5);
    check_nothing();
  }
  SECTION("back over the restart") {
    app.go(5);
    app.must(R"({"op":"select","wrapper":1})");
    app.go(3);
    check_nothing();
  }
  SECTION("a snapshot") {
    app.go(3);
    app.must(R"({"op":"select","snapshot":1})");
    app.go(5);
    check_nothing();
  }
  SECTION("but they do within it, at its first step too") {
    app.go(5);
    app.must(R"({"op":"select","wrapper":1})");
    app.go(4);
    CHECK(app.state.selection().wrapper == 1);
    CHECK(app.state.selection().part == 0);
  }
}

TEST_CASE("a part that is opened anew loses what was selected in it") {
  App app(scenario_text(
      {kWriteA, kFlush,
       R"({"op": "truncate_file", "path": "0000000000000001/primary.bin", "size": 0})"}));
  app.go(2);
  app.must(R"({"op":"select","wrapper":2,"block":0})");
  app.go(3);
  CHECK(app.state.selection().wrapper == 2);
  CHECK(app.state.selection().part == 0);
  CHECK_FALSE(app.state.selection().block);
  CHECK(app.state.open_block() == nullptr);
}

TEST_CASE("an orphan stays selected, it has no wrapper") {
  App app(scenario_text({kWriteA, R"({"op": "flush_begin", "as": "f"})", kReopen, kWriteB}));
  app.go(3);
  app.must(R"({"op":"select","part":0,"block":0})");
  CHECK_FALSE(app.state.selection().wrapper);
  app.go(4);
  REQUIRE(app.state.selected_part() != nullptr);
  CHECK(app.state.selected_part()->simulated->role == PartRole::kOrphan);
  CHECK(app.state.selection().block == 0);
}

// ---- Merges

TEST_CASE("the merge of the current step or the last one before it can be gone through") {
  App app(scenario_text({kWriteA, kFlush, kWriteB, kFlush, kMerge, kWriteA}));
  app.go(4);
  CHECK(app.state.merge_recording() == nullptr);
  CHECK(app.command(R"({"op":"merge_step","index":0})") == "there is no such step inside a merge");
  CHECK_FALSE(app.scenario().contains("merge"));
  app.go(5);
  REQUIRE(app.state.merge_recording() != nullptr);
  CHECK(app.state.merge_at() == 5);
  CHECK(app.state.merge_step() == 0);
  const size_t steps = app.state.merge_recording()->steps().size();
  CHECK(app.scenario().at("merge") ==
        json({{"of_step", 5}, {"inputs", 2}, {"steps", steps}, {"step", 0}}));
  app.must(R"({"op":"merge_step","index":1})");
  CHECK(app.state.merge_step() == 1);
  CHECK(app.scenario().at("merge").at("sentence") ==
        "series 1: block 0 of part 1 comes up: 1 row, keys 1 … 1.");
  CHECK(app.command(R"({"op":"merge_step","index":)" + std::to_string(steps + 1) + "}") ==
        "there is no such step inside a merge");
  CHECK(app.state.merge_step() == 1);
  app.must(R"({"op":"merge_step","index":)" + std::to_string(steps) + "}");
  app.go(6);
  REQUIRE(app.state.merge_recording() != nullptr);
  CHECK(app.state.merge_at() == 5);
  CHECK(app.state.merge_step() == 0);  // another step, from the beginning
  app.go(4);
  CHECK(app.state.merge_recording() == nullptr);
}

TEST_CASE("a merge belongs to its scenario") {
  App app(scenario_text({kWriteA, kFlush, kWriteB, kFlush, kMerge}));
  // Neither report nor view has looked in between, and both sessions have moved as often.
  REQUIRE(app.command(R"({"op":"go","step":5})").empty());
  REQUIRE(app.state.merge_recording() != nullptr);
  REQUIRE_FALSE(app.state.open_scenario("other", scenario_text({kWriteA, kFlush})));
  REQUIRE(app.command(R"({"op":"go","step":2})").empty());
  CHECK(app.state.merge_recording() == nullptr);
}

TEST_CASE("a merge that had nothing to do hides none before it") {
  App app(scenario_text({kWriteA, kFlush, kWriteB, kFlush, kMerge, kMerge}));
  app.go(6);
  REQUIRE(app.state.merge_recording() != nullptr);
  CHECK(app.state.merge_at() == 5);
}

}  // namespace
}  // namespace sidx::model
