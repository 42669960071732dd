#include "wasm/model/app_state.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/fake_files.h"
#include "tests/support/hex.h"
#include "wasm/model/state_json.h"

using namespace sidx;
using namespace sidx::model;
using namespace sidx::testing;
using nlohmann::json;

namespace {

bool never() { return false; }

/// The app over files whose bytes come later.
struct App {
  explicit App(FakeFiles source) : files(std::move(source)), state(files.fetch()) {}

  bool open(const std::string& name = "upload") { return state.open(files.listing_json(name)); }
  /// Works, answering fetches in any order, until the app is idle.
  void settle(uint64_t seed = 1) {
    Random random(seed);
    for (int round = 0; round < 100000; round++) {
      while (state.advance(never)) continue;
      if (state.idle()) return;
      REQUIRE(files.pending() > 0);
      files.answer_one(random);
    }
    FAIL("it does not end");
  }
  /// Executes a command given as JSON; returns what it refuses.
  std::string command(const std::string& text) {
    const auto parsed = parse_command(text);
    if (const auto* refusal = std::get_if<std::string>(&parsed)) return *refusal;
    return state.execute(std::get<Command>(parsed)).value_or("");
  }
  json report() const { return json::parse(state_json(state)); }

  FakeFiles files;
  AppState state;
};

FakeFiles one_part() {
  FakeFiles files;
  files.add_golden("0000000000000001", "seed/types");
  return files;
}

FakeFiles instance() {
  FakeFiles files;
  files.add_golden("shard-0/sidx/duration/0000000000000001", "seed/tiny");
  files.add_golden("shard-0/sidx/duration/0000000000000002", "seed/types");
  files.add("shard-0/sidx/duration/0000000000000005.snp",
            bytes_of(R"(["0000000000000001","0000000000000007"])"));
  files.add("shard-0/sidx/duration/notes.txt", bytes_of("hello"));
  return files;
}

}  // namespace

TEST_CASE("an app with nothing open says so") {
  App app{FakeFiles()};
  CHECK(app.state.idle());
  CHECK_FALSE(app.state.has_document());
  CHECK_FALSE(app.state.advance(never));
  CHECK(app.command(R"({"op":"verify"})") == "nothing is open");
  const json report = app.report();
  CHECK(report.at("open") == false);
  CHECK(report.at("view") == "key_ranges");
  CHECK(report.at("panels").at("explorer") == true);
  CHECK_FALSE(report.contains("parts"));
}

TEST_CASE("what is not a listing changes nothing") {
  App app(one_part());
  CHECK_FALSE(app.state.open("not a listing"));
  CHECK_FALSE(app.state.has_document());
  REQUIRE(app.open());
  const uint64_t generation = app.state.generation();
  CHECK_FALSE(app.state.open("[]"));
  CHECK(app.state.has_document());
  CHECK(app.state.generation() == generation);
}

TEST_CASE("an empty upload opens and is idle") {
  App app{FakeFiles()};
  REQUIRE(app.open());
  app.settle();
  CHECK(app.report().at("parts").empty());
  // Nothing here may depend on there being data.
  for (const char* command :
       {R"({"op":"fit"})", R"({"op":"fit","what":"selection"})", R"({"op":"axis","scale":"log"})",
        R"({"op":"axis","scale":"rank"})", R"({"op":"zoom","from":"1","to":"2"})",
        R"({"op":"window","from":0,"to":1})", R"({"op":"verify"})", R"({"op":"cancel"})",
        R"({"op":"resume"})", R"({"op":"select","node":0})"}) {
    INFO(command);
    CHECK(app.command(command).empty());
  }
  CHECK(app.command(R"({"op":"select","part":0})") == "no such part");
}

TEST_CASE("the report counts what was read") {
  App app(instance());
  REQUIRE(app.open("shard-0"));
  json report = app.report();
  CHECK(report.at("loading").at("busy") == true);
  CHECK(report.at("parts").size() == 2);
  CHECK(report.at("parts")[0].at("stage") == "manifest");
  CHECK_FALSE(app.state.idle());
  app.settle();
  report = app.report();
  CHECK(report.at("name") == "shard-0");
  CHECK(report.at("loading").at("busy") == false);
  CHECK(report.at("loading").at("cancelled") == false);
  CHECK(report.at("rows") == "386");
  CHECK(report.at("blocks") == 4);
  CHECK(std::stoull(report.at("fetched_bytes").get<std::string>()) > 1000);
  const json& part = report.at("parts")[1];
  CHECK(part.at("name") == "0000000000000002");
  CHECK(part.at("path") == "shard-0/sidx/duration/0000000000000002");
  CHECK(part.at("stage") == "ready");
  CHECK(part.at("snapshot") == "stale");
  CHECK(part.at("rows") == "383");
  CHECK(part.at("key_min") == "-50");
  CHECK(part.at("key_max") == "969");
  CHECK(part.at("verified") == true);
  CHECK(part.at("engines") == json{"seed"});
  CHECK(part.at("findings").at("manifest-key-range") == 1);
  CHECK(part.at("findings").at("manifest-id") == 1);  // a copy of part 1
  CHECK(part.at("problems") == 1);                    // notes are no problems
  CHECK(report.at("parts")[0].at("snapshot") == "live");
  CHECK(report.at("snapshots")[0].at("read") == true);
  CHECK(report.at("snapshots")[0].at("missing") == json{"0000000000000007"});
  REQUIRE(report.at("skipped").size() == 1);
  CHECK(report.at("skipped")[0].at("path") == "shard-0/sidx/duration/notes.txt");
}

TEST_CASE("the report is the same whatever the order of the answers") {
  std::string first;
  for (uint64_t seed = 1; seed <= 6; seed++) {
    App app(instance());
    REQUIRE(app.open());
    app.settle(seed);
    const std::string report = state_json(app.state);
    if (first.empty()) first = report;
    CHECK(report == first);
  }
}

TEST_CASE("a single part is selected at once") {
  App app(one_part());
  REQUIRE(app.open());
  CHECK(app.state.selection().part == 0);
  App several(instance());
  REQUIRE(several.open());
  CHECK_FALSE(several.state.selection().part.has_value());
}

TEST_CASE("a selected block is decoded and reported") {
  App app(one_part());
  REQUIRE(app.open());
  CHECK(app.command(R"({"op":"select","part":0,"block":1})") ==
        "no such block in part 0000000000000001");  // not known yet
  app.settle();
  CHECK(app.command(R"({"op":"select","part":0,"block":1,"tag":"str_all","row":39})").empty());
  CHECK(app.report().at("selection") ==
        json({{"node", nullptr}, {"part", 0}, {"block", 1}, {"tag", "str_all"}, {"row", 39}}));
  app.settle();
  const json block = app.report().at("block");
  CHECK(block.at("complete") == true);
  CHECK(block.at("rows") == 40);
  CHECK(block.at("tags").size() == 18);
  CHECK(block.at("first").at("key") == "-50");
  CHECK(block.at("first").at("tags").contains("str_all"));
  CHECK(block.at("selected").at("key") == "69");
  CHECK_FALSE(block.contains("error"));
  CHECK(app.state.selected_block()->row_count == 40);

  CHECK(app.command(R"({"op":"select","part":0,"block":1,"row":40})").empty());
  CHECK_FALSE(app.report().at("block").contains("selected"));  // no such row

  CHECK(app.command(R"({"op":"select","part":0})").empty());
  CHECK(app.state.open_block() == nullptr);
  CHECK(app.report().at("block").is_null());
}

TEST_CASE("selections that do not exist are refused and change nothing") {
  App app(instance());
  REQUIRE(app.open());
  app.settle();
  REQUIRE(app.command(R"({"op":"select","part":1,"block":2})").empty());
  const Selection before = app.state.selection();
  const uint64_t serial = app.state.selection_serial();
  for (const char* command :
       {R"({"op":"select","part":2})", R"({"op":"select","node":1000})",
        R"({"op":"select","part":1,"block":3})", R"({"op":"select","part":0,"block":1})",
        R"({"op":"verify","part":2})", R"({"op":"select","part":18446744073709551615})"}) {
    INFO(command);
    CHECK_FALSE(app.command(command).empty());
    CHECK(app.state.selection() == before);
    CHECK(app.state.selection_serial() == serial);
  }
  CHECK(app.command(R"({"op":"select","node":0,"block":5,"tag":"x"})").empty());
  CHECK(app.state.selection().node == 0);
  CHECK_FALSE(app.state.selection().block.has_value());
  CHECK(app.state.selection().tag.empty());
  CHECK(app.state.selection_serial() > serial);
}

TEST_CASE("opening something else starts over, and late answers do no harm") {
  App app(instance());
  REQUIRE(app.open());
  app.state.advance(never);
  const uint64_t generation = app.state.generation();
  REQUIRE(app.files.pending() > 0);
  REQUIRE(app.command(R"({"op":"axis","scale":"log"})").empty());
  REQUIRE(app.command(R"({"op":"sort","column":2,"descending":true})").empty());
  REQUIRE(app.open("again"));
  CHECK(app.state.generation() == generation + 1);
  CHECK(app.state.axis_is_automatic());
  CHECK(app.state.block_sort().column == -1);
  app.files.answer_all();  // for the first
  CHECK(app.state.document().parts[0].stage == PartStage::kManifest);
  app.settle();
  CHECK(app.report().at("name") == "again");
  CHECK(app.report().at("blocks") == 4);
}

TEST_CASE("reading is cancelled and resumed by command") {
  App app(instance());
  REQUIRE(app.open());
  app.state.advance(never);
  CHECK(app.command(R"({"op":"cancel"})").empty());
  app.files.answer_all();
  CHECK(app.state.idle());
  CHECK(app.report().at("loading").at("cancelled") == true);
  CHECK(app.report().at("parts")[0].at("stage") == "stopped");
  CHECK(app.command(R"({"op":"resume"})").empty());
  app.settle();
  CHECK(app.report().at("parts")[0].at("stage") == "ready");
  CHECK(app.report().at("loading").at("cancelled") == false);
}

TEST_CASE("views, drawers, panels and sorting go to the report") {
  App app(one_part());
  REQUIRE(app.open());
  CHECK(app.command(R"({"op":"panel","name":"drawer","open":false})").empty());
  CHECK(app.command(R"({"op":"panel","name":"inspector","open":false})").empty());
  CHECK(app.command(R"({"op":"view","name":"elements"})").empty());
  CHECK(app.command(R"({"op":"sort","column":4,"descending":true})").empty());
  json report = app.report();
  CHECK(report.at("view") == "elements");
  CHECK(report.at("panels") == json({{"explorer", true},
                                     {"inspector", false},
                                     {"drawer", false},
                                     {"next", true},
                                     {"exhibit", false}}));
  CHECK(report.at("sort") == json({{"column", 4}, {"descending", true}}));
  CHECK(app.command(R"({"op":"drawer","name":"skipped"})").empty());
  report = app.report();
  CHECK(report.at("drawer") == "skipped");
  CHECK(report.at("panels").at("drawer") == true);  // naming a drawer opens it
}

TEST_CASE("the axis shows all that is loaded, with a margin") {
  FakeFiles files;
  files.add_golden("0000000000000001", "seed/tiny");
  App app(std::move(files));
  REQUIRE(app.open());
  app.settle();
  const auto& axis = app.state.axis();
  CHECK(axis.key_min() == 100);
  CHECK(axis.key_max() == 300);
  CHECK(app.state.window().from < 0);
  CHECK(app.state.window().to > axis.extent());
  CHECK(app.state.depth().max() == 1);
  const json report = app.report().at("axis");
  CHECK(report.at("scale") == "linear");
  CHECK(report.at("automatic") == true);
  CHECK(report.at("depth_max") == 1);
}

TEST_CASE("the window is zoomed, moved, fitted and never lost") {
  App app(one_part());
  REQUIRE(app.open());
  app.settle();
  CHECK(app.command(R"({"op":"axis","scale":"linear"})").empty());
  CHECK(app.command(R"({"op":"zoom","from":"100","to":"200"})").empty());
  const auto from = [&] { return std::stoll(app.report()["axis"]["from"].get<std::string>()); };
  const auto to = [&] { return std::stoll(app.report()["axis"]["to"].get<std::string>()); };
  CHECK(from() <= 100);
  CHECK(from() >= 90);
  CHECK(to() >= 200);
  CHECK(to() <= 210);

  CHECK(app.command(R"({"op":"select","part":0,"block":1})").empty());
  CHECK(app.command(R"({"op":"fit","what":"selection"})").empty());
  CHECK(from() < -50);
  CHECK(to() > 69);
  CHECK(to() < 100);

  for (const char* command :
       {R"({"op":"window","from":-1e300,"to":-1e299})",
        R"({"op":"window","from":1e300,"to":1e301})", R"({"op":"window","from":5,"to":5})",
        R"({"op":"window","from":9,"to":5})", R"({"op":"window","from":-1.7e308,"to":1.7e308})",
        R"({"op":"zoom","from":"-9223372036854775808","to":"9223372036854775807"})",
        R"({"op":"zoom","from":"9223372036854775807","to":"9223372036854775807"})"}) {
    INFO(command);
    CHECK(app.command(command).empty());
    const KeyWindow window = app.state.window();
    CHECK(std::isfinite(window.from));
    CHECK(window.to - window.from >= app.state.axis().extent_min());
    CHECK_FALSE(app.report().at("axis").at("from").get<std::string>().empty());
  }
  CHECK(app.command(R"({"op":"fit"})").empty());
  CHECK(app.state.window().from < 0);
  CHECK(app.state.window().to > app.state.axis().extent());
}

TEST_CASE("another scale keeps to its own places") {
  App app(one_part());
  REQUIRE(app.open());
  app.settle();
  for (const char* scale : {"rank", "log", "linear"}) {
    CHECK(app.command(R"({"op":"axis","scale":")" + std::string(scale) + "\"}").empty());
    CHECK(app.report().at("axis").at("scale") == scale);
    CHECK(app.report().at("axis").at("automatic") == false);
    CHECK(app.state.window().to > app.state.axis().extent());
  }
  CHECK(app.command(R"({"op":"axis","scale":"auto"})").empty());
  CHECK(app.report().at("axis").at("automatic") == true);
}

TEST_CASE("names that are not UTF-8 and errors go to the report as text") {
  FileBytes bytes = load_files("head/tiny");
  bytes["keys.bin"] = {};
  bytes["manifest.json"] = bytes_of("{\"\xff\":1}");
  FakeFiles files;
  files.add_part("0000000000000001", bytes);
  App app(std::move(files));
  REQUIRE(app.open());
  app.settle();
  REQUIRE(app.command(R"({"op":"select","part":0,"block":0,"row":0})").empty());
  app.settle();
  const json report = app.report();
  CHECK(report.at("parts")[0].contains("manifest_error"));
  CHECK(report.at("block").contains("error"));
  CHECK_FALSE(report.at("block").at("first").contains("key"));
  CHECK(report.at("block").at("first").contains("data"));
}
