#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/part/part_content.h"

/// Tag filters. They decide whether a whole block is skipped; rows are never filtered. Mirrors
/// tag_filter_op.go in banyand/internal/sidx and index_filter.go in pkg/query/logical/trace.
namespace sidx::query {

enum class FilterKind : uint8_t { kEq, kHaving, kRange, kAnd, kOr };

struct Filter {
  FilterKind kind = FilterKind::kEq;
  std::string tag;
  /// Eq: one, having: some. A number is its decimal text.
  std::vector<std::string> values;
  /// Range; an absent bound is the smallest or largest int64, exclusive.
  int64_t lower = INT64_MIN;
  int64_t upper = INT64_MAX;
  bool includes_lower = false;
  bool includes_upper = false;
  /// And, or: combined from the left.
  std::vector<Filter> items;
};

struct FilterParameters {
  /// S13: whether ranges are compared in numeric order and prune what cannot match. The seed takes
  /// the bounds for floats, compares them in another encoding, and prunes what can match.
  bool right_ranges = false;
  /// S14: whether a literal is also tried in the stored form of the column's type.
  bool typed_literals = false;
  /// S18: whether a tag is also looked for in its typed columns (`name#type`).
  bool join_typed_columns = false;
};

/// What decided about a block.
enum class FilterRule : uint8_t {
  kFault,            // something needed is unreadable
  kTagAbsent,        // eq and having skip; range does not
  kNoFilter,         // nothing to look a value up in: it may match
  kBloomLacks,       // the bloom filter proves that no value is there: skip
  kBloomMayHave,     // all bits of a value are set
  kDictionaryLacks,  // likewise, of a dictionary, which is exact
  kDictionaryHas,
  kRangeOutside,  // min and max prove that no value is in the range: skip
  kRangeMayMatch,
  kRangeSkips,  // S13: it may match, and is skipped
  kRangeKeeps,  // S13: it cannot match as the seed compares, and is kept
};
std::string_view name_of(FilterRule rule);

struct FilterVerdict {
  bool skip = false;
  bool panics = false;
  bool fails = false;  // the query returns an error
  std::string message;
  FilterRule rule = FilterRule::kNoFilter;
  const Filter* leaf = nullptr;  // the condition that decided; of several that agree, the first
  std::string_view column;       // that was looked at; empty if its name is the tag's
};

/// A literal as a column of the type stores it, if that is another form.
std::optional<std::string> stored_literal(encoding::ValueType type, const std::string& value);

/// Whether the block cannot hold what the filter asks for, as the engine sees it.
FilterVerdict should_skip(const Filter& filter, const part::PartContent& content, size_t block,
                          const FilterParameters& parameters);

}  // namespace sidx::query
