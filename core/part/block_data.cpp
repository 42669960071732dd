#include "core/part/block_data.h"

#include <algorithm>

#include "core/encoding/fixed_int.h"

namespace sidx::part {
namespace {

using encoding::BytesList;
using encoding::ValueType;

constexpr uint64_t kNumberBytes = 8;

Error block_error(ErrorCode code, const BlockData& block, std::string field, std::string expected,
                  std::string found) {
  return {code,
          {},
          "series " + std::to_string(block.series_id) + ", " + std::move(field),
          std::move(expected),
          std::move(found)};
}

template <typename Number>
BytesList number_bytes(const std::vector<Number>& numbers) {
  Bytes storage;
  storage.reserve(numbers.size() * kNumberBytes);
  for (const Number number : numbers) {
    if constexpr (std::is_same_v<Number, int64_t>) {
      encoding::append_ord64(storage, number);
    } else {
      encoding::append_f64be(storage, number);
    }
  }
  BytesList list;
  list.adopt(std::move(storage));
  list.reserve(numbers.size());
  for (size_t i = 0; i < numbers.size(); i++) list.push_slice(i * kNumberBytes, kNumberBytes);
  return list;
}

/// A column of numbers is stored as numbers unless a nil comes first; each must then be 8 bytes.
Status check_numbers(const BlockData& block, const TagData& tag) {
  const auto* bytes = std::get_if<BytesList>(&tag.values);
  if (bytes == nullptr) return {};
  for (size_t row = 0; row < bytes->size(); row++) {
    if (bytes->is_nil(row) || bytes->at(row) == "null") return {};
    if (bytes->at(row).size() != kNumberBytes) {
      return block_error(
          ErrorCode::kBadLength, block, "tag " + tag.name, "a number of 8 bytes",
          std::to_string(bytes->at(row).size()) + " bytes in row " + std::to_string(row));
    }
  }
  return {};
}

/// The values of a float64 column as numbers, if all are.
bool as_doubles(const TagData& tag, std::vector<double>& numbers) {
  if (const auto* doubles = std::get_if<std::vector<double>>(&tag.values)) {
    numbers = *doubles;
    return true;
  }
  const auto* bytes = std::get_if<BytesList>(&tag.values);
  if (bytes == nullptr) return false;
  for (size_t row = 0; row < bytes->size(); row++) {
    if (bytes->is_nil(row) || bytes->at(row).size() != kNumberBytes) return false;
    numbers.push_back(encoding::decode_f64(encoding::load_u64be(bytes->at(row))));
  }
  return true;
}

}  // namespace

size_t TagData::size() const {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

bool TagData::is_nil(size_t row) const {
  const auto* bytes = std::get_if<BytesList>(&values);
  return bytes != nullptr && bytes->is_nil(row);
}

void TagData::append_stored(size_t row, Bytes& out) const {
  if (const auto* ints = std::get_if<std::vector<int64_t>>(&values)) {
    encoding::append_ord64(out, (*ints)[row]);
  } else if (const auto* doubles = std::get_if<std::vector<double>>(&values)) {
    encoding::append_f64be(out, (*doubles)[row]);
  } else {
    const std::string_view bytes = std::get<BytesList>(values).at(row);
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
}

TagData::Extent TagData::extent() const {
  const auto* bytes = std::get_if<BytesList>(&values);
  if (bytes == nullptr) return {size() * kNumberBytes, size()};
  Extent extent;
  for (size_t row = 0; row < bytes->size(); row++) {
    if (bytes->is_nil(row)) continue;
    extent.bytes += bytes->at(row).size();
    extent.present++;
  }
  return extent;
}

BytesList TagData::as_bytes() const {
  if (const auto* ints = std::get_if<std::vector<int64_t>>(&values)) return number_bytes(*ints);
  if (const auto* doubles = std::get_if<std::vector<double>>(&values)) {
    return number_bytes(*doubles);
  }
  return std::get<BytesList>(values);
}

void TagData::to_bytes() {
  if (!std::holds_alternative<BytesList>(values)) values = as_bytes();
}

void TagData::append_nils(size_t count) {
  if (count == 0) return;
  to_bytes();
  BytesList& bytes = std::get<BytesList>(values);
  for (size_t i = 0; i < count; i++) bytes.push_nil();
}

void TagData::append_range(const TagData& source, size_t from, size_t to) {
  if (from == to) return;
  if (size() == 0) {
    std::visit([&](const auto& list) { values = std::decay_t<decltype(list)>(); }, source.values);
  }
  if (values.index() != source.values.index()) to_bytes();
  const auto first = static_cast<ptrdiff_t>(from);
  const auto last = static_cast<ptrdiff_t>(to);
  if (auto* ints = std::get_if<std::vector<int64_t>>(&values)) {
    const auto& more = std::get<std::vector<int64_t>>(source.values);
    ints->insert(ints->end(), more.begin() + first, more.begin() + last);
  } else if (auto* doubles = std::get_if<std::vector<double>>(&values)) {
    const auto& more = std::get<std::vector<double>>(source.values);
    doubles->insert(doubles->end(), more.begin() + first, more.begin() + last);
  } else if (const auto* bytes = std::get_if<BytesList>(&source.values)) {
    std::get<BytesList>(values).append_range(*bytes, from, to);
  } else {
    BytesList& target = std::get<BytesList>(values);
    Bytes number;
    for (size_t row = from; row < to; row++) {
      number.clear();
      source.append_stored(row, number);
      target.push({reinterpret_cast<const char*>(number.data()), number.size()});
    }
  }
}

const TagData* BlockData::find_tag(std::string_view name) const {
  const auto at = std::lower_bound(
      tags.begin(), tags.end(), name,
      [](const TagData& tag, std::string_view wanted) { return tag.name < wanted; });
  return at != tags.end() && at->name == name ? &*at : nullptr;
}

uint64_t BlockData::uncompressed_size() const {
  uint64_t size = kNumberBytes * keys.size();
  for (size_t row = 0; row < data.size(); row++) size += data.at(row).size();
  for (const TagData& tag : tags) {
    const TagData::Extent extent = tag.extent();
    size += extent.bytes + extent.present * tag.name.size();
  }
  return size;
}

Status check_block(const BlockData& block) {
  const size_t rows = block.row_count();
  if (block.data.size() != rows) {
    return block_error(ErrorCode::kMismatch, block, "data", std::to_string(rows) + " values",
                       std::to_string(block.data.size()));
  }
  if (!std::is_sorted(block.keys.begin(), block.keys.end())) {
    return block_error(ErrorCode::kBadOrder, block, "user keys", "keys that do not decrease",
                       "a smaller key behind a larger one");
  }
  for (const TagData& tag : block.tags) {
    if (tag.size() != rows) {
      return block_error(ErrorCode::kMismatch, block, "tag " + tag.name,
                         std::to_string(rows) + " values", std::to_string(tag.size()));
    }
    if (tag.type == ValueType::kInt64 || tag.type == ValueType::kFloat64) {
      SIDX_TRY(check_numbers(block, tag));
    }
  }
  return {};
}

bool changes_when_stored(const BlockData& block, encoding::DecimalForm form) {
  for (const TagData& tag : block.tags) {
    if (tag.type != ValueType::kFloat64) continue;
    std::vector<double> numbers;
    if (!as_doubles(tag, numbers)) continue;
    const auto decimals = encoding::to_decimal(numbers, form);
    if (!decimals) continue;
    const std::vector<double> read =
        encoding::from_decimal(decimals->mantissas, decimals->exponent);
    Bytes before;
    Bytes after;
    for (const double number : numbers) encoding::append_f64be(before, number);
    for (const double number : read) encoding::append_f64be(after, number);
    if (before != after) return true;
  }
  return false;
}

BlockData as_stored(const BlockData& block, encoding::DecimalForm form) {
  BlockData stored = block;
  for (TagData& tag : stored.tags) {
    tag.row_types.clear();
    if (tag.type != ValueType::kFloat64) continue;
    std::vector<double> numbers;
    if (!as_doubles(tag, numbers)) continue;
    const auto decimals = encoding::to_decimal(numbers, form);
    if (decimals) tag.values = encoding::from_decimal(decimals->mantissas, decimals->exponent);
  }
  return stored;
}

}  // namespace sidx::part
