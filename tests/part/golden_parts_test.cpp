// Every golden part of every version through PartReader: what the reference wrote reads back as
// what the reference read, and verification finds exactly the bugs of the version that wrote it.

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/part/content_digest.h"
#include "core/part/format_variant.h"
#include "core/part/part_reader.h"
#include "core/part/verify.h"
#include "tests/support/damage.h"
#include "tests/support/golden.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;
using nlohmann::json;

namespace {

std::string hex_of(std::string_view bytes) {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

json json_of(const format::Extent& extent) {
  return {{"offset", extent.offset}, {"size", extent.size}};
}

json json_of(const format::PrimaryBlockMetadata& record) {
  return {{"series", std::to_string(record.series_id)},
          {"min_key", std::to_string(record.key_min)},
          {"max_key", std::to_string(record.key_max)},
          {"offset", record.frame.offset},
          {"size", record.frame.size}};
}

/// A block in the words of expected.json, without its elements.
json json_of(const PartReader& reader, const format::BlockMetadata& block) {
  json tags = json::object();
  for (const format::TagReference& reference : block.tags) {
    const auto tag = reader.read_tag_metadata(reference).value();
    tags[reference.name] = {{"type", static_cast<int>(tag.type)},
                            {"tm", json_of(reference.metadata)},
                            {"td", json_of(tag.values)},
                            {"tf", json_of(tag.filter)},
                            {"min", to_hex(tag.value_min)},
                            {"max", to_hex(tag.value_max)},
                            {"encoding", reader.read_tag_encoding(tag).value()}};
  }
  return {{"series", std::to_string(block.series_id)},
          {"min_key", std::to_string(block.key_min)},
          {"max_key", std::to_string(block.key_max)},
          {"count", block.row_count},
          {"uncompressed_size", block.uncompressed_size},
          {"keys_encoding", block.keys_encoding},
          {"data", json_of(block.data)},
          {"keys", json_of(block.keys)},
          {"tags", tags}};
}

json element_json(const BlockContent& content, size_t row) {
  json tags = json::object();
  for (const TagContent& tag : content.tags) {
    tags[tag.name] = tag.column->is_nil(row) ? json() : json(hex_of(tag.column->stored(row)));
  }
  return {{"key", std::to_string((*content.keys)[row])},
          {"data", hex_of(content.data->values.at(row))},
          {"tags", tags}};
}

/// Compares without letting Catch2 print megabytes.
void check_same(const json& ours, const json& expected) {
  if (ours == expected) return;
  FAIL(ours.dump().substr(0, 500) << "\nis not\n" << expected.dump().substr(0, 500));
}

void check_elements(const BlockContent& content, const json& expected) {
  const size_t rows = content.keys->size();
  REQUIRE(rows > 0);
  if (expected.contains("elements")) {
    const json& elements = expected.at("elements");
    REQUIRE(elements.size() == rows);
    for (size_t row = 0; row < rows; row++) check_same(element_json(content, row), elements[row]);
    return;
  }
  RowDigest digest;
  REQUIRE(digest.add(content).ok());
  CHECK(digest.finish_hex() == expected.at("elements_sha256").get<std::string>());
  check_same(element_json(content, 0), expected.at("first"));
  check_same(element_json(content, rows - 1), expected.at("last"));
}

json without_elements(json block) {
  for (const char* member : {"elements", "elements_sha256", "first", "last"}) block.erase(member);
  return block;
}

/// Reads everything there is and compares it with expected.json.
void check_content(const PartReader& reader, const json& expected) {
  const json& note = expected.at("note");
  CHECK(reader.read_manifest_text().value() == note.at("manifest_text").get<std::string>());
  const auto manifest = reader.read_manifest().value();
  CHECK(manifest.missing.empty());
  CHECK(manifest.unknown.empty());
  CHECK(format::write_part_manifest(manifest) == note.at("manifest_text").get<std::string>());

  const auto primaries = reader.read_primary_blocks().value();
  json primaries_json = json::array();
  for (const auto& record : primaries) primaries_json.push_back(json_of(record));
  check_same(primaries_json, expected.at("primary_blocks"));

  std::map<size_t, size_t> listed;  // index of block -> index in expected "blocks"
  for (size_t i = 0; i < expected.at("blocks").size(); i++) {
    listed[note.contains("indexes") ? note["indexes"][i].get<size_t>() : i] = i;
  }
  BlockDigest block_digest;
  RowDigest row_digest;
  std::vector<size_t> blocks_per_primary;
  size_t ordinal = 0;
  uint64_t rows = 0;
  for (const auto& record : primaries) {
    const auto primary = reader.read_primary_block(record).value();
    REQUIRE_FALSE(primary.error.has_value());
    REQUIRE(primary.record_offsets.size() == primary.blocks.size() + 1);
    CHECK(primary.record_offsets.back() == primary.raw_size);
    blocks_per_primary.push_back(primary.blocks.size());
    for (const format::BlockMetadata& block : primary.blocks) {
      INFO("block " << ordinal);
      const BlockContent content = reader.read_block(block);
      if (const Error* error = content.first_error()) FAIL(to_string(*error));
      if (!block_digest.add(reader, block).ok()) FAIL("no block digest");
      if (!row_digest.add(content).ok()) FAIL("no row digest");
      rows += block.row_count;
      if (const auto at = listed.find(ordinal); at != listed.end()) {
        const json& expected_block = expected.at("blocks").at(at->second);
        check_same(json_of(reader, block), without_elements(expected_block));
        check_elements(content, expected_block);
      }
      ordinal++;
    }
  }
  CHECK(ordinal == note.at("blocks_count").get<size_t>());
  CHECK(rows == note.at("rows_count").get<uint64_t>());
  CHECK(blocks_per_primary == note.at("blocks_per_primary").get<std::vector<size_t>>());
  CHECK(block_digest.finish_hex() == note.at("blocks_sha256").get<std::string>());
  CHECK(row_digest.finish_hex() == note.at("rows_sha256").get<std::string>());
}

/// What the bugs of a version leave in parts it wrote, and in those it merged.
struct VersionBugs {
  const char* version;
  std::set<Rule> flushed;
  std::set<Rule> merged;
};
const VersionBugs kVersionBugs[] = {
    {"seed", {Rule::kManifestKeyRange, Rule::kMinMaxUntrusted}, {Rule::kManifestId}},
    {"v0.9.0",
     {Rule::kManifestKeyRange, Rule::kMinMaxUntrusted},
     {Rule::kManifestId, Rule::kMinMaxUntrusted}},
    {"v0.10.0", {}, {Rule::kManifestId}},
    {"v0.10.3", {}, {Rule::kManifestId}},
    {"head", {}, {Rule::kManifestId}},
};

const std::set<Rule>& explained_rules(const GoldenPart& part) {
  for (const VersionBugs& bugs : kVersionBugs) {
    if (part.version != bugs.version) continue;
    return part.expected.at("merged").get<bool>() ? bugs.merged : bugs.flushed;
  }
  FAIL("no such version: " << part.version);
  return kVersionBugs[0].flushed;
}

/// Whether the manifest's key range differs from that of the primary blocks.
bool key_range_is_wrong(const json& expected) {
  int64_t low = INT64_MAX;
  int64_t high = INT64_MIN;
  for (const json& primary : expected.at("primary_blocks")) {
    low = std::min<int64_t>(low, std::stoll(primary.at("min_key").get<std::string>()));
    high = std::max<int64_t>(high, std::stoll(primary.at("max_key").get<std::string>()));
  }
  const json& manifest = expected.at("manifest");
  return manifest.at("minKey") != low || manifest.at("maxKey") != high;
}

void check_findings(const GoldenPart& part, const PartReader& reader) {
  PartVerifier verifier(reader);
  size_t steps = 0;
  while (verifier.step().value()) REQUIRE(++steps < 100000);
  CHECK(verifier.dropped().empty());
  CHECK(verifier.blocks_done() == part.expected.at("note").at("blocks_count").get<size_t>());
  std::map<Rule, size_t> counts;
  for (const Finding& finding : verifier.findings()) {
    INFO(to_string(finding));
    counts[finding.rule]++;
    CHECK(explained_rules(part).count(finding.rule) == 1);
  }
  const bool merged = part.expected.at("merged").get<bool>();
  CHECK(counts[Rule::kManifestId] == (merged ? 1 : 0));
  CHECK(counts[Rule::kManifestKeyRange] == (key_range_is_wrong(part.expected) ? 1 : 0));
}

}  // namespace

TEST_CASE("every golden part reads as the reference read it") {
  CHECK(golden_part_names().size() == 147);
  for (const std::string& name : golden_part_names()) {
    INFO(name);
    const GoldenPart part = load_golden_part(name);
    const std::string directory = part.expected.at("dir").get<std::string>();
    const PartReader reader(files_in_memory("golden/" + directory, load_files(name)));
    check_content(reader, part.expected);

    const FormatVariant variant = detect_format_variant(reader).value();
    CHECK(variant.merged == part.expected.at("merged").get<bool>());
    const std::string engine = part.expected.at("engine").get<std::string>();
    CHECK(std::count(variant.engines.begin(), variant.engines.end(), engine) == 1);
    check_findings(part, reader);
  }
}

TEST_CASE("broken key ranges and min/max are there to be found") {
  std::map<std::string, std::set<Rule>> found;
  for (const char* name : {"seed/bug_s1_key_range", "v0.9.0/bug_s1_key_range", "seed/tiny",
                           "v0.9.0/merged_mixed_tags", "head/bug_s1_key_range"}) {
    PartVerifier verifier{PartReader(files_in_memory("d", load_files(name)))};
    while (verifier.step().value()) continue;
    for (const Finding& finding : verifier.findings()) found[name].insert(finding.rule);
  }
  CHECK(found["seed/bug_s1_key_range"] == std::set<Rule>{Rule::kManifestKeyRange});
  CHECK(found["v0.9.0/bug_s1_key_range"] == std::set<Rule>{Rule::kManifestKeyRange});
  CHECK(found["seed/tiny"] == std::set<Rule>{Rule::kMinMaxUntrusted});
  CHECK(found["v0.9.0/merged_mixed_tags"] == std::set<Rule>{Rule::kMinMaxUntrusted});
  CHECK(found["head/bug_s1_key_range"].empty());
}
