// Links, tables and pictures of the app.

#include <catch_amalgamated.hpp>

#include "core/share/link.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_app.h"
#include "tests/support/scenarios.h"

namespace sidx::model {
namespace {

using testing::scenario_text;
using testing::ScenarioApp;

std::string open_link_command(const std::string& link) {
  return nlohmann::json{{"op", "open_link"}, {"fragment", link}}.dump();
}

std::string teaching() {
  return testing::teaching_scenario_text("query-loses-rows-while-a-merge-lands");
}

/// The link that the app has put on the clipboard.
std::string copied_link(ScenarioApp& app, const std::string& command = R"({"op":"copy_link"})") {
  app.must(command);
  const auto texts = app.state.take_clipboard_texts();
  REQUIRE(texts.size() == 1);
  CHECK(texts[0].is_link);
  CHECK(app.report()["link"] == texts[0].text);
  return texts[0].text;
}

TEST_CASE("a link opens where it was copied: scenario, step, view, drawer, selection") {
  ScenarioApp app(teaching());
  app.go(8);
  app.must(R"({"op":"view","name":"snapshots"})");
  app.must(R"({"op":"drawer","name":"result"})");
  app.must(R"({"op":"select","wrapper":5,"block":0})");
  const std::string link = copied_link(app);
  CHECK(app.state.take_told() ==
        "Link copied: it opens at step 8 (" + std::to_string(link.size()) + " characters).");

  ScenarioApp other(scenario_text({R"({"op": "flush"})"}));
  other.must(open_link_command("http://localhost:8080/" + link));
  CHECK(sim::write_scenario(other.state.session()->scenario()) ==
        sim::write_scenario(app.state.session()->scenario()));
  const auto report = other.report();
  CHECK(report["scenario"]["step"] == 8);
  CHECK(report["view"] == "snapshots");
  CHECK(report["drawer"] == "result");
  CHECK(report["selection"]["wrapper"] == 5);
  CHECK(report["selection"]["block"] == 0);
  CHECK(copied_link(other) == link);
  CHECK_FALSE(other.state.session()->is_edited());
}

TEST_CASE("a link to another step leaves out what is selected at this one") {
  ScenarioApp app(teaching());
  app.go(8);
  app.must(R"({"op":"select","wrapper":5})");
  const std::string link = copied_link(app, R"({"op":"copy_link","step":2})");
  ScenarioApp other;
  other.must(open_link_command(link));
  CHECK(other.position() == 2);
  CHECK(other.report()["selection"]["wrapper"].is_null());
  CHECK(app.command(R"({"op":"copy_link","step":11})") == "no such step");
  CHECK(app.command(R"({"op":"copy_link","step":"x"})") == "step is a number from 0 on");
}

TEST_CASE("what a link names and is not there is told or left out") {
  const auto scenario = sim::read_scenario(teaching(), "test");
  REQUIRE(scenario.ok());
  share::Place place;
  place.step = 5;
  place.view = "crystal_ball";
  place.drawer = "cellar";
  place.wrapper = 77;
  ScenarioApp app;
  app.must(open_link_command(share::make_link(*scenario, place).fragment));
  CHECK(app.position() == 5);
  CHECK(app.report()["view"] == "timeline");
  CHECK(app.report()["drawer"] == "events");
  CHECK(app.report()["selection"]["wrapper"].is_null());
  CHECK(app.state.take_notice() ==
        "The link shows the view “crystal_ball”, which this version does not have: the timeline is "
        "shown instead.");
  place = {};
  place.step = 10;
  place.wrapper = 5;
  place.block = 99;
  app.must(open_link_command(share::make_link(*scenario, place).fragment));
  CHECK(app.report()["selection"]["wrapper"] == 5);
  CHECK(app.report()["selection"]["block"].is_null());
}

TEST_CASE("a broken link changes nothing and says why in words") {
  ScenarioApp app(teaching());
  app.go(3);
  const std::string link = copied_link(app);
  const auto before = app.report();
  CHECK(app.command(open_link_command("#v1." + link.substr(40))) ==
        "The link is damaged or was cut off: its content does not add up");
  std::string damaged = link;
  damaged[20] = '%';
  CHECK(app.command(open_link_command(damaged)) ==
        "The link is damaged at character 21: found '%', expected a letter, digit, - or _");
  CHECK(app.command(open_link_command("#v2.abc")) ==
        "The link is none of ours, or of a newer version: it begins with 'v2.abc' where “v1.” is "
        "expected");
  CHECK(app.command(open_link_command("#v1." + std::string(40000, 'A'))) ==
        "The link is too long: fragment has 40004, expected at most 32768 characters");
  CHECK(app.report() == before);
}

TEST_CASE("an edited scenario that a link replaces can be gone back to") {
  ScenarioApp app(teaching());
  const std::string link = copied_link(app);
  app.must(R"({"op":"do","event":{"op":"flush"}})");
  app.must(open_link_command(link));
  CHECK_FALSE(app.state.session()->is_edited());
  REQUIRE(app.state.shelved() != nullptr);
  app.must(R"({"op":"back_to_scenario"})");
  CHECK(app.state.session()->is_edited());
}

TEST_CASE("a scenario too long for a link is offered as a file") {
  testing::Random random(5);
  const std::string noise = to_hex(random.bytes(40000));
  ScenarioApp app(scenario_text({R"({"op": "write", "elements": [{"series": "1", "key": "1",
    "data": {"hex": ")" + noise + "\"}}]}"}));
  const std::string refusal = app.command(R"({"op":"copy_link"})");
  CHECK(refusal.starts_with("No link: the link would have "));
  CHECK(refusal.ends_with("characters, at most 32768 fit. Send it as a file instead."));
  CHECK(app.state.outbox().refusal == refusal);
  CHECK(app.state.take_clipboard_texts().empty());
  CHECK(app.report()["link"] == "");
  app.open(teaching());
  copied_link(app);
  CHECK(app.state.outbox().refusal.empty());
}

TEST_CASE("the steps of a start count in a link") {
  part::FileMap files;
  sim::Scenario scenario;
  {
    ScenarioApp app(scenario_text(
        {R"({"op": "write_range", "series": "1", "from": "1", "to": "9"})", R"({"op": "flush"})"}));
    app.go(2);
    files = sim::files_of(app.state.session()->world());
  }
  REQUIRE(files.size() > 3);
  Session session(sim::Scenario(), {"start", files});
  session.play(testing::event_of(R"({"op": "flush"})"));
  CHECK(session.scenario().steps.size() == files.size() + 2);
  CHECK(start_step_count(session) == files.size() + 1);
}

TEST_CASE("tables leave as files or text, pictures by name") {
  ScenarioApp app(teaching());
  app.go(6);
  app.must(R"({"op":"export","what":"csv","table":"result"})");
  auto files = app.state.take_downloads();
  REQUIRE(files.size() == 1);
  CHECK(files[0].name == "query-loses-rows-while-a-merge-lands-result.csv");
  const std::string csv(files[0].bytes.begin(), files[0].bytes.end());
  CHECK(csv.starts_with("row,series,user key,data,part,svc\r\n0,1,85,trace-3,2,cart\r\n"));

  app.must(R"({"op":"export","what":"markdown","copy":true})");
  const auto texts = app.state.take_clipboard_texts();
  REQUIRE(texts.size() == 1);
  CHECK_FALSE(texts[0].is_link);
  CHECK(texts[0].text.starts_with("| step | operation | as | outcome | what it did |\n"));
  CHECK(app.state.take_told() == "Events copied: 10 rows as Markdown.");

  app.must(R"({"op":"export","what":"go_test"})");
  files = app.state.take_downloads();
  REQUIRE(files.size() == 1);
  CHECK(files[0].name == "query_loses_rows_while_a_merge_lands_partscope_test.go");

  app.must(R"({"op":"export","what":"png"})");
  CHECK(app.state.take_picture() == "query-loses-rows-while-a-merge-lands-timeline-step-6.png");
  CHECK_FALSE(app.state.take_picture());

  CHECK(app.command(R"({"op":"export","what":"csv","table":"chairs"})") ==
        "there is no table 'chairs'");
  CHECK(app.command(R"({"op":"export","what":"csv","table":"elements"})") ==
        "No table of elements: no block is selected.");
  app.must(R"({"op":"panel","name":"drawer","open":false})");
  CHECK(app.command(R"({"op":"export","what":"csv"})") == "no table is shown");
  ScenarioApp empty;
  CHECK(empty.command(R"({"op":"export","what":"png"})") == "nothing is open");
  CHECK(empty.command(R"({"op":"copy_link"})") ==
        "no scenario is open: only a scenario fits into a link");
}

}  // namespace
}  // namespace sidx::model
