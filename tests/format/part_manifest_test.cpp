#include "core/format/part_manifest.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "core/base/limits.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::format;
using namespace sidx::testing;

namespace {

using Names = std::vector<std::string>;

Result<PartManifest> read(const std::string& text) {
  const Bytes bytes = bytes_of(text);
  return read_part_manifest(view_of(bytes));
}

const char* const kTiny =
    R"({"compressedSizeBytes":195,"uncompressedSizeBytes":75,"totalCount":3,"blocksCount":1,)"
    R"("minKey":100,"maxKey":300,"id":1,"segmentID":1000})";

PartManifest tiny_manifest() {
  PartManifest manifest;
  manifest.compressed_size_bytes = 195;
  manifest.uncompressed_size_bytes = 75;
  manifest.row_count = 3;
  manifest.block_count = 1;
  manifest.key_min = 100;
  manifest.key_max = 300;
  manifest.id = 1;
  manifest.segment_id = 1000;
  return manifest;
}

PartManifest full_manifest() {
  PartManifest manifest;
  manifest.timestamp_min = INT64_MIN;
  manifest.timestamp_max = INT64_MAX;
  manifest.compressed_size_bytes = UINT64_MAX;
  manifest.uncompressed_size_bytes = UINT64_MAX;
  manifest.row_count = UINT64_MAX;
  manifest.block_count = UINT64_MAX;
  manifest.key_min = INT64_MIN;
  manifest.key_max = INT64_MAX;
  manifest.id = UINT64_MAX;
  manifest.segment_id = INT64_MIN;
  return manifest;
}

}  // namespace

TEST_CASE("the manifest has the text of the format document") {
  CHECK(write_part_manifest(tiny_manifest()) == kTiny);
  CHECK(read(kTiny).value() == tiny_manifest());

  PartManifest merged = tiny_manifest();
  merged.timestamp_min = 1700000000000000000;
  merged.timestamp_max = 1700000000000000002;
  merged.key_min = -50;
  merged.id = 0;
  merged.segment_id = 0;
  const std::string text =
      R"({"minTimestamp":1700000000000000000,"maxTimestamp":1700000000000000002,)"
      R"("compressedSizeBytes":195,"uncompressedSizeBytes":75,"totalCount":3,"blocksCount":1,)"
      R"("minKey":-50,"maxKey":300,"id":0,"segmentID":0})";
  CHECK(write_part_manifest(merged) == text);
  CHECK(read(text).value() == merged);
}

TEST_CASE("zero and full manifests have an exact length and come back") {
  const std::string zero = write_part_manifest({});
  CHECK(zero.size() == std::string(kTiny).size() - 10);  // one digit for each number
  CHECK(read(zero).value() == PartManifest{});

  const std::string full = write_part_manifest(full_manifest());
  CHECK(full == R"({"minTimestamp":-9223372036854775808,"maxTimestamp":9223372036854775807,)"
                R"("compressedSizeBytes":18446744073709551615,)"
                R"("uncompressedSizeBytes":18446744073709551615,"totalCount":18446744073709551615,)"
                R"("blocksCount":18446744073709551615,"minKey":-9223372036854775808,)"
                R"("maxKey":9223372036854775807,"id":18446744073709551615,)"
                R"("segmentID":-9223372036854775808})");
  CHECK(read(full).value() == full_manifest());
}

TEST_CASE("every cut manifest is bad JSON") {
  const std::string text = kTiny;
  for (size_t size = 0; size < text.size(); size++) {
    INFO(size);
    const auto result = read(text.substr(0, size));
    REQUIRE_FALSE(result.ok());
    CHECK(name_of(result.error().code) == name_of(ErrorCode::kBadJson));
    CHECK(result.error().where.offset <= size);
    CHECK(result.error().where.file == "file");
  }
}

TEST_CASE("members may come in any order and with spaces between them") {
  CHECK(read(" {\n \"segmentID\" : 1000 , \"id\":1,\"maxKey\":300,\"minKey\":100,\n"
             "\"blocksCount\":1,\"totalCount\":3,\"uncompressedSizeBytes\":75,"
             "\"compressedSizeBytes\":195\t}\n")
            .value() == tiny_manifest());
}

TEST_CASE("the last of repeated members counts, as in the reference") {
  CHECK(read(R"({"id":1,"id":2})").value().id == 2);
}

TEST_CASE("missing and unknown members are listed, not refused") {
  const PartManifest manifest = read(R"({"id":7,"minKey":1,"ID":3,"extra":-4})").value();
  CHECK(manifest.id == 7);
  CHECK(manifest.key_min == 1);
  CHECK(manifest.missing == Names{"compressedSizeBytes", "uncompressedSizeBytes", "totalCount",
                                  "blocksCount", "maxKey", "segmentID"});
  CHECK(manifest.unknown == Names{"ID", "extra"});
  CHECK(read("{}").value().missing.size() == 8);  // timestamps are optional
}

TEST_CASE("bad manifests are errors at the offending member") {
  struct Case {
    const char* name;
    const char* text;
    uint64_t offset;
    const char* field;
  };
  const Case cases[] = {
      {"empty", "", 0, "manifest"},
      {"spaces", "  ", 2, "manifest"},
      {"not JSON", "hello", 0, "manifest"},
      {"an array", "[1]", 0, "manifest"},
      {"null", "null", 0, "manifest"},
      {"a number", "17", 0, "manifest"},
      {"a string", "\"id\"", 0, "manifest"},
      {"a comma too many", R"({"id":1,})", 8, "manifest"},
      {"something behind", R"({"id":1} x)", 9, "manifest"},
      {"another object behind", R"({"id":1}{})", 8, "manifest"},
      {"a string member", R"({"id":1,"minKey":"5"})", 8, "minKey"},
      {"a null member", R"({"id":null})", 1, "id"},
      {"a boolean member", R"({"id":1,"maxKey":true})", 8, "maxKey"},
      {"a fraction", R"({"totalCount":1.5})", 1, "totalCount"},
      {"an exponent", R"({"totalCount":1e3})", 1, "totalCount"},
      {"an object member", R"({"id":1,"minKey":{"a":1}})", 8, "minKey"},
      {"an array member", R"({"id":1,"minKey":[1]})", 8, "minKey"},
      {"an unknown member of another type", R"({"id":1,"note":"id"})", 8, "note"},
      {"a negative count", R"({"id":1,"blocksCount":-1})", 8, "blocksCount"},
      {"a count beyond 64 bits", R"({"id":18446744073709551616})", 1, "id"},
      {"a key beyond 63 bits", R"({"minKey":9223372036854775808})", 1, "minKey"},
      {"a key below 63 bits", R"({"minKey":-9223372036854775809})", 1, "minKey"},
      {"a timestamp beyond 63 bits", R"({"minTimestamp":9223372036854775808})", 1, "minTimestamp"},
      {"its name comes again later", R"({"id":"x","id":1})", 1, "id"},
      {"its name came before", R"({"id":1,"id":"x"})", 8, "id"},
      {"its name is a value", R"({"minKey":"minKey"})", 1, "minKey"},
      {"bad UTF-8 in a name", "{\"\xff\":1}", 2, "manifest"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = bytes_of(test.text);
      const auto result = read_part_manifest(view_of(bytes, 1000));
      check_fault(result, ErrorCode::kBadJson, 1000 + test.offset);
      CHECK(result.error().field == test.field);
    }
  }
}

TEST_CASE("a manifest that is nested deeply is refused at its first level") {
  const std::string text = "{\"id\":" + std::string(1 << 20, '[');
  check_fault(read(text), ErrorCode::kBadJson, 1);
  check_fault(read(std::string(1 << 20, '{')), ErrorCode::kBadJson, 1);
}

TEST_CASE("a manifest of absurd size is not parsed") {
  const std::string text(limits::kManifestBytesMax + 1, ' ');
  check_fault(read(text), ErrorCode::kOverLimit, 0);
}

TEST_CASE("a manifest with very many members takes time in proportion") {
  std::string text = "{\"a\":1";
  for (int i = 0; i < 20000; i++) text += ",\"a\":1,\"b" + std::to_string(i) + "\":2";
  CHECK(read(text + "}").value().unknown.size() == 40001);
  check_fault(read(text + ",\"a\":null}"), ErrorCode::kBadJson, text.size() + 1);
}

TEST_CASE("damaged manifests never do harm") {
  Random random(6);
  for (int round = 0; round < 3000; round++) {
    std::string text = kTiny;
    for (int i = 0; i < 3; i++) {
      text[random.below(text.size())] = static_cast<char>(random.below(128));
    }
    const auto result = read(text);
    if (!result.ok()) CHECK(result.error().where.offset <= text.size());
  }
}
