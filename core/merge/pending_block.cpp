#include "core/merge/pending_block.h"

#include <algorithm>
#include <utility>

namespace sidx::merge {
namespace {

using part::BlockData;
using part::TagData;

TagData* find_tag(BlockData& block, const std::string& name) {
  return const_cast<TagData*>(std::as_const(block).find_tag(name));
}

bool same_names(const BlockData& a, const BlockData& b) {
  return std::equal(a.tags.begin(), a.tags.end(), b.tags.begin(), b.tags.end(),
                    [](const TagData& x, const TagData& y) { return x.name == y.name; });
}

/// False as soon as a name is missing in `source`.
bool append_pairwise(BlockData& target, const BlockData& source, size_t from, size_t to) {
  if (target.tags.size() != source.tags.size()) return false;
  for (size_t i = 0; i < target.tags.size(); i++) {
    TagData& column = target.tags[i];
    const TagData* same = source.tags[i].name == column.name ? &source.tags[i]
                                                             : source.find_tag(column.name);
    if (same == nullptr) return false;
    column.append_range(*same, from, to);
  }
  return true;
}

void append_by_name(BlockData& target, const BlockData& source, size_t from, size_t to) {
  const size_t rows_before = target.row_count();
  for (const TagData& column : source.tags) {
    TagData* existing = find_tag(target, column.name);
    if (existing == nullptr) {
      TagData added;
      added.name = column.name;
      added.type = column.type;
      added.append_nils(rows_before);
      const auto at = std::lower_bound(
          target.tags.begin(), target.tags.end(), column.name,
          [](const TagData& tag, const std::string& name) { return tag.name < name; });
      existing = &*target.tags.insert(at, std::move(added));
    }
    existing->append_range(column, from, to);
  }
  for (TagData& column : target.tags) {
    if (source.find_tag(column.name) == nullptr) column.append_nils(to - from);
  }
}

}  // namespace

void append_rows(BlockData& target, const BlockData& source, size_t from, size_t to,
                 const MergeParameters& parameters) {
  if (to <= from) return;
  const bool starts = target.tags.empty() && !source.tags.empty();
  const bool try_pairwise =
      !starts && (!parameters.compare_names_first || same_names(target, source));
  if (!try_pairwise || !append_pairwise(target, source, from, to)) {
    append_by_name(target, source, from, to);
  }
  target.keys.insert(target.keys.end(), source.keys.begin() + static_cast<ptrdiff_t>(from),
                     source.keys.begin() + static_cast<ptrdiff_t>(to));
  target.data.append_range(source.data, from, to);
}

PendingBlock join_blocks(const PendingBlock& first, const PendingBlock& second,
                         const MergeParameters& parameters) {
  PendingBlock joined;
  joined.rows.series_id = second.rows.series_id;
  BlockData& target = joined.rows;
  target.keys.reserve(first.rows.row_count() + second.rows.row_count());
  const PendingBlock* left = &first;
  const PendingBlock* right = &second;
  if (right->key_max < left->key_min) std::swap(left, right);
  if (left->key_max < right->key_min) {
    append_rows(target, left->rows, 0, left->rows.row_count(), parameters);
    append_rows(target, right->rows, 0, right->rows.row_count(), parameters);
  } else {
    size_t left_at = 0;
    size_t right_at = 0;
    while (left_at < left->rows.row_count() && right_at < right->rows.row_count()) {
      const int64_t limit = right->rows.keys[right_at];
      const auto keys = left->rows.keys.begin();
      const size_t end = static_cast<size_t>(
          std::upper_bound(keys + static_cast<ptrdiff_t>(left_at), left->rows.keys.end(), limit) -
          keys);
      append_rows(target, left->rows, left_at, end, parameters);
      left_at = end;
      std::swap(left, right);
      std::swap(left_at, right_at);
    }
    append_rows(target, left->rows, left_at, left->rows.row_count(), parameters);
    append_rows(target, right->rows, right_at, right->rows.row_count(), parameters);
  }
  if (!target.keys.empty()) {
    joined.key_min = target.key_min();
    joined.key_max = target.key_max();
  }
  return joined;
}

}  // namespace sidx::merge
