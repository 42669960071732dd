#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/format/extent.h"

/// Records of primary.bin: one for each block, in (series ID, smallest key) order, grouped into
/// primary blocks. A primary block is one zstd frame and is closed once its records exceed 64 KiB.
///
///     #  type    field
///     1  u64be   series ID
///     2  varuint smallest user key, as the uint64 bit pattern (a negative key takes 10 bytes);
///                also the first value of the key list in keys.bin
///     3  varuint largest user key, likewise
///     4  varuint offset, varuint size of the block's bytes block in data.bin
///     5  varuint offset, varuint size of the tail of its key list in keys.bin
///     6  u8      type of the key list (core/encoding/int64_list.h)
///     7  varuint number of rows
///     8  varuint uncompressed size: 8 bytes a row, its data, and name + value of each tag it has
///     9  varuint number of tags, then for each tag in name order:
///                varuint length and bytes of the name,
///                varuint offset, varuint size of its record in <name>.tm
///
/// Mirrors blockMetadata.marshal in banyand/internal/sidx/metadata.go.
namespace sidx::format {

/// Where one tag of a block is described.
struct TagReference {
  std::string name;
  Extent metadata;  // in <name>.tm

  bool operator==(const TagReference&) const = default;
};

struct BlockMetadata {
  uint64_t series_id = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  Extent data;
  Extent keys;
  uint8_t keys_encoding = 0;
  uint64_t row_count = 0;
  uint64_t uncompressed_size = 0;
  std::vector<TagReference> tags;

  bool operator==(const BlockMetadata&) const = default;
};

void append_block_metadata(Bytes& out, const BlockMetadata& record);
/// QUIRK: the engine reads a varuint that is cut short as 0 without an error, so it would accept a
/// truncated record; here it is a located error.
Result<BlockMetadata> read_block_metadata(ByteReader& reader);

}  // namespace sidx::format
