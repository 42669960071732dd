#include "wasm/model/museum.h"

#include <algorithm>
#include <filesystem>

#include "tests/support/golden.h"
#include "tests/support/scenario_app.h"

namespace sidx::model {
namespace {

using testing::ScenarioApp;

const std::filesystem::path kFolder = PARTSCOPE_MUSEUM_DIR;

std::string exhibit_text(const std::string& start) {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().filename().string().starts_with(start)) {
      return testing::read_text(entry.path());
    }
  }
  FAIL("no exhibit " << start);
  return {};
}

/// The list as make_indexes.py writes it, of all exhibits.
std::string index_command() {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".json") continue;
    auto document = nlohmann::ordered_json::parse(testing::read_text(entry.path()));
    document.erase("steps");
    list.push_back(std::move(document));
  }
  return nlohmann::ordered_json{{"op", "museum_index"}, {"index", {{"museum", list}}}}.dump();
}

std::vector<std::string> ids_found(ScenarioApp& app, const std::string& filter) {
  app.must(nlohmann::json{{"op", "museum_filter"}, {"text", filter}}.dump());
  return app.report().at("museum").at("found");
}

TEST_CASE("an exhibit opens at its step, with its text") {
  ScenarioApp app(exhibit_text("s9-"));
  REQUIRE(app.state.exhibit() != nullptr);
  CHECK(app.state.exhibit()->id == "S9");
  CHECK(app.state.exhibit()->group == "Lost rows");
  CHECK(app.state.exhibit()->what_happens.size() == 4);
  CHECK(app.position() == 8);
  CHECK(app.state.view() == ViewTab::kTimeline);
  CHECK(app.state.drawer() == DrawerTab::kResult);
  CHECK(app.state.exhibit_open());
  app.must(R"({"op":"panel","name":"exhibit","open":false})");
  CHECK_FALSE(app.state.exhibit_open());
  app.open(exhibit_text("s6-"));
  CHECK(app.state.exhibit_open());
  CHECK(app.state.drawer() == DrawerTab::kEvents);
  app.open(testing::scenario_text({R"({"op":"flush"})"}));
  CHECK(app.state.exhibit() == nullptr);
  CHECK_FALSE(app.state.exhibit_open());
  CHECK(app.position() == 0);
}

TEST_CASE("the switch of an exhibit keeps the step and leaves nothing to be saved") {
  ScenarioApp app(exhibit_text("s6-"));
  const auto repaired = [&] { return app.report().at("exhibit").at("repaired").get<bool>(); };
  CHECK(app.state.session()->step().outcome == sim::Outcome::kPanic);
  CHECK_FALSE(repaired());
  app.must(R"({"op":"engine","fix":"S6","on":true})");
  CHECK(repaired());
  CHECK(app.position() == 6);
  CHECK(app.state.session()->step().outcome == sim::Outcome::kOk);
  CHECK_FALSE(app.state.session()->is_edited());
  app.must(R"({"op":"engine","fix":"S6","on":false})");
  CHECK_FALSE(repaired());
  CHECK(app.position() == 6);
  app.must(R"({"op":"engine","profile":"fixed"})");
  CHECK(repaired());
  CHECK_FALSE(app.state.session()->is_edited());
  // What somebody has changed is still to be saved.
  app.must(R"({"op":"do","event":{"op":"flush"}})");
  app.must(R"({"op":"engine","profile":"seed"})");
  CHECK(app.state.session()->is_edited());
}

TEST_CASE("exhibits are listed by symptom and number, and found by words") {
  ScenarioApp app;
  CHECK(app.command(R"({"op":"museum_index","index":{"samples":[]}})") != "");
  CHECK(app.command(R"({"op":"museum_index","error":"no answer"})") == "");
  CHECK(app.state.museum().failure() == "no answer");
  app.must(index_command());
  CHECK(app.state.museum().failure().empty());
  const auto all = ids_found(app, "");
  CHECK(all.size() == app.state.museum().exhibits().size());
  const std::vector<std::string> first{"S1", "S3", "S9", "S24b", "S33", "T2", "T7", "T7b", "S2"};
  REQUIRE(all.size() > first.size());
  CHECK(std::equal(first.begin(), first.end(), all.begin()));
  CHECK(app.state.museum().exhibits().back().group == "Panics");

  CHECK(ids_found(app, "s33") == std::vector<std::string>{"S33"});
  const auto both = ids_found(app, "SYNC  comes");
  CHECK(std::find(both.begin(), both.end(), "T6b") != both.end());
  for (const std::string& id : both) {
    const auto sync = ids_found(app, "sync");
    CHECK(std::find(sync.begin(), sync.end(), id) != sync.end());
  }
  CHECK(ids_found(app, "no such words").empty());
  CHECK(app.state.museum().index_of("S3") == 1);
  CHECK_FALSE(app.state.museum().index_of("S99"));
}

TEST_CASE("documents that are no exhibits, or damaged ones, do no harm") {
  const auto read = [](const char* text) {
    return read_exhibit(nlohmann::ordered_json::parse(text));
  };
  CHECK_FALSE(read("[]"));
  CHECK_FALSE(read(R"({"title":"x"})"));
  CHECK_FALSE(read(R"({"exhibit":{"group":"x"}})"));
  CHECK_FALSE(read(R"({"exhibit":{"id":7}})"));
  const auto odd = read(R"({"title":3,"exhibit":{"id":"S1","fix":["S1","none",4],"step":"x",
                           "what_happens":"one","see_also":{},"part":[]}})");
  REQUIRE(odd);
  CHECK(odd->fixes == std::vector<sim::Fix>{sim::Fix::kS1});
  CHECK(odd->step == 0);
  CHECK(odd->what_happens.empty());
  CHECK_FALSE(odd->shows_parts());
}

/// The app with the two parts of the exhibit.
struct PartsApp : ScenarioApp {
  PartsApp() {
    files.add_golden("0000000000000005", "v0.10.0/merged_mixed_tags/in/5");
    files.add_golden("0000000000000007", "v0.10.0/merged_mixed_tags");
    REQUIRE(state.open(files.listing_json("arrays")));
    const auto document = nlohmann::ordered_json::parse(exhibit_text("l4-"));
    shows = nlohmann::ordered_json{{"op", "exhibit_parts"}, {"exhibit", document}}.dump();
  }
  std::string shows;
};

TEST_CASE("L4 compares the arrays of two parts") {
  PartsApp app;
  app.must(app.shows);
  const ArrayComparison* arrays = app.state.array_comparison();
  REQUIRE(arrays != nullptr);
  CHECK(app.state.view() == ViewTab::kMuseum);
  CHECK(arrays->problem.empty());
  CHECK(arrays->rows.size() == 73);
  CHECK(arrays->changed == 32);
  CHECK(arrays->as_read == 73);
  const auto changed = std::find_if(arrays->rows.begin(), arrays->rows.end(),
                                    [](const auto& row) { return row.read.changes(); });
  REQUIRE(changed != arrays->rows.end());
  CHECK(array_text(changed->read.stored) == R"(["back\\slash", "z"])");
  CHECK(array_text(changed->read.in_place) == R"(["backslashh", "z"])");
  CHECK(*changed->merged == changed->read.in_place);
  CHECK(app.report().at("exhibit").at("arrays").at("changed") == 32);
}

TEST_CASE("an exhibit of parts needs its parts") {
  PartsApp app;
  ScenarioApp other(testing::scenario_text({R"({"op":"flush"})"}));
  CHECK(other.command(app.shows) != "");
  CHECK(app.command(R"({"op":"exhibit_parts","exhibit":{"exhibit":{"id":"S1"}}})") != "");
  auto wrong = nlohmann::ordered_json::parse(app.shows);
  wrong["exhibit"]["exhibit"]["part"]["merged"] = "0000000000000009";
  app.must(wrong.dump());
  REQUIRE(app.state.array_comparison() != nullptr);
  CHECK(app.state.array_comparison()->problem != "");
  CHECK(app.state.array_comparison()->rows.empty());
}

}  // namespace
}  // namespace sidx::model
