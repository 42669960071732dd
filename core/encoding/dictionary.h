#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/encoding/bytes_block.h"
#include "core/encoding/bytes_list.h"

/// A column of few distinct values:
///
///     varuint      number of values, at most 256
///     bytes block  the values, in the order in which rows use them first
///     u32be        number of items below: two for each run of equal rows; 0 ends the dictionary
///     u8           width of an item in bits, as wide as the largest needs, at least 1
///     bits         items, most significant bit first: value index, run length, value index, …
///                  The last byte is filled up with zero bits.
///
///     [a, a, b] is 02 | 00 03 00 01 01 | 00 02 6162 | 00000004 | 02 | 25
///     (plain lengths), where 25 = 00 10 01 01: 2 rows of value 0, 1 row of value 1.
///
/// Mirrors pkg/encoding/dictionary.go (Dictionary.Encode, Decode) and writer.go.
namespace sidx::encoding {

/// `length` rows in succession that hold value number `value`.
struct DictionaryRun {
  uint32_t value = 0;
  uint32_t length = 0;

  bool operator==(const DictionaryRun&) const = default;
};

struct Dictionary {
  BytesList values;
  std::vector<DictionaryRun> runs;  // no run is empty; together as long as the column
  LengthForm lengths = LengthForm::kUndecided;

  /// One item for each row of the column.
  BytesList rows() const;
};

/// Runs that do not add up to `row_count` are kMismatch.
Result<Dictionary> read_dictionary(ByteReader& reader, uint64_t row_count, const char* field);

/// False, with nothing appended, when there are more than 256 distinct values. In the plain form
/// nil and "" are one value.
bool append_dictionary(Bytes& out, const BytesList& rows, LengthForm form);

}  // namespace sidx::encoding
