// Parts with one thing wrong: each rule of verification finds its damage, where it is, and no other
// rule complains.

#include <catch_amalgamated.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/encoding/bloom_filter.h"
#include "core/encoding/bytes_block.h"
#include "core/part/verify.h"
#include "tests/support/damage.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;

namespace {

constexpr const char* kTiny = "seed/tiny";

std::vector<Finding> verify(const PartReader& reader) {
  PartVerifier verifier(reader);
  for (int steps = 0; verifier.step().value(); steps++) REQUIRE(steps < 100000);
  return verifier.findings();
}

struct RuleCase {
  const char* name;
  Rule rule;
  const char* golden;
  Damage damage;
  Place (*place)(const PartImage&);
  /// Rules that cannot but be broken as well.
  std::set<Rule> also = {};
  std::optional<size_t> block = std::nullopt;
  const char* tag = "";
};

/// Without tags, filters and known oddities: the plainest part there is.
constexpr const char* kPlain = "head/bug_s1_key_range";

Place in_manifest(const PartImage&) { return {"manifest.json", 0, {}}; }
Place in_meta(const PartImage&) { return {"meta.bin", 0, 0}; }
Place in_first_record(const PartImage&) { return {"primary.bin", 0, 0}; }

/// Offset of record `index` in the first decompressed primary block.
uint64_t record_offset(const PartImage& image, size_t index) {
  Bytes records;
  for (size_t i = 0; i < index; i++) format::append_block_metadata(records, image.block(i).record);
  return records.size();
}
Place in_second_record(const PartImage& image) {
  return {"primary.bin", 0, record_offset(image, 1)};
}

const std::vector<RuleCase> kManifestRules = {
    {.name = "no manifest",
     .rule = Rule::kManifestUnreadable,
     .golden = kPlain,
     .damage = {.files = [](FileBytes& files) { files.erase("manifest.json"); }},
     .place = in_manifest},
    {.name = "a member is missing, another unknown",
     .rule = Rule::kManifestMembers,
     .golden = kPlain,
     .damage = {.files =
                    [](FileBytes& files) {
                      std::string text(files["manifest.json"].begin(),
                                       files["manifest.json"].end());
                      text.replace(text.find("segmentID"), 9, "segmentId");
                      files["manifest.json"] = bytes_of(text);
                    }},
     .place = in_manifest},
    {.name = "a row count that is wrong",
     .rule = Rule::kManifestCounts,
     .golden = kPlain,
     .damage = {.manifest = [](PartImage& part) { part.manifest.row_count++; }},
     .place = in_manifest},
    {.name = "a block count that is wrong",
     .rule = Rule::kManifestCounts,
     .golden = kPlain,
     .damage = {.manifest = [](PartImage& part) { part.manifest.block_count = 0; }},
     .place = in_manifest},
    {.name = "a key range that is too narrow",
     .rule = Rule::kManifestKeyRange,
     .golden = kPlain,
     .damage = {.manifest = [](PartImage& part) { part.manifest.key_max--; }},
     .place = in_manifest},
    {.name = "a compressed size that is wrong",
     .rule = Rule::kManifestSizes,
     .golden = kPlain,
     .damage = {.manifest = [](PartImage& part) { part.manifest.compressed_size_bytes++; }},
     .place = in_manifest},
    {.name = "an uncompressed size that is wrong",
     .rule = Rule::kManifestSizes,
     .golden = kPlain,
     .damage = {.manifest = [](PartImage& part) { part.manifest.uncompressed_size_bytes--; }},
     .place = in_manifest},
    {.name = "the ID of another part",
     .rule = Rule::kManifestId,
     .golden = kPlain,
     .damage = {.manifest = [](PartImage& part) { part.manifest.id = 17; }},
     .place = in_manifest},
    {.name = "a file that is none of a part's",
     .rule = Rule::kForeignFile,
     .golden = kPlain,
     .damage = {.files = [](FileBytes& files) { files["readme.txt"] = bytes_of("hello"); }},
     .place =
         [](const PartImage&) {
           return Place{"readme.txt", 0, {}};
         }},
};

const std::vector<RuleCase> kIndexRules = {
    {.name = "meta.bin is cut",
     .rule = Rule::kMetaUnreadable,
     .golden = kPlain,
     .damage = {.files = [](FileBytes& files) { files["meta.bin"].resize(9); }},
     .place =
         [](const PartImage&) {
           return Place{"meta.bin", 0, {}};
         }},
    {.name = "primary.bin is no frame",
     .rule = Rule::kPrimaryBlockUnreadable,
     .golden = kPlain,
     .damage = {.files = [](FileBytes& files) { files["primary.bin"][0] ^= 1; }},
     .place =
         [](const PartImage&) {
           return Place{"primary.bin", 0, {}};
         }},
    {.name = "a record is cut",
     .rule = Rule::kPrimaryBlockUnreadable,
     .golden = kPlain,
     .damage = {.records = [](Bytes& records) { records.pop_back(); }},
     .place =
         [](const PartImage& part) {
           return Place{"primary.bin", 0, record_offset(part, 2) - 1};
         }},
    {.name = "primary blocks in the wrong order",
     .rule = Rule::kPrimaryBlockOrder,
     .golden = "head/many_series",
     .damage = {.primaries = [](PartImage& part) { part.primaries[2].record.series_id = 1; }},
     .place =
         [](const PartImage&) {
           return Place{"meta.bin", 0, 80};
         },
     .also = {Rule::kPrimaryBlockSummary}},
    {.name = "a primary block of another first series",
     .rule = Rule::kPrimaryBlockSummary,
     .golden = kPlain,
     .damage = {.primaries = [](PartImage& part) { part.primaries[0].record.series_id++; }},
     .place = in_meta},
    {.name = "a primary block of another key range",
     .rule = Rule::kPrimaryBlockSummary,
     .golden = kPlain,
     .damage = {.primaries = [](PartImage& part) { part.primaries[0].record.key_min++; }},
     .place = in_meta},
    {.name = "blocks whose series IDs decrease",
     .rule = Rule::kBlockOrder,
     .golden = kPlain,
     .damage = {.blocks = [](PartImage& part) { part.block(1).record.series_id = 0; }},
     .place = in_second_record,
     .block = 1},
    {.name = "blocks of a series whose smallest keys decrease",
     .rule = Rule::kBlockOrder,
     .golden = kPlain,
     .damage = {.blocks =
                    [](PartImage& part) {
                      part.block(1).record.series_id = part.block(0).record.series_id;
                    }},
     .place = in_second_record,
     .block = 1},
    {.name = "a block without rows",
     .rule = Rule::kBlockCount,
     .golden = kPlain,
     .damage = {.blocks = [](PartImage& part) { part.block(0).record.row_count = 0; },
                .manifest = [](PartImage& part) { part.manifest.row_count -= 3; }},
     .place = in_first_record,
     .also = {Rule::kKeysUnreadable, Rule::kDataUnreadable, Rule::kTagUnreadable,
              Rule::kManifestCounts, Rule::kUncompressedSize},
     .block = 0},
    {.name = "the uncompressed size of a block is wrong",
     .rule = Rule::kUncompressedSize,
     .golden = kPlain,
     .damage = {.blocks = [](PartImage& part) { part.block(0).record.uncompressed_size++; },
                .manifest = [](PartImage& part) { part.manifest.uncompressed_size_bytes++; }},
     .place = in_first_record,
     .block = 0},
};

const std::vector<RuleCase> kBlockRules = {
    {.name = "a byte that no block points to, between two blocks",
     .rule = Rule::kContiguity,
     .golden = kPlain,
     .damage = {.payloads = [](PartImage& part) { part.block(0).data.push_back(0); },
                .blocks = [](PartImage& part) { part.block(0).record.data.size--; }},
     .place =
         [](const PartImage& part) {
           return Place{"data.bin", part.block(1).record.data.offset, {}};
         },
     .block = 1},
    {.name = "bytes behind the last block",
     .rule = Rule::kFileTail,
     .golden = kPlain,
     .damage =
         {
             .files = [](FileBytes& files) { files["keys.bin"].push_back(7); },
         },
     .place =
         [](const PartImage& part) {
           const format::Extent keys = part.block(1).record.keys;
           return Place{"keys.bin", keys.offset + keys.size, {}};
         },
     .also = {Rule::kManifestSizes}},
    {.name = "keys of an unknown type",
     .rule = Rule::kKeysUnreadable,
     .golden = kPlain,
     .damage = {.blocks = [](PartImage& part) { part.block(0).record.keys_encoding = 0; }},
     .place =
         [](const PartImage&) {
           return Place{"keys.bin", 0, {}};
         },
     .block = 0},
    {.name = "keys that decrease",
     .rule = Rule::kKeyOrder,
     .golden = kTiny,
     .damage = {.payloads = [](PartImage& part) { part.block(0).keys = hex("c701"); }},
     .place =
         [](const PartImage&) {
           return Place{"keys.bin", 0, {}};
         },
     .also = {Rule::kKeyRange, Rule::kMinMaxUntrusted},
     .block = 0},
    {.name = "a block that states another largest key",
     .rule = Rule::kKeyRange,
     .golden = kTiny,
     .damage = {.blocks = [](PartImage& part) { part.block(0).record.key_max = 301; },
                .primaries = [](PartImage& part) { part.primaries[0].record.key_max = 301; },
                .manifest = [](PartImage& part) { part.manifest.key_max = 301; }},
     .place = in_first_record,
     .also = {Rule::kMinMaxUntrusted},
     .block = 0},
    {.name = "data whose lengths do not fit",
     .rule = Rule::kDataUnreadable,
     .golden = kPlain,
     .damage = {.payloads = [](PartImage& part) { part.block(1).data[3] ^= 0x40; }},
     .place =
         [](const PartImage& part) {
           return Place{"data.bin", part.block(1).record.data.offset, {}};
         },
     .block = 1},
    {.name = "a block with lengths of the other form",
     .rule = Rule::kLengthsMixed,
     .golden = kPlain,
     .damage = {.payloads =
                    [](PartImage& part) {
                      BlockImage& block = part.block(1);
                      const Bytes before = block.data;
                      ByteReader reader((ByteView(before)));
                      const auto data =
                          encoding::read_bytes_block(reader, block.record.row_count, "data");
                      block.data.clear();
                      encoding::append_bytes_block(block.data, data->values,
                                                   encoding::LengthForm::kPlain);
                    }},
     .place =
         [](const PartImage& part) {
           return Place{"data.bin", part.block(1).record.data.offset, {}};
         },
     .block = 1},
};

constexpr const char* kTags = "head/tiny";

const std::vector<RuleCase> kTagRules = {
    {.name = "tags that are not sorted",
     .rule = Rule::kTagOrder,
     .golden = kTags,
     .damage = {.blocks =
                    [](PartImage& part) {
                      std::swap(part.block(0).tags[0], part.block(0).tags[1]);
                    }},
     .place = in_first_record,
     .block = 0,
     .tag = "dur"},
    {.name = "a tag that is there twice",
     .rule = Rule::kTagOrder,
     .golden = kTags,
     .damage = {.blocks =
                    [](PartImage& part) {
                      part.block(0).tags.push_back(part.block(0).tags.back());
                    }},
     .place = in_first_record,
     .also = {Rule::kContiguity, Rule::kUncompressedSize},
     .block = 0,
     .tag = "svc"},
    {.name = "values that do not decode",
     .rule = Rule::kTagUnreadable,
     .golden = kTags,
     .damage = {.payloads = [](PartImage& part) { part.block(0).tag("svc").values[0] = 3; }},
     .place =
         [](const PartImage&) {
           return Place{"svc.td", 0, {}};
         },
     .block = 0,
     .tag = "svc"},
    {.name = "a tag record that does not decode",
     .rule = Rule::kTagUnreadable,
     .golden = kTags,
     .damage = {.files = [](FileBytes& files) { files["dur.tm"][4] = 99; }},
     .place =
         [](const PartImage&) {
           return Place{"dur.tm", 4, {}};
         },
     // Where its values and filter end is not known.
     .also = {Rule::kFileTail},
     .block = 0,
     .tag = "dur"},
    {.name = "a tag without its filter file",
     .rule = Rule::kTagFiles,
     .golden = kTags,
     .damage = {.files = [](FileBytes& files) { files.erase("svc.tf"); }},
     .place =
         [](const PartImage&) {
           return Place{"svc.tf", 0, {}};
         },
     .tag = "svc"},
    {.name = "a filter of negative size",
     .rule = Rule::kFilterUnreadable,
     .golden = kTags,
     .damage = {.payloads = [](PartImage& part) { part.block(0).tag("dur").filter[7] = 1; }},
     .place =
         [](const PartImage&) {
           return Place{"dur.tf", 0, {}};
         },
     .block = 0,
     .tag = "dur"},
    {.name = "a filter that lacks a value",
     .rule = Rule::kFilterFalseNegative,
     .golden = kTags,
     .damage = {.payloads =
                    [](PartImage& part) {
                      TagImage& tag = part.block(0).tag("dur");
                      auto filter = encoding::read_bloom_filter(ByteView(tag.filter)).value();
                      filter.words[0] &= filter.words[0] - 1;
                      tag.filter.clear();
                      encoding::append_bloom_filter(tag.filter, filter);
                    }},
     .place =
         [](const PartImage&) {
           return Place{"dur.tf", 0, {}};
         },
     .block = 0,
     .tag = "dur"},
    {.name = "a largest value that is too small",
     .rule = Rule::kMinMax,
     .golden = kTags,
     .damage = {.tags = [](PartImage& part) { part.block(0).tag("dur").record.value_max[7]--; }},
     .place =
         [](const PartImage&) {
           return Place{"dur.tm", 0, {}};
         },
     .block = 0,
     .tag = "dur"},
    {.name = "the broken order of min and max",
     .rule = Rule::kMinMaxUntrusted,
     .golden = kTiny,
     .damage = {},
     .place =
         [](const PartImage&) {
           return Place{"dur.tm", 0, {}};
         },
     .block = 0,
     .tag = "dur"},
};

std::vector<RuleCase> rule_cases() {
  std::vector<RuleCase> cases;
  for (const auto* group : {&kManifestRules, &kIndexRules, &kBlockRules, &kTagRules}) {
    cases.insert(cases.end(), group->begin(), group->end());
  }
  return cases;
}

/// What the golden part has anyway.
std::set<Rule> rules_of(const std::vector<Finding>& findings) {
  std::set<Rule> rules;
  for (const Finding& finding : findings) rules.insert(finding.rule);
  return rules;
}

}  // namespace

TEST_CASE("each rule finds its damage, and no other rule complains") {
  for (const RuleCase& test : rule_cases()) {
    DYNAMIC_SECTION(text_of(test.rule).id << ": " << test.name) {
      PartImage image = take_apart(test.golden);
      const auto files = files_in_memory(directory_of(image), put_together(image, test.damage));
      const std::vector<Finding> findings = verify(PartReader(files));
      const Finding* match = nullptr;
      for (const Finding& finding : findings) {
        UNSCOPED_INFO(to_string(finding));
        CHECK((finding.rule == test.rule || test.also.count(finding.rule) == 1));
        if (finding.rule == test.rule && match == nullptr) match = &finding;
      }
      REQUIRE(match != nullptr);
      check_place(match->where, image, test.place(image));
      CHECK(match->tag == test.tag);
      CHECK(match->block.has_value() == test.block.has_value());
      if (match->block && test.block) CHECK(match->block->block == *test.block);
    }
  }
}

TEST_CASE("every rule has a damaged part") {
  std::set<Rule> covered;
  for (const RuleCase& test : rule_cases()) covered.insert(test.rule);
  for (int i = 0; i < kRuleCount; i++) {
    INFO(text_of(static_cast<Rule>(i)).id);
    CHECK(covered.count(static_cast<Rule>(i)) == 1);
  }
}

TEST_CASE("what the undamaged parts of these tests break is nothing or known") {
  const auto rules = [](const char* name) {
    return rules_of(verify(PartReader(files_in_memory("d", load_files(name)))));
  };
  CHECK(rules(kPlain).empty());
  CHECK(rules("head/tiny").empty());
  CHECK(rules("head/many_series").empty());
  CHECK(rules(kTiny) == std::set<Rule>{Rule::kMinMaxUntrusted});
}
