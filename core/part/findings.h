#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

/// Verdicts about a part. A finding is one broken rule at one place.
namespace sidx::part {

enum class Severity : uint8_t {
  kError,    // bytes that cannot be read, or rows the engine loses or misplaces
  kWarning,  // a statement of the part about itself that is wrong
  kNote,     // a known oddity that every part of its version has; not counted as a finding
};
std::string_view name_of(Severity severity);

enum class Rule : uint8_t {
  kManifestUnreadable,
  kManifestMembers,
  kManifestCounts,
  kManifestKeyRange,
  kManifestSizes,
  kManifestId,
  kMetaUnreadable,
  kPrimaryBlockUnreadable,
  kPrimaryBlockOrder,
  kPrimaryBlockSummary,
  kBlockOrder,
  kBlockCount,
  kContiguity,
  kFileTail,
  kKeysUnreadable,
  kKeyOrder,
  kKeyRange,
  kDataUnreadable,
  kLengthsMixed,
  kUncompressedSize,
  kTagOrder,
  kTagUnreadable,
  kTagFiles,
  kFilterUnreadable,
  kFilterFalseNegative,
  kMinMax,
  kMinMaxUntrusted,
  kForeignFile,
};
inline constexpr int kRuleCount = 28;

struct RuleText {
  Rule rule;
  std::string_view id;  // stable, used in JSON
  Severity severity;
  std::string_view meaning;      // what the rule says
  std::string_view consequence;  // what the engine does with such a part
};
const RuleText& text_of(Rule rule);

/// Which block of a part a finding is about.
struct BlockPosition {
  size_t primary_block = 0;  // index in meta.bin
  size_t block = 0;          // index in the whole part

  bool operator==(const BlockPosition&) const = default;
};

struct Finding {
  Rule rule = Rule::kManifestUnreadable;
  Location where;
  std::string field;
  std::string expected;
  std::string found;
  std::optional<BlockPosition> block;
  std::string tag;  // empty: not about a tag

  Severity severity() const { return text_of(rule).severity; }
};

/// `FILE:OFFSET: rule-id: field: expected …, found …`.
std::string to_string(const Finding& finding);

}  // namespace sidx::part
