#include "wasm/model/world_document.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/support/golden_traces.h"
#include "tests/support/random_scenario.h"
#include "wasm/model/loader.h"
#include "wasm/model/session.h"

namespace sidx::model {
namespace {

using sim::World;
using testing::event_of;
using Texts = std::vector<std::string>;

const char* kWriteA = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kWriteB = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"},
    {"series": "3", "key": "-5", "data": "bb"}]})";
const char* kFlush = R"({"op": "flush"})";
const char* kMerge = R"({"op": "merge"})";
const char* kReopen = R"({"op": "reopen"})";
const char* kHold = R"({"op": "hold", "as": "h1"})";
const char* kFlushBegin = R"({"op": "flush_begin", "as": "f1"})";
const char* kFlushEnd = R"({"op": "introduce", "as": "f1"})";

/// A session whose document follows it from step to step, as in the app.
class Shown {
 public:
  explicit Shown(const Texts& steps, const std::vector<sim::Fix>& fixes = {})
      : session_(scenario_of(steps, fixes)) {
    show();
  }

  Session& session() { return session_; }
  const Document& document() const { return document_; }
  const Document& go_to(size_t step) {
    session_.go_to(step);
    show();
    return document_;
  }
  const Document& end() { return go_to(session_.length()); }
  const Document& select_branch(size_t branch) {
    session_.select_branch(branch);
    show();
    return document_;
  }
  /// Reads everything there is to read.
  const Document& load() {
    PageCache cache(
        [](size_t, format::Extent, const PageCache::Done&) { FAIL("everything is in memory"); });
    Loader loader(document_, cache);
    loader.advance([] { return false; });
    REQUIRE_FALSE(loader.busy());
    return document_;
  }

 private:
  static sim::Scenario scenario_of(const Texts& steps, const std::vector<sim::Fix>& fixes) {
    sim::Scenario scenario;
    scenario.fixes = fixes;
    for (const std::string& text : steps) scenario.steps.push_back(event_of(text));
    return scenario;
  }
  void show() {
    document_ =
        make_world_document("world", session_.world(), session_.changes(), std::move(document_));
  }

  Session session_;
  Document document_;
};

/// "mem 1: mem", "0000000000000001: prepared ×2", + for new and ~ for changed.
Texts parts_of(const Document& document) {
  Texts texts;
  for (const OpenPart& part : document.parts) {
    REQUIRE(part.simulated);
    const SimulatedPart& simulated = *part.simulated;
    texts.push_back(part.name + ": " + std::string(name_of(simulated.role)) +
                    (simulated.ref == 1 ? "" : " ×" + std::to_string(simulated.ref)) +
                    (simulated.is_new    ? " +"
                     : simulated.changed ? " ~"
                                         : ""));
  }
  return texts;
}

const OpenPart& part_named(const Document& document, const std::string& name) {
  const auto at = std::find_if(document.parts.begin(), document.parts.end(),
                               [&](const OpenPart& part) { return part.name == name; });
  REQUIRE(at != document.parts.end());
  return *at;
}

// ---- Roles

TEST_CASE("a world without parts is a document without parts") {
  Shown shown({});
  CHECK(shown.document().name == "world");
  CHECK(shown.document().parts.empty());
  REQUIRE(shown.document().tree.nodes.size() == 1);
  CHECK(shown.document().tree.nodes[0].kind == part::NodeKind::kInstance);
  CHECK(shown.document().tree.nodes[0].name == "world");
  CHECK(shown.document().snapshots.empty());
}

TEST_CASE("parts go from memory through prepared to file") {
  Shown shown({kWriteA, kWriteB, kFlushBegin, kFlushEnd});
  CHECK(parts_of(shown.go_to(1)) == Texts{"mem 1: mem +"});
  CHECK(parts_of(shown.go_to(2)) == Texts{"mem 1: mem", "mem 2: mem +"});
  CHECK(parts_of(shown.go_to(3)) == Texts{"mem 1: mem", "mem 2: mem",
                                          "0000000000000001: prepared +",
                                          "0000000000000002: prepared +"});
  CHECK(parts_of(shown.go_to(4)) == Texts{"0000000000000001: file ~", "0000000000000002: file ~"});
}

TEST_CASE("a merge prepares its output, and what it read leaves while a reader holds it") {
  Shown shown({kWriteA, kWriteB, kFlush, kHold, R"({"op": "merge_begin", "as": "m1"})",
               R"({"op": "introduce", "as": "m1"})", R"({"op": "release", "as": "h1"})"});
  CHECK(parts_of(shown.go_to(4)) == Texts{"0000000000000001: file", "0000000000000002: file"});
  CHECK(parts_of(shown.go_to(5)) ==
        Texts{"0000000000000001: file", "0000000000000002: file", "0000000000000003: prepared +"});
  CHECK(parts_of(shown.go_to(6)) == Texts{"0000000000000001: removing ~",
                                          "0000000000000002: removing ~",
                                          "0000000000000003: file ~"});
  CHECK(parts_of(shown.go_to(7)) == Texts{"0000000000000003: file"});
}

TEST_CASE("mem parts leave while a reader holds their snapshot") {
  Shown shown({kWriteA, kHold, kFlush});
  CHECK(parts_of(shown.end()) == Texts{"mem 1: removing ~", "0000000000000001: file +"});
}

TEST_CASE("a prepared part that was never introduced is leaving: its count never falls") {
  Shown shown({kWriteA, kWriteB, kFlushBegin, R"({"op": "merge_mem"})", kFlushEnd});
  CHECK(parts_of(shown.end()) == Texts{"0000000000000001: removing", "0000000000000002: removing",
                                       "0000000000000003: file"});
}

TEST_CASE("directories that the process does not own are orphans") {
  SECTION("prepared before a restart") {
    Shown shown({kWriteA, kFlushBegin, kReopen});
    CHECK(parts_of(shown.end()) == Texts{"0000000000000001: orphan ×0"});
    CHECK(shown.document().parts[0].simulated->wrapper == 0);
  }
  SECTION("written from outside, beside a part") {
    Shown shown(
        {kWriteA, kFlush, R"({"op": "write_file", "path": "stray/keys.bin", "text": "x"})"});
    CHECK(parts_of(shown.end()) == Texts{"0000000000000001: file", "stray: orphan ×0 +"});
    CHECK(part_named(shown.document(), "stray").size_bytes == 1);
  }
  SECTION("left behind by a merge that panicked") {
    // As many tags with other names (S17).
    const auto write = [](const char* key, const char* tag) {
      return R"({"op": "write", "elements": [{"series": "1", "key": ")" + std::string(key) +
             R"(", "data": "a", "tags": {"x": "1", ")" + std::string(tag) + R"(": "2"}}]})";
    };
    Shown shown({write("1", "y"), kFlush, write("2", "z"), kFlush, kMerge});
    const Document& document = shown.end();
    REQUIRE(shown.session().world().dead);
    CHECK(part_named(document, "0000000000000003").simulated->role == PartRole::kOrphan);
  }
}

TEST_CASE("after a restart everything is new, and leaks one reference each, S8") {
  Shown shown({kWriteA, kWriteB, kFlush, kReopen});
  CHECK(parts_of(shown.end()) ==
        Texts{"0000000000000001: file ×2 +", "0000000000000002: file ×2 +"});
  Shown repaired({kWriteA, kWriteB, kFlush, kReopen}, {sim::Fix::kS8});
  CHECK(parts_of(repaired.end()) == Texts{"0000000000000001: file +", "0000000000000002: file +"});
}

TEST_CASE("a second restart makes everything new again, though nothing looks different") {
  Shown shown({kWriteA, kFlush, kReopen, kReopen});
  CHECK(parts_of(shown.go_to(4)) == Texts{"0000000000000001: file ×2 +"});
}

TEST_CASE("a restart that a fault makes lose a part leaves no part behind") {
  Shown shown({kWriteA, kFlush,
               R"({"op": "truncate_file", "path": "0000000000000001/manifest.json", "size": 0})",
               kReopen});
  CHECK(parts_of(shown.go_to(3)) == Texts{"0000000000000001: file"});
  CHECK(parts_of(shown.go_to(4)).empty());
}

TEST_CASE("flags are those of the step, also backwards") {
  Shown shown({kWriteA, kWriteB, kFlush});
  shown.end();
  CHECK(parts_of(shown.go_to(2)) == Texts{"mem 1: mem", "mem 2: mem +"});
  CHECK(parts_of(shown.go_to(1)) == Texts{"mem 1: mem +"});
  CHECK(parts_of(shown.go_to(0)).empty());
}

TEST_CASE("parts of a start are neither new nor changed") {
  Shown shown({kWriteA, kFlush});
  shown.end();
  const Session session(sim::Scenario(), {"x", sim::files_of(shown.session().world())});
  CHECK(parts_of(make_world_document("x", session.world(), session.changes(), Document())) ==
        Texts{"0000000000000001: file ×2"});
}

TEST_CASE("parts are found by wrapper and by node") {
  Shown shown({kWriteA, kFlushBegin});
  const Document& document = shown.end();
  REQUIRE(document.parts.size() == 2);
  CHECK(document.part_of_wrapper(1) == 0);
  CHECK(document.part_of_wrapper(2) == 1);
  CHECK_FALSE(document.part_of_wrapper(3));
  CHECK(document.tree.parts == std::vector<size_t>{1, 2});
  CHECK(document.part_of_node(2) == 1);
  CHECK(document.parts[0].short_name == "mem 1");
  CHECK(document.parts[1].short_name == "1");
  CHECK_FALSE(document.tree.nodes[1].part_id);  // a mem part has no directory
  CHECK(document.tree.nodes[2].part_id == 1);
}

TEST_CASE("the newest snapshot file is the one a restart would go by") {
  Shown shown({kWriteA, kFlush, kWriteB, kHold, kFlush,
               R"({"op": "write_file", "path": "0000000000000001.snp", "text": "[]"})"});
  const Document& document = shown.end();
  REQUIRE(document.snapshots.size() == 1);
  CHECK(document.snapshots[0].name == "0000000000000003.snp");
  std::vector<uint64_t> epochs;
  for (const auto& snapshot : document.tree.nodes[0].snapshots) epochs.push_back(snapshot.epoch);
  CHECK(epochs == std::vector<uint64_t>{3, 1});
  shown.load();
  REQUIRE(document.snapshots[0].listed);
  CHECK(*document.snapshots[0].listed == Texts{"0000000000000001", "0000000000000002"});
  CHECK(document.snapshots[0].missing.empty());
}

TEST_CASE("a part in memory has no place in a snapshot file, one on disk has") {
  Shown shown({kWriteA, kFlush, kWriteB, R"({"op": "flush_begin", "as": "f1"})"});
  shown.end();
  const Document& document = shown.load();
  CHECK(part_named(document, "mem 2").snapshot == part::SnapshotStatus::kNone);
  CHECK(part_named(document, "0000000000000001").snapshot == part::SnapshotStatus::kLive);
  CHECK(part_named(document, "0000000000000002").snapshot == part::SnapshotStatus::kStale);
}

TEST_CASE("a snapshot file that became unreadable tells nothing of a part any more") {
  Shown shown(
      {kWriteA, kFlush, R"({"op": "truncate_file", "path": "0000000000000001.snp", "size": 3})"});
  shown.go_to(2);
  CHECK(shown.load().parts[0].snapshot == part::SnapshotStatus::kLive);
  shown.go_to(3);
  const Document& document = shown.load();
  CHECK(document.snapshots[0].error);
  CHECK(document.parts[0].snapshot == part::SnapshotStatus::kUnknown);
}

// ---- From step to step

TEST_CASE("a part that did not change stays open with all that was read") {
  Shown shown({kWriteA, kFlush, kWriteB, kHold});
  shown.go_to(2);
  const OpenPart& before = shown.load().parts[0];
  CHECK(before.stage == PartStage::kReady);
  CHECK(before.verify_stage == VerifyStage::kDone);
  const uint64_t serial = before.serial;
  const uint64_t identity = before.identity;
  const BlockSummary* blocks = before.blocks.data();
  for (const size_t step : {3u, 4u, 2u, 4u}) {
    INFO("step " << step);
    const OpenPart& after = part_named(shown.go_to(step), "0000000000000001");
    CHECK(after.serial == serial);
    CHECK(after.identity == identity);
    CHECK(after.stage == PartStage::kReady);
    CHECK(after.verify_stage == VerifyStage::kDone);
    CHECK(after.blocks.data() == blocks);
    CHECK(after.manifest);
  }
}

TEST_CASE("roles and counts of a part that stays open are those of the step") {
  Shown shown({kWriteA, kWriteB, kFlush, kHold, kMerge});
  const uint64_t serial = shown.go_to(3).parts[0].serial;
  CHECK(shown.document().parts[0].simulated->role == PartRole::kFile);
  const OpenPart& leaving = shown.go_to(5).parts[0];
  CHECK(leaving.serial == serial);
  CHECK(leaving.simulated->role == PartRole::kRemoving);
  CHECK(leaving.simulated->changed);
  CHECK_FALSE(leaving.simulated->is_new);
}

TEST_CASE("a verification under way begins anew, where the part is now") {
  Shown shown({kWriteA, kFlush, kWriteB});
  shown.go_to(2);
  Document document = make_world_document("w", shown.session().world(), {}, Document());
  PageCache cache([](size_t, format::Extent, const PageCache::Done&) {});
  {
    Loader loader(document, cache);
    while (!document.parts[0].verifier) REQUIRE(loader.advance([] { return true; }));
  }
  CHECK(document.parts[0].verify_stage == VerifyStage::kRunning);
  shown.go_to(3);
  document = make_world_document("w", shown.session().world(), {}, std::move(document));
  const OpenPart& part = part_named(document, "0000000000000001");
  CHECK_FALSE(part.verifier);
  CHECK(part.verify_stage == VerifyStage::kQueued);
  CHECK(part.findings.empty());
  Loader loader(document, cache);
  loader.advance([] { return false; });
  CHECK(part.verify_stage == VerifyStage::kDone);
}

TEST_CASE("a part whose file was changed from outside is opened anew") {
  Shown shown({kWriteA, kWriteB, kFlush,
               R"({"op": "truncate_file", "path": "0000000000000001/keys.bin", "size": 1})",
               R"({"op": "write_file", "path": "0000000000000002/data.bin", "text": ""})"});
  shown.go_to(3);
  shown.load();
  const uint64_t first = shown.document().parts[0].serial;
  const uint64_t second = shown.document().parts[1].serial;
  const uint64_t identity = shown.document().parts[0].identity;
  shown.go_to(4);
  CHECK(shown.document().parts[0].serial != first);
  CHECK(shown.document().parts[0].identity == identity);  // still the same part
  CHECK(shown.document().parts[0].stage == PartStage::kManifest);
  CHECK(shown.document().parts[0].simulated->changed);
  CHECK(shown.document().parts[0].reader.files().size_of("keys.bin") == 1);
  CHECK(shown.document().parts[1].serial == second);
  shown.load();
  CHECK_FALSE(shown.document().parts[0].findings.empty());
  shown.go_to(5);
  CHECK(shown.document().parts[1].serial != second);
  CHECK(shown.document().parts[1].reader.files().size_of("data.bin") == 0);
  // Back where it was whole.
  shown.go_to(3);
  CHECK(shown.load().parts[0].findings.empty());
}

TEST_CASE("an open part does not see that its files or directory are removed") {
  Shown shown({kWriteA, kFlush, R"({"op": "remove_file", "path": "0000000000000001/keys.bin"})",
               R"({"op": "remove_file", "path": "0000000000000001"})"});
  const uint64_t serial = shown.go_to(2).parts[0].serial;
  for (const size_t step : {3u, 4u}) {
    REQUIRE(shown.go_to(step).parts.size() == 1);
    CHECK(shown.document().parts[0].serial == serial);
    CHECK(shown.document().parts[0].reader.files().has("keys.bin"));
  }
  CHECK(shown.session().world().disk.size() == 1);  // the .snp
}

TEST_CASE("a directory that is made again under a part's name is an orphan beside it") {
  Shown shown({kWriteA, kFlush, R"({"op": "remove_file", "path": "0000000000000001"})",
               R"({"op": "write_file", "path": "0000000000000001/keys.bin", "text": "x"})"});
  CHECK(parts_of(shown.end()) == Texts{"0000000000000001: file", "0000000000000001: orphan ×0 +"});
  CHECK(shown.document().parts[0].identity != shown.document().parts[1].identity);
}

TEST_CASE("an orphan stays open as long as nobody touches it") {
  Shown shown({kWriteA, kFlushBegin, kReopen, kWriteB,
               R"({"op": "truncate_file", "path": "0000000000000001/data.bin", "size": 0})",
               kWriteB, R"({"op": "write_file", "path": "0000000000000001/x", "text": "x"})",
               R"({"op": "remove_file", "path": "0000000000000001/x"})"});
  const auto serial_at = [&](size_t step) {
    return part_named(shown.go_to(step), "0000000000000001").serial;
  };
  const uint64_t whole = serial_at(3);
  CHECK(serial_at(4) == whole);
  const uint64_t cut = serial_at(5);
  CHECK(cut != whole);
  CHECK(part_named(shown.document(), "0000000000000001").simulated->changed);
  CHECK(serial_at(6) == cut);
  CHECK_FALSE(part_named(shown.document(), "0000000000000001").simulated->changed);
  CHECK(serial_at(5) == cut);
  const uint64_t longer = serial_at(7);
  CHECK(longer != cut);
  CHECK(serial_at(8) != longer);
  CHECK(serial_at(3) != whole);  // it was not kept that long
}

TEST_CASE("numbers of another process mean other parts") {
  Shown shown({kWriteA, kFlush, kReopen});
  const uint64_t before = shown.go_to(2).parts[0].identity;
  const OpenPart& after = shown.go_to(3).parts[0];
  CHECK(after.identity != before);
  CHECK(after.simulated->wrapper == 1);
}

TEST_CASE("a branch in which the same rows became another part shows that part") {
  // Without the flush, the write behind it is wrapper 3 as before, and has another ID.
  Shown shown({kWriteA, kFlush, kWriteB});
  shown.session().replace_step(2, event_of(kWriteA));
  CHECK(shown.go_to(3).parts.back().name == "mem 3");
  REQUIRE(shown.load().parts.back().manifest);
  CHECK(shown.document().parts.back().manifest->id == 3);
  shown.select_branch(0);
  CHECK(shown.session().position() == 3);
  CHECK(shown.document().parts.back().name == "mem 2");
  REQUIRE(shown.load().parts.back().manifest);
  CHECK(shown.document().parts.back().manifest->id == 2);
}

// ---- Content

/// Key, data and tags of each row: "series 1: -5 b svc=a".
Texts rows_of(const OpenPart& part) {
  Texts rows;
  for (const format::PrimaryBlockMetadata& primary : part.primary_blocks) {
    const auto records = part.reader.read_primary_block(primary);
    REQUIRE(records.ok());
    for (const format::BlockMetadata& record : records->blocks) {
      const part::BlockContent content = part.reader.read_block(record);
      REQUIRE(content.first_error() == nullptr);
      for (size_t row = 0; row < content.keys->size(); row++) {
        std::string text = "series " + std::to_string(record.series_id) + ": " +
                           std::to_string((*content.keys)[row]) + " " +
                           std::string(content.data->values.at(row));
        for (const part::TagContent& tag : content.tags) {
          if (tag.column->is_nil(row)) continue;
          text += " " + tag.name + "=" + std::string(tag.column->stored(row));
        }
        rows.push_back(std::move(text));
      }
    }
  }
  return rows;
}

/// The same of what was handed to the engine.
Texts rows_of(const part::ElementBatch& batch) {
  Texts rows;
  for (const uint32_t row : batch.sorted_order()) {
    std::string text = "series " + std::to_string(batch.series_id(row)) + ": " +
                       std::to_string(batch.key(row)) + " " + std::string(batch.data(row));
    for (const auto& column : batch.columns()) {
      if (row >= column.types.size() || column.values.is_nil(row)) continue;
      text += " " + column.name + "=" + std::string(column.values.at(row));
    }
    rows.push_back(std::move(text));
  }
  return rows;
}

TEST_CASE("elements read through the document are those that were written") {
  const char* write = R"({"op": "write", "segment_id": "7", "elements": [
      {"series": "2", "key": "9", "data": "n", "tags": {"svc": "a", "dur": 5}},
      {"series": "1", "key": "9223372036854775807", "data": "max", "tags": {"svc": "b"}},
      {"series": "1", "key": "-9223372036854775808", "data": "min", "tags": {"dur": -1}}]})";
  const Texts expected = rows_of(event_of(write).write->batch);
  REQUIRE(expected.size() == 3);
  CHECK(expected[0].starts_with("series 1: -9223372036854775808 min dur="));
  Shown shown({write, kFlush});
  shown.go_to(1);
  CHECK(rows_of(shown.load().parts[0]) == expected);  // in memory
  CHECK(shown.document().parts[0].manifest->id == 1);
  CHECK(shown.document().parts[0].manifest->segment_id == 7);
  shown.go_to(2);
  CHECK(rows_of(shown.load().parts[0]) == expected);  // in a file
  CHECK(shown.document().parts[0].row_count() == 3);
  // The files are those that lie on disk, byte for byte.
  const part::FileMap disk = sim::files_of(shown.session().world());
  for (const auto& [name, file] : shown.document().parts[0].reader.files().files()) {
    INFO(name);
    const auto slice = file.source->read({0, file.source->size()}, name);
    REQUIRE(slice.ok());
    const auto on_disk = disk.find("0000000000000001/" + name);
    REQUIRE(on_disk != disk.end());
    CHECK(Bytes(slice->view.begin(), slice->view.end()) == *on_disk->second);
  }
  CHECK(shown.document().parts[0].reader.files().files().size() + 1 == disk.size());
}

/// What a part must show: the rows of its content, block by block.
Texts rows_of(const part::PartContent& content) {
  Texts rows;
  for (size_t i = 0; i < content.headers().size(); i++) {
    const part::BlockData& block = *content.load(i).block;
    for (size_t row = 0; row < block.row_count(); row++) {
      std::string text = "series " + std::to_string(block.series_id) + ": " +
                         std::to_string(block.keys[row]) + " " + std::string(block.data.at(row));
      for (const part::TagData& tag : block.tags) {
        if (tag.is_nil(row)) continue;
        Bytes stored;
        tag.append_stored(row, stored);
        text += " " + tag.name + "=" + std::string(stored.begin(), stored.end());
      }
      rows.push_back(std::move(text));
    }
  }
  return rows;
}

bool is_readable(const part::PartContent& content) {
  for (const part::PrimaryRange& range : content.primary_ranges()) {
    if (range.fault) return false;
  }
  for (size_t i = 0; i < content.headers().size(); i++) {
    if (content.load(i).block == nullptr) return false;
  }
  return true;
}

TEST_CASE("every golden end state shows the content of all its parts") {
  size_t parts = 0;
  for (const std::string& name : testing::golden_trace_names()) {
    const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    Session session(*scenario);
    session.go_to(session.length());
    Document document = make_world_document(name, session.world(), session.changes(), Document());
    PageCache cache([](size_t, format::Extent, const PageCache::Done&) {});
    Loader loader(document, cache);
    loader.advance([] { return false; });
    for (const OpenPart& part : document.parts) {
      INFO(name << ", part " << part.name);
      if (!part.content || !is_readable(*part.content)) continue;
      const Texts shown = rows_of(part);
      const Texts held = rows_of(*part.content);
      CHECK(shown.size() == part.row_count());
      CHECK((shown == held));
      CHECK(part.index_errors.empty());
      parts++;
    }
  }
  CHECK(parts > 200);
}

// ---- All golden scenarios, there and back

size_t orphans_of(const World& world) {
  std::set<uint64_t> owned;
  for (const Rc<sim::PartWrapper>& part : world.live) {
    if (part->kind == sim::PartKind::kFile) owned.insert(part->directory_serial);
  }
  size_t orphans = 0;
  for (const Rc<sim::DiskEntry>& entry : world.disk) {
    orphans += entry->is_directory && owned.count(entry->serial) == 0 ? 1 : 0;
  }
  return orphans;
}

void check_document(const Document& document, const Session& session) {
  const World& world = session.world();
  CHECK(document.parts.size() == world.live.size() + orphans_of(world));
  std::set<uint64_t> identities;
  for (size_t i = 0; i < document.parts.size(); i++) {
    const OpenPart& part = document.parts[i];
    INFO(part.name);
    CHECK(identities.insert(part.identity).second);
    CHECK(document.tree.parts[i] == part.node);
    CHECK(document.tree.nodes[part.node].name == part.name);
    CHECK(document.tree.nodes[part.node].parent == size_t{0});
    REQUIRE(part.simulated);
    const SimulatedPart& simulated = *part.simulated;
    if (simulated.role == PartRole::kOrphan) {
      CHECK(simulated.wrapper == 0);
      CHECK(world.find_entry(part.name) != nullptr);
      continue;
    }
    const sim::PartWrapper* wrapper = world.find_live(simulated.wrapper);
    REQUIRE(wrapper != nullptr);
    CHECK(document.part_of_wrapper(simulated.wrapper) == i);
    CHECK(simulated.ref == wrapper->ref);
    CHECK(simulated.role == role_of(world, *wrapper));
    CHECK((part.content == wrapper->content));
    const auto& changed = session.changes().parts;
    CHECK(simulated.changed ==
          (session.changes().other_process ||
           std::find(changed.begin(), changed.end(), simulated.wrapper) != changed.end()));
    const sim::PlayedStep* before = session.step_before();
    if (before == nullptr) continue;
    CHECK((!simulated.is_new || simulated.changed));
    CHECK(simulated.is_new == (before->world.process != world.process ||
                               before->world.find_live(simulated.wrapper) == nullptr));
  }
}

TEST_CASE("documents of every golden scenario have all parts of the step, there and back") {
  for (const std::string& name : testing::golden_trace_names()) {
    const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    Session session(*scenario);
    Document document;
    std::vector<size_t> walk;
    for (size_t i = 0; i <= session.length(); i++) walk.push_back(i);
    for (size_t i = session.length(); i-- > 0;) walk.push_back(i);
    for (const size_t step : walk) {
      INFO(name << ", step " << step);
      session.go_to(step);
      document = make_world_document(name, session.world(), session.changes(), std::move(document));
      check_document(document, session);
    }
  }
}

}  // namespace
}  // namespace sidx::model
