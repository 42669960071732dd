#include "core/format/primary_block_metadata.h"

#include "core/encoding/fixed_int.h"

namespace sidx::format {

void append_primary_block_metadata(Bytes& out, const PrimaryBlockMetadata& record) {
  encoding::append_u64be(out, record.series_id);
  encoding::append_u64be(out, static_cast<uint64_t>(record.key_min));
  encoding::append_u64be(out, static_cast<uint64_t>(record.key_max));
  encoding::append_u64be(out, record.frame.offset);
  encoding::append_u64be(out, record.frame.size);
}

Result<PrimaryBlockMetadata> read_primary_block_metadata(ByteReader& reader) {
  if (reader.remaining() < kPrimaryBlockMetadataSize) {
    return reader.truncated("primary block metadata", kPrimaryBlockMetadataSize);
  }
  PrimaryBlockMetadata record;
  SIDX_ASSIGN(record.series_id, reader.read_u64be("series ID"));
  SIDX_ASSIGN(const uint64_t key_min, reader.read_u64be("minKey"));
  SIDX_ASSIGN(const uint64_t key_max, reader.read_u64be("maxKey"));
  SIDX_ASSIGN(record.frame.offset, reader.read_u64be("offset"));
  SIDX_ASSIGN(record.frame.size, reader.read_u64be("size"));
  record.key_min = static_cast<int64_t>(key_min);
  record.key_max = static_cast<int64_t>(key_max);
  return record;
}

Result<std::vector<PrimaryBlockMetadata>> read_all_primary_block_metadata(const ByteView& view) {
  std::vector<PrimaryBlockMetadata> records;
  records.reserve(view.size() / kPrimaryBlockMetadataSize);
  ByteReader reader(view);
  while (reader.remaining() > 0) {
    SIDX_ASSIGN(PrimaryBlockMetadata record, read_primary_block_metadata(reader));
    records.push_back(record);
  }
  return records;
}

}  // namespace sidx::format
