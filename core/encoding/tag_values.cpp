#include "core/encoding/tag_values.h"

#include <utility>

#include "core/base/limits.h"
#include "core/encoding/fixed_int.h"

namespace sidx::encoding {
namespace {

constexpr const char* kField = "tag values";
constexpr size_t kNumberBytes = 8;

bool is_number(ValueType type) { return type == ValueType::kInt64 || type == ValueType::kFloat64; }

bool is_list_type(uint8_t encoding) {
  return encoding >= static_cast<uint8_t>(Int64ListType::kConst) &&
         encoding <= static_cast<uint8_t>(Int64ListType::kDeltaOfDelta);
}

Status decode_int64_column(const ByteView& payload, uint64_t row_count, TagColumn& column) {
  ByteReader reader(payload);
  SIDX_TRY(reader.read_u8(kField));
  SIDX_ASSIGN(const uint64_t first, reader.read_u64be(kField));
  SIDX_ASSIGN(column.values, decode_int64_list(reader.rest(), column.encoding, decode_ord64(first),
                                               row_count, kField));
  return {};
}

Status decode_float64_column(const ByteView& payload, uint64_t row_count, TagColumn& column) {
  const ByteView body = payload.subview(1, payload.size() - 1);
  SIDX_ASSIGN(FloatList list, decode_decimal_floats(body, column.encoding, row_count, kField));
  column.values = std::move(list.values);
  column.exponent = list.head.exponent;
  return {};
}

Status decode_plain_column(const ByteView& payload, uint64_t row_count, TagColumn& column) {
  ByteReader reader(payload.subview(1, payload.size() - 1));
  SIDX_ASSIGN(BytesBlock block, read_bytes_block(reader, row_count, kField));
  SIDX_TRY(reader.expect_end(kField));
  column.values = std::move(block.values);
  column.lengths = block.lengths;
  return {};
}

Status decode_dictionary_column(const ByteView& payload, uint64_t row_count, TagColumn& column) {
  ByteReader reader(payload.subview(1, payload.size() - 1));
  SIDX_ASSIGN(Dictionary dictionary, read_dictionary(reader, row_count, kField));
  SIDX_TRY(reader.expect_end(kField));
  column.values = dictionary.rows();
  column.lengths = dictionary.lengths;
  column.dictionary = std::move(dictionary);
  return {};
}

/// Fills in what depends on the first byte of `payload`, which has one.
Status decode_by_encoding(const ByteView& payload, uint64_t row_count, TagColumn& column) {
  if (column.encoding == kPlainEncoding) return decode_plain_column(payload, row_count, column);
  if (!is_number(column.type)) {
    if (column.encoding == kDictionaryEncoding) {
      return decode_dictionary_column(payload, row_count, column);
    }
    return Error{ErrorCode::kUnknownCode, payload.location(0, 1), kField,
                 "encoding 9 (plain) or 10 (dictionary)", std::to_string(column.encoding)};
  }
  if (is_list_type(column.encoding)) {
    return column.type == ValueType::kInt64 ? decode_int64_column(payload, row_count, column)
                                            : decode_float64_column(payload, row_count, column);
  }
  return Error{ErrorCode::kUnknownCode, payload.location(0, 1), kField,
               "encoding 1 to 4 (a list) or 9 (plain)", std::to_string(column.encoding)};
}

/// The rows of an int64 or float64 column as 64-bit numbers; nothing when one is missing, so that
/// the column must be plain.
Result<std::optional<std::vector<uint64_t>>> collect_numbers(const BytesList& rows) {
  std::vector<uint64_t> numbers;
  numbers.reserve(rows.size());
  for (size_t row = 0; row < rows.size(); row++) {
    const std::string_view value = rows.at(row);
    if (rows.is_nil(row) || value == "null") return std::optional<std::vector<uint64_t>>();
    if (value.size() != kNumberBytes) {
      return Error{ErrorCode::kBadLength,
                   {},
                   kField,
                   "a number of 8 bytes",
                   std::to_string(value.size()) + " bytes in row " + std::to_string(row)};
    }
    numbers.push_back(load_u64be(value));
  }
  return std::optional(std::move(numbers));
}

void append_plain(Bytes& out, const BytesList& rows, LengthForm form) {
  out.push_back(kPlainEncoding);
  append_bytes_block(out, rows, form);
}

void append_int64_column(Bytes& out, const std::vector<uint64_t>& numbers) {
  std::vector<int64_t> values;
  values.reserve(numbers.size());
  for (const uint64_t number : numbers) values.push_back(decode_ord64(number));
  const size_t type_at = out.size();
  out.push_back(0);  // the type byte, known once the list is encoded
  append_ord64(out, values[0]);
  out[type_at] = static_cast<uint8_t>(append_int64_list(out, values).type);
}

/// False, with nothing appended, when the values have no common decimal form.
bool append_float64_column(Bytes& out, const std::vector<uint64_t>& numbers, DecimalForm form) {
  std::vector<double> values;
  values.reserve(numbers.size());
  for (const uint64_t number : numbers) values.push_back(decode_f64(number));
  const std::optional<DecimalList> decimals = to_decimal(values, form);
  if (!decimals) return false;
  append_decimal_floats(out, *decimals);
  return true;
}

}  // namespace

std::string_view encoding_name(uint8_t encoding) {
  if (encoding == 0) return "empty";
  if (encoding == kPlainEncoding) return "plain";
  if (encoding == kDictionaryEncoding) return "dictionary";
  return name_of(static_cast<Int64ListType>(encoding));
}

size_t TagColumn::size() const {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

bool TagColumn::is_nil(size_t row) const {
  const auto* bytes = std::get_if<BytesList>(&values);
  return bytes != nullptr && bytes->is_nil(row);
}

void TagColumn::append_stored(size_t row, Bytes& out) const {
  if (const auto* ints = std::get_if<std::vector<int64_t>>(&values)) {
    append_ord64(out, (*ints)[row]);
  } else if (const auto* floats = std::get_if<std::vector<double>>(&values)) {
    append_f64be(out, (*floats)[row]);
  } else if (const auto* bytes = std::get_if<BytesList>(&values)) {
    const std::string_view value = bytes->at(row);
    out.insert(out.end(), value.begin(), value.end());
  }
}

std::string TagColumn::stored(size_t row) const {
  if (const auto* bytes = std::get_if<BytesList>(&values)) return std::string(bytes->at(row));
  Bytes number;
  append_stored(row, number);
  return {number.begin(), number.end()};
}

Result<TagColumn> decode_tag_values(const ByteView& payload, ValueType type, uint64_t row_count) {
  if (row_count > limits::kRowsPerBlockMax) {
    return Error{ErrorCode::kOverLimit, payload.location(0, payload.size()), kField,
                 "at most " + std::to_string(limits::kRowsPerBlockMax) + " rows",
                 std::to_string(row_count) + " rows"};
  }
  TagColumn column;
  column.type = type;
  if (payload.empty()) {
    BytesList nils;
    nils.reserve(static_cast<size_t>(row_count));
    for (uint64_t row = 0; row < row_count; row++) nils.push_nil();
    column.values = std::move(nils);
    return column;
  }
  column.encoding = payload[0];
  SIDX_TRY(decode_by_encoding(payload, row_count, column));
  return column;
}

Status append_tag_values(Bytes& out, const BytesList& stored_rows, ValueType type, LengthForm form,
                         DecimalForm decimals) {
  if (stored_rows.empty()) return {};
  if (!is_number(type)) {
    const size_t start = out.size();
    out.push_back(kDictionaryEncoding);
    if (!append_dictionary(out, stored_rows, form)) {
      out.resize(start);
      append_plain(out, stored_rows, form);
    }
    return {};
  }
  SIDX_ASSIGN(const std::optional<std::vector<uint64_t>> numbers, collect_numbers(stored_rows));
  if (!numbers) {
    append_plain(out, stored_rows, form);
  } else if (type == ValueType::kInt64) {
    append_int64_column(out, *numbers);
  } else if (!append_float64_column(out, *numbers, decimals)) {
    append_plain(out, stored_rows, form);
  }
  return {};
}

}  // namespace sidx::encoding
