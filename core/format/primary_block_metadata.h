#pragma once

#include <vector>

#include "core/base/bytes.h"
#include "core/format/extent.h"

/// Records of meta.bin: the index of primary.bin, one record for each primary block.
/// (The names mislead: meta.bin holds primary block metadata, primary.bin holds block metadata.)
///
/// meta.bin is one zstd frame, or empty for a part without blocks. Decompressed it is a sequence of
///
///     offset  size  type    field
///          0     8  u64be   series ID of the first block in the primary block
///          8     8  i64be   smallest user key of all its blocks, two's complement
///         16     8  i64be   largest user key of all its blocks
///         24     8  u64be   offset of its zstd frame in primary.bin
///         32     8  u64be   size of that frame
///
/// Series IDs do not decrease. Mirrors banyand/internal/sidx/primary_metadata.go.
namespace sidx::format {

struct PrimaryBlockMetadata {
  uint64_t series_id = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  Extent frame;

  bool operator==(const PrimaryBlockMetadata&) const = default;
};

inline constexpr size_t kPrimaryBlockMetadataSize = 40;

void append_primary_block_metadata(Bytes& out, const PrimaryBlockMetadata& record);
Result<PrimaryBlockMetadata> read_primary_block_metadata(ByteReader& reader);

/// All records of a decompressed meta.bin. Whatever the order of the records, see
/// core/part/verify.h; leftover bytes are an error.
Result<std::vector<PrimaryBlockMetadata>> read_all_primary_block_metadata(const ByteView& view);

}  // namespace sidx::format
