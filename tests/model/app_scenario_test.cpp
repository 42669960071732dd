#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/part/tar_archive.h"
#include "core/sim/trace.h"
#include "tests/support/golden_traces.h"
#include "tests/support/scenario_app.h"
#include "wasm/model/app_state.h"

namespace sidx::model {
namespace {

using nlohmann::json;
using testing::scenario_text;
using App = testing::ScenarioApp;
using Texts = std::vector<std::string>;

const char* kWriteA = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kWriteB = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"},
    {"series": "2", "key": "7", "data": "bb"}]})";
const char* kFlush = R"({"op": "flush"})";
const char* kMerge = R"({"op": "merge"})";
const char* kReopen = R"({"op": "reopen"})";
const char* kDoFlush = R"({"op":"do","event":{"op":"flush"}})";

// ---- Opening

TEST_CASE("a scenario takes the place of what is open, at its start") {
  App app;
  const uint64_t generation = app.state.generation();
  app.open(scenario_text({kWriteA, kFlush}));
  REQUIRE(app.state.session() != nullptr);
  CHECK(app.state.generation() == generation + 1);
  CHECK(app.position() == 0);
  CHECK(app.state.view() == ViewTab::kTimeline);
  CHECK(app.state.drawer() == DrawerTab::kEvents);
  CHECK(app.state.document().name == "A small test");
  CHECK(app.state.document().parts.empty());
  const json scenario = app.scenario();
  CHECK(scenario.at("title") == "A small test");
  CHECK(scenario.at("profile") == "seed");
  CHECK(scenario.at("step") == 0);
  CHECK(scenario.at("steps") == 2);
  CHECK(scenario.at("edited") == false);
  CHECK_FALSE(scenario.contains("event"));

  app.must(R"({"op":"view","name":"merge"})");
  app.must(R"({"op":"open_scenario","name":"x","text":"{\"format\":\"sidx-scenario/1\",)"
           R"(\"steps\":[]}"})");
  CHECK(app.state.view() == ViewTab::kMerge);  // it can show this one too
  CHECK(app.scenario().at("title") == "x");    // without a title it is called by its file
  CHECK(app.state.generation() == generation + 2);
}

TEST_CASE("an empty scenario is begun by command") {
  App app;
  CHECK(app.command(R"({"op":"new_scenario"})").empty());
  app.settle();
  CHECK(app.state.document().name == "Untitled scenario");
  CHECK(app.state.session()->length() == 0);
  app.must(R"({"op":"do","event":)" + std::string(kWriteA) + "}");
  app.must(kDoFlush);
  CHECK(app.position() == 2);
  CHECK(app.parts() == Texts{"0000000000000001 file"});
  CHECK(app.scenario().at("edited") == true);
}

TEST_CASE("a text that is no scenario is located, and changes nothing") {
  App app(scenario_text({kWriteA}));
  app.go(1);
  const uint64_t generation = app.state.generation();
  const std::string text = "{\"format\": \"sidx-scenario/1\",\n \"steps\": [{\"op\": \"fly\"}]}";
  const auto error = app.state.open_scenario("bad.json", text);
  REQUIRE(error);
  CHECK(error->where.file == "bad.json");
  CHECK(error->where.offset == text.find("\"fly\""));
  CHECK(error->field == "steps[0].op");
  const auto syntax = app.state.open_scenario("cut.json", "{\"format\": ");
  REQUIRE(syntax);
  CHECK(syntax->code == ErrorCode::kBadJson);
  CHECK(syntax->where.offset == 11);
  CHECK(app.command(R"({"op":"open_scenario","name":"e.json","text":""})").starts_with("e.json:0"));
  CHECK(app.state.generation() == generation);
  CHECK(app.position() == 1);
  CHECK(app.parts() == Texts{"mem 1 mem"});
}

TEST_CASE("commands of scenarios need one") {
  App app;
  for (const char* text :
       {kDoFlush, R"({"op":"go","step":0})", R"({"op":"autoplay"})", R"({"op":"undo"})",
        R"({"op":"redo"})", R"({"op":"branch","index":0})", R"({"op":"compare"})",
        R"({"op":"engine","workers":2})", R"({"op":"replace_step","step":1})",
        R"({"op":"edit_scenario","text":""})", R"({"op":"merge_step","index":0})",
        R"({"op":"export","what":"trace"})"}) {
    INFO(text);
    CHECK(app.command(text) == "no scenario is open");
  }
  CHECK(app.command(R"({"op":"start_here"})") == "open an instance or parts first");
  CHECK(app.report().at("scenario").is_null());
  app.files.add_golden("0000000000000001", "seed/tiny");
  REQUIRE(app.state.open(app.files.listing_json("upload")));
  CHECK(app.command(R"({"op":"undo"})") == "no scenario is open");
  CHECK(app.command(R"({"op":"select","wrapper":1})") == "this is no scenario");
}

TEST_CASE("an edited scenario that something else has replaced can be taken back") {
  App app(scenario_text({kWriteA, kFlush}));
  CHECK(app.command(R"({"op":"back_to_scenario"})") == "no edited scenario was replaced");
  app.must(R"({"op":"new_scenario"})");  // nothing was edited
  CHECK(app.state.shelved() == nullptr);
  app.open(scenario_text({kWriteA, kFlush}));
  app.go(1);
  app.must(R"({"op":"do","event":)" + std::string(kWriteB) + "}");
  app.files.add_golden("0000000000000001", "seed/tiny");
  REQUIRE(app.state.open(app.files.listing_json("upload")));
  app.settle();
  REQUIRE(app.state.shelved() != nullptr);
  CHECK(app.state.session() == nullptr);
  app.must(R"({"op":"back_to_scenario"})");
  CHECK(app.state.shelved() == nullptr);
  CHECK(app.position() == 2);
  CHECK(app.parts() == Texts{"mem 1 mem", "mem 2 mem"});
  CHECK(app.scenario().at("edited") == true);
  app.must(R"({"op":"undo"})");
  CHECK(app.position() == 1);
  CHECK(app.state.session()->length() == 2);
  // Two that were edited take turns.
  app.must(R"({"op":"new_scenario"})");
  app.must(R"({"op":"do","event":{"op":"reopen"}})");
  app.must(R"({"op":"back_to_scenario"})");
  CHECK(app.scenario().at("title") == "A small test");
  app.must(R"({"op":"back_to_scenario"})");
  CHECK(app.state.session()->length() == 1);
}

TEST_CASE("a form is asked for by command") {
  App app(scenario_text({kWriteA}));
  const uint64_t serial = app.state.form_serial();
  app.must(R"({"op":"form","event":"query_begin","as":"q7"})");
  CHECK(app.state.form_serial() == serial + 1);
  CHECK(app.state.form().event == sim::Op::kQueryBegin);
  CHECK(app.state.form().as == "q7");
  app.must(R"({"op":"form","step":1})");
  CHECK(app.state.form().step == 1);
  CHECK(app.command(R"({"op":"form","step":0})") == "no such step");
  CHECK(app.command(R"({"op":"form","step":2})") == "no such step");
  CHECK(app.state.form_serial() == serial + 2);
}

TEST_CASE("an upload that is opened closes the scenario") {
  App app(scenario_text({kWriteA, kFlush}));
  app.go(2);
  app.must(R"({"op":"autoplay","on":false})");
  app.must(R"({"op":"view","name":"snapshots"})");
  app.must(R"({"op":"drawer","name":"ledger"})");
  app.files.add_golden("0000000000000001", "seed/tiny");
  REQUIRE(app.state.open(app.files.listing_json("upload")));
  app.settle();
  CHECK(app.state.session() == nullptr);
  CHECK(app.state.merge_recording() == nullptr);
  CHECK(app.state.view() == ViewTab::kKeyRanges);
  CHECK(app.state.drawer() == DrawerTab::kFindings);
  CHECK(app.report().at("scenario").is_null());
  CHECK(app.state.document().parts.size() == 1);
  CHECK_FALSE(app.state.document().parts[0].simulated);
  CHECK(app.state.tick(1000) < 0);
  // A view that both have stays.
  app.must(R"({"op":"new_scenario"})");
  app.must(R"({"op":"view","name":"blocks"})");
  REQUIRE(app.state.open(app.files.listing_json("upload")));
  CHECK(app.state.view() == ViewTab::kBlocks);
}

// ---- Going

TEST_CASE("the reader goes by step, to the ends, and no further") {
  App app(scenario_text({kWriteA, kWriteB, kFlush}));
  const auto go = [&](const std::string& to) {
    app.must(R"({"op":"go","to":")" + to + "\"}");
    return app.position();
  };
  CHECK(go("previous") == 0);
  CHECK(go("next") == 1);
  CHECK(go("next") == 2);
  CHECK(go("end") == 3);
  CHECK(go("next") == 3);
  CHECK(app.parts() == Texts{"0000000000000001 file", "0000000000000002 file"});
  CHECK(go("previous") == 2);
  CHECK(app.parts() == Texts{"mem 1 mem", "mem 2 mem"});
  CHECK(go("start") == 0);
  CHECK(app.parts().empty());
  app.go(3);
  CHECK(app.command(R"({"op":"go","step":4})") == "no such step");
  CHECK(app.command(R"({"op":"go","step":18446744073709551615})") == "no such step");
  CHECK(app.position() == 3);
  CHECK(app.scenario().at("edited") == false);
}

TEST_CASE("the reader goes to the nearest step of a kind") {
  App app(scenario_text({kWriteA, kFlush,                                 // 1, 2
                         R"({"op": "query", "series": ["1"]})",           // 3
                         kWriteB, kFlush,                                 // 4, 5
                         kMerge,                                          // 6
                         R"({"op": "release", "as": "x"})",               // 7
                         R"({"op": "flush_begin", "as": "f"})", kWriteA,  // 8, 9
                         R"({"op": "write", "elements": []})"}));         // 10
  const auto go = [&](const std::string& to, const std::string& kind) {
    const std::string refused =
        app.command(R"({"op":"go","to":")" + to + R"(","kind":")" + kind + "\"}");
    return refused.empty() ? std::to_string(app.position()) : refused;
  };
  const std::string none_behind = "there is no such step behind this one";
  const std::string none_before = "there is no such step before this one";
  CHECK(go("next", "introduction") == "1");
  CHECK(go("next", "introduction") == "2");
  CHECK(go("next", "introduction") == "4");
  CHECK(go("previous", "introduction") == "2");
  CHECK(go("next", "merge") == "6");
  CHECK(go("next", "merge") == none_behind);
  CHECK(app.position() == 6);
  CHECK(go("next", "refused") == "7");
  CHECK(go("next", "panic") == "10");
  CHECK(go("previous", "merge") == "6");
  CHECK(go("previous", "merge") == none_before);
  CHECK(go("previous", "panic") == none_before);
  CHECK(go("previous", "count_to_zero") == "5");
  CHECK(go("previous", "refused") == none_before);
  CHECK(app.position() == 5);
}

TEST_CASE("the report tells the step: its event, outcome, sentence and changes") {
  App app(scenario_text({kWriteA, kFlush, R"({"op": "release", "as": "x"})"}));
  app.go(2);
  json scenario = app.scenario();
  CHECK(scenario.at("event") == json{{"op", "flush"}});
  CHECK(scenario.at("outcome") == "ok");
  CHECK(scenario.at("summary") == "epoch 1: flush of 1 → 1");
  CHECK(scenario.at("changes").at("parts") == json{1, 2});
  CHECK(scenario.at("changes").at("disk") == json{"0000000000000001", "0000000000000001.snp"});
  CHECK(scenario.at("changes").at("current") == true);
  CHECK(scenario.at("state").at("step") == 1);
  CHECK(scenario.at("state").at("snapshot").at("epoch") == "1");
  CHECK(scenario.at("references").at("leaked").empty());
  CHECK(scenario.at("violations").empty());
  app.go(3);
  scenario = app.scenario();
  CHECK(scenario.at("outcome") == "error");
  CHECK(scenario.at("message") == "there is no 'x' to release");
  CHECK(scenario.at("changes").at("parts").empty());
  const json& commands = scenario.at("commands");
  const auto flush = std::find_if(commands.begin(), commands.end(),
                                  [](const json& command) { return command.at("op") == "flush"; });
  REQUIRE(flush != commands.end());
  CHECK(flush->at("enabled") == false);
  CHECK(flush->at("reason") == "there is no mem part");
}

TEST_CASE("leaks and orphans go to the report") {
  App app(scenario_text(
      {kWriteA, kFlush, R"({"op": "write_file", "path": "a", "text": ""})", kReopen}));
  app.go(4);
  CHECK(app.scenario().at("references").at("leaked") == json{"epoch 1", "part 1"});
  CHECK(app.scenario().at("references").at("orphans") == json{"a"});
  CHECK_FALSE(app.scenario().at("violations").empty());
}

// ---- Playing

TEST_CASE("steps are played behind the current one, taken back and played again") {
  App app(scenario_text({kWriteA}));
  app.go(1);
  app.must(kDoFlush);
  CHECK(app.position() == 2);
  CHECK(app.parts() == Texts{"0000000000000001 file"});
  CHECK(app.scenario().at("can_undo") == true);
  app.must(R"({"op":"undo"})");
  CHECK(app.position() == 1);
  CHECK(app.state.session()->length() == 1);
  CHECK(app.parts() == Texts{"mem 1 mem"});
  CHECK(app.command(R"({"op":"undo"})") == "there is nothing to undo");
  app.must(R"({"op":"redo"})");
  CHECK(app.parts() == Texts{"0000000000000001 file"});
  CHECK(app.command(R"({"op":"redo"})") == "there is nothing to redo");
}

TEST_CASE("a step in the past begins a branch that is compared with the other") {
  App app(scenario_text({kWriteA, kFlush, kWriteB}));
  app.go(1);
  app.must(R"({"op":"do","event":)" + std::string(kWriteB) + "}");
  json scenario = app.scenario();
  CHECK(scenario.at("branch") == 1);
  CHECK(scenario.at("branches") ==
        json{{{"steps", 3}}, {{"steps", 2}, {"from", 0}, {"behind", 1}}});
  CHECK(scenario.at("compared").is_null());
  CHECK(app.command(R"({"op":"compare","branch":2})") == "no such branch");
  app.must(R"({"op":"compare","branch":0})");
  scenario = app.scenario();
  CHECK(scenario.at("compared") == 0);
  CHECK(scenario.at("difference") == json({{"step", 2}, {"event", true}}));
  CHECK(app.parts() == Texts{"mem 1 mem", "mem 2 mem"});
  CHECK(app.command(R"({"op":"branch","index":2})") == "no such branch");
  app.must(R"({"op":"branch","index":0})");
  CHECK(app.position() == 2);
  CHECK(app.parts() == Texts{"0000000000000001 file"});
  CHECK(app.scenario().at("compared").is_null());
  app.must(R"({"op":"compare","branch":1})");
  app.must(R"({"op":"compare"})");
  CHECK(app.scenario().at("compared").is_null());
}

TEST_CASE("a step is replaced or left out by command") {
  App app(scenario_text({kWriteA, kWriteB, kFlush}));
  app.go(3);
  app.must(R"({"op":"replace_step","step":2,"event":{"op":"flush"}})");
  CHECK(app.position() == 2);
  CHECK(app.parts() == Texts{"0000000000000001 file"});
  app.must(R"({"op":"replace_step","step":1})");
  CHECK(app.state.session()->length() == 2);
  CHECK(app.parts().empty());
  CHECK(app.command(R"({"op":"replace_step","step":3})") == "no such step");
  app.must(R"({"op":"undo"})");
  app.must(R"({"op":"undo"})");
  CHECK(app.position() == 3);
  CHECK(app.parts().size() == 2);
}

TEST_CASE("the engine is changed by command, and the steps are played again") {
  App app(scenario_text({kWriteA, kFlush, kReopen}, R"("fixes": ["S1"], )"));
  app.go(3);
  const auto ref = [&] { return app.report().at("parts")[0].at("ref"); };
  CHECK(ref() == 2);
  app.must(R"({"op":"engine","fix":"S8"})");
  CHECK(app.position() == 3);
  CHECK(ref() == 1);
  CHECK(app.scenario().at("fixes") == json{"S1", "S8"});
  app.must(R"({"op":"engine","fix":"S8"})");  // twice is once
  CHECK(app.scenario().at("fixes") == json{"S1", "S8"});
  app.must(R"({"op":"engine","fix":"S1","on":false})");
  CHECK(app.scenario().at("fixes") == json{"S8"});
  app.must(R"({"op":"engine","fix":"S8","on":false})");
  CHECK(ref() == 2);
  app.must(R"({"op":"engine","profile":"fixed","workers":4})");
  CHECK(ref() == 1);
  CHECK(app.scenario().at("profile") == "fixed");
  CHECK(app.scenario().at("workers") == 4);
  app.must(R"({"op":"undo"})");
  CHECK(app.scenario().at("profile") == "seed");
  CHECK(app.scenario().at("workers") == 1);
  CHECK(ref() == 2);
}

// ---- Long scenarios

Texts many_steps(size_t count) {
  Texts steps;
  for (size_t i = 0; i < count; i++) steps.emplace_back(i % 2 == 0 ? kWriteA : kFlush);
  return steps;
}

TEST_CASE("while a long scenario is being played it is read, not edited") {
  App app;
  REQUIRE_FALSE(app.state.open_scenario("long", scenario_text(many_steps(700))));
  REQUIRE(app.state.session()->is_loading());
  CHECK_FALSE(app.state.idle());
  const std::string refused =
      "the scenario is still being played: " + std::to_string(app.state.session()->loaded_count()) +
      " of 700 steps; wait, or cancel";
  for (const char* text : {kDoFlush, R"({"op":"undo"})", R"({"op":"engine","workers":2})",
                           R"({"op":"replace_step","step":1})"}) {
    INFO(text);
    CHECK(app.command(text) == refused);
  }
  CHECK(app.command(R"({"op":"go","step":100})").empty());
  CHECK(app.position() == 100);
  app.settle();
  CHECK(app.state.session()->length() == 700);
  CHECK(app.position() == 100);
  app.must(kDoFlush);
}

TEST_CASE("cancelling leaves out what has not been played") {
  App app;
  REQUIRE_FALSE(app.state.open_scenario("long", scenario_text(many_steps(700))));
  const size_t loaded = app.state.session()->loaded_count();
  app.must(R"({"op":"cancel"})");
  CHECK(app.state.session()->length() == loaded);
  CHECK(app.state.idle());
}

TEST_CASE("a long text that is played anew shows the step the reader stood at") {
  App app(scenario_text(many_steps(700)));
  app.go(651);
  REQUIRE(app.state.document().parts.size() == 326);
  REQUIRE(
      app.command(json{{"op", "edit_scenario"}, {"text", scenario_text(many_steps(690))}}.dump())
          .empty());
  app.settle();
  CHECK(app.position() == 651);
  CHECK(app.state.document().parts.size() == 326);
  CHECK(app.report().at("rows") == "326");
}

// ---- The text

TEST_CASE("a text with a mistake is kept with its place, and the scenario stays") {
  App app(scenario_text({kWriteA, kFlush}));
  app.go(2);
  const auto edit = [&](const std::string& text) {
    return app.command(json{{"op", "edit_scenario"}, {"text", text}}.dump());
  };
  const std::string wrong = "{\"format\": \"sidx-scenario/1\",\n  \"steps\": [\n   {\"op\": 7}]}";
  const std::string refused = edit(wrong);
  CHECK_FALSE(refused.empty());
  REQUIRE(app.state.text_problem());
  CHECK(app.state.text_problem()->text == wrong);
  CHECK(app.state.text_problem()->message == refused);
  CHECK(app.state.text_problem()->line == 3);
  CHECK(app.state.text_problem()->column == 11);
  CHECK(app.scenario().at("text_problem") ==
        json({{"message", refused}, {"line", 3}, {"column", 11}}));
  CHECK(app.position() == 2);
  CHECK(app.scenario().at("title") == "A small test");
  CHECK(app.scenario().at("edited") == false);
  CHECK_FALSE(app.scenario().at("can_undo"));

  CHECK_FALSE(edit("{\n\n  x").empty());
  CHECK(app.state.text_problem()->line == 3);
  CHECK(app.state.text_problem()->column == 3);

  CHECK(edit(scenario_text({kWriteB})).empty());
  CHECK_FALSE(app.state.text_problem());
  app.settle();
  CHECK(app.state.session()->length() == 1);
  CHECK(app.position() == 1);
  CHECK(app.report().at("rows") == "2");
  app.must(R"({"op":"undo"})");
  CHECK(app.position() == 2);
  CHECK(app.report().at("rows") == "1");
}

TEST_CASE("a problem of the text is gone with the scenario") {
  App app(scenario_text({kWriteA}));
  CHECK_FALSE(app.command(R"({"op":"edit_scenario","text":"{"})").empty());
  REQUIRE(app.state.text_problem());
  app.open(scenario_text({kWriteB}));
  CHECK_FALSE(app.state.text_problem());
}

// ---- Autoplay

TEST_CASE("autoplay goes on when it is time, a step at a time, and ends at the end") {
  App app(scenario_text({kWriteA, kWriteB, kFlush, kMerge}));
  CHECK(app.state.tick(0) < 0);
  REQUIRE(app.command(R"({"op":"autoplay","on":true,"speed":2})").empty());
  CHECK(app.state.autoplay());
  CHECK(app.state.autoplay_speed() == 2);
  CHECK_FALSE(app.state.idle());
  CHECK(app.scenario().at("autoplay") == true);
  CHECK(app.state.tick(10'000) == 500);
  CHECK(app.position() == 0);
  CHECK(app.state.tick(10'400) == 100);
  CHECK(app.position() == 0);
  CHECK(app.state.tick(10'500) == 500);
  CHECK(app.position() == 1);
  CHECK(app.parts() == Texts{"mem 1 mem"});
  CHECK(app.state.tick(11'050) == 450);  // a little late: the beat stays
  CHECK(app.position() == 2);
  // Long late: one step, not as many as were missed.
  CHECK(app.state.tick(60'000) > 0);
  CHECK(app.position() == 3);
  CHECK(app.state.tick(61'000) < 0);
  CHECK(app.position() == 4);
  CHECK_FALSE(app.state.autoplay());
  app.settle();
  CHECK(app.state.tick(62'000) < 0);
  CHECK(app.position() == 4);
  // There is nothing to play at the end.
  CHECK(app.command(R"({"op":"autoplay"})").empty());
  CHECK_FALSE(app.state.autoplay());
}

TEST_CASE("autoplay stops when the reader does something") {
  App app(scenario_text({kWriteA, kWriteB, kFlush}));
  const auto start = [&] {
    REQUIRE(app.command(R"({"op":"autoplay","on":true})").empty());
    REQUIRE(app.state.autoplay());
  };
  for (const char* text :
       {R"({"op":"go","to":"next"})", R"({"op":"go","step":99})", R"({"op":"undo"})",
        R"({"op":"compare"})", R"({"op":"export","what":"trace"})",
        R"({"op":"autoplay","on":false})"}) {
    INFO(text);
    start();
    app.command(text);
    CHECK_FALSE(app.state.autoplay());
    CHECK(app.state.tick(1e9) < 0);
  }
  start();
  app.must(R"({"op":"new_scenario"})");
  CHECK_FALSE(app.state.autoplay());
}

TEST_CASE("autoplay that is begun again waits a whole step") {
  App app(scenario_text({kWriteA, kWriteB, kFlush}));
  REQUIRE(app.command(R"({"op":"autoplay","speed":1})").empty());
  CHECK(app.state.tick(100) == 1000);
  REQUIRE(app.command(R"({"op":"autoplay","on":false})").empty());
  REQUIRE(app.command(R"({"op":"autoplay"})").empty());
  CHECK(app.state.autoplay_speed() == 1);
  CHECK(app.state.tick(5000) == 1000);
  CHECK(app.position() == 0);
}

// ---- Export

std::string text_of(const Download& download) {
  return {download.bytes.begin(), download.bytes.end()};
}

Download only_download(App& app, const std::string& what) {
  app.must(R"({"op":"export","what":")" + what + "\"}");
  std::vector<Download> downloads = app.state.take_downloads();
  REQUIRE(downloads.size() == 1);
  CHECK(app.state.take_downloads().empty());  // handed out once
  return std::move(downloads[0]);
}

TEST_CASE("files to keep are named after the scenario") {
  App app(scenario_text({kWriteA, kFlush}));
  app.must(R"({"op":"do","event":)" + std::string(kWriteB) + "}");
  CHECK(app.scenario().at("edited") == true);
  app.go(1);
  Download download = only_download(app, "trace");
  CHECK(download.name == "a-small-test.trace.json");
  CHECK(download.type == "application/json");
  CHECK(app.scenario().at("edited") == true);  // a trace is no scenario
  download = only_download(app, "directory");
  CHECK(download.name == "a-small-test-step-1.tar");
  CHECK(download.type == "application/x-tar");
  download = only_download(app, "scenario");
  CHECK(download.name == "a-small-test.json");
  CHECK(download.type == "application/json");
  CHECK(app.scenario().at("edited") == false);

  const auto stem_of = [](const std::string& title) {
    App titled;
    titled.open(
        json{{"format", "sidx-scenario/1"}, {"title", title}, {"steps", json::array()}}.dump());
    return only_download(titled, "scenario").name;
  };
  CHECK(stem_of("  S19: blocks -- grow (12 000) ") == "s19-blocks-grow-12-000.json");
  CHECK(stem_of("…/../") == "scenario.json");
  CHECK(stem_of("Größe") == "gr-e.json");
}

TEST_CASE("a scenario that is exported can be opened again") {
  App app(scenario_text({kWriteA, kFlush, kWriteB}, R"("goals": [{"x": 1}], "workers": 2, )"));
  app.go(1);
  app.must(R"({"op":"do","event":{"op":"merge_mem"}})");
  const std::string text = text_of(only_download(app, "scenario"));
  CHECK(json::parse(text).at("goals") == json{{{"x", 1}}});
  App again(text);
  CHECK(again.state.session()->length() == 2);
  CHECK(again.scenario().at("workers") == 2);
  CHECK(text_of(only_download(again, "scenario")) == text);
}

void check_directory(App& app) {
  const Download tar = only_download(app, "directory");
  const ByteView view(tar.bytes, tar.name);
  const auto archived = part::read_tar(view);
  REQUIRE(archived.ok());
  const part::FileMap expected = sim::files_of(app.state.session()->world());
  REQUIRE(archived->size() == expected.size());
  for (const part::ArchivedFile& file : *archived) {
    INFO(file.path);
    const auto at = expected.find(file.path);
    REQUIRE(at != expected.end());
    const ByteView content = view.subview(static_cast<size_t>(file.content.offset),
                                          static_cast<size_t>(file.content.size));
    CHECK((Bytes(content.begin(), content.end()) == *at->second));
  }
}

TEST_CASE("every golden scenario exports its own trace, text and directories") {
  size_t panics = 0;
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const std::string text = testing::golden_scenario_text(name);
    const auto scenario = sim::read_scenario(text, name);
    REQUIRE(scenario.ok());
    App app(text);
    app.must(R"({"op":"go","to":"end"})");
    const sim::Run run = sim::run_scenario(*scenario);
    panics += run.world.dead ? 1 : 0;
    CHECK((text_of(only_download(app, "trace")) == sim::write_trace(*scenario, run.states)));
    if (!run.world.dead) {
      CHECK((text_of(only_download(app, "scenario")) == sim::write_scenario(*scenario)));
    }
    check_directory(app);
    app.go(app.state.session()->length() / 2);
    check_directory(app);
  }
  CHECK(panics >= 5);
}

// ---- All golden scenarios, there and back

void check_state(App& app) {
  const sim::World& world = app.state.session()->world();
  const json report = app.report();
  std::set<uint64_t> owned;
  for (const Rc<sim::PartWrapper>& part : world.live) {
    if (part->kind == sim::PartKind::kFile) owned.insert(part->directory_serial);
  }
  size_t orphans = 0;
  for (const Rc<sim::DiskEntry>& entry : world.disk) {
    orphans += entry->is_directory && owned.count(entry->serial) == 0 ? 1 : 0;
  }
  REQUIRE(report.at("parts").size() == world.live.size() + orphans);
  for (size_t i = 0; i < world.live.size(); i++) {
    const json& part = report.at("parts")[i];
    CHECK(part.at("wrapper") == world.live[i]->number);
    CHECK(part.at("ref") == world.live[i]->ref);
    CHECK(part.at("stage") == "ready");
  }
  const json& scenario = report.at("scenario");
  CHECK(scenario.at("step") == app.position());
  if (app.position() > 0) {
    CHECK(scenario.at("state").at("step") == app.position() - 1);
    CHECK_FALSE(scenario.at("summary").get<std::string>().empty());
  }
  // Clean parts show no problems, but for the known ones of the seed.
  CHECK(report.at("loading").at("busy") == false);
}

TEST_CASE("every golden scenario is gone through and back, with a selection") {
  for (const std::string& name : testing::golden_trace_names()) {
    App app(testing::golden_scenario_text(name));
    const size_t length = app.state.session()->length();
    for (size_t i = 1; i <= length; i++) {
      INFO(name << ", forward to " << i);
      app.must(R"({"op":"go","to":"next"})");
      REQUIRE(app.position() == i);
      check_state(app);
      const Document& document = app.state.document();
      if (!document.parts.empty() && !document.parts.back().blocks.empty()) {
        app.must(R"({"op":"select","part":)" + std::to_string(document.parts.size() - 1) +
                 R"(,"block":0,"row":0})");
      }
    }
    for (size_t i = length; i-- > 0;) {
      INFO(name << ", back to " << i);
      app.must(R"({"op":"go","to":"previous"})");
      REQUIRE(app.position() == i);
      check_state(app);
    }
    CHECK(app.state.document().parts.empty());
    CHECK_FALSE(app.state.selection().part);
  }
}

}  // namespace
}  // namespace sidx::model
