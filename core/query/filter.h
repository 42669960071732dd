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
  int bloom_probes = 6;
};

struct FilterVerdict {
  bool skip = false;
  bool panics = false;
  bool fails = false;  // the query returns an error
  std::string message;
};

FilterVerdict should_skip(const Filter& filter, const part::PartContent& content, size_t block,
                          const FilterParameters& parameters);

}  // namespace sidx::query
