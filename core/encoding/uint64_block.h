#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// A list of unsigned integers, all as wide as the largest needs. Inside an envelope
/// (compress_block.h):
///
///     offset  size      type                 field
///     0       1         u8                   0, 1, 2, 3: items of 1, 2, 4, 8 bytes
///     1       n * size  u8/u16be/u32be/u64be  items
///
///     [3, 1, 0] is 00 04 | 00 03 01 00; the empty list is 00 01 | 00.
///
/// The number of items is not stored. Mirrors pkg/encoding/bytes.go: EncodeUint64Block,
/// DecodeUint64Block.
namespace sidx::encoding {

/// Any other body than `count` items is kBadLength. Without a count there are as many items as the
/// body holds. More than limits::kRowsPerBlockMax items are kOverLimit.
Result<std::vector<uint64_t>> read_uint64_block(ByteReader& reader, std::optional<uint64_t> count,
                                                const char* field);

void append_uint64_block(Bytes& out, const std::vector<uint64_t>& values);

}  // namespace sidx::encoding
