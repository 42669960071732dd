#include "core/format/snapshot_manifest.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "core/base/limits.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::format;
using namespace sidx::testing;

namespace {

Result<SnapshotManifest> read(const std::string& text) {
  const Bytes bytes = bytes_of(text);
  return read_snapshot_manifest(view_of(bytes));
}

const SnapshotManifest kTwo = {"0000000000000001", "0000000000000002"};
const char* const kTwoText = R"(["0000000000000001","0000000000000002"])";

}  // namespace

TEST_CASE("snapshot manifests have the text of the format document") {
  CHECK(write_snapshot_manifest(kTwo) == kTwoText);
  CHECK(write_snapshot_manifest({"0000000000000001"}) == R"(["0000000000000001"])");
  CHECK(write_snapshot_manifest({}) == "null");
  CHECK(snapshot_manifest_of({}) == Bytes{'n', 'u', 'l', 'l'});
  const Bytes two = snapshot_manifest_of({1, 2});
  CHECK(std::string(two.begin(), two.end()) == kTwoText);
  CHECK(read(kTwoText).value() == kTwo);
  CHECK(read("null").value().empty());
  CHECK(read("[]").value().empty());
  CHECK(read(" [\n\"0000000000000001\" , \"0000000000000002\" ] ").value() == kTwo);
}

TEST_CASE("names are kept as they are, in their order") {
  CHECK(read(R"(["b","a","a","../x",""])").value() == SnapshotManifest{"b", "a", "a", "../x", ""});
  SnapshotManifest many;
  for (int i = 0; i < 1000; i++) many.push_back(std::to_string(i));
  CHECK(read(write_snapshot_manifest(many)).value() == many);
}

TEST_CASE("every cut snapshot manifest is bad JSON") {
  for (const char* whole : {kTwoText, "null"}) {
    const std::string text = whole;
    for (size_t size = 0; size < text.size(); size++) {
      INFO(size);
      const auto result = read(text.substr(0, size));
      REQUIRE_FALSE(result.ok());
      CHECK(name_of(result.error().code) == name_of(ErrorCode::kBadJson));
      CHECK(result.error().where.offset <= size);
    }
  }
}

TEST_CASE("anything but an array of strings is refused") {
  for (const char* text : {"{}", "17", "\"a\"", "true", "-1", "1.5", "[1]", "[null]", "[true]",
                           "[[\"a\"]]", "[{}]", "[\"a\",]", "[\"a\"]x", "nullnull"}) {
    INFO(text);
    const auto result = read(text);
    REQUIRE_FALSE(result.ok());
    CHECK(name_of(result.error().code) == name_of(ErrorCode::kBadJson));
    CHECK_FALSE(result.error().found.empty());
  }
  check_fault(read("[\"a\",]"), ErrorCode::kBadJson, 5);
}

TEST_CASE("snapshot manifests of absurd size or depth are refused") {
  check_fault(read(std::string(limits::kManifestBytesMax + 1, ' ')), ErrorCode::kOverLimit, 0);
  CHECK_FALSE(read(std::string(1 << 20, '[')).ok());
}
