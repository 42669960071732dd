#include "wasm/model/loader.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/part/content_digest.h"
#include "tests/support/fake_files.h"
#include "tests/support/golden.h"
#include "tests/support/hex.h"
#include "wasm/model/open_block.h"

using namespace sidx;
using namespace sidx::model;
using namespace sidx::testing;

namespace {

using Names = std::vector<std::string>;

bool never() { return false; }

/// A document behind a cache that answers later.
struct Opened {
  explicit Opened(FakeFiles& source) : files(source), cache(source.fetch()) {
    document = std::make_unique<Document>(make_document("upload", source.listing(), cache));
    loader.emplace(*document, cache);
  }

  /// Answers fetches in any order until nothing is left to do.
  void finish(Random& random) {
    for (int round = 0; round < 100000; round++) {
      while (loader->advance(never)) continue;
      if (!loader->busy() && files.pending() == 0) return;
      REQUIRE(files.pending() > 0);
      files.answer_one(random);
    }
    FAIL("it does not end");
  }

  FakeFiles& files;
  PageCache cache;
  std::unique_ptr<Document> document;
  std::optional<Loader> loader;
};

FakeFiles three_parts() {
  FakeFiles files;
  files.add_golden("d/a/0000000000000001", "head/tiny");
  files.add_golden("d/b/0000000000000001", "head/types");
  files.add_golden("d/c/0000000000000001", "head/bug_s1_key_range");
  return files;
}

std::string stages(const Document& document) {
  std::string text;
  for (const OpenPart& part : document.parts) text += std::string(name_of(part.stage)) + " ";
  return text;
}

}  // namespace

TEST_CASE("a document knows its parts before anything is read") {
  FakeFiles files = three_parts();
  files.add("d/a/0000000000000009.snp", bytes_of(R"(["0000000000000001"])"));
  Opened opened(files);
  const Document& document = *opened.document;
  CHECK(files.asked().empty());
  REQUIRE(document.parts.size() == 3);
  CHECK(document.parts[1].name == "0000000000000001");
  CHECK(document.parts[1].reader.files().directory() == "d/b/0000000000000001");
  CHECK(document.parts[1].reader.files().has("str_arr.td"));
  CHECK(document.part_of_node(document.parts[2].node) == 2);
  CHECK_FALSE(document.part_of_node(0).has_value());
  CHECK(document.snapshots.size() == 1);
  CHECK(document.block_count() == 0);
  uint64_t bytes = 0;
  for (const auto& file : files.listing()) bytes += file.size;
  CHECK(document.size_bytes + 20 == bytes);  // without the .snp
}

TEST_CASE("manifests of all parts come before blocks of any, and blocks before content") {
  FakeFiles files = three_parts();
  Opened opened(files);
  opened.loader->advance(never);
  CHECK(files.asked_paths() == Names{"d/a/0000000000000001/manifest.json",
                                     "d/b/0000000000000001/manifest.json",
                                     "d/c/0000000000000001/manifest.json"});
  CHECK(std::string(opened.loader->progress().what) == "manifests");
  CHECK(opened.loader->progress().total == 3);
  files.answer(0);
  files.answer(0);
  opened.loader->advance(never);
  CHECK(stages(*opened.document) == "index index manifest ");
  CHECK(opened.loader->progress().done == 2);
  CHECK(files.asked().size() == 3);  // no index yet
  files.answer(0);
  opened.loader->advance(never);
  CHECK(std::string(opened.loader->progress().what) == "blocks");
  CHECK(files.asked_paths().back() == "d/c/0000000000000001/meta.bin");

  while (stages(*opened.document) != "ready ready ready ") {
    for (const std::string& path : files.asked_paths()) {
      const std::string name = path.substr(path.rfind('/') + 1);
      CHECK((name == "manifest.json" || name == "meta.bin" || name == "primary.bin"));
    }
    REQUIRE(files.pending() > 0);
    files.answer(0);
    opened.loader->advance(never);
  }
  CHECK(std::string(opened.loader->progress().what) == "verifying");
}

TEST_CASE("whatever the order of the answers, the same is read") {
  for (uint64_t seed = 1; seed <= 12; seed++) {
    INFO("seed " << seed);
    Random random(seed);
    FakeFiles files = three_parts();
    Opened opened(files);
    opened.finish(random);
    const Document& document = *opened.document;
    CHECK(stages(document) == "ready ready ready ");
    CHECK(document.row_count() == 3 + 383 + 4);
    CHECK(document.block_count() == 1 + 3 + 2);
    for (const OpenPart& part : document.parts) {
      CHECK(part.manifest.has_value());
      CHECK(part.verify_stage == VerifyStage::kDone);
      CHECK(part.variant.has_value());
      CHECK(part.findings.empty());
      CHECK(part.index_errors.empty());
      CHECK(part.problem_count() == 0);
      CHECK(part.primary_starts.size() == part.primary_blocks.size() + 1);
      CHECK(part.primary_starts.back() == part.blocks.size());
    }
    CHECK(document.parts[0].key_range() == KeyRange{100, 300});
    CHECK(opened.loader->progress().done == 3);
    CHECK_FALSE(opened.loader->busy());
    CHECK_FALSE(opened.loader->advance(never));
  }
}

TEST_CASE("summaries of blocks are those of their records") {
  Random random(18);
  FakeFiles files;
  files.add_golden("0000000000000001", "seed/many_series");
  Opened opened(files);
  opened.finish(random);
  const OpenPart& part = opened.document->parts[0];
  const auto expected = load_golden_part("seed/many_series").expected;
  CHECK(part.primary_blocks.size() == 3);
  REQUIRE(part.blocks.size() == 5000);
  const auto& note = expected.at("note");
  for (size_t i = 0; i < note.at("indexes").size(); i++) {
    const BlockSummary& summary = part.blocks[note["indexes"][i].get<size_t>()];
    const auto& block = expected.at("blocks")[i];
    CHECK(std::to_string(summary.series_id) == block.at("series").get<std::string>());
    CHECK(std::to_string(summary.key_min) == block.at("min_key").get<std::string>());
    CHECK(summary.row_count == block.at("count").get<uint64_t>());
    CHECK(summary.stored_size ==
          block["data"]["size"].get<uint64_t>() + block["keys"]["size"].get<uint64_t>());
    CHECK(summary.tag_count == block.at("tags").size());
  }
  // S1: the manifest's range is wrong, that of the blocks counts.
  CHECK(part.key_range()->first <= part.key_range()->last);
  CHECK(part.problem_count() == 1);
  REQUIRE(part.findings.size() == 1);
  CHECK(part::text_of(part.findings[0].rule).id == "manifest-key-range");
}

TEST_CASE("work comes in slices that end when their time is over") {
  Random random(19);
  FakeFiles files = three_parts();
  Opened opened(files);
  int slices = 0;
  const auto always = [] { return true; };
  while (opened.loader->busy()) {
    REQUIRE(++slices < 10000);
    if (!opened.loader->advance(always) && files.pending() > 0) files.answer_one(random);
  }
  CHECK(slices > 10);
  CHECK(stages(*opened.document) == "ready ready ready ");
}

TEST_CASE("reading can be stopped and resumed anywhere") {
  for (size_t answers = 0; answers < 14; answers++) {
    INFO("after " << answers << " answers");
    Random random(answers);
    FakeFiles files = three_parts();
    Opened opened(files);
    opened.loader->advance(never);
    for (size_t i = 0; i < answers && files.pending() > 0; i++) {
      files.answer_one(random);
      opened.loader->advance(never);
    }
    opened.loader->cancel();
    CHECK(opened.loader->was_cancelled());
    CHECK_FALSE(opened.loader->busy());
    const size_t asked = files.asked().size();
    files.answer_all();  // late answers do no harm
    CHECK_FALSE(opened.loader->advance(never));
    CHECK(files.asked().size() == asked);
    for (const OpenPart& part : opened.document->parts) {
      CHECK((part.stage == PartStage::kStopped || part.stage == PartStage::kReady));
    }
    opened.loader->resume();
    CHECK_FALSE(opened.loader->was_cancelled());
    opened.finish(random);
    CHECK(stages(*opened.document) == "ready ready ready ");
    CHECK(opened.document->row_count() == 390);
    CHECK(opened.document->block_count() == 6);
  }
}

TEST_CASE("snapshots say which parts are live, stale and missing") {
  Random random(20);
  FakeFiles files;
  files.add_golden("i/0000000000000001", "seed/tiny");
  files.add_golden("i/0000000000000002", "seed/bug_merged_id0");
  files.add("i/0000000000000004.snp", bytes_of(R"(["0000000000000002"])"));
  files.add("i/0000000000000005.snp", bytes_of(R"(["0000000000000001","0000000000000003"])"));
  Opened opened(files);
  opened.loader->advance(never);
  CHECK(part::name_of(opened.document->parts[0].snapshot) == "unknown");
  opened.finish(random);
  CHECK(part::name_of(opened.document->parts[0].snapshot) == "live");
  CHECK(part::name_of(opened.document->parts[1].snapshot) == "stale");
  REQUIRE(opened.document->snapshots.size() == 1);
  CHECK(opened.document->snapshots[0].name == "0000000000000005.snp");  // the newest decides
  CHECK(opened.document->snapshots[0].missing == Names{"0000000000000003"});
}

TEST_CASE("without a snapshot, or with one that cannot be read, nothing is claimed") {
  Random random(21);
  FakeFiles none;
  none.add_golden("i/0000000000000001", "seed/tiny");
  Opened without(none);
  without.finish(random);
  CHECK(part::name_of(without.document->parts[0].snapshot) == "no snapshot");

  FakeFiles broken;
  broken.add_golden("i/0000000000000001", "seed/tiny");
  broken.add("i/0000000000000005.snp", bytes_of("[[]]"));
  Opened with(broken);
  with.finish(random);
  CHECK(part::name_of(with.document->parts[0].snapshot) == "unknown");
  REQUIRE(with.document->snapshots[0].error.has_value());
  CHECK(with.document->snapshots[0].error->where.file == "i/0000000000000005.snp");
}

TEST_CASE("damage is kept beside what can be read") {
  Random random(22);
  FakeFiles files;
  FileBytes no_manifest = load_files("head/tiny");
  no_manifest["manifest.json"] = bytes_of("{");
  files.add_part("d/0000000000000001", no_manifest);
  FileBytes no_index = load_files("head/tiny");
  no_index["meta.bin"] = bytes_of("?");
  files.add_part("d/0000000000000002", no_index);
  PartImage image = take_apart("head/many_series");
  Damage damage;
  damage.primaries = [](PartImage& part) { part.primaries[1].record.frame.size--; };
  files.add_part("d/0000000000000003", put_together(image, damage));
  Opened opened(files);
  opened.finish(random);
  const auto& parts = opened.document->parts;
  CHECK(parts[0].manifest_error.has_value());
  CHECK(parts[0].blocks.size() == 1);
  CHECK(parts[1].index_errors.size() == 1);
  CHECK(parts[1].manifest.has_value());
  CHECK(parts[1].blocks.empty());
  CHECK_FALSE(parts[1].key_range().has_value());
  CHECK(parts[2].index_errors.size() == 1);
  CHECK(parts[2].blocks.size() == 5000 - image.primaries[1].blocks.size());
  CHECK(parts[2].primary_starts.size() == 4);
  CHECK(parts[2].primary_starts[1] == parts[2].primary_starts[2]);
  for (const auto& part : parts) {
    CHECK(part.verify_stage == VerifyStage::kDone);
    CHECK(part.problem_count() > 0);
  }
}

TEST_CASE("a file that cannot be fetched is a finding, not a standstill") {
  for (size_t file = 0; file < 11; file++) {
    Random random(file);
    FakeFiles files;
    files.add_golden("0000000000000001", "head/tiny");
    REQUIRE(files.listing().size() == 11);
    files.make_unreadable(file);
    INFO(files.listing()[file].path);
    Opened opened(files);
    opened.finish(random);
    const OpenPart& part = opened.document->parts[0];
    CHECK(part.stage == PartStage::kReady);
    CHECK(part.verify_stage == VerifyStage::kDone);
    // svc.tf is empty, so nobody asks for it.
    CHECK((part.problem_count() > 0) == (files.listing()[file].size > 0));
  }
}

TEST_CASE("large uploads are verified only when asked to") {
  Random random(23);
  FakeFiles files;
  files.add_golden("d/0000000000000001", "seed/bug_s1_key_range");
  files.add_golden("e/0000000000000001", "seed/bug_s1_key_range");
  // A file that nobody reads makes it large.
  files.add("e/0000000000000001/readme.bin", Bytes(Loader::kVerifyAtOnceMax));
  Opened opened(files);
  opened.finish(random);
  auto& parts = opened.document->parts;
  CHECK(parts[0].verify_stage == VerifyStage::kNotAsked);
  CHECK_FALSE(parts[0].variant.has_value());

  opened.loader->look_closer(0);
  CHECK(opened.loader->busy());
  opened.finish(random);
  CHECK(parts[0].variant.has_value());
  CHECK(parts[0].verify_stage == VerifyStage::kNotAsked);

  opened.loader->verify(1);
  opened.finish(random);
  CHECK(parts[1].verify_stage == VerifyStage::kDone);
  CHECK(parts[1].findings.size() == 2);  // the key range, and the file
  CHECK(parts[0].verify_stage == VerifyStage::kNotAsked);
  opened.loader->verify_all();
  opened.finish(random);
  CHECK(parts[0].findings.size() == 1);
}

TEST_CASE("the content of a few parts is read at a time") {
  Random random(26);
  FakeFiles files;
  for (char name = 'a'; name <= 'p'; name++) {
    files.add_golden(std::string("d/") + name + "/0000000000000001", "head/tiny");
  }
  Opened opened(files);
  const auto all_ready = [&] {
    const auto& parts = opened.document->parts;
    return std::all_of(parts.begin(), parts.end(),
                       [](const OpenPart& part) { return part.stage == PartStage::kReady; });
  };
  while (!all_ready()) {
    opened.loader->advance(never);
    if (files.pending() > 0) files.answer_one(random);
  }
  opened.loader->advance(never);
  std::set<std::string> directories;
  for (const std::string& path : files.asked_paths()) {
    if (path.ends_with("/data.bin")) directories.insert(path.substr(0, path.rfind('/')));
  }
  CHECK_FALSE(directories.empty());
  CHECK(directories.size() <= 8);
  opened.finish(random);
  for (const OpenPart& part : opened.document->parts) {
    CHECK(part.verify_stage == VerifyStage::kDone);
  }
}

TEST_CASE("an open block is decoded when its bytes have come") {
  Random random(24);
  FakeFiles files;
  files.add_golden("0000000000000001", "seed/types");
  Opened opened(files);
  opened.finish(random);
  opened.document.reset();  // parts behind a cache that has nothing yet
  FakeFiles again;
  again.add_golden("0000000000000001", "seed/types");
  Opened fresh(again);
  while (fresh.document->parts[0].stage != PartStage::kReady) {
    fresh.loader->advance(never);
    if (again.pending() > 0) again.answer_one(random);
  }
  const OpenPart& part = fresh.document->parts[0];
  OpenBlock block(part, 0, 1);
  CHECK(block.is(0, 1));
  CHECK_FALSE(block.is(0, 2));
  CHECK(block.content() == nullptr);
  int attempts = 0;
  while (!block.advance()) {
    REQUIRE(++attempts < 1000);
    REQUIRE(again.pending() > 0);
    CHECK_FALSE(block.complete());
    CHECK(block.row_count() == 0);
    again.answer_one(random);
  }
  REQUIRE(block.content() != nullptr);
  CHECK(block.error() == nullptr);
  CHECK(block.row_count() == 40);
  REQUIRE(block.metadata() != nullptr);
  CHECK(block.metadata()->series_id == 12);
  CHECK(block.record_location().file == "0000000000000001/primary.bin");
  CHECK(block.record_location().inner_offset > 0);
  CHECK(block.record_size() > 18);
  for (size_t i = 0; i < block.content()->tags.size(); i++) {
    const auto& tag = block.content()->tags[i];
    CHECK((block.filter(i) != nullptr) == (tag.metadata->filter.size > 0));
  }
  CHECK(block.filter(1000) == nullptr);
}

TEST_CASE("an open block shows what is readable of it") {
  Random random(25);
  FileBytes bytes = load_files("head/tiny");
  bytes["dur.td"][0] = 99;
  bytes["dur.tf"].resize(3);
  FakeFiles files;
  files.add_part("0000000000000001", bytes);
  Opened opened(files);
  opened.finish(random);
  OpenBlock block(opened.document->parts[0], 0, 0);
  while (!block.advance()) files.answer_one(random);
  CHECK(block.error() == nullptr);
  REQUIRE(block.content() != nullptr);
  CHECK(block.row_count() == 3);
  CHECK_FALSE(block.content()->tags[0].column.ok());
  CHECK(block.filter(0) == nullptr);
  CHECK(block.content()->tags[1].column.ok());
}
