#include "core/part/element_batch.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/encoding/fixed_int.h"

namespace sidx::part {
namespace {

using encoding::BytesList;
using encoding::ValueType;

constexpr size_t kTypeCount = encoding::kValueTypeMax + 1;

/// Turns a column of int64 values without nil into numbers, which are faster to work with.
void to_numbers(TagData& tag) {
  const auto* bytes = std::get_if<BytesList>(&tag.values);
  if (tag.type != ValueType::kInt64 || bytes == nullptr) return;
  std::vector<int64_t> numbers;
  numbers.reserve(bytes->size());
  for (size_t row = 0; row < bytes->size(); row++) {
    if (bytes->is_nil(row) || bytes->at(row).size() != 8) return;
    numbers.push_back(encoding::decode_ord64(encoding::load_u64be(bytes->at(row))));
  }
  tag.values = std::move(numbers);
}

/// The values of rows order[from, to). False when no row has the tag.
bool take_column(const ElementBatch::Column& column, const std::vector<uint32_t>& order,
                 size_t from, size_t to, bool empty_is_nil, TagData& tag) {
  bool present = false;
  bool mixed = false;
  BytesList values;
  values.reserve(to - from);
  tag.row_types.reserve(to - from);
  for (size_t i = from; i < to; i++) {
    const uint32_t row = order[i];
    const ValueType type = row < column.types.size() ? column.types[row] : ValueType::kUnknown;
    tag.row_types.push_back(type);
    const std::string_view value = type == ValueType::kUnknown ? "" : column.values.at(row);
    if (type == ValueType::kUnknown || (value.empty() && empty_is_nil)) {
      values.push_nil();
    } else {
      values.push(value);
    }
    if (type == ValueType::kUnknown) continue;
    mixed = mixed || (present && type != tag.type);
    present = true;
    tag.type = type;  // QUIRK: The last row decides.
  }
  tag.values = std::move(values);
  if (!mixed) tag.row_types.clear();
  return present;
}

BlockData take_block(const ElementBatch& batch, const std::vector<uint32_t>& order, size_t from,
                     size_t to, const WriteParameters& parameters) {
  BlockData block;
  block.series_id = batch.series_id(order[from]);
  block.keys.reserve(to - from);
  block.data.reserve(to - from);
  for (size_t i = from; i < to; i++) {
    block.keys.push_back(batch.key(order[i]));
    block.data.push(batch.data(order[i]));
  }
  for (const ElementBatch::Column& column : batch.columns()) {
    TagData tag;
    tag.name = column.name;
    if (!take_column(column, order, from, to, parameters.empty_is_nil, tag)) continue;
    if (!parameters.mixed_types_share_column && !tag.row_types.empty()) {
      for (TagData& typed : split_by_type(std::move(tag))) {
        to_numbers(typed);
        block.tags.push_back(std::move(typed));
      }
      continue;
    }
    to_numbers(tag);
    block.tags.push_back(std::move(tag));
  }
  return block;
}

}  // namespace

void ElementBatch::reserve(size_t rows) {
  series_ids_.reserve(rows);
  keys_.reserve(rows);
  data_.reserve(rows);
}

void ElementBatch::add(uint64_t series_id, int64_t key, std::string_view data) {
  series_ids_.push_back(series_id);
  keys_.push_back(key);
  data_.push(data);
}

void ElementBatch::add_tag(std::string_view name, ValueType type, std::string_view stored) {
  SIDX_CHECK(!keys_.empty());
  Column& tag = column(name);
  if (tag.types.size() == keys_.size()) return;
  while (tag.types.size() + 1 < keys_.size()) {
    tag.types.push_back(ValueType::kUnknown);
    tag.values.push_nil();
  }
  tag.types.push_back(type);
  tag.values.push(stored);
}

ElementBatch::Column& ElementBatch::column(std::string_view name) {
  const auto at = std::lower_bound(
      columns_.begin(), columns_.end(), name,
      [](const Column& column, std::string_view wanted) { return column.name < wanted; });
  if (at != columns_.end() && at->name == name) return *at;
  return *columns_.insert(at, Column{std::string(name), {}, {}});
}

std::vector<uint32_t> ElementBatch::sorted_order() const {
  std::vector<uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0U);
  const auto less = [&](uint32_t a, uint32_t b) {
    if (series_ids_[a] != series_ids_[b]) return series_ids_[a] < series_ids_[b];
    return keys_[a] < keys_[b];
  };
  if (!std::is_sorted(order.begin(), order.end(), less)) {
    std::stable_sort(order.begin(), order.end(), less);
  }
  return order;
}

std::vector<BlockData> split_into_blocks(const ElementBatch& batch,
                                         const std::vector<uint32_t>& order,
                                         const WriteParameters& parameters) {
  std::vector<BlockData> blocks;
  size_t from = 0;
  for (size_t i = 1; i <= order.size(); i++) {
    const bool series_ends =
        i == order.size() || batch.series_id(order[i]) != batch.series_id(order[from]);
    const bool is_full = parameters.block_rows_max > 0 && i - from >= parameters.block_rows_max;
    if (!series_ends && !is_full) continue;
    blocks.push_back(take_block(batch, order, from, i, parameters));
    from = i;
  }
  return blocks;
}

std::string_view type_suffix(ValueType type) {
  static constexpr std::array<std::string_view, kTypeCount> kSuffixes{
      "", "str", "int", "float", "bin", "str_arr", "int_arr", "ts"};
  return kSuffixes[static_cast<size_t>(type)];
}

std::vector<TagData> split_by_type(TagData tag) {
  std::vector<TagData> columns;
  if (tag.row_types.empty()) {
    columns.push_back(std::move(tag));
    return columns;
  }
  const BytesList values = tag.as_bytes();
  for (size_t code = 1; code < kTypeCount; code++) {
    const auto type = static_cast<ValueType>(code);
    if (std::find(tag.row_types.begin(), tag.row_types.end(), type) == tag.row_types.end()) {
      continue;
    }
    TagData typed;
    typed.name = tag.name + "#" + std::string(type_suffix(type));
    typed.type = type;
    BytesList own;
    for (size_t row = 0; row < values.size(); row++) {
      if (tag.row_types[row] == type && !values.is_nil(row)) {
        own.push(values.at(row));
      } else {
        own.push_nil();
      }
    }
    typed.values = std::move(own);
    columns.push_back(std::move(typed));
  }
  std::sort(columns.begin(), columns.end(),
            [](const TagData& a, const TagData& b) { return a.name < b.name; });
  return columns;
}

}  // namespace sidx::part
