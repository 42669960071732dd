#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"

/// Numbers of fixed width.
///
///     form    bytes  meaning
///     u16be   2      unsigned, most significant byte first
///     u32be   4      the same
///     u64be   8      the same
///     zz64be  8      u64be of the zig-zag form: 0, -1, 1, -2, … are 0, 1, 2, 3, …
///     ord64   8      u64be of the value with its sign bit flipped, so that bytewise order is
///                    numeric order: -1 is 7fffffffffffffff, 0 is 8000000000000000
///     f64be   8      u64be of the IEEE-754 bits of a float64
///
/// Mirrors pkg/encoding/int.go (Uint64ToBytes, Int64ToBytes) and, for the last two,
/// pkg/convert/number.go (Int64ToBytes, Float64ToBytes).
namespace sidx::encoding {

void append_u16be(Bytes& out, uint16_t value);
void append_u32be(Bytes& out, uint32_t value);
void append_u64be(Bytes& out, uint64_t value);

/// Precondition: `bytes` has 8 of them.
uint64_t load_u64be(std::string_view bytes);

constexpr uint64_t zigzag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ (value < 0 ? UINT64_MAX : 0);
}
constexpr int64_t unzigzag(uint64_t stored) {
  return static_cast<int64_t>((stored >> 1) ^ (0 - (stored & 1)));
}

inline constexpr uint64_t kOrd64SignFlip = 1ULL << 63;

constexpr uint64_t encode_ord64(int64_t value) {
  return static_cast<uint64_t>(value) ^ kOrd64SignFlip;
}
/// `stored` is the ord64 form, already read as a big-endian number.
constexpr int64_t decode_ord64(uint64_t stored) {
  return static_cast<int64_t>(stored ^ kOrd64SignFlip);
}
void append_ord64(Bytes& out, int64_t value);

/// `bits` is the f64be form, already read as a big-endian number.
double decode_f64(uint64_t bits);
void append_f64be(Bytes& out, double value);

}  // namespace sidx::encoding
