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
    const TagData* same =
        source.tags[i].name == column.name ? &source.tags[i] : source.find_tag(column.name);
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

/// Whether all columns are as long as the block: after a failed pairwise append they are not, and
/// copying them repairs that.
bool is_even(const BlockData& block) {
  return std::all_of(block.tags.begin(), block.tags.end(),
                     [&](const TagData& tag) { return tag.size() == block.row_count(); });
}

/// One block behind the other.
Rc<BlockData> concatenate(Rc<BlockData> left, const BlockData& right,
                          const MergeParameters& parameters) {
  if (!is_even(*left)) {
    BlockData copy;
    copy.series_id = right.series_id;
    append_rows(copy, *left, 0, left->row_count(), parameters);
    left = Rc<BlockData>(std::move(copy));
  }
  // What is there stays, so that it is not copied.
  append_rows(left.edit(), right, 0, right.row_count(), parameters);
  return left;
}

/// Runs of rows by turns, in key order.
BlockData interleave(const BlockData& first, const BlockData& second,
                     const MergeParameters& parameters) {
  BlockData target;
  target.series_id = second.series_id;
  target.keys.reserve(first.row_count() + second.row_count());
  const BlockData* left = &first;
  const BlockData* right = &second;
  size_t left_at = 0;
  size_t right_at = 0;
  while (left_at < left->row_count() && right_at < right->row_count()) {
    const int64_t limit = right->keys[right_at];
    size_t end = left_at;
    while (end < left->row_count() && left->keys[end] <= limit) end++;
    append_rows(target, *left, left_at, end, parameters);
    left_at = end;
    std::swap(left, right);
    std::swap(left_at, right_at);
  }
  append_rows(target, *left, left_at, left->row_count(), parameters);
  append_rows(target, *right, right_at, right->row_count(), parameters);
  return target;
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

PendingBlock join_blocks(PendingBlock first, const PendingBlock& second,
                         const MergeParameters& parameters) {
  PendingBlock joined;
  if (first.key_max < second.key_min) {
    joined.rows = concatenate(std::move(first.rows), *second.rows, parameters);
  } else if (second.key_max < first.key_min) {
    joined.rows = concatenate(second.rows, *first.rows, parameters);
  } else {
    joined.rows = Rc<BlockData>(interleave(*first.rows, *second.rows, parameters));
  }
  if (joined.rows->row_count() > 0) {
    joined.key_min = joined.rows->key_min();
    joined.key_max = joined.rows->key_max();
  }
  return joined;
}

}  // namespace sidx::merge
