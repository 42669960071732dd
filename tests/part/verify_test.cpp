#include "core/part/verify.h"

#include <catch_amalgamated.hpp>
#include <set>
#include <string>

#include "tests/support/damage.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;

namespace {

/// Runs to the end; `steps` counts the calls.
void run(PartVerifier& verifier, size_t* steps = nullptr) {
  size_t count = 1;
  while (verifier.step().value()) REQUIRE(count++ < 100000);
  if (steps != nullptr) *steps = count;
}

}  // namespace

TEST_CASE("every rule has an ID of its own and says what it means") {
  std::set<std::string_view> ids;
  for (int i = 0; i < kRuleCount; i++) {
    const RuleText& text = text_of(static_cast<Rule>(i));
    INFO(text.id);
    ids.insert(text.id);
    CHECK(text.rule == static_cast<Rule>(i));
    CHECK(text.meaning.back() == '.');
    CHECK_FALSE(text.consequence.empty());
    CHECK_FALSE(name_of(text.severity).empty());
  }
  CHECK(ids.size() == static_cast<size_t>(kRuleCount));
}

TEST_CASE("findings read as one line") {
  Finding finding{Rule::kKeyRange, {"d/primary.bin", 7, 40, 62}, "minKey", "1", "2", {}, {}};
  CHECK(to_string(finding) == "d/primary.bin:7+62: key-range: minKey: expected 1, found 2");
  finding.where.inner_offset.reset();
  CHECK(to_string(finding) == "d/primary.bin:7: key-range: minKey: expected 1, found 2");
  CHECK(name_of(finding.severity()) == "error");
}

TEST_CASE("verification goes one block a step and can be stopped at any") {
  const FileBytes files = load_files("head/types");
  PartVerifier whole{PartReader(files_in_memory("d", files))};
  size_t steps = 0;
  run(whole, &steps);
  CHECK(whole.blocks_done() == 3);
  CHECK(steps >= 3);
  CHECK(steps < 12);
  CHECK_FALSE(whole.step().value());  // the end is the end
  PartVerifier stopped{PartReader(files_in_memory("d", files))};
  for (size_t i = 0; i < steps / 2; i++) CHECK(stopped.step().value());
  CHECK(stopped.blocks_done() <= 3);
}

TEST_CASE("verification waits for bytes and finds nothing twice") {
  const FileBytes files = load_files("seed/types");
  PartVerifier verifier{PartReader(late_files("d", files))};
  size_t waits = 0;
  while (true) {
    const auto more = verifier.step();
    if (!more.ok()) {
      CHECK(name_of(more.error().code) == name_of(ErrorCode::kNotResident));
      REQUIRE(++waits < 1000);
      continue;
    }
    if (!*more) break;
  }
  CHECK(waits > 0);
  PartVerifier at_once{PartReader(files_in_memory("d", files))};
  run(at_once);
  REQUIRE(verifier.findings().size() == at_once.findings().size());
  for (size_t i = 0; i < at_once.findings().size(); i++) {
    CHECK(to_string(verifier.findings()[i]) == to_string(at_once.findings()[i]));
  }
}

TEST_CASE("the same part gives the same findings in the same order") {
  PartImage image = take_apart("v0.9.0/merged_mixed_tags");
  Damage damage;
  damage.files = [](FileBytes& files) {
    for (auto& [name, bytes] : files) {
      if (name != "meta.bin" && bytes.size() > 3) bytes[bytes.size() / 2] ^= 0x11;
    }
  };
  const FileBytes files = put_together(image, damage);
  std::string texts[2];
  for (std::string& text : texts) {
    PartVerifier verifier{PartReader(files_in_memory("d", files))};
    run(verifier);
    for (const Finding& finding : verifier.findings()) text += to_string(finding) + "\n";
  }
  CHECK(texts[0] == texts[1]);
  CHECK_FALSE(texts[0].empty());
}

TEST_CASE("very many findings of one rule are counted, not kept") {
  FileBytes files = load_files("head/many_series");
  files["data.bin"].assign(files["data.bin"].size(), 0xff);
  PartVerifier verifier{PartReader(files_in_memory("d", files))};
  run(verifier);
  CHECK(verifier.blocks_done() == 5000);
  size_t kept = 0;
  for (const Finding& finding : verifier.findings()) {
    kept += finding.rule == Rule::kDataUnreadable ? 1 : 0;
  }
  CHECK(kept == PartVerifier::kFindingsPerRuleMax);
  CHECK(verifier.dropped().at(Rule::kDataUnreadable) == 5000 - kept);
}

TEST_CASE("one bad offset is one finding") {
  PartImage image = take_apart("head/types");
  Damage damage;
  damage.blocks = [](PartImage& part) { part.block(1).record.data.offset = 1ULL << 40; };
  PartVerifier verifier{PartReader(files_in_memory("d", put_together(image, damage)))};
  run(verifier);
  std::multiset<std::string_view> ids;
  for (const Finding& finding : verifier.findings()) ids.insert(text_of(finding.rule).id);
  // The block cannot be read and does not follow the one before it; the next one is not blamed.
  CHECK(ids == std::multiset<std::string_view>{"contiguity", "data-unreadable"});
}

TEST_CASE("a part that is nothing but its name is all findings") {
  PartVerifier verifier{PartReader(files_in_memory("d/0000000000000001", {}))};
  run(verifier);
  std::set<std::string_view> ids;
  for (const Finding& finding : verifier.findings()) ids.insert(text_of(finding.rule).id);
  CHECK(ids == std::set<std::string_view>{"manifest-unreadable", "meta-unreadable"});
}

TEST_CASE("an empty part has nothing wrong") {
  const FileBytes files = {
      {"manifest.json",
       bytes_of(R"({"compressedSizeBytes":0,"uncompressedSizeBytes":0,"totalCount":0,)"
                R"("blocksCount":0,"minKey":0,"maxKey":0,"id":1,"segmentID":0})")},
      {"meta.bin", {}},
      {"primary.bin", {}},
      {"keys.bin", {}},
      {"data.bin", {}}};
  PartVerifier verifier{PartReader(files_in_memory("d/0000000000000001", files))};
  run(verifier);
  CHECK(verifier.findings().empty());
}

TEST_CASE("the directory name decides about the ID only when it is one") {
  const FileBytes files = load_files("head/tiny");
  for (const char* directory : {"upload", "d/1", "", "d/0000000000000001"}) {
    INFO(directory);
    PartVerifier verifier{PartReader(files_in_memory(directory, files))};
    run(verifier);
    CHECK(verifier.findings().empty());
  }
  PartVerifier other{PartReader(files_in_memory("d/0000000000000002", files))};
  run(other);
  REQUIRE(other.findings().size() == 1);
  CHECK(text_of(other.findings()[0].rule).id == "manifest-id");
}
