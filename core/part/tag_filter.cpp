#include "core/part/tag_filter.h"

#include <set>

#include "core/encoding/array_value.h"
#include "core/encoding/fixed_int.h"

namespace sidx::part {
namespace {

using encoding::BytesList;
using encoding::ValueType;

std::string_view view_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Calls `visit` with each item of a stored value of `type`: itself, or the elements of an array.
template <typename Visit>
void visit_items(ValueType type, std::string_view stored, Visit visit) {
  if (type == ValueType::kStrArr) {
    // QUIRK: The seed leaves empty elements out.
    for (const std::string& element : encoding::split_str_array(stored).elements) {
      if (!element.empty()) visit(std::string_view(element));
    }
  } else if (type == ValueType::kInt64Arr) {
    for (; stored.size() >= 8; stored.remove_prefix(8)) visit(stored.substr(0, 8));
  } else {
    visit(stored);
  }
}

template <typename Visit>
void visit_column_items(const TagData& tag, Visit visit) {
  Bytes stored;
  for (size_t row = 0; row < tag.size(); row++) {
    if (tag.is_nil(row)) continue;
    stored.clear();
    tag.append_stored(row, stored);
    visit_items(tag.row_types.empty() ? tag.type : tag.row_types[row], view_of(stored), visit);
  }
}

void choose_min_max(const TagData& tag, bool broken_order, TagFilter& filter) {
  bool first = true;
  int64_t value_min = 0;
  int64_t value_max = 0;
  const auto take = [&](uint64_t stored) {
    const int64_t value =
        broken_order ? encoding::unzigzag(stored) : encoding::decode_ord64(stored);
    if (first || value < value_min) value_min = value;
    if (first || value > value_max) value_max = value;
    first = false;
  };
  if (const auto* ints = std::get_if<std::vector<int64_t>>(&tag.values)) {
    for (const int64_t value : *ints) take(encoding::encode_ord64(value));
  } else if (const auto* bytes = std::get_if<BytesList>(&tag.values)) {
    for (size_t row = 0; row < bytes->size(); row++) {
      if (bytes->at(row).size() == 8) take(encoding::load_u64be(bytes->at(row)));
    }
  }
  if (first) return;
  const auto append = [&](Bytes& out, int64_t value) {
    encoding::append_u64be(out,
                           broken_order ? encoding::zigzag(value) : encoding::encode_ord64(value));
  };
  append(filter.value_min, value_min);
  append(filter.value_max, value_max);
}

}  // namespace

std::vector<std::string> column_items(const TagData& tag) {
  std::set<std::string, std::less<>> distinct;
  visit_column_items(tag, [&](std::string_view item) {
    if (distinct.find(item) == distinct.end()) distinct.emplace(item);
  });
  return {distinct.begin(), distinct.end()};
}

TagFilter make_tag_filter(const TagData& tag, size_t row_count, const WriteParameters& parameters) {
  TagFilter filter;
  const uint64_t items = parameters.bloom_counts_rows ? row_count : column_items(tag).size();
  filter.bloom.item_count = static_cast<int64_t>(items);
  filter.bloom.words.resize(
      static_cast<size_t>(encoding::bloom_word_count(parameters.bloom, items)));
  visit_column_items(tag, [&](std::string_view item) {
    encoding::bloom_add(filter.bloom, item, parameters.bloom.probes);
  });
  if (tag.type == ValueType::kInt64) choose_min_max(tag, parameters.broken_min_max, filter);
  return filter;
}

std::vector<TagFilter> FilterPool::next(const BlockData& block) {
  std::vector<TagFilter> filters;
  for (const TagData& tag : block.tags) {
    filters.push_back(make_tag_filter(tag, block.row_count(), parameters_));
    // QUIRK: The bits of an earlier block stay (S16).
    if (!parameters_.pooled_filters_keep_bits) continue;
    if (words_.size() < filters.size()) words_.emplace_back();
    std::vector<uint64_t>& kept = words_[filters.size() - 1];
    std::vector<uint64_t>& words = filters.back().bloom.words;
    if (kept.size() < words.size()) kept.resize(words.size());
    for (size_t i = 0; i < words.size(); i++) words[i] = kept[i] |= words[i];
  }
  return filters;
}

}  // namespace sidx::part
