#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// Integers of 1 to 10 bytes (LEB128): 7 bits a byte, low group first, the top bit says that
/// another byte follows.
///
///     value   varuint            varint (zig-zag first, so that small negatives stay short)
///     1       01                 02
///     63      3f                 7e
///     -64     -                  7f
///     300     ac 02              d8 04
///     2^64-1  ff x 9, 01         -
///
/// Mirrors pkg/encoding/int.go: BytesToVarUint64, VarUint64ToBytes, VarInt64ToBytes.
namespace sidx::encoding {

/// What is wrong with the number that `reader` could not read.
[[gnu::cold]] ErrorBox varuint_error(const ByteReader& reader, const char* field);

/// kTruncated when the bytes end inside the number, kBadVarint when it exceeds 64 bits. Longer
/// forms than necessary, such as 80 00 for 0, are accepted.
// QUIRK: The reference reads a truncated number as 0 and consumes nothing. Here it is an error.
inline Result<uint64_t> read_varuint(ByteReader& reader, const char* field) {
  uint64_t value = 0;
  if (!reader.try_read_leb128(value)) return varuint_error(reader, field);
  return value;
}
Result<int64_t> read_varint(ByteReader& reader, const char* field);

void append_varuint(Bytes& out, uint64_t value);
void append_varint(Bytes& out, int64_t value);

}  // namespace sidx::encoding
