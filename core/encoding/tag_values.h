#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/encoding/bytes_block.h"
#include "core/encoding/bytes_list.h"
#include "core/encoding/decimal_float.h"
#include "core/encoding/dictionary.h"
#include "core/encoding/value_type.h"

/// The values of one tag in one block, one for each row: a range of `<tag>.td`. Its first byte says
/// how to go on:
///
///     byte    value types     what follows
///     1 to 4  int64           ord64 first value | int64 list of that type, see int64_list.h
///     1 to 4  float64         exponent | first mantissa | int64 list, see decimal_float.h
///     9       all             plain: a bytes block, see bytes_block.h
///     10      all the others  a dictionary, see dictionary.h
///     none    all             an empty payload: no row has the tag
///
///     int64 [1, 2, 3] is 02 | 8000000000000001 | 02.
///
/// The lists have no place for nil, so an int64 or float64 column with a single nil is plain.
/// Mirrors banyand/internal/encoding/tag_encoder.go: EncodeTagValues, DecodeTagValues.
namespace sidx::encoding {

/// On disk, do not change. Continues Int64ListType.
inline constexpr uint8_t kPlainEncoding = 9;
inline constexpr uint8_t kDictionaryEncoding = 10;

/// "const", …, "plain", "dictionary"; "empty" for 0, "unknown" for other codes.
std::string_view encoding_name(uint8_t encoding);

/// A decoded column. Values are handed out in stored form: int64 as ord64, float64 as IEEE-754 bits
/// in big-endian order, all others as their bytes.
struct TagColumn {
  ValueType type = ValueType::kUnknown;
  uint8_t encoding = 0;  // first byte of the payload; 0 if the payload is empty
  /// Int64 and float64 lists; everything else, including int64 and float64 columns that are stored
  /// plain, as bytes.
  std::variant<std::vector<int64_t>, std::vector<double>, BytesList> values;
  std::optional<Dictionary> dictionary;         // if that is the encoding
  LengthForm lengths = LengthForm::kUndecided;  // of the bytes block, if there is one
  int16_t exponent = 0;                         // of a decimal list

  size_t size() const;
  bool is_nil(size_t row) const;
  /// Appends nothing for nil.
  void append_stored(size_t row, Bytes& out) const;
  std::string stored(size_t row) const;
};

/// The whole payload must be used. A code that does not fit the value type is kUnknownCode.
// QUIRK: The reference reads any unknown code as plain, and an empty payload as no values at all.
Result<TagColumn> decode_tag_values(const ByteView& payload, ValueType type, uint64_t row_count);

/// Appends the payload that a writer of these two forms produces for values in stored form. No rows
/// give no bytes. An int64 or float64 value that is not 8 bytes long is kBadLength, with nothing
/// appended, unless a nil or "null" comes before it.
// QUIRK: The four bytes "null" count as nil in int64 and float64 columns: they make the column
// plain, where they are kept as they are.
Status append_tag_values(Bytes& out, const BytesList& stored_rows, ValueType type, LengthForm form,
                         DecimalForm decimals);

}  // namespace sidx::encoding
