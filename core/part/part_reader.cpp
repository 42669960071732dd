#include "core/part/part_reader.h"

#include <algorithm>

#include "core/base/limits.h"
#include "core/encoding/int64_list.h"
#include "core/encoding/zstd_frame.h"
#include "core/format/file_names.h"

namespace sidx::part {
namespace {

using format::BlockMetadata;
using format::FileRole;

/// A row count is backed by bytes only through the lengths in data.bin, so it is bounded first.
Status check_row_count(const PartFiles& files, const BlockMetadata& block) {
  if (block.row_count <= limits::kRowsPerBlockMax) return {};
  return Error{
      ErrorCode::kOverLimit,
      {files.directory() + "/" + format::kDataFile, block.data.offset, block.data.size, {}},
      "row count",
      "at most " + std::to_string(limits::kRowsPerBlockMax),
      std::to_string(block.row_count)};
}

Error too_many_values(const PartFiles& files, const format::TagMetadata& tag, uint64_t values) {
  return {ErrorCode::kOverLimit,
          {files.directory() + "/" + format::tag_data_file(tag.name),
           tag.values.offset,
           tag.values.size,
           {}},
          "tag values",
          "at most " + std::to_string(limits::kValuesPerBlockMax) + " values in the block",
          std::to_string(values)};
}

}  // namespace

bool BlockContent::waits_for_bytes() const {
  const auto waits = [](const auto& result) {
    return !result.ok() && result.error().code == ErrorCode::kNotResident;
  };
  return waits(keys) || waits(data) || std::any_of(tags.begin(), tags.end(), [&](const auto& tag) {
           return waits(tag.metadata) || waits(tag.column);
         });
}

const Error* BlockContent::first_error() const {
  if (!keys.ok()) return &keys.error();
  if (!data.ok()) return &data.error();
  for (const TagContent& tag : tags) {
    if (!tag.metadata.ok()) return &tag.metadata.error();
    if (!tag.column.ok()) return &tag.column.error();
  }
  return nullptr;
}

Result<format::PartManifest> PartReader::read_manifest() const {
  SIDX_ASSIGN(const FileSlice& slice, files_->read_all(format::kManifestFile, "manifest"));
  return format::read_part_manifest(slice.view);
}

Result<std::string> PartReader::read_manifest_text() const {
  SIDX_ASSIGN(const FileSlice& slice, files_->read_all(format::kManifestFile, "manifest"));
  return std::string(slice.view.text());
}

Result<std::vector<format::PrimaryBlockMetadata>> PartReader::read_primary_blocks() const {
  SIDX_ASSIGN(const FileSlice& slice, files_->read_all(format::kMetaFile, "primary block index"));
  SIDX_ASSIGN(const Bytes records,
              encoding::decompress_frame(slice.view, limits::kMetaBytesMax, "primary block index"));
  return format::read_all_primary_block_metadata(ByteView::decompressed(records, slice.view));
}

Result<PrimaryBlock> PartReader::read_primary_block(
    const format::PrimaryBlockMetadata& metadata) const {
  SIDX_ASSIGN(const FileSlice& slice,
              files_->read(format::kPrimaryFile, metadata.frame, "primary block"));
  SIDX_ASSIGN(const Bytes records, encoding::decompress_frame(
                                       slice.view, limits::kPrimaryBlockBytesMax, "primary block"));
  PrimaryBlock primary;
  primary.raw_size = records.size();
  ByteReader reader(ByteView::decompressed(records, slice.view));
  while (reader.remaining() > 0) {
    const size_t start = reader.position();
    Result<BlockMetadata> block = format::read_block_metadata(reader);
    if (!block.ok()) {
      primary.error = std::move(block).error();
      break;
    }
    primary.record_offsets.push_back(start);
    primary.blocks.push_back(std::move(*block));
  }
  primary.record_offsets.push_back(reader.position());
  return primary;
}

Result<std::vector<int64_t>> PartReader::read_keys(const BlockMetadata& block) const {
  SIDX_TRY(check_row_count(*files_, block));
  SIDX_ASSIGN(const FileSlice& slice, files_->read(format::kKeysFile, block.keys, "user keys"));
  return encoding::decode_int64_list(slice.view, block.keys_encoding, block.key_min,
                                     block.row_count, "user keys");
}

Result<encoding::BytesBlock> PartReader::read_data(const BlockMetadata& block) const {
  SIDX_TRY(check_row_count(*files_, block));
  SIDX_ASSIGN(const FileSlice& slice, files_->read(format::kDataFile, block.data, "data"));
  ByteReader reader(slice.view);
  SIDX_ASSIGN(encoding::BytesBlock data,
              encoding::read_bytes_block(reader, block.row_count, "data"));
  SIDX_TRY(reader.expect_end("data"));
  return data;
}

Result<format::TagMetadata> PartReader::read_tag_metadata(const format::TagReference& tag) const {
  SIDX_ASSIGN(const FileSlice& slice,
              files_->read(FileRole::kTagMetadata, tag.name, tag.metadata, "tag metadata"));
  SIDX_ASSIGN(format::TagMetadata metadata, format::read_tag_metadata(slice.view));
  if (metadata.name != tag.name) {
    return Error{ErrorCode::kMismatch, slice.view.location(0, slice.view.size()), "tag name",
                 "'" + tag.name + "', as in the block's record", "'" + metadata.name + "'"};
  }
  return metadata;
}

Result<encoding::TagColumn> PartReader::read_tag_column(const format::TagMetadata& tag,
                                                        uint64_t row_count) const {
  SIDX_ASSIGN(const FileSlice& slice,
              files_->read(FileRole::kTagData, tag.name, tag.values, "tag values"));
  return encoding::decode_tag_values(slice.view, tag.type, row_count);
}

Result<uint8_t> PartReader::read_tag_encoding(const format::TagMetadata& tag) const {
  if (tag.values.size == 0) return uint8_t{0};
  SIDX_ASSIGN(const FileSlice& slice,
              files_->read(FileRole::kTagData, tag.name, {tag.values.offset, 1}, "tag values"));
  return slice.view[0];
}

Result<encoding::BloomFilter> PartReader::read_tag_filter(const format::TagMetadata& tag) const {
  SIDX_ASSIGN(const FileSlice& slice,
              files_->read(FileRole::kTagFilter, tag.name, tag.filter, "tag filter"));
  return encoding::read_bloom_filter(slice.view);
}

BlockContent PartReader::read_block(const BlockMetadata& block,
                                    const std::vector<std::string>* tag_names) const {
  Result<encoding::BytesBlock> data = read_data(block);
  // The lengths in data.bin prove the row count. Constant keys, runs and missing values take no
  // bytes a row, so a large count without that proof is not expanded.
  const bool rows_proven = data.ok() || block.row_count <= limits::kUnprovenRowsMax;
  Result<std::vector<int64_t>> keys =
      rows_proven ? read_keys(block) : Result<std::vector<int64_t>>(data.error());
  BlockContent content{std::move(keys), std::move(data), {}};
  content.tags.reserve(block.tags.size());
  uint64_t values = rows_proven ? 2 * block.row_count : 0;
  for (const format::TagReference& reference : block.tags) {
    if (tag_names != nullptr &&
        std::find(tag_names->begin(), tag_names->end(), reference.name) == tag_names->end()) {
      continue;
    }
    Result<format::TagMetadata> metadata = read_tag_metadata(reference);
    const auto read_column = [&]() -> Result<encoding::TagColumn> {
      if (!metadata.ok()) return metadata.error();
      if (!rows_proven) return content.data.error();
      values += block.row_count;
      if (values > limits::kValuesPerBlockMax) return too_many_values(*files_, *metadata, values);
      return read_tag_column(*metadata, block.row_count);
    };
    Result<encoding::TagColumn> column = read_column();
    content.tags.emplace_back(reference.name, std::move(metadata), std::move(column));
  }
  return content;
}

}  // namespace sidx::part
