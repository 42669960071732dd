#include "core/part/part_writer.h"

#include <algorithm>
#include <utility>

#include "core/encoding/bytes_block.h"
#include "core/encoding/fixed_int.h"
#include "core/encoding/int64_list.h"
#include "core/encoding/zstd_frame.h"
#include "core/format/block_metadata.h"
#include "core/format/file_names.h"
#include "core/format/primary_block_metadata.h"
#include "core/format/tag_metadata.h"

namespace sidx::part {
namespace {

using encoding::ValueType;

SharedBytes share(Bytes bytes) { return std::make_shared<const Bytes>(std::move(bytes)); }

void append_ints(Bytes& out, const std::vector<int64_t>& values) {
  const size_t type_at = out.size();
  out.push_back(0);  // the type byte, known once the list is encoded
  encoding::append_ord64(out, values[0]);
  out[type_at] = static_cast<uint8_t>(encoding::append_int64_list(out, values).type);
}

}  // namespace

Status PartWriter::add_block(const BlockData& block, const BlockFilters* filters) {
  const size_t rows = block.row_count();
  if (rows == 0) return {};
  SIDX_TRY(check_block(block));
  const bool same_series = totals_.block_count > 0 && block.series_id == last_series_;
  if (totals_.block_count > 0 &&
      (block.series_id < last_series_ || (same_series && block.key_min() < last_key_min_))) {
    return Error{ErrorCode::kBadOrder,
                 {},
                 "block",
                 "blocks in (series, smallest key) order",
                 "series " + std::to_string(block.series_id) + " from key " +
                     std::to_string(block.key_min()) + " behind series " +
                     std::to_string(last_series_) + " from key " + std::to_string(last_key_min_)};
  }
  format::BlockMetadata record;
  record.series_id = block.series_id;
  record.key_min = block.key_min();
  record.key_max = block.key_max();
  record.row_count = rows;
  record.uncompressed_size = block.uncompressed_size();
  record.keys.offset = keys_.size();
  record.keys_encoding = static_cast<uint8_t>(encoding::append_int64_list(keys_, block.keys).type);
  record.keys.size = keys_.size() - record.keys.offset;
  record.data.offset = data_.size();
  encoding::append_bytes_block(data_, block.data, parameters_.lengths);
  record.data.size = data_.size() - record.data.offset;
  for (size_t i = 0; i < block.tags.size(); i++) {
    format::TagReference reference{block.tags[i].name, {}};
    SIDX_TRY(
        add_tag(block.tags[i], filters != nullptr ? &(*filters)[i] : nullptr, reference.metadata));
    record.tags.push_back(std::move(reference));
  }

  const bool first = totals_.row_count == 0;
  totals_.key_min = first ? record.key_min : std::min(totals_.key_min, record.key_min);
  totals_.key_max = first ? record.key_max : std::max(totals_.key_max, record.key_max);
  totals_.row_count += rows;
  totals_.block_count++;
  totals_.uncompressed_size_bytes += record.uncompressed_size;
  if (records_.empty()) {
    records_series_ = record.series_id;
    records_key_min_ = record.key_min;
    records_key_max_ = record.key_max;
  }
  records_key_min_ = std::min(records_key_min_, record.key_min);
  records_key_max_ = std::max(records_key_max_, record.key_max);
  last_series_ = record.series_id;
  last_key_min_ = record.key_min;
  format::append_block_metadata(records_, record);
  if (records_.size() > kPrimaryBlockBytesMax) close_primary_block();
  return {};
}

Status PartWriter::append_values(Bytes& out, const TagData& tag) const {
  if (tag.size() == 0) return {};
  const auto* ints = std::get_if<std::vector<int64_t>>(&tag.values);
  if (ints != nullptr && tag.type == ValueType::kInt64) {
    append_ints(out, *ints);
    return {};
  }
  if (const auto* bytes = std::get_if<encoding::BytesList>(&tag.values)) {
    return encoding::append_tag_values(out, *bytes, tag.type, parameters_.lengths,
                                       parameters_.decimals);
  }
  return encoding::append_tag_values(out, tag.as_bytes(), tag.type, parameters_.lengths,
                                     parameters_.decimals);
}

Status PartWriter::add_tag(const TagData& tag, const TagFilter* filter, format::Extent& record) {
  TagFiles& files = tags_[tag.name];
  format::TagMetadata metadata;
  metadata.name = tag.name;
  metadata.type = tag.type;
  metadata.values.offset = files.values.size();
  SIDX_TRY(append_values(files.values, tag));
  metadata.values.size = files.values.size() - metadata.values.offset;
  if (filter != nullptr) {
    metadata.filter.offset = files.filters.size();
    encoding::append_bloom_filter(files.filters, filter->bloom);
    metadata.filter.size = files.filters.size() - metadata.filter.offset;
    metadata.value_min = filter->value_min;
    metadata.value_max = filter->value_max;
  }
  record.offset = files.metadata.size();
  format::append_tag_metadata(files.metadata, metadata);
  record.size = files.metadata.size() - record.offset;
  return {};
}

void PartWriter::close_primary_block() {
  if (records_.empty()) return;
  const Bytes frame = encoding::compress_frame(records_.data(), records_.size());
  format::append_primary_block_metadata(
      meta_,
      {records_series_, records_key_min_, records_key_max_, {primary_.size(), frame.size()}});
  primary_.insert(primary_.end(), frame.begin(), frame.end());
  records_.clear();
}

FileMap PartWriter::finish(format::PartManifest& manifest) {
  close_primary_block();
  FileMap files;
  files[format::kMetaFile] = share(encoding::compress_frame(meta_.data(), meta_.size()));
  files[format::kPrimaryFile] = share(std::move(primary_));
  files[format::kDataFile] = share(std::move(data_));
  files[format::kKeysFile] = share(std::move(keys_));
  for (auto& [name, tag] : tags_) {
    files[format::tag_data_file(name)] = share(std::move(tag.values));
    files[format::tag_metadata_file(name)] = share(std::move(tag.metadata));
    files[format::tag_filter_file(name)] = share(std::move(tag.filters));
  }
  totals_.compressed_size_bytes = 0;
  for (const auto& [name, bytes] : files) totals_.compressed_size_bytes += bytes->size();
  manifest = totals_;
  return files;
}

}  // namespace sidx::part
