#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/encoding/int64_list.h"

/// A list of float64 values as decimal integers with a common exponent: value = mantissa * 10^e.
/// Behind the type byte of the payload (tag_values.h):
///
///     offset  size  type        field
///     0       2     i16be       exponent e: 0 or negative in all releases so far, any at head
///     2       8     ord64       first mantissa
///     10      …     int64 list  the other mantissas, of the type in the type byte
///
///     [1.5, 2.25] is fffe | 8000000000000096 | 9601: 150 and 225, e = -2.
///
/// Mirrors pkg/encoding/float.go: Float64ListToDecimalIntList, DecimalIntListToFloat64List.
namespace sidx::encoding {

/// How a writer picks mantissas and exponent.
enum class DecimalForm : uint8_t {
  /// Up to v0.10.3: as many decimal places, at most 15, as it takes to come within 1e-9 of an
  /// integer. What lies behind them is lost.
  kRounded,
  /// Head: the digits of each value's shortest decimal form.
  kLossless,
};

struct FloatListHead {
  Int64ListHead ints;
  int16_t exponent = 0;
};

struct FloatList {
  FloatListHead head;
  std::vector<double> values;
};

/// `payload` is what follows the type byte `type_code`. The whole of it must be used.
Result<FloatList> decode_decimal_floats(const ByteView& payload, uint8_t type_code, uint64_t count,
                                        const char* field);

struct DecimalList {
  std::vector<int64_t> mantissas;
  int16_t exponent = 0;
};

/// Nothing when a value is NaN or infinite, or when the mantissas would not fit in 64 bits at the
/// common exponent: the column is then stored as plain bytes.
std::optional<DecimalList> to_decimal(const std::vector<double>& values, DecimalForm form);

/// What the reference's reader makes of stored mantissas.
std::vector<double> from_decimal(const std::vector<int64_t>& mantissas, int16_t exponent);

/// Appends type byte, exponent and mantissas. Precondition: there is at least one mantissa.
FloatListHead append_decimal_floats(Bytes& out, const DecimalList& list);

}  // namespace sidx::encoding
