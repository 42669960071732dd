#include "core/search/naive_rows.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "core/encoding/fixed_int.h"

namespace sidx::search {
namespace {

using encoding::ValueType;

struct TagValue {
  ValueType type = ValueType::kUnknown;
  std::string stored;
};

/// A tag of a row; merges may have split it by type.
std::optional<TagValue> tag_of(const NaiveRow& row, const std::string& name) {
  for (const part::TagData& tag : row.block->tags) {
    const bool typed = tag.name.starts_with(name + "#");
    if ((tag.name != name && !typed) || row.row >= tag.size() || tag.is_nil(row.row)) continue;
    Bytes stored;
    tag.append_stored(row.row, stored);
    const ValueType type = tag.row_types.empty() ? tag.type : tag.row_types[row.row];
    return TagValue{type, std::string(stored.begin(), stored.end())};
  }
  return std::nullopt;
}

std::optional<int64_t> number_of(const TagValue& value) {
  if (value.type != ValueType::kInt64 || value.stored.size() != sizeof(int64_t)) {
    return std::nullopt;
  }
  uint64_t bits = 0;
  for (const char c : value.stored) bits = bits << 8 | static_cast<uint8_t>(c);
  return static_cast<int64_t>(bits ^ uint64_t{1} << 63);
}

bool equals(const TagValue& value, const std::string& literal) {
  if (const auto number = number_of(value)) return std::to_string(*number) == literal;
  return value.stored == literal;
}

bool in_range(const query::Filter& filter, int64_t number) {
  const bool above = filter.includes_lower ? number >= filter.lower : number > filter.lower;
  const bool below = filter.includes_upper ? number <= filter.upper : number < filter.upper;
  return above && below;
}

}  // namespace

void append_rows(const part::PartContent& content, NaiveRows& rows) {
  for (size_t i = 0; i < content.headers().size(); i++) {
    const part::BlockData* block = content.load(i).block;
    if (block == nullptr) continue;
    for (size_t row = 0; row < block->row_count(); row++) {
      rows.push_back(
          {block->series_id, block->keys[row], std::string(block->data.at(row)), block, row});
    }
  }
}

NaiveRows rows_of(const RowHistory& changes, size_t size) {
  NaiveRows come;
  NaiveRows go;
  for (size_t i = 0; i < size; i++) append_rows(*changes[i].content, changes[i].comes ? come : go);
  std::sort(come.begin(), come.end());
  std::sort(go.begin(), go.end());
  return rows_only_in(come, go);
}

NaiveRows visible_rows(const sim::World& world) {
  NaiveRows rows;
  const sim::Snapshot* snapshot = world.current_snapshot();
  if (snapshot == nullptr) return rows;
  for (const uint32_t number : *snapshot->parts) {
    const sim::PartWrapper* part = world.find_live(number);
    if (part != nullptr && part->content) append_rows(*part->content, rows);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

NaiveRows rows_only_in(const NaiveRows& a, const NaiveRows& b) {
  NaiveRows rows;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rows));
  return rows;
}

std::string rows_text(const NaiveRows& rows) {
  constexpr size_t kShown = 4;
  std::string text;
  for (size_t i = 0; i < rows.size() && i < kShown; i++) {
    text += (i == 0 ? "" : ", ") + std::to_string(rows[i].series_id) + "/" +
            std::to_string(rows[i].key) + ":" + rows[i].data;
  }
  if (rows.size() > kShown) text += " and " + std::to_string(rows.size() - kShown) + " more";
  return text;
}

bool asks_for(const query::QueryRequest& request, uint64_t series_id, int64_t key) {
  if (request.key_min && key < *request.key_min) return false;
  if (request.key_max && key > *request.key_max) return false;
  return std::find(request.series_ids.begin(), request.series_ids.end(), series_id) !=
         request.series_ids.end();
}

bool matches(const query::Filter& filter, const NaiveRow& row) {
  using query::FilterKind;
  const auto item_matches = [&](const query::Filter& item) { return matches(item, row); };
  if (filter.kind == FilterKind::kAnd) {
    return std::all_of(filter.items.begin(), filter.items.end(), item_matches);
  }
  if (filter.kind == FilterKind::kOr) {
    return std::any_of(filter.items.begin(), filter.items.end(), item_matches);
  }
  const auto value = tag_of(row, filter.tag);
  if (!value) return false;
  if (filter.kind == FilterKind::kRange) {
    const auto number = number_of(*value);
    return number && in_range(filter, *number);
  }
  return std::any_of(filter.values.begin(), filter.values.end(),
                     [&](const std::string& literal) { return equals(*value, literal); });
}

}  // namespace sidx::search
