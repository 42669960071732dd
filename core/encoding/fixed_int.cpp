#include "core/encoding/fixed_int.h"

#include <cstring>

namespace sidx::encoding {
namespace {

template <typename T>
void append_big_endian(Bytes& out, T value) {
  uint8_t bytes[sizeof(T)];
  for (size_t i = 0; i < sizeof(T); i++) {
    bytes[i] = static_cast<uint8_t>(value >> (8 * (sizeof(T) - 1 - i)));
  }
  out.insert(out.end(), bytes, bytes + sizeof(T));
}

}  // namespace

void append_u16be(Bytes& out, uint16_t value) { append_big_endian(out, value); }
void append_u32be(Bytes& out, uint32_t value) { append_big_endian(out, value); }
void append_u64be(Bytes& out, uint64_t value) { append_big_endian(out, value); }
void append_ord64(Bytes& out, int64_t value) { append_u64be(out, encode_ord64(value)); }

uint64_t load_u64be(std::string_view bytes) {
  SIDX_CHECK(bytes.size() == 8);
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

// std::bit_cast is missing from one of our standard libraries.
double decode_f64(uint64_t bits) {
  static_assert(sizeof(double) == sizeof(uint64_t));
  double value = 0;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

void append_f64be(Bytes& out, double value) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(bits));
  append_u64be(out, bits);
}

}  // namespace sidx::encoding
