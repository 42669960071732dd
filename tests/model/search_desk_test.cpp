#include "wasm/model/search_desk.h"

#include "core/search/search_json.h"
#include "tests/support/scenario_app.h"

namespace sidx::model {
namespace {

using nlohmann::json;
using testing::ScenarioApp;

const std::string kWrite = R"({"op":"write","elements":[{"series":"1","key":"10","data":"a"}]})";

/// The page's side: what the app orders, and a worker that answers at once.
struct Worker {
  explicit Worker(ScenarioApp& to) : app(to) {}

  json order() {
    const std::vector<std::string> orders = app.state.take_search_orders();
    REQUIRE(orders.size() == 1);
    return json::parse(orders[0]);
  }
  /// Runs the ordered search to its end and reports it.
  void answer() {
    const json started = order();
    REQUIRE(started.at("order") == "start");
    auto request = search::read_request(started.at("request").get<std::string>(), "request");
    REQUIRE(request.ok());
    search::Search search(*std::move(request));
    while (!search.done()) {
      search.advance(2000);
      report("search_progress", started.at("run"), "progress",
             json::parse(search::write_progress(search.progress())));
    }
    report("search_result", started.at("run"), "result", json::parse(search::write_result(search)));
  }
  void report(const char* op, const json& run, const char* name, const json& document) {
    app.must(json{{"op", op}, {"run", run}, {"rate", 1234}, {name, document}}.dump());
  }

  ScenarioApp& app;
};

json search_of(const ScenarioApp& app) { return app.report().at("search"); }

TEST_CASE("a search asks what the form says") {
  ScenarioApp app;
  app.must(R"({"op":"search_form","seed":"18446744073709551615","menu":["write","merge"],
               "strategy":"pct"})");
  CHECK(search_of(app).at("stage") == "idle");
  CHECK(app.state.take_search_orders().empty());
  app.must(R"({"op":"search_start","depth":7,"steps":"5000","rules":["no-panic"],
               "fixes":["S9","S2","S9"]})");
  CHECK(search_of(app).at("stage") == "running");
  const json order = Worker(app).order();
  CHECK(order.at("order") == "start");
  CHECK(order.at("run") == 1);
  const auto read = search::read_request(order.at("request").get<std::string>(), "request");
  REQUIRE(read.ok());
  CHECK(read->scenario.steps.empty());
  CHECK_FALSE(read->scenario.fixed);
  CHECK(read->scenario.fixes == std::vector{sim::Fix::kS9, sim::Fix::kS2});
  search::Menu menu;
  menu.add(search::MenuItem::kWrite);
  menu.add(search::MenuItem::kMerge);
  CHECK(read->menu == menu);
  CHECK(read->explorer.strategy == search::Strategy::kPct);
  CHECK(read->explorer.seed == UINT64_MAX);
  CHECK(read->explorer.depth == 7);
  CHECK(read->steps_max == 5000);
  search::RuleSet rules;
  rules.add(search::history_rules().no_panic);
  CHECK(read->rules == rules);
}

TEST_CASE("a search starts from the open scenario up to the current step, with its engine") {
  ScenarioApp app;
  CHECK(app.command(R"({"op":"search_form","start":"open"})") ==
        "no scenario is open to start from");
  app.open(testing::scenario_text({kWrite, R"({"op":"flush"})", kWrite}, R"("fixes":["S5"],)"));
  app.go(2);
  app.must(R"({"op":"search_start","start":"open"})");
  const auto read =
      search::read_request(Worker(app).order().at("request").get<std::string>(), "request");
  REQUIRE(read.ok());
  CHECK(read->scenario.steps.size() == 2);
  CHECK(read->scenario.fixes == std::vector{sim::Fix::kS5});
}

TEST_CASE("what cannot be searched is refused, and the form stays") {
  ScenarioApp app;
  CHECK(app.command(R"({"op":"search_start","menu":[]})") ==
        "choose at least one operation of the menu");
  CHECK(app.command(R"({"op":"search_start","rules":[]})") == "choose at least one invariant");
  CHECK(app.command(R"({"op":"search_form","menu":["fly"]})") ==
        "each of menu is the id of an operation of the menu");
  CHECK(app.command(R"({"op":"search_form","fixes":"S9"})") ==
        "each of fixes is the id of a repair");
  CHECK(app.command(R"({"op":"search_form","strategy":"luck"})") ==
        "strategy is one of random pct exhaustive");
  CHECK(app.command(R"({"op":"search_form","seed":"-1"})") ==
        "seed is a number from 0 to 18446744073709551615");
  CHECK(app.command(R"({"op":"search_form","depth":1001})") == "depth is a number from 0 to 1000");
  CHECK(app.command(R"({"op":"search_form","start":"here"})") == "start is one of empty open");
  CHECK(app.command(R"({"op":"search_pause"})") == "no search is running");
  CHECK(app.command(R"({"op":"search_open"})") == "no search has found anything yet");
  CHECK(app.command(R"({"op":"search_on"})") == "nothing was found that could be repaired");
  CHECK(app.state.search_desk().form().menu == search::Menu::all());
  CHECK(app.state.take_search_orders().empty());
}

TEST_CASE("a search is paused, resumed and stopped; what comes later is refused") {
  ScenarioApp app;
  Worker worker(app);
  app.must(R"({"op":"search_start"})");
  CHECK(worker.order().at("order") == "start");
  app.must(R"({"op":"search_pause"})");
  CHECK(worker.order() == json{{"order", "pause"}, {"run", 1}});
  CHECK(search_of(app).at("stage") == "paused");
  CHECK(app.command(R"({"op":"search_pause"})") == "the search is paused already");
  app.must(R"({"op":"search_resume"})");
  CHECK(worker.order().at("order") == "resume");
  app.must(R"({"op":"search_stop"})");
  CHECK(worker.order().at("order") == "stop");
  CHECK(search_of(app).at("stage") == "stopped");
  CHECK(app.command(R"({"op":"search_failed","run":1,"error":"late"})") == "that search has ended");
  app.must(R"({"op":"search_start"})");
  CHECK(app.command(R"({"op":"search_failed","run":1,"error":"late"})") == "that search has ended");
  app.must(R"({"op":"search_failed","run":2,"error":"no memory"})");
  CHECK(search_of(app).at("stage") == "failed");
  CHECK(search_of(app).at("failure") == "no memory");
}

TEST_CASE("junk from the worker is refused") {
  ScenarioApp app;
  app.must(R"({"op":"search_start"})");
  const std::string good = search::write_progress({});
  REQUIRE(read_search_progress(good));
  for (const char* member : {"phase", "steps", "states", "depth", "shrink_steps", "coverage"}) {
    INFO(member);
    json document = json::parse(good);
    document.erase(member);
    CHECK_FALSE(read_search_progress(document.dump()));
    document[member] = json::array({1});
    CHECK_FALSE(read_search_progress(document.dump()));
  }
  json document = json::parse(good);
  document["coverage"]["write"] = {{"enabled", "1"}};
  CHECK_FALSE(read_search_progress(document.dump()));
  CHECK(app.command(R"({"op":"search_progress","run":1,"progress":{}})") ==
        "this is no progress of a search");
  CHECK(app.command(R"({"op":"search_result","run":1,"result":{"found":true}})") ==
        "this is no result of a search");
  CHECK(app.command(R"({"op":"search_result","run":1})") == "a report needs the object result");
  CHECK_FALSE(read_search_outcome("[]"));
  CHECK_FALSE(read_search_outcome(R"({"found":false})"));
  CHECK(search_of(app).at("stage") == "running");
}

TEST_CASE("what was found opens at the step that breaks the rule, and is searched on from") {
  ScenarioApp app;
  Worker worker(app);
  app.must(R"({"op":"search_start","seed":"1"})");
  worker.answer();
  json report = search_of(app);
  CHECK(report.at("stage") == "done");
  CHECK(report.at("rate") == 1234);
  CHECK(report.at("progress").at("phase") == "done");
  json result = report.at("result");
  REQUIRE(result.at("found") == true);
  const size_t length = result.at("length");
  CHECK(length < result.at("found_length"));
  CHECK(result.at("sentences").size() == length + 2);
  REQUIRE(result.at("repairs").size() > 0);
  CHECK(read_search_progress(report.at("progress").dump())->explored.steps > 0);

  app.must(R"({"op":"search_open"})");
  CHECK(app.position() == length);
  CHECK(app.state.view() == ViewTab::kTimeline);
  CHECK_FALSE(app.state.session()->is_edited());

  app.must(R"({"op":"search_on"})");
  CHECK(app.state.search_desk().request().scenario.steps.empty());
  CHECK(search_of(app).at("form").at("fixes") == json::array({result.at("repairs").at(0)}));
  const json order = worker.order();
  CHECK(order.at("run") == 2);
  CHECK(json::parse(order.at("request").get<std::string>()).at("scenario").at("fixes") ==
        json::array({result.at("repairs").at(0)}));
}

}  // namespace
}  // namespace sidx::model
