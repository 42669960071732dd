#include "wasm/model/block_index.h"

namespace sidx::model {

BlockSummary summarize(const format::BlockMetadata& block, size_t primary_block, size_t record) {
  BlockSummary summary;
  summary.series_id = block.series_id;
  summary.key_min = block.key_min;
  summary.key_max = block.key_max;
  summary.row_count = block.row_count;
  summary.uncompressed_size = block.uncompressed_size;
  summary.stored_size = block.data.size + block.keys.size;
  summary.primary_block = static_cast<uint32_t>(primary_block);
  summary.record = static_cast<uint32_t>(record);
  summary.keys_encoding = block.keys_encoding;
  summary.tag_count = static_cast<uint16_t>(block.tags.size());
  return summary;
}

}  // namespace sidx::model
