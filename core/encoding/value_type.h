#pragma once

#include <cstdint>
#include <string_view>

namespace sidx::encoding {

/// Type of the values of a tag column. On disk in `<tag>.tm`; do not change the numbers.
/// Mirrors pkg/pb/v1/value.go, unchanged over all versions.
enum class ValueType : uint8_t {
  kUnknown = 0,
  kStr = 1,
  kInt64 = 2,    // stored form: 8 bytes, ord64
  kFloat64 = 3,  // stored form: 8 bytes, IEEE-754 bits, big-endian
  kBinary = 4,
  kStrArr = 5,     // stored form: elements joined by '|', see array_value.h
  kInt64Arr = 6,   // stored form: concatenated ord64
  kTimestamp = 7,  // stored form: ord64 of nanoseconds since 1970
};

inline constexpr uint8_t kValueTypeMax = 7;

/// "string", "int64", … ; "unknown" for codes without a meaning.
std::string_view name_of(ValueType type);

}  // namespace sidx::encoding
