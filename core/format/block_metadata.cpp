#include "core/format/block_metadata.h"

#include "core/base/limits.h"
#include "core/encoding/fixed_int.h"
#include "core/encoding/varint.h"

namespace sidx::format {
namespace {

using encoding::append_varuint;
using encoding::read_varuint;

void append_extent(Bytes& out, const Extent& extent) {
  append_varuint(out, extent.offset);
  append_varuint(out, extent.size);
}

Result<TagReference> read_tag_reference(ByteReader& reader) {
  TagReference tag;
  const size_t start = reader.position();
  SIDX_ASSIGN(const uint64_t name_size, read_varuint(reader, "tag name length"));
  if (name_size > limits::kTagNameBytesMax) {
    const size_t width = reader.position() - start;
    return reader.fail(ErrorCode::kOverLimit, "tag name length",
                       "at most " + std::to_string(limits::kTagNameBytesMax),
                       std::to_string(name_size), width, width);
  }
  SIDX_ASSIGN(const ByteView name, reader.read_bytes(name_size, "tag name"));
  tag.name = std::string(name.text());
  SIDX_ASSIGN(tag.metadata.offset, read_varuint(reader, "tag metadata offset"));
  SIDX_ASSIGN(tag.metadata.size, read_varuint(reader, "tag metadata size"));
  return tag;
}

Status read_tags(ByteReader& reader, std::vector<TagReference>& tags) {
  const size_t start = reader.position();
  SIDX_ASSIGN(const uint64_t count, read_varuint(reader, "tag count"));
  if (count > limits::kTagsPerBlockMax) {
    const size_t width = reader.position() - start;
    return reader.fail(ErrorCode::kOverLimit, "tag count",
                       "at most " + std::to_string(limits::kTagsPerBlockMax), std::to_string(count),
                       width, width);
  }
  // A tag reference takes at least three bytes, so the count is also bounded by what is there.
  if (count > reader.remaining() / 3) return reader.truncated("tags", 3 * count);
  tags.reserve(static_cast<size_t>(count));
  for (uint64_t i = 0; i < count; i++) {
    SIDX_ASSIGN(TagReference tag, read_tag_reference(reader));
    tags.push_back(std::move(tag));
  }
  return {};
}

}  // namespace

void append_block_metadata(Bytes& out, const BlockMetadata& record) {
  encoding::append_u64be(out, record.series_id);
  append_varuint(out, static_cast<uint64_t>(record.key_min));
  append_varuint(out, static_cast<uint64_t>(record.key_max));
  append_extent(out, record.data);
  append_extent(out, record.keys);
  out.push_back(record.keys_encoding);
  append_varuint(out, record.row_count);
  append_varuint(out, record.uncompressed_size);
  append_varuint(out, record.tags.size());
  for (const TagReference& tag : record.tags) {
    append_varuint(out, tag.name.size());
    out.insert(out.end(), tag.name.begin(), tag.name.end());
    append_extent(out, tag.metadata);
  }
}

Result<BlockMetadata> read_block_metadata(ByteReader& reader) {
  Rollback rollback(reader);
  BlockMetadata record;
  SIDX_ASSIGN(record.series_id, reader.read_u64be("series ID"));
  SIDX_ASSIGN(const uint64_t key_min, read_varuint(reader, "minKey"));
  SIDX_ASSIGN(const uint64_t key_max, read_varuint(reader, "maxKey"));
  record.key_min = static_cast<int64_t>(key_min);
  record.key_max = static_cast<int64_t>(key_max);
  SIDX_ASSIGN(record.data.offset, read_varuint(reader, "data offset"));
  SIDX_ASSIGN(record.data.size, read_varuint(reader, "data size"));
  SIDX_ASSIGN(record.keys.offset, read_varuint(reader, "keys offset"));
  SIDX_ASSIGN(record.keys.size, read_varuint(reader, "keys size"));
  SIDX_ASSIGN(record.keys_encoding, reader.read_u8("keys encoding"));
  SIDX_ASSIGN(record.row_count, read_varuint(reader, "row count"));
  SIDX_ASSIGN(record.uncompressed_size, read_varuint(reader, "uncompressed size"));
  SIDX_TRY(read_tags(reader, record.tags));
  rollback.cancel();
  return record;
}

}  // namespace sidx::format
