#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/encoding/bloom_filter.h"
#include "core/encoding/bytes_block.h"
#include "core/encoding/tag_values.h"
#include "core/format/block_metadata.h"
#include "core/format/part_manifest.h"
#include "core/format/primary_block_metadata.h"
#include "core/format/tag_metadata.h"
#include "core/part/part_files.h"

/// Reads a part top down: part → primary blocks → blocks → keys, data and tags. Each level is read
/// when it is asked for and fails on its own: what is unreadable never hides its siblings.
namespace sidx::part {

/// The records of one primary block.
struct PrimaryBlock {
  std::vector<format::BlockMetadata> blocks;
  /// Offset of each record in the decompressed primary block, and one more for their end.
  std::vector<uint64_t> record_offsets;
  uint64_t raw_size = 0;
  /// What ended the list early; the blocks before it are good.
  std::optional<Error> error;
};

/// One tag of a block. `metadata` is the record in <tag>.tm; when it is unreadable, so are the
/// values.
struct TagContent {
  TagContent(std::string_view tag, Result<format::TagMetadata>&& record,
             Result<encoding::TagColumn>&& values)
      : name(tag), metadata(std::move(record)), column(std::move(values)) {}

  std::string name;
  Result<format::TagMetadata> metadata;
  Result<encoding::TagColumn> column;
};

/// A decoded block: `row_count` user keys, data and tag values, each list readable or not.
struct BlockContent {
  Result<std::vector<int64_t>> keys;
  Result<encoding::BytesBlock> data;
  std::vector<TagContent> tags;  // in the order of the block's record: by name

  /// Whether something waits for bytes that are not resident yet.
  bool waits_for_bytes() const;
  /// The first fault in file order, if any.
  const Error* first_error() const;
};

class PartReader {
 public:
  /// `files` is shared with whoever adds to it. Nothing is read yet.
  explicit PartReader(std::shared_ptr<const PartFiles> files) : files_(std::move(files)) {}

  const PartFiles& files() const { return *files_; }
  const std::shared_ptr<const PartFiles>& shared_files() const { return files_; }

  Result<format::PartManifest> read_manifest() const;
  /// The exact text of manifest.json.
  Result<std::string> read_manifest_text() const;
  /// The records of meta.bin: what primary blocks there are.
  Result<std::vector<format::PrimaryBlockMetadata>> read_primary_blocks() const;
  /// The records of one primary block. An error only when its frame cannot be decompressed.
  Result<PrimaryBlock> read_primary_block(const format::PrimaryBlockMetadata& metadata) const;

  /// Everything in a block; `tag_names`, if given, limits the tags that are read.
  BlockContent read_block(const format::BlockMetadata& block,
                          const std::vector<std::string>* tag_names = nullptr) const;
  Result<std::vector<int64_t>> read_keys(const format::BlockMetadata& block) const;
  Result<encoding::BytesBlock> read_data(const format::BlockMetadata& block) const;
  Result<format::TagMetadata> read_tag_metadata(const format::TagReference& tag) const;
  Result<encoding::TagColumn> read_tag_column(const format::TagMetadata& tag,
                                              uint64_t row_count) const;
  /// First byte of the tag's values, without decoding them; 0 when there are none.
  Result<uint8_t> read_tag_encoding(const format::TagMetadata& tag) const;
  /// Precondition: tag.filter.size > 0.
  Result<encoding::BloomFilter> read_tag_filter(const format::TagMetadata& tag) const;

 private:
  std::shared_ptr<const PartFiles> files_;
};

}  // namespace sidx::part
