#include "wasm/model/open_block.h"

#include <algorithm>

#include "core/format/file_names.h"

namespace sidx::model {

bool OpenBlock::advance() {
  if (complete_) return true;
  if (!metadata_) {
    const BlockSummary& summary = part_->blocks[block_index_];
    const format::PrimaryBlockMetadata& primary = part_->primary_blocks[summary.primary_block];
    Result<part::PrimaryBlock> records = part_->reader.read_primary_block(primary);
    if (!records.ok()) {
      if (records.error().code == ErrorCode::kNotResident) return false;
      error_ = std::move(records).error();
      return complete_ = true;
    }
    if (summary.record >= records->blocks.size()) {  // the file changed since it was indexed
      error_ = Error{ErrorCode::kMismatch,
                     {part_->reader.files().directory() + "/" + format::kPrimaryFile,
                      primary.frame.offset,
                      primary.frame.size,
                      {}},
                     "block record",
                     "record " + std::to_string(summary.record),
                     std::to_string(records->blocks.size()) + " records"};
      return complete_ = true;
    }
    metadata_ = records->blocks[summary.record];
    record_location_ = {part_->reader.files().directory() + "/" + format::kPrimaryFile,
                        primary.frame.offset, primary.frame.size,
                        records->record_offsets[summary.record]};
    record_size_ =
        records->record_offsets[summary.record + 1] - records->record_offsets[summary.record];
  }
  part::BlockContent content = part_->reader.read_block(*metadata_);
  bool waiting = content.waits_for_bytes();
  filters_.clear();
  for (const part::TagContent& tag : content.tags) {
    filters_.emplace_back();
    if (!tag.metadata.ok() || tag.metadata->filter.size == 0) continue;
    Result<encoding::BloomFilter> filter = part_->reader.read_tag_filter(*tag.metadata);
    if (filter.ok()) {
      filters_.back() = std::move(*filter);
    } else if (filter.error().code == ErrorCode::kNotResident) {
      waiting = true;
    }
  }
  if (waiting) return false;
  content_ = std::move(content);
  return complete_ = true;
}

const encoding::BloomFilter* OpenBlock::filter(size_t index) const {
  if (index >= filters_.size() || !filters_[index]) return nullptr;
  return &*filters_[index];
}

size_t OpenBlock::row_count() const {
  if (content() == nullptr) return 0;
  size_t rows = 0;
  if (content_->keys.ok()) rows = content_->keys->size();
  if (content_->data.ok()) rows = std::max(rows, content_->data->values.size());
  for (const part::TagContent& tag : content_->tags) {
    if (tag.column.ok()) rows = std::max(rows, tag.column->size());
  }
  return rows;
}

}  // namespace sidx::model
