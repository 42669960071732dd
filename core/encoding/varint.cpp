#include "core/encoding/varint.h"

#include <string>

#include "core/encoding/fixed_int.h"

namespace sidx::encoding {
namespace {

constexpr size_t kVaruintBytesMax = 10;

}  // namespace

ErrorBox varuint_error(const ByteReader& reader, const char* field) {
  const size_t left = reader.remaining();
  if (left < kVaruintBytesMax) {
    return reader.fail(ErrorCode::kTruncated, field, "a varuint, whose last byte is below 80",
                       std::to_string(left) + " bytes left", 0, left);
  }
  return reader.fail(ErrorCode::kBadVarint, field, "a varuint of at most 64 bits",
                     to_hex(reader.rest().data(), kVaruintBytesMax), 0, kVaruintBytesMax);
}

Result<int64_t> read_varint(ByteReader& reader, const char* field) {
  SIDX_ASSIGN(const uint64_t stored, read_varuint(reader, field));
  return unzigzag(stored);
}

void append_varuint(Bytes& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<uint8_t>(value));
}

void append_varint(Bytes& out, int64_t value) { append_varuint(out, zigzag(value)); }

}  // namespace sidx::encoding
