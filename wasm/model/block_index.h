#pragma once

#include <cstdint>
#include <vector>

#include "core/format/block_metadata.h"

/// The blocks of a part in a form that a million of them can stay in memory: 64 bytes each.
namespace sidx::model {

struct BlockSummary {
  uint64_t series_id = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  uint64_t row_count = 0;
  uint64_t uncompressed_size = 0;
  uint64_t stored_size = 0;    // bytes in data.bin and keys.bin
  uint32_t primary_block = 0;  // index in meta.bin
  uint32_t record = 0;         // index in its primary block
  uint8_t keys_encoding = 0;
  uint16_t tag_count = 0;
};

BlockSummary summarize(const format::BlockMetadata& block, size_t primary_block, size_t record);

}  // namespace sidx::model
