#include "core/part/content_digest.h"

#include "core/encoding/fixed_int.h"

namespace sidx::part {
namespace {

std::string comma(const format::Extent& extent) {
  return std::to_string(extent.offset) + "," + std::to_string(extent.size);
}

}  // namespace

Status RowDigest::add(const BlockContent& content) {
  if (const Error* error = content.first_error()) return *error;
  Bytes row_bytes;
  const size_t rows = content.keys->size();
  for (size_t row = 0; row < rows; row++) {
    row_bytes.clear();
    encoding::append_u64be(row_bytes, static_cast<uint64_t>((*content.keys)[row]));
    const std::string_view data = content.data->values.at(row);
    encoding::append_u32be(row_bytes, static_cast<uint32_t>(data.size()));
    row_bytes.insert(row_bytes.end(), data.begin(), data.end());
    for (const TagContent& tag : content.tags) {
      if (tag.column->is_nil(row)) {
        encoding::append_u32be(row_bytes, UINT32_MAX);
        continue;
      }
      const std::string stored = tag.column->stored(row);
      encoding::append_u32be(row_bytes, static_cast<uint32_t>(stored.size()));
      row_bytes.insert(row_bytes.end(), stored.begin(), stored.end());
    }
    hash_.update(row_bytes.data(), row_bytes.size());
  }
  return {};
}

Status BlockDigest::add(const PartReader& reader, const format::BlockMetadata& block) {
  std::string line = std::to_string(block.series_id) + "," + std::to_string(block.key_min) + "," +
                     std::to_string(block.key_max) + "," + std::to_string(block.row_count) + "," +
                     std::to_string(block.uncompressed_size) + "," +
                     std::to_string(block.keys_encoding) + "," + comma(block.data) + "," +
                     comma(block.keys);
  for (const format::TagReference& reference : block.tags) {
    SIDX_ASSIGN(const format::TagMetadata tag, reader.read_tag_metadata(reference));
    SIDX_ASSIGN(const uint8_t encoding, reader.read_tag_encoding(tag));
    line += ";" + reference.name + "," + std::to_string(static_cast<int>(tag.type)) + "," +
            comma(reference.metadata) + "," + comma(tag.values) + "," + comma(tag.filter) + "," +
            to_hex(tag.value_min) + "," + to_hex(tag.value_max) + "," + std::to_string(encoding);
  }
  line += "\n";
  hash_.update(line.data(), line.size());
  return {};
}

}  // namespace sidx::part
