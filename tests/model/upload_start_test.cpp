#include "wasm/model/upload_start.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/sim/trace.h"
#include "tests/support/fake_files.h"
#include "tests/support/golden.h"
#include "tests/support/hex.h"
#include "wasm/model/app_state.h"
#include "wasm/model/state_json.h"

namespace sidx::model {
namespace {

using nlohmann::json;
using testing::FakeFiles;
using testing::Random;
using Texts = std::vector<std::string>;

bool never() { return false; }

/// An upload whose bytes come later, and what is made of it.
struct Upload {
  explicit Upload(FakeFiles source)
      : files(std::move(source)),
        cache(files.fetch()),
        document(make_document("upload", files.listing(), cache)) {}

  UploadStart start(std::optional<size_t> node = {}) { return {document, cache, node}; }
  /// The node at a path.
  size_t node(const std::string& path) const {
    for (size_t i = 0; i < document.tree.nodes.size(); i++) {
      if (document.tree.nodes[i].path == path) return i;
    }
    FAIL("there is no " << path);
    return 0;
  }
  Session::Start read(UploadStart& start, uint64_t seed = 1) {
    Random random(seed);
    for (int round = 0; round < 10000 && !start.advance(); round++) {
      REQUIRE(files.pending() > 0);
      files.answer_one(random);
    }
    INFO(start.objection());
    REQUIRE(start.objection().empty());
    CHECK(start.read_count() == start.file_count());
    return start.take();
  }

  FakeFiles files;
  PageCache cache;
  Document document;
};

Texts paths_of(const part::FileMap& files) {
  Texts paths;
  for (const auto& [path, bytes] : files) paths.push_back(path);
  return paths;
}

FakeFiles two_instances() {
  FakeFiles files;
  files.add_golden("shard-0/sidx/duration/0000000000000001", "seed/tiny");
  files.add_golden("shard-0/sidx/duration/0000000000000002", "seed/types");
  files.add("shard-0/sidx/duration/0000000000000005.snp",
            testing::bytes_of(R"(["0000000000000001","0000000000000002"])"));
  files.add("shard-0/sidx/duration/0000000000000003.snp", testing::bytes_of("[]"));
  files.add("shard-0/sidx/duration/notes.txt", testing::bytes_of("hello"));
  files.add_golden("shard-0/sidx/latency/0000000000000001", "seed/encodings");
  return files;
}

FakeFiles one_part(const std::string& directory = "0000000000000001") {
  FakeFiles files;
  files.add_golden(directory, "seed/types");
  return files;
}

// ---- What is meant

TEST_CASE("without a node the first instance is the start, its snapshot files included") {
  Upload upload(two_instances());
  UploadStart start = upload.start();
  CHECK(start.objection().empty());
  CHECK(start.name() == "duration");
  CHECK(start.read_count() == 0);
  const Session::Start taken = upload.read(start);
  CHECK(taken.name == "duration");
  const Texts paths = paths_of(taken.files);
  CHECK(paths.size() == start.file_count());
  for (const std::string& path : paths) {
    INFO(path);
    CHECK((path.starts_with("0000000000000001/") || path.starts_with("0000000000000002/") ||
           path.ends_with(".snp")));
  }
  CHECK(*taken.files.at("0000000000000005.snp") ==
        testing::bytes_of(R"(["0000000000000001","0000000000000002"])"));
  CHECK(*taken.files.at("0000000000000003.snp") == testing::bytes_of("[]"));
  const testing::FileBytes tiny = testing::load_files("seed/tiny");
  for (const auto& [name, bytes] : tiny) {
    CHECK(*taken.files.at("0000000000000001/" + name) == bytes);
  }
}

TEST_CASE("an instance is meant by its node, or by one of its parts") {
  Upload upload(two_instances());
  for (const char* path : {"shard-0/sidx/latency", "shard-0/sidx/latency/0000000000000001"}) {
    INFO(path);
    UploadStart start = upload.start(upload.node(path));
    CHECK(start.name() == "latency");
    const Session::Start taken = upload.read(start);
    const testing::FileBytes expected = testing::load_files("seed/encodings");
    CHECK(taken.files.size() == expected.size() + 1);
    CHECK(*taken.files.at("0000000000000001.snp") == testing::bytes_of(R"(["0000000000000001"])"));
    for (const auto& [name, bytes] : expected) {
      CHECK(*taken.files.at("0000000000000001/" + name) == bytes);
    }
  }
}

TEST_CASE("a directory above one instance means that instance") {
  FakeFiles files;
  files.add_golden("shard-0/sidx/duration/0000000000000001", "seed/tiny");
  files.add_golden("shard-1/sidx/latency/0000000000000001", "seed/types");
  Upload upload(std::move(files));
  for (const char* path : {"shard-1", "shard-1/sidx"}) {
    INFO(path);
    UploadStart start = upload.start(upload.node(path));
    CHECK(start.name() == "latency");
    CHECK(start.file_count() == testing::load_files("seed/types").size());
  }
  UploadStart start = upload.start(0);
  CHECK(start.objection() == "choose an instance or a part");
}

TEST_CASE("a shard of two instances is no start: which of them is meant?") {
  Upload upload(two_instances());
  for (const char* path : {"shard-0", "shard-0/sidx"}) {
    INFO(path);
    UploadStart start = upload.start(upload.node(path));
    CHECK(start.objection() == "choose an instance or a part");
    CHECK(start.advance());
    CHECK(upload.files.pending() == 0);
  }
}

TEST_CASE("a part that lies in no instance becomes one") {
  Upload upload(one_part("my part"));
  UploadStart start = upload.start();
  CHECK(start.name() == "upload");
  const Session::Start taken = upload.read(start);
  CHECK(*taken.files.at("0000000000000001.snp") == testing::bytes_of(R"(["0000000000000001"])"));
  const testing::FileBytes expected = testing::load_files("seed/types");
  CHECK(taken.files.size() == expected.size() + 1);
  for (const auto& [name, bytes] : expected) {
    CHECK(*taken.files.at("0000000000000001/" + name) == bytes);
  }
  UploadStart by_node = upload.start(0);
  CHECK(by_node.file_count() == start.file_count());
}

TEST_CASE("an upload without parts is no start") {
  FakeFiles files;
  files.add("notes.txt", testing::bytes_of("hello"));
  Upload upload(std::move(files));
  UploadStart start = upload.start();
  CHECK(start.objection() == "there is no part to start from");
  CHECK(start.advance());
}

TEST_CASE("an upload that does not fit into a scenario is refused before it is read") {
  const auto upload_of = [](uint64_t bytes) {
    FakeFiles files;
    files.add("a/0000000000000001/keys.bin", Bytes(static_cast<size_t>(bytes / 2)));
    files.add("a/0000000000000001/data.bin", Bytes(static_cast<size_t>(bytes - bytes / 2)));
    return Upload(std::move(files));
  };
  Upload fits = upload_of(kStartBytesMax);
  CHECK(fits.start().objection().empty());
  Upload large = upload_of(kStartBytesMax + 1);
  UploadStart start = large.start();
  CHECK(start.objection() ==
        "these parts have 67108865 bytes; a scenario can start from 67108864 at most: open fewer "
        "parts");
  CHECK(start.advance());
  CHECK(large.files.pending() == 0);
}

// ---- Reading

TEST_CASE("all files are asked for at once, and come in any order") {
  std::vector<part::FileMap> results;
  for (uint64_t seed = 1; seed <= 5; seed++) {
    Upload upload(two_instances());
    UploadStart start = upload.start();
    CHECK_FALSE(start.advance());
    const size_t asked = upload.files.asked().size();
    const Session::Start taken = upload.read(start, seed);
    CHECK(upload.files.asked().size() == asked);
    results.push_back(taken.files);
  }
  for (const part::FileMap& files : results) {
    CHECK(paths_of(files) == paths_of(results[0]));
    for (const auto& [path, bytes] : files) CHECK(*bytes == *results[0].at(path));
  }
}

TEST_CASE("a file that cannot be read ends the start with the reason") {
  Upload upload(two_instances());
  upload.files.make_unreadable(3);
  UploadStart start = upload.start();
  Random random(1);
  for (int round = 0; round < 1000 && !start.advance(); round++) {
    REQUIRE(upload.files.pending() > 0);
    upload.files.answer_one(random);
  }
  CHECK(start.objection().find("permission denied") != std::string::npos);
  CHECK(start.objection().find(upload.files.listing()[3].path) != std::string::npos);
  CHECK(start.advance());
}

// ---- Loose parts

part::FileMap files_named(const Texts& paths) {
  part::FileMap files;
  for (const std::string& path : paths) {
    files[path] = std::make_shared<const Bytes>(path.begin(), path.end());
  }
  return files;
}

/// "new path ← old path", and what the .snp files list.
Texts instance_of(const Texts& paths) {
  Texts texts;
  for (const auto& [path, bytes] : as_instance(files_named(paths))) {
    const std::string content(bytes->begin(), bytes->end());
    texts.push_back(path + " ← " + content);
  }
  return texts;
}

TEST_CASE("loose parts become an instance that lists them") {
  CHECK(instance_of({"0000000000000003/keys.bin", "0000000000000003/manifest.json",
                     "00000000000000ab/keys.bin"}) ==
        Texts{"0000000000000001.snp ← [\"0000000000000003\",\"00000000000000ab\"]",
              "0000000000000003/keys.bin ← 0000000000000003/keys.bin",
              "0000000000000003/manifest.json ← 0000000000000003/manifest.json",
              "00000000000000ab/keys.bin ← 00000000000000ab/keys.bin"});
}

TEST_CASE("parts with names of their own get names that are free") {
  CHECK(instance_of({"0000000000000002/keys.bin", "copy of 7/keys.bin", "part/data.bin",
                     "part/keys.bin", "00000000000000AB/keys.bin"}) ==
        Texts{"0000000000000001.snp ← "
              "[\"0000000000000002\",\"0000000000000001\",\"0000000000000003\","
              "\"0000000000000004\"]",
              "0000000000000001/keys.bin ← 00000000000000AB/keys.bin",
              "0000000000000002/keys.bin ← 0000000000000002/keys.bin",
              "0000000000000003/keys.bin ← copy of 7/keys.bin",
              "0000000000000004/data.bin ← part/data.bin",
              "0000000000000004/keys.bin ← part/keys.bin"});
}

TEST_CASE("names that begin alike are not mixed up") {
  CHECK(instance_of({"a/keys.bin", "a b/keys.bin", "ab/keys.bin"}) ==
        Texts{"0000000000000001.snp ← "
              "[\"0000000000000001\",\"0000000000000002\",\"0000000000000003\"]",
              "0000000000000001/keys.bin ← a/keys.bin", "0000000000000002/keys.bin ← a b/keys.bin",
              "0000000000000003/keys.bin ← ab/keys.bin"});
}

TEST_CASE("an instance with a snapshot file stays as it is") {
  const part::FileMap files =
      files_named({"0000000000000005.snp", "part/keys.bin", "0000000000000001/keys.bin"});
  CHECK(as_instance(files) == files);
}

TEST_CASE("the engine opens loose parts as one instance") {
  part::FileMap files;
  for (const auto& [directory, golden] :
       {std::pair("one", "seed/tiny"), std::pair("two", "seed/types")}) {
    for (const auto& [name, bytes] : testing::load_files(golden)) {
      files[std::string(directory) + "/" + name] = std::make_shared<const Bytes>(bytes);
    }
  }
  const Session session(sim::Scenario(), {"loose", as_instance(files)});
  const sim::World& world = session.world();
  REQUIRE(world.live.size() == 2);
  CHECK(world.live[0]->directory_id == 1);
  CHECK(world.live[0]->row_count == 3);
  CHECK(world.live[1]->directory_id == 2);
  CHECK(world.live[1]->row_count == 383);
  CHECK(world.current_snapshot()->epoch == 1);
  CHECK(world.current_snapshot()->parts->size() == 2);
}

// ---- In the app

/// The app over files whose bytes come later.
struct App {
  explicit App(FakeFiles source) : files(std::move(source)), state(files.fetch()) {
    REQUIRE(state.open(files.listing_json("upload")));
    settle();
  }

  void settle() {
    Random random(7);
    for (int round = 0; round < 100000; round++) {
      const bool more = state.advance(never);
      if (more) continue;
      if (state.idle()) return;
      // Whoever calls again only when bytes have come must not wait for ever.
      REQUIRE(files.pending() > 0);
      files.answer_one(random);
    }
    FAIL("it does not end");
  }
  std::string command(const std::string& text) {
    const auto parsed = parse_command(text);
    if (const auto* refusal = std::get_if<std::string>(&parsed)) return *refusal;
    return state.execute(std::get<Command>(parsed)).value_or("");
  }
  void must(const std::string& text) {
    INFO(text);
    REQUIRE(command(text).empty());
    settle();
  }
  json report() const { return json::parse(state_json(state)); }

  FakeFiles files;
  AppState state;
};

/// Keys and data of a golden part, by series: "1: 100 7431".
Texts golden_rows(const std::string& name) {
  Texts rows;
  const testing::GoldenPart golden = testing::load_golden_part(name);
  for (const json& block : golden.expected.at("blocks")) {
    for (const json& element : block.at("elements")) {
      rows.push_back(block.at("series").get<std::string>() + ": " +
                     element.at("key").get<std::string>() + " " +
                     element.at("data").get<std::string>());
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::string series_of(const std::string& name) {
  json series = json::array();
  const testing::GoldenPart golden = testing::load_golden_part(name);
  for (const json& block : golden.expected.at("blocks")) series.push_back(block.at("series"));
  return series.dump();
}

/// The same of a query's answer.
Texts rows_of(const json& report) {
  Texts rows;
  for (const json& element : report.at("scenario").at("state").at("result").at("elements")) {
    rows.push_back(element.at("series").get<std::string>() + ": " +
                   element.at("key").get<std::string>() + " " +
                   element.at("data").get<std::string>());
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST_CASE("golden parts become the start of a scenario, and queries return their elements") {
  App app(one_part());
  CHECK(app.state.selection().part == 0);
  const uint64_t generation = app.state.generation();
  REQUIRE(app.command(R"({"op":"start_here"})").empty());
  CHECK(app.state.starting() != nullptr);
  CHECK(app.report().at("starting") == true);
  CHECK_FALSE(app.state.idle());
  app.settle();
  CHECK(app.state.starting() == nullptr);
  REQUIRE(app.state.session() != nullptr);
  CHECK(app.state.generation() == generation + 1);
  CHECK(app.state.session()->header().title == "From upload");
  CHECK(app.state.session()->start().name == "upload");
  CHECK_FALSE(app.state.selection().part);
  json report = app.report();
  CHECK(report.at("starting") == false);
  REQUIRE(report.at("parts").size() == 1);
  CHECK(report.at("parts")[0].at("name") == "0000000000000001");
  CHECK(report.at("parts")[0].at("role") == "file");
  CHECK(report.at("parts")[0].at("rows") == "383");
  CHECK(report.at("parts")[0].at("snapshot") == "live");
  CHECK(report.at("scenario").at("steps") == 0);

  app.must(R"({"op":"do","event":{"op":"query","series":)" + series_of("seed/types") + "}}");
  CHECK(rows_of(app.report()) == golden_rows("seed/types"));
}

TEST_CASE("a whole instance goes on from where it was left") {
  App app(two_instances());
  app.must(R"({"op":"start_here"})");
  REQUIRE(app.state.session() != nullptr);
  CHECK(app.state.document().name == "From duration");
  CHECK(app.state.session()->world().current_snapshot()->epoch == 5);
  CHECK(app.report().at("parts").size() == 2);
  app.must(R"({"op":"do","event":{"op":"merge"}})");
  CHECK(app.report().at("parts").size() == 3);  // S8: what was merged is not deleted
  app.must(R"({"op":"do","event":{"op":"query","series":)" + series_of("seed/tiny") + "}}");
  // Both parts have a series 1.
  const Texts rows = rows_of(app.report());
  for (const std::string& row : golden_rows("seed/tiny")) {
    INFO(row);
    CHECK(std::count(rows.begin(), rows.end(), row) == 1);
  }
}

TEST_CASE("a scenario from an upload is exported whole") {
  App app(one_part());
  app.must(R"({"op":"start_here"})");
  app.must(R"({"op":"do","event":{"op":"write","elements":[)"
           R"({"series":"1","key":"5","data":"new"}]}})");
  app.must(R"({"op":"do","event":{"op":"flush"}})");
  app.must(R"({"op":"export","what":"scenario"})");
  const auto downloads = app.state.take_downloads();
  REQUIRE(downloads.size() == 1);
  CHECK(downloads[0].name == "from-upload.json");
  const std::string text(downloads[0].bytes.begin(), downloads[0].bytes.end());
  const auto scenario = sim::read_scenario(text, "exported");
  REQUIRE(scenario.ok());
  const sim::World world = sim::run_scenario(*scenario).world;
  const part::FileMap ours = sim::files_of(app.state.session()->world());
  const part::FileMap theirs = sim::files_of(world);
  REQUIRE(paths_of(ours) == paths_of(theirs));
  for (const auto& [path, bytes] : ours) CHECK((*bytes == *theirs.at(path)));
}

TEST_CASE("what cannot be a start says why and stays open") {
  FakeFiles files = one_part();
  files.add_golden("0000000000000002", "seed/tiny");
  App app(std::move(files));
  CHECK(app.command(R"({"op":"start_here","node":99})") == "no such node");
  CHECK(app.state.starting() == nullptr);

  FakeFiles empty;
  empty.add("notes.txt", testing::bytes_of("x"));
  App nothing(std::move(empty));
  CHECK(nothing.command(R"({"op":"start_here"})") == "there is no part to start from");
  CHECK(nothing.state.starting() == nullptr);
  CHECK(nothing.state.idle());

  App shard(two_instances());
  CHECK(shard.command(R"({"op":"start_here","node":0})") == "choose an instance or a part");
  CHECK(shard.state.session() == nullptr);
}

TEST_CASE("a start that fails on the way leaves the upload as it is, with a notice") {
  FakeFiles files = one_part();
  files.make_unreadable(0);
  App app(std::move(files));
  REQUIRE(app.command(R"({"op":"start_here"})").empty());
  app.settle();
  CHECK(app.state.starting() == nullptr);
  CHECK(app.state.session() == nullptr);
  CHECK(app.state.document().parts.size() == 1);
  CHECK(app.state.take_notice().find("permission denied") != std::string::npos);
  CHECK(app.state.take_notice().empty());
}

TEST_CASE("a scenario is no upload to start from") {
  App app(one_part());
  app.must(R"({"op":"start_here"})");
  CHECK(app.command(R"({"op":"start_here"})") == "open an instance or parts first");
}

TEST_CASE("opening something else while a start is being read drops the start") {
  App app(two_instances());
  REQUIRE(app.command(R"({"op":"start_here"})").empty());
  REQUIRE(app.state.open(app.files.listing_json("again")));
  CHECK(app.state.starting() == nullptr);
  app.settle();
  CHECK(app.state.session() == nullptr);
  CHECK(app.state.document().name == "again");
  CHECK(app.state.document().parts.size() == 3);
}

}  // namespace
}  // namespace sidx::model
