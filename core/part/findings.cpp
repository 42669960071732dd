#include "core/part/findings.h"

#include <array>

namespace sidx::part {
namespace {

using enum Severity;

constexpr std::string_view kPanicsWhenRead =
    "A query or merge that reads the block panics; other blocks still answer.";
constexpr std::string_view kPanicsWhenMerged =
    "Queries work; the next merge of this part panics, because it reads blocks in file order.";

constexpr std::array<RuleText, kRuleCount> kRules{{
    {Rule::kManifestUnreadable, "manifest-unreadable", kError,
     "manifest.json is missing or is not the expected JSON object.",
     "The engine deletes the part directory when it opens the instance."},
    {Rule::kManifestMembers, "manifest-members", kWarning,
     "manifest.json lacks a member, or has one that no version writes.",
     "The engine reads a missing member as 0 and ignores an unknown one."},
    {Rule::kManifestCounts, "manifest-counts", kWarning,
     "The row and block counts of the manifest are those of the blocks.",
     "Statistics are wrong; queries do not look at the counts."},
    {Rule::kManifestKeyRange, "manifest-key-range", kWarning,
     "The key range of the manifest covers exactly the keys of the blocks.",
     "Queries skip the part by this range, so rows outside it are lost (S1)."},
    {Rule::kManifestSizes, "manifest-sizes", kWarning,
     "The sizes of the manifest are those of the files and blocks.",
     "Statistics and merge selection see wrong sizes."},
    {Rule::kManifestId, "manifest-id", kNote,
     "The ID of the manifest is that of the directory; merges write 0 in every version.",
     "The engine takes the ID from the directory name; the seed kept 0 until a restart (S2)."},
    {Rule::kMetaUnreadable, "meta-unreadable", kError,
     "meta.bin decompresses to whole 40-byte records.",
     "The engine panics when it opens the instance. An empty file opens as a part without rows."},
    {Rule::kPrimaryBlockUnreadable, "primary-block-unreadable", kError,
     "Each primary block decompresses to whole block records.",
     "A query or merge that reaches the primary block panics."},
    {Rule::kPrimaryBlockOrder, "primary-block-order", kError,
     "Series IDs of primary blocks do not decrease.",
     "The engine refuses meta.bin and panics when it opens the instance."},
    {Rule::kPrimaryBlockSummary, "primary-block-summary", kError,
     "A record of meta.bin has the first series and the key range of its blocks.",
     "Queries skip primary blocks by these values, so rows can be lost."},
    {Rule::kBlockOrder, "block-order", kError,
     "Blocks are ordered by series ID, then by smallest key.",
     "The binary search over blocks misses rows."},
    {Rule::kBlockCount, "block-count", kError, "A block has at least one row.",
     "The engine never writes such a block."},
    {Rule::kContiguity, "contiguity", kError,
     "In each file, every range begins where the one before it ended.", kPanicsWhenMerged},
    {Rule::kFileTail, "file-tail", kError, "The last range of each file ends where the file ends.",
     "The engine ignores the bytes behind; they may be rows that nothing points to."},
    {Rule::kKeysUnreadable, "keys-unreadable", kError, "The user keys of each block decode.",
     kPanicsWhenRead},
    {Rule::kKeyOrder, "key-order", kError, "User keys inside a block do not decrease.",
     "Queries return rows out of order or stop too early."},
    {Rule::kKeyRange, "key-range", kError, "The key range of a block's record is that of its keys.",
     "Queries skip blocks by this range, so rows can be lost."},
    {Rule::kDataUnreadable, "data-unreadable", kError, "The data of each block decodes.",
     kPanicsWhenRead},
    {Rule::kLengthsMixed, "lengths-mixed", kError,
     "All lengths of a part are stored in one form, plain or +1.",
     "The engine reads one of the two forms shifted and cut (L8)."},
    {Rule::kUncompressedSize, "uncompressed-size", kWarning,
     "The uncompressed size of a block's record is that of its content.",
     "Statistics and merge limits see a wrong size."},
    {Rule::kTagOrder, "tag-order", kError, "Tags of a block are sorted by name, each once.",
     "The engine reads tags by position; a merge may mix columns."},
    {Rule::kTagUnreadable, "tag-unreadable", kError, "The metadata and values of each tag decode.",
     kPanicsWhenRead},
    {Rule::kTagFiles, "tag-files", kError, "The three files of a tag are all there.",
     "The engine panics when it reads the tag."},
    {Rule::kFilterUnreadable, "filter-unreadable", kError, "Each bloom filter decodes.",
     "A query that filters by the tag panics."},
    {Rule::kFilterFalseNegative, "filter-false-negative", kError,
     "A filter contains every value of its block.",
     "Queries that filter by the value skip the block: its rows are lost."},
    {Rule::kMinMax, "min-max", kError,
     "Min and max of an int64 tag are its smallest and largest value.",
     "Range filters skip the block although it matches."},
    {Rule::kMinMaxUntrusted, "min-max-untrusted", kNote,
     "Min and max of an int64 tag follow the broken order of all versions before v0.10.0.",
     "Range filters of that era are wrong anyway (S13); later engines must not use the values."},
    {Rule::kForeignFile, "foreign-file", kNote, "Every file in the directory belongs to the part.",
     "The engine ignores it."},
}};

constexpr bool in_enum_order() {
  for (size_t i = 0; i < kRules.size(); i++) {
    if (static_cast<size_t>(kRules[i].rule) != i) return false;
  }
  return true;
}
static_assert(in_enum_order(), "one row per rule, in the order of the enum");

}  // namespace

std::string_view name_of(Severity severity) {
  static constexpr std::array<std::string_view, 3> kNames{"error", "warning", "note"};
  return kNames[static_cast<size_t>(severity)];
}

const RuleText& text_of(Rule rule) { return kRules[static_cast<size_t>(rule)]; }

std::string to_string(const Finding& finding) {
  std::string text = finding.where.file + ":" + std::to_string(finding.where.offset);
  if (finding.where.inner_offset) text += "+" + std::to_string(*finding.where.inner_offset);
  text += ": " + std::string(text_of(finding.rule).id) + ": " + finding.field;
  return text + ": expected " + finding.expected + ", found " + finding.found;
}

}  // namespace sidx::part
