#include "wasm/model/query_desk.h"

#include "tests/support/golden_traces.h"
#include "tests/support/scenario_app.h"

namespace sidx::model {
namespace {

using testing::scenario_text;
using testing::ScenarioApp;

const std::string kS1 =
    scenario_text({R"({"op":"write","elements":[{"series":"1","key":100,"data":"a"},)"
                   R"({"series":"1","key":200,"data":"b"},{"series":"2","key":1,"data":"c"},)"
                   R"({"series":"2","key":50,"data":"d","tags":{"svc":"x"}}]})",
                   R"({"op":"query","series":["1","2"],"min":10,"max":60})", R"({"op":"flush"})"});

nlohmann::json shown(ScenarioApp& app) {
  app.settle();
  return app.report().at("query");
}

TEST_CASE("the query of a step is explained, and compared with a repaired replay") {
  ScenarioApp app(kS1);
  app.go(2);
  CHECK_FALSE(shown(app).contains("rows"));  // nobody looks
  app.must(R"({"op":"view","name":"query"})");
  auto query = shown(app);
  CHECK(query["of_step"] == 2);
  CHECK(query["rows"] == 0);
  CHECK(query["funnel"][0]["discarded"] == 1);
  CHECK(query["funnel"][0]["items"][0]["bug"] == "S1");
  CHECK_FALSE(query.contains("right"));
  app.must(R"({"op":"query_compare"})");
  query = shown(app);
  CHECK(query["right"]["lost"] == 1);
  CHECK(query["right"]["keys"] == nlohmann::json{"50"});
  app.must(R"({"op":"query_compare","on":false})");
  CHECK_FALSE(shown(app).contains("right"));
  app.go(3);
  CHECK_FALSE(shown(app).contains("rows"));
  CHECK(shown(app)["of_step"] == 0);
}

TEST_CASE("a query that is asked for changes nothing and follows the steps") {
  ScenarioApp app(kS1);
  app.go(1);
  app.must(R"({"op":"view","name":"query"})");
  app.must(R"({"op":"query","series":["1","2"],"order":"desc","limit":2})");
  auto query = shown(app);
  CHECK(query["of_step"] == 0);
  CHECK(query["keys"] == nlohmann::json{"200", "100"});
  CHECK(app.scenario()["steps"] == 3);
  CHECK(query["request"]["order"] == "desc");
  app.must(R"({"op":"query_step","index":2})");
  CHECK(shown(app)["merge"]["sentence"].get<std::string>().find("key 200") != std::string::npos);
  CHECK(app.command(R"({"op":"query_step","index":99})") ==
        "there is no such step inside the query");
  app.go(3);
  CHECK(shown(app)["keys"] == nlohmann::json{"200", "100"});
  app.go(2);  // a query of its own
  CHECK(shown(app)["of_step"] == 2);
  app.go(0);
  CHECK(shown(app)["message"] == "There is no snapshot at this step: a query returns nothing.");
  app.must(R"({"op":"query_pane","name":"heap"})");
  CHECK(app.report()["query"]["pane"] == "heap");
  app.must(R"({"op":"query_level","level":"block"})");
  CHECK(app.report()["query"]["pane"] == "reasons");
  CHECK(app.report()["query"]["level"] == "block");
}

TEST_CASE("the snapshot that a reader holds can be asked") {
  const char* name = "s09-query-loses-rows-while-merge-lands";
  ScenarioApp app(testing::golden_scenario_text(name));
  app.must(R"({"op":"view","name":"query"})");
  std::string reader;
  size_t step = 0;
  for (; step <= app.state.session()->length() && reader.empty(); step++) {
    app.go(step);
    const auto& operations = app.state.session()->world().operations;
    for (const auto& operation : operations) {
      if (operation->kind == sim::OperationKind::kQuery) reader = operation->name;
    }
  }
  REQUIRE_FALSE(reader.empty());
  app.go(app.state.session()->length() - 1);
  const auto& world = app.state.session()->world();
  if (world.find_operation(reader) == nullptr) app.go(app.state.session()->length() - 2);
  REQUIRE(app.state.session()->world().find_operation(reader) != nullptr);
  app.must(R"({"op":"query","series":["1"],"as":")" + reader + "\"}");
  app.must(R"({"op":"query_compare"})");
  const auto query = shown(app);
  CHECK(query["funnel"][0]["items"][0]["bug"] == "S9");
  CHECK(query["right"]["lost"].get<int>() > 0);
  CHECK(app.command(R"({"op":"query","series":["1"],"as":"nobody"})") ==
        "there is no reader 'nobody' at this step");
}

TEST_CASE("commands that are none") {
  ScenarioApp app(kS1);
  for (const char* wrong :
       {R"({"op":"query"})", R"({"op":"query","series":[]})", R"({"op":"query","series":["x"]})",
        R"({"op":"query","series":["1"],"filter":{"eq":[]}})", R"({"op":"query_level"})",
        R"({"op":"query_pane"})", R"({"op":"query_step"})", R"({"op":"bloom","bits":0})",
        R"({"op":"bloom","bits":65})"}) {
    INFO(wrong);
    CHECK_FALSE(app.command(wrong).empty());
  }
}

/// Opens golden parts in directories.
void upload(ScenarioApp& app, const std::vector<std::pair<std::string, std::string>>& parts) {
  for (const auto& [directory, golden] : parts) app.files.add_golden(directory, golden);
  REQUIRE(app.state.open(app.files.listing_json("upload")));
  app.settle();
}

TEST_CASE("opened parts are read whole and asked, and repaired parameters tell what is lost") {
  ScenarioApp app;
  upload(app, {{"0000000000000001", "seed/bug_s1_key_range"}});
  app.must(R"({"op":"view","name":"query"})");
  const size_t before = app.files.asked().size();
  CHECK_FALSE(shown(app).contains("rows"));
  CHECK(app.files.asked().size() == before);  // nothing is asked, nothing read
  app.must(R"({"op":"query","series":["1","2"],"min":10,"max":60})");
  app.must(R"({"op":"query_compare"})");
  const auto query = shown(app);
  CHECK(query["rows"] == 0);
  CHECK(query["funnel"][0]["items"][0]["bug"] == "S1");
  CHECK(query["right"]["keys"] == nlohmann::json{"50"});
}

TEST_CASE("parts of two instances are merged as instances") {
  ScenarioApp app;
  upload(app, {{"shard-0/sidx/dur/0000000000000001", "seed/merged_overlap/in/1"},
               {"shard-1/sidx/dur/0000000000000002", "seed/merged_overlap/in/2"}});
  app.must(R"({"op":"view","name":"query"})");
  app.must(R"({"op":"query","series":["1"],"order":"desc"})");
  app.must(R"({"op":"query_compare"})");
  const auto query = shown(app);
  CHECK(query["rows"].get<int>() > 10);
  CHECK(query["right"]["lost"] == 0);
  CHECK(query["right"]["misplaced"].get<int>() > 0);
}

TEST_CASE("parts that cannot be read are named") {
  ScenarioApp other;
  other.files.add_golden("0000000000000001", "seed/tiny");
  for (size_t i = 0; i < other.files.listing().size(); i++) {
    if (other.files.listing()[i].path.ends_with("data.bin")) other.files.make_unreadable(i);
  }
  REQUIRE(other.state.open(other.files.listing_json("upload")));
  other.settle();
  other.must(R"({"op":"view","name":"query"})");
  other.must(R"({"op":"query","series":["1"]})");
  CHECK(shown(other)["message"].get<std::string>().find("permission denied") != std::string::npos);
}

TEST_CASE("the bloom filter of a tag: numbers, a probe, and what if") {
  ScenarioApp app;
  upload(app, {{"0000000000000001", "seed/tiny"}});
  app.must(R"({"op":"view","name":"bloom"})");
  CHECK(app.report()["bloom"].is_null());
  app.must(R"({"op":"select","part":0,"block":0,"tag":"svc"})");
  app.must(R"({"op":"bloom","value":"a","bits":30})");
  const auto bloom = app.report()["bloom"];
  CHECK(bloom["tag"] == "svc");
  CHECK(bloom["probes"] == 6);
  CHECK(bloom["words"] == 1);
  CHECK(bloom["distinct"] == 2);
  REQUIRE(bloom["tries"].size() == 1);
  CHECK(bloom["tries"][0]["bits"] == nlohmann::json{26, 13, 25, 15, 17, 11});
  CHECK(bloom["tries"][0]["may_contain"] == true);
  CHECK(bloom["what_if"]["blocks"] == 1);
  CHECK(bloom["what_if"]["pruned"] == 0);
  app.must(R"({"op":"select","part":0,"block":0,"tag":"dur"})");
  app.must(R"({"op":"bloom","value":"5"})");
  const auto number = app.report()["bloom"];
  REQUIRE(number["tries"].size() == 2);
  CHECK(number["tries"][0]["is_there"] == false);
  CHECK(number["tries"][1]["is_there"] == true);
  CHECK(number["tries"][1]["may_contain"] == true);
}

}  // namespace
}  // namespace sidx::model
