#include "core/query/deciding_bytes.h"

#include <algorithm>
#include <utility>

#include "core/format/file_names.h"

namespace sidx::query {
namespace {

constexpr size_t kMetaKeyMin = 8;
constexpr size_t kMetaKeyMax = 16;

uint64_t varint_size(uint64_t value) {
  uint64_t size = 1;
  while (value >= 0x80) {
    value >>= 7;
    size++;
  }
  return size;
}

/// The bound of a range that a query range misses: its largest key, or its smallest.
bool decided_by_max(const ExplainedItem& item) { return item.numbers[1] < item.numbers[2]; }

}  // namespace

DecidingBytesFinder::OpenPart& DecidingBytesFinder::open(size_t part) {
  OpenPart& open = open_[part];
  if (!open.reader) {
    const Explanation::Part& named = explanation_.parts[part];
    open.reader = std::make_unique<part::PartReader>(
        part::as_part_files(named.part.content->files(), named.directory));
    auto primaries = open.reader->read_primary_blocks();
    if (primaries.ok()) open.primaries = *std::move(primaries);
  }
  return open;
}

std::optional<DecidingBytes> DecidingBytesFinder::find(const ExplainedItem& item) {
  const Explanation::Part& named = explanation_.parts[item.part];
  if (named.directory.empty() || !named.part.content) return std::nullopt;
  switch (item.rule) {
    case QueryRule::kPartRange:
    case QueryRule::kPartSelected:
      return in_manifest(item);
    case QueryRule::kPrimaryRange:
    case QueryRule::kPrimaryRead:
    case QueryRule::kPrimarySeries:
      return in_meta(item);
    case QueryRule::kBlockBelow:
      return in_record(item.part, item.primary, item.block, 2);
    case QueryRule::kBlockAbove:
      return in_record(item.part, item.primary, item.block, 1);
    case QueryRule::kBlockScanned:
    case QueryRule::kBlockSeries:
      return in_record(item.part, item.primary, item.block, 0);
    case QueryRule::kBlockFiltered:
      return in_filter(item.part, item.primary, item.block);
    case QueryRule::kSeriesSkipped:
      return in_filter(item.part, item.primary, static_cast<size_t>(item.numbers[0]));
    case QueryRule::kRowBelow:
    case QueryRule::kRowAbove:
    case QueryRule::kRowReturned:
    case QueryRule::kMergedRow:
    case QueryRule::kLimitReached:
    case QueryRule::kMergedLimit:
      return in_columns(item);
    default:
      return std::nullopt;
  }
}

std::optional<DecidingBytes> DecidingBytesFinder::in_manifest(const ExplainedItem& item) {
  const Explanation::Part& named = explanation_.parts[item.part];
  const std::string text = named.part.content->manifest_text(named.manifest_id);
  const std::string member = decided_by_max(item) ? "maxKey" : "minKey";
  const size_t at = text.find("\"" + member + "\"");
  if (at == std::string::npos) return std::nullopt;
  const size_t begin = text.find_first_of("-0123456789", at + member.size() + 2);
  if (begin == std::string::npos) return std::nullopt;
  const size_t end = std::min(text.find_first_not_of("-0123456789", begin), text.size());
  return DecidingBytes{
      {named.directory + "/" + format::kManifestFile, begin, end - begin, std::nullopt},
      end - begin,
      member};
}

std::optional<DecidingBytes> DecidingBytesFinder::in_meta(const ExplainedItem& item) {
  const std::string& directory = explanation_.parts[item.part].directory;
  const auto size = open(item.part).reader->files().size_of(format::kMetaFile);
  DecidingBytes bytes{
      {directory + "/" + format::kMetaFile, 0, size.value_or(0), 0}, 8, "series ID"};
  uint64_t inner = item.primary * format::kPrimaryBlockMetadataSize;
  if (item.rule != QueryRule::kPrimarySeries) {
    const bool by_max = decided_by_max(item);
    inner += by_max ? kMetaKeyMax : kMetaKeyMin;
    bytes.field = by_max ? "largest key" : "smallest key";
  }
  bytes.where.inner_offset = inner;
  return bytes;
}

std::optional<DecidingBytes> DecidingBytesFinder::in_record(size_t part, size_t primary,
                                                            size_t block, int field) {
  OpenPart& opened = open(part);
  const auto& ranges = explanation_.parts[part].part.content->primary_ranges();
  if (primary >= opened.primaries.size() || primary >= ranges.size()) return std::nullopt;
  auto known = opened.blocks.find(primary);
  if (known == opened.blocks.end()) {
    auto read = opened.reader->read_primary_block(opened.primaries[primary]);
    if (!read.ok()) return std::nullopt;
    known = opened.blocks.emplace(primary, *std::move(read)).first;
  }
  const part::PrimaryBlock& records = known->second;
  const size_t index = block - ranges[primary].first;
  if (index >= records.blocks.size()) return std::nullopt;
  const format::BlockMetadata& record = records.blocks[index];
  static constexpr const char* kFields[] = {"series ID", "smallest key", "largest key", "tags"};
  const uint64_t sizes[] = {8, varint_size(static_cast<uint64_t>(record.key_min)),
                            varint_size(static_cast<uint64_t>(record.key_max))};
  uint64_t inner = records.record_offsets[index];
  uint64_t length = records.record_offsets[index + 1] - inner;
  if (field < 3) {
    for (int i = 0; i < field; i++) inner += sizes[i];
    length = sizes[field];
  }
  const format::Extent& frame = opened.primaries[primary].frame;
  return DecidingBytes{{explanation_.parts[part].directory + "/" + format::kPrimaryFile,
                        frame.offset, frame.size, inner},
                       length,
                       kFields[field]};
}

std::optional<DecidingBytes> DecidingBytesFinder::in_filter(size_t part, size_t primary,
                                                            size_t block) {
  const Explanation::Part& named = explanation_.parts[part];
  const part::PartContent& content = *named.part.content;
  if (!explanation_.request.filter) return std::nullopt;
  const FilterVerdict verdict =
      should_skip(*explanation_.request.filter, content, block, explanation_.parameters.filter);
  if (verdict.leaf == nullptr) return std::nullopt;
  const std::string column(verdict.column.empty() ? verdict.leaf->tag : verdict.column);
  const auto& tags = content.record_of(block).tags;
  const auto tag = std::find_if(tags.begin(), tags.end(),
                                [&](const auto& reference) { return reference.name == column; });
  if (tag == tags.end()) return in_record(part, primary, block, 3);
  const auto metadata = open(part).reader->read_tag_metadata(*tag);
  if (!metadata.ok()) return std::nullopt;
  const auto range = [&](const std::string& file, format::Extent extent, const char* field) {
    return DecidingBytes{{named.directory + "/" + file, extent.offset, extent.size, std::nullopt},
                         extent.size,
                         field};
  };
  switch (verdict.rule) {
    case FilterRule::kBloomLacks:
      return range(format::tag_filter_file(column), metadata->filter, "bloom filter");
    case FilterRule::kDictionaryLacks:
      return range(format::tag_data_file(column), metadata->values, "dictionary");
    default:
      break;
  }
  format::Extent bounds = tag->metadata;
  const uint64_t size = metadata->value_min.size() + metadata->value_max.size() + 2;
  if (bounds.size >= size) bounds = {bounds.offset + bounds.size - size, size};
  return range(format::tag_metadata_file(column), bounds, "smallest and largest value");
}

std::optional<DecidingBytes> DecidingBytesFinder::in_columns(const ExplainedItem& item) {
  const Explanation::Part& named = explanation_.parts[item.part];
  const format::BlockMetadata& record = named.part.content->record_of(item.block);
  const bool by_data =
      item.rule == QueryRule::kLimitReached || item.rule == QueryRule::kMergedLimit;
  const format::Extent& extent = by_data ? record.data : record.keys;
  return DecidingBytes{{named.directory + "/" + (by_data ? format::kDataFile : format::kKeysFile),
                        extent.offset, extent.size, std::nullopt},
                       extent.size,
                       by_data ? "data" : "user keys"};
}

}  // namespace sidx::query
