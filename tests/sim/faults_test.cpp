#include "core/sim/faults.h"

#include <catch_amalgamated.hpp>

#include "tests/support/random_scenario.h"

namespace sidx::sim {
namespace {

using testing::event_of;

struct Played {
  World world;
  StepResult last;
};
Played play(const std::vector<std::string>& steps) {
  Played played;
  played.world = new_world(Settings());
  for (const std::string& text : steps) {
    played.last = step(played.world, event_of(text));
    played.world = played.last.world;
  }
  return played;
}

const std::string kWrite =
    R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const std::string kFlush = R"({"op": "flush"})";
const std::string kQuery = R"({"op": "query", "series": ["1"]})";
const std::string kReopen = R"({"op": "reopen"})";

TEST_CASE("an open part outlives the removal of its files") {
  for (const char* path : {"0000000000000001", "0000000000000001/data.bin"}) {
    const std::string remove = std::string(R"({"op": "remove_file", "path": ")") + path + "\"}";
    const Played played = play({kWrite, kFlush, remove, kQuery});
    REQUIRE(played.last.rows);
    CHECK(played.last.rows->size() == 1);
  }
}

TEST_CASE("an open part sees its files change, but not what takes the name of a removed one") {
  const std::string cut =
      R"({"op": "truncate_file", "path": "0000000000000001/data.bin", "size": 1})";
  const std::string remove = R"({"op": "remove_file", "path": "0000000000000001/data.bin"})";
  const std::string write =
      R"({"op": "write_file", "path": "0000000000000001/data.bin", "text": "x"})";
  CHECK(play({kWrite, kFlush, cut, kQuery}).last.outcome == Outcome::kPanic);
  CHECK(play({kWrite, kFlush, write, kQuery}).last.outcome == Outcome::kPanic);
  const Played played = play({kWrite, kFlush, remove, write, kQuery});
  REQUIRE(played.last.rows);
  CHECK(played.last.rows->size() == 1);
}

TEST_CASE("what is read at open does not change any more") {
  for (const char* file : {"meta.bin", "manifest.json"}) {
    const std::string cut = std::string(R"({"op": "truncate_file", "path": "0000000000000001/)") +
                            file + R"(", "size": 0})";
    const Played played = play({kWrite, kFlush, cut, kQuery});
    REQUIRE(played.last.rows);
    CHECK(played.last.rows->size() == 1);
  }
}

TEST_CASE("paths that cannot be are refused") {
  const auto refused = [](const Played& played) { return played.last.outcome == Outcome::kError; };
  const std::string file = R"({"op": "write_file", "path": "f", "text": "x"})";
  CHECK(refused(play({R"({"op": "truncate_file", "path": "f", "size": 0})"})));
  CHECK(refused(play({file, R"({"op": "write_file", "path": "f/g", "text": "x"})"})));
  CHECK(refused(play({file, R"({"op": "remove_file", "path": "f/g"})"})));
  CHECK(refused(play({R"({"op": "write_file", "path": "d/f", "text": "x"})",
                      R"({"op": "write_file", "path": "d", "text": "x"})"})));
  CHECK(refused(play({R"({"op": "write_file", "path": "d/e/f", "text": "x"})",
                      R"({"op": "write_file", "path": "d/e", "text": "x"})"})));
  CHECK_FALSE(refused(play({R"({"op": "remove_file", "path": "nothing"})"})));
}

TEST_CASE("an uploaded directory is a start like any other") {
  const Played played = play({kWrite, kFlush, kWrite, kFlush});
  part::FileMap files;
  for (const Rc<DiskEntry>& entry : played.world.disk) {
    if (!entry->is_directory) {
      files[entry->name] = entry->bytes;
      continue;
    }
    for (const auto& [name, bytes] : files_of(*entry)) files[entry->name + "/" + name] = bytes;
  }
  const StepResult opened = open_directory(Settings(), files);
  REQUIRE(opened.outcome == Outcome::kOk);
  const StepResult rows = step(opened.world, event_of(kQuery));
  REQUIRE(rows.rows);
  CHECK(rows.rows->size() == 2);
  CHECK(opened.world.current_snapshot()->ref == 2);
  CHECK(opened.world.process == 1);

  files["0000000000000009.snp"] = std::make_shared<const Bytes>();
  CHECK(open_directory(Settings(), files).outcome == Outcome::kPanic);
}

TEST_CASE("the loader: strays, unlisted parts, broken manifests") {
  const std::string stray = R"({"op": "write_file", "path": "tmp/x", "text": "x"})";
  CHECK(play({kWrite, kFlush, stray, kReopen}).world.find_entry("tmp") == nullptr);
  const std::string unlisted =
      R"({"op": "write_file", "path": "0000000000000007/manifest.json", "text": "{}"})";
  CHECK(play({kWrite, kFlush, unlisted, kReopen}).world.find_entry("0000000000000007") == nullptr);
  const std::string torn =
      R"({"op": "truncate_file", "path": "0000000000000001/manifest.json", "size": 5})";
  const Played lost = play({kWrite, kFlush, torn, kReopen});
  CHECK(lost.world.current == 0);
  CHECK(lost.world.find_entry("0000000000000001") == nullptr);
}

}  // namespace
}  // namespace sidx::sim
