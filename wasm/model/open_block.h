#pragma once

#include <optional>
#include <vector>

#include "wasm/model/document.h"

/// The block whose elements are on screen: decoded once its bytes have come.
namespace sidx::model {

class OpenBlock {
 public:
  OpenBlock(const OpenPart& part, size_t part_index, size_t block_index)
      : part_(&part), part_index_(part_index), block_index_(block_index) {}

  bool is(size_t part_index, size_t block_index) const {
    return part_index_ == part_index && block_index_ == block_index;
  }
  /// Tries again; true once everything readable has been read.
  bool advance();
  bool complete() const { return complete_; }

  const format::BlockMetadata* metadata() const { return metadata_ ? &*metadata_ : nullptr; }
  /// Of the block's record, in primary.bin.
  const Location& record_location() const { return record_location_; }
  uint64_t record_size() const { return record_size_; }
  /// Null until complete, or when the record itself is unreadable.
  const part::BlockContent* content() const { return complete_ && content_ ? &*content_ : nullptr; }
  const Error* error() const { return error_ ? &*error_ : nullptr; }
  /// Filter of tag `index` of the content; null if it has none or it is unreadable.
  const encoding::BloomFilter* filter(size_t index) const;
  size_t row_count() const;

 private:
  const OpenPart* part_;
  size_t part_index_;
  size_t block_index_;
  bool complete_ = false;
  std::optional<format::BlockMetadata> metadata_;
  Location record_location_;
  uint64_t record_size_ = 0;
  std::optional<part::BlockContent> content_;
  std::vector<std::optional<encoding::BloomFilter>> filters_;
  std::optional<Error> error_;
};

}  // namespace sidx::model
