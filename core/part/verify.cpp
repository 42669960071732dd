#include "core/part/verify.h"

#include <algorithm>
#include <set>

#include "core/encoding/array_value.h"
#include "core/encoding/fixed_int.h"
#include "core/format/file_names.h"
#include "core/part/filter_items.h"

namespace sidx::part {
namespace {

using encoding::LengthForm;
using encoding::ValueType;
using format::BlockMetadata;
using format::Extent;

std::string range_text(int64_t low, int64_t high) {
  return std::to_string(low) + " … " + std::to_string(high);
}

/// What the engine adds to a block's uncompressed size for one value. Arrays count once,
/// marshalled, at the seed; since #844 (v0.9.0) each element counts.
uint64_t counted_size(const encoding::TagColumn& column, size_t row, uint64_t name_size,
                      bool by_element) {
  const std::string stored = column.stored(row);
  if (by_element && column.type == ValueType::kStrArr) {
    uint64_t size = 0;
    for (const std::string& element : encoding::split_str_array(stored).elements) {
      size += name_size + element.size();
    }
    return size;
  }
  if (by_element && column.type == ValueType::kInt64Arr) return stored.size() / 8 * (name_size + 8);
  return name_size + stored.size();
}

}  // namespace

Result<bool> PartVerifier::step() {
  switch (phase_) {
    case Phase::kStart:
      SIDX_TRY(start());
      phase_ = Phase::kBlocks;
      return true;
    case Phase::kBlocks:
      if (primary_index_ == primaries_.size()) {
        phase_ = Phase::kEnd;
        return true;
      }
      if (!primary_) {
        SIDX_TRY(open_primary_block());
      } else if (block_index_ < primary_->blocks.size()) {
        SIDX_TRY(check_block());
      } else {
        check_primary_summary();
        primary_.reset();
        primary_index_++;
      }
      return true;
    case Phase::kEnd:
      finish();
      phase_ = Phase::kDone;
      return false;
    case Phase::kDone:
      return false;
  }
  return false;
}

Status PartVerifier::start() {
  if (known_variant_) {
    variant_ = *known_variant_;
  } else {
    SIDX_ASSIGN(variant_, detect_format_variant(reader_));
  }
  Result<format::PartManifest> manifest = reader_.read_manifest();
  auto primaries = reader_.read_primary_blocks();
  if (manifest.ok()) {
    manifest_ = std::move(*manifest);
    check_manifest_shape();
  } else {
    add(Rule::kManifestUnreadable, manifest.error());
  }
  if (primaries.ok()) {
    primaries_ = std::move(*primaries);
  } else {
    add(Rule::kMetaUnreadable, primaries.error());
    blocks_complete_ = false;
  }
  check_files();
  return {};
}

void PartVerifier::check_manifest_shape() {
  const Location where = locate(format::kManifestFile, {});
  for (const std::string& name : manifest_->missing) {
    add(Rule::kManifestMembers, where, name, "the member to be there", "no such member");
  }
  for (const std::string& name : manifest_->unknown) {
    add(Rule::kManifestMembers, where, name, "only members the engine writes", "an unknown member");
  }
  const std::string& directory = reader_.files().directory();
  const std::string name = directory.substr(directory.rfind('/') + 1);
  const auto id = format::parse_part_directory_name(name);
  if (id && format::is_canonical_part_directory_name(name) && *id != manifest_->id) {
    add(Rule::kManifestId, where, "id", std::to_string(*id) + ", as in the directory name",
        std::to_string(manifest_->id));
  }
}

void PartVerifier::check_files() {
  std::set<std::string_view> tags;
  for (const auto& [name, file] : reader_.files().files()) {
    const format::FileKind kind = format::classify_file(name);
    if (!kind.tag.empty()) tags.insert(kind.tag);
    if (kind.role != format::FileRole::kOther) continue;
    add(Rule::kForeignFile, locate(name, {0, file.source->size()}), "file name", "a file of a part",
        name);
  }
  for (const std::string_view tag : tags) {
    for (const std::string& needed : {format::tag_data_file(tag), format::tag_metadata_file(tag),
                                      format::tag_filter_file(tag)}) {
      if (reader_.files().has(needed)) continue;
      add(Rule::kTagFiles, locate(needed, {}), "tag files", needed, "no such file",
          std::string(tag));
    }
  }
}

Status PartVerifier::open_primary_block() {
  const format::PrimaryBlockMetadata& metadata = primaries_[primary_index_];
  Result<PrimaryBlock> primary = reader_.read_primary_block(metadata);
  if (!primary.ok() && primary.error().code == ErrorCode::kNotResident) {
    return std::move(primary).error();
  }
  claim(format::kPrimaryFile, metadata.frame, "primary block");
  if (primary_index_ > 0 && metadata.series_id < primaries_[primary_index_ - 1].series_id) {
    add(Rule::kPrimaryBlockOrder, meta_location(), "series ID",
        "at least " + std::to_string(primaries_[primary_index_ - 1].series_id),
        std::to_string(metadata.series_id));
  }
  block_index_ = 0;
  if (!primary.ok()) {
    add(Rule::kPrimaryBlockUnreadable, primary.error());
    blocks_complete_ = false;
    primary_index_++;
    return {};
  }
  primary_ = std::move(*primary);
  if (primary_->error) {
    add(Rule::kPrimaryBlockUnreadable, *primary_->error);
    blocks_complete_ = false;
  }
  return {};
}

Status PartVerifier::check_block() {
  const BlockMetadata& block = primary_->blocks[block_index_];
  const BlockContent content = reader_.read_block(block);
  // Filters are asked for before anything is judged, so that a repeated call repeats no finding.
  std::vector<std::optional<Result<encoding::BloomFilter>>> filters(content.tags.size());
  std::optional<Error> waiting;
  if (content.waits_for_bytes()) waiting = *content.first_error();
  for (size_t i = 0; i < content.tags.size(); i++) {
    const TagContent& tag = content.tags[i];
    if (!tag.metadata.ok() || tag.metadata->filter.size == 0) continue;
    filters[i] = reader_.read_tag_filter(*tag.metadata);
    const bool waits = !filters[i]->ok() && filters[i]->error().code == ErrorCode::kNotResident;
    if (waits) waiting = filters[i]->error();
  }
  if (waiting) {
    waiting->code = ErrorCode::kNotResident;
    return std::move(*waiting);
  }

  in_block_ = true;
  check_record(block);
  if (content.keys.ok()) {
    check_keys(block, *content.keys);
  } else {
    add(Rule::kKeysUnreadable, content.keys.error());
  }
  if (content.data.ok()) {
    check_lengths(content.data->lengths, format::kDataFile, block.data);
  } else {
    add(Rule::kDataUnreadable, content.data.error());
  }
  check_tags(block, content);
  for (size_t i = 0; i < content.tags.size(); i++) {
    if (!filters[i]) continue;
    if (filters[i]->ok()) {
      check_filter(content.tags[i], **filters[i]);
    } else {
      add(Rule::kFilterUnreadable, filters[i]->error(), content.tags[i].name);
    }
  }
  check_uncompressed_size(block, content);
  in_block_ = false;
  block_index_++;
  block_ordinal_++;
  return {};
}

void PartVerifier::check_record(const BlockMetadata& block) {
  const bool first = block_ordinal_ == 0;
  if (!first && block.series_id < previous_series_) {
    add(Rule::kBlockOrder, record_location(), "series ID",
        "at least " + std::to_string(previous_series_), std::to_string(block.series_id));
  } else if (!first && block.series_id == previous_series_ && block.key_min < previous_key_min_) {
    add(Rule::kBlockOrder, record_location(), "minKey",
        "at least " + std::to_string(previous_key_min_), std::to_string(block.key_min));
  }
  previous_series_ = block.series_id;
  previous_key_min_ = block.key_min;
  if (block.row_count == 0) {
    add(Rule::kBlockCount, record_location(), "row count", "at least 1", "0");
  }
  claim(format::kDataFile, block.data, "data");
  claim(format::kKeysFile, block.keys, "user keys");
  rows_ += block.row_count;
  uncompressed_ += block.uncompressed_size;
  key_min_ = std::min(key_min_, block.key_min);
  key_max_ = std::max(key_max_, block.key_max);
}

void PartVerifier::check_keys(const BlockMetadata& block, const std::vector<int64_t>& keys) {
  const Location where = locate(format::kKeysFile, block.keys);
  for (size_t i = 1; i < keys.size(); i++) {
    if (keys[i] >= keys[i - 1]) continue;
    add(Rule::kKeyOrder, where, "user key of row " + std::to_string(i),
        "at least " + std::to_string(keys[i - 1]), std::to_string(keys[i]));
    break;
  }
  if (keys.empty()) return;
  const auto [low, high] = std::minmax_element(keys.begin(), keys.end());
  if (*low != block.key_min || *high != block.key_max) {
    add(Rule::kKeyRange, record_location(), "minKey … maxKey", range_text(*low, *high),
        range_text(block.key_min, block.key_max));
  }
}

void PartVerifier::check_tags(const BlockMetadata& block, const BlockContent& content) {
  for (size_t i = 0; i < content.tags.size(); i++) {
    const TagContent& tag = content.tags[i];
    if (i > 0 && tag.name <= content.tags[i - 1].name) {
      add(Rule::kTagOrder, record_location(), "tag name",
          "a name behind '" + content.tags[i - 1].name + "'", "'" + tag.name + "'", tag.name);
    }
    claim(format::tag_metadata_file(tag.name), block.tags[i].metadata, "tag metadata");
    if (!tag.metadata.ok()) {
      add(Rule::kTagUnreadable, tag.metadata.error(), tag.name);
      continue;
    }
    claim(format::tag_data_file(tag.name), tag.metadata->values, "tag values");
    if (tag.metadata->filter.size > 0) {
      claim(format::tag_filter_file(tag.name), tag.metadata->filter, "tag filter");
    }
    if (!tag.column.ok()) {
      add(Rule::kTagUnreadable, tag.column.error(), tag.name);
      continue;
    }
    check_lengths(tag.column->lengths, format::tag_data_file(tag.name), tag.metadata->values);
    check_min_max(tag, block.tags[i].metadata);
  }
}

void PartVerifier::check_lengths(LengthForm form, const std::string& file, Extent range) {
  if (form == LengthForm::kUndecided) return;
  if (lengths_ == LengthForm::kUndecided) lengths_ = form;
  if (form == lengths_) return;
  add(Rule::kLengthsMixed, locate(file, range), "length form",
      std::string(name_of(lengths_)) + ", as before", std::string(name_of(form)));
}

void PartVerifier::check_filter(const TagContent& tag, const encoding::BloomFilter& filter) {
  if (!tag.column.ok()) return;
  // QUIRK: before head, float lists are stored rounded while the filter holds the written values.
  if (tag.column->type == ValueType::kFloat64) return;
  const int probes = bloom_probes(variant_.bloom);
  for (const std::string& item : filter_items(*tag.column)) {
    if (encoding::bloom_might_contain(filter, item, probes)) continue;
    add(Rule::kFilterFalseNegative, locate(format::tag_filter_file(tag.name), tag.metadata->filter),
        "tag filter", "every value of the block",
        "no 0x" + to_hex(reinterpret_cast<const uint8_t*>(item.data()), item.size()), tag.name);
    break;
  }
}

void PartVerifier::check_min_max(const TagContent& tag, Extent record) {
  const format::TagMetadata& metadata = *tag.metadata;
  const auto* values = std::get_if<std::vector<int64_t>>(&tag.column->values);
  std::optional<int64_t> low;
  std::optional<int64_t> high;
  const auto include = [&](int64_t value) {
    low = std::min(value, low.value_or(value));
    high = std::max(value, high.value_or(value));
  };
  if (metadata.type != ValueType::kInt64) return;
  if (metadata.value_min.empty() && metadata.value_max.empty()) return;
  if (values != nullptr) {
    for (const int64_t value : *values) include(value);
  } else {
    for (size_t row = 0; row < tag.column->size(); row++) {
      const std::string stored = tag.column->stored(row);
      if (!tag.column->is_nil(row) && stored.size() == 8) {
        include(encoding::decode_ord64(encoding::load_u64be(stored)));
      }
    }
  }
  const auto as_stored = [](std::optional<int64_t> value) {
    Bytes bytes;
    if (value) encoding::append_ord64(bytes, *value);
    return bytes;
  };
  if (metadata.value_min == as_stored(low) && metadata.value_max == as_stored(high)) return;
  const auto as_text = [](const Bytes& bytes) {
    if (bytes.size() != 8) return "0x" + to_hex(bytes);
    const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return std::to_string(encoding::decode_ord64(encoding::load_u64be(view)));
  };
  add(variant_.min_max_trusted ? Rule::kMinMax : Rule::kMinMaxUntrusted,
      locate(format::tag_metadata_file(tag.name), record), "min, max",
      as_text(as_stored(low)) + ", " + as_text(as_stored(high)),
      as_text(metadata.value_min) + ", " + as_text(metadata.value_max), tag.name);
}

void PartVerifier::check_uncompressed_size(const BlockMetadata& block,
                                           const BlockContent& content) {
  if (!content.data.ok()) return;
  uint64_t marshalled = 8 * block.row_count + content.data->raw_size;
  uint64_t by_element = marshalled;
  for (const TagContent& tag : content.tags) {
    if (!tag.column.ok()) return;
    for (size_t row = 0; row < tag.column->size(); row++) {
      if (tag.column->is_nil(row)) continue;
      marshalled += counted_size(*tag.column, row, tag.name.size(), false);
      by_element += counted_size(*tag.column, row, tag.name.size(), true);
    }
  }
  if (block.uncompressed_size == marshalled || block.uncompressed_size == by_element) return;
  add(Rule::kUncompressedSize, record_location(), "uncompressed size", std::to_string(by_element),
      std::to_string(block.uncompressed_size));
}

void PartVerifier::check_primary_summary() {
  if (primary_->error || primary_->blocks.empty()) return;
  const format::PrimaryBlockMetadata& stated = primaries_[primary_index_];
  const uint64_t series = primary_->blocks.front().series_id;
  int64_t low = INT64_MAX;
  int64_t high = INT64_MIN;
  for (const BlockMetadata& block : primary_->blocks) {
    low = std::min(low, block.key_min);
    high = std::max(high, block.key_max);
  }
  const Location where = meta_location();
  const std::string name = "primary block " + std::to_string(primary_index_) + " ";
  if (stated.series_id != series) {
    add(Rule::kPrimaryBlockSummary, where, name + "series ID", std::to_string(series),
        std::to_string(stated.series_id));
  }
  if (stated.key_min != low || stated.key_max != high) {
    add(Rule::kPrimaryBlockSummary, where, name + "key range", range_text(low, high),
        range_text(stated.key_min, stated.key_max));
  }
}

void PartVerifier::finish() {
  if (blocks_complete_) {
    for (const auto& [name, file] : reader_.files().files()) {
      const format::FileRole role = format::classify_file(name).role;
      if (role == format::FileRole::kManifest || role == format::FileRole::kMeta ||
          role == format::FileRole::kOther) {
        continue;
      }
      const auto claimed = claimed_.find(name);
      const uint64_t end = claimed == claimed_.end() ? 0 : claimed->second.end;
      const uint64_t size = file.source->size();
      if (end < size) {
        add(Rule::kFileTail, locate(name, {end, size - end}), "file size", std::to_string(end),
            std::to_string(size));
      }
    }
  }
  if (manifest_ && blocks_complete_) check_totals();
}

void PartVerifier::check_totals() {
  const Location where = locate(format::kManifestFile, {});
  const auto expect = [&](Rule rule, const char* field, uint64_t expected, uint64_t found) {
    if (expected == found) return;
    add(rule, where, field, std::to_string(expected), std::to_string(found));
  };
  expect(Rule::kManifestCounts, "totalCount", rows_, manifest_->row_count);
  expect(Rule::kManifestCounts, "blocksCount", block_ordinal_, manifest_->block_count);
  if (block_ordinal_ > 0 && (manifest_->key_min != key_min_ || manifest_->key_max != key_max_)) {
    add(Rule::kManifestKeyRange, where, "minKey … maxKey", range_text(key_min_, key_max_),
        range_text(manifest_->key_min, manifest_->key_max));
  }
  expect(Rule::kManifestSizes, "uncompressedSizeBytes", uncompressed_,
         manifest_->uncompressed_size_bytes);
  uint64_t written = 0;
  for (const auto& [name, file] : reader_.files().files()) {
    const format::FileRole role = format::classify_file(name).role;
    if (role != format::FileRole::kManifest && role != format::FileRole::kOther) {
      written += file.source->size();
    }
  }
  expect(Rule::kManifestSizes, "compressedSizeBytes", written, manifest_->compressed_size_bytes);
}

void PartVerifier::claim(const std::string& file, Extent range, const char* field) {
  Claimed& claimed = claimed_[file];
  if (claimed.known && range.offset != claimed.end) {
    add(Rule::kContiguity, locate(file, range), std::string(field) + " offset",
        std::to_string(claimed.end), std::to_string(range.offset));
  }
  // A range behind the end of the file is reported by whoever reads it. Where the next one should
  // begin is not known then: one bad range is one finding.
  const uint64_t size = reader_.files().size_of(file).value_or(0);
  claimed.known = range.offset <= size && range.size <= size - range.offset;
  claimed.end = claimed.known ? range.offset + range.size : size;
}

Location PartVerifier::locate(std::string_view file, Extent range) const {
  return {reader_.files().directory() + "/" + std::string(file), range.offset, range.size, {}};
}

Location PartVerifier::meta_location() const {
  Location where =
      locate(format::kMetaFile, {0, reader_.files().size_of(format::kMetaFile).value_or(0)});
  where.inner_offset = primary_index_ * format::kPrimaryBlockMetadataSize;
  return where;
}

Location PartVerifier::record_location() const {
  const format::PrimaryBlockMetadata& metadata = primaries_[primary_index_];
  Location where = locate(format::kPrimaryFile, metadata.frame);
  where.inner_offset = primary_->record_offsets[block_index_];
  return where;
}

void PartVerifier::add(Rule rule, Location where, std::string field, std::string expected,
                       std::string found, std::string tag) {
  size_t& kept = kept_[static_cast<size_t>(rule)];
  if (kept == kFindingsPerRuleMax) {
    dropped_[rule]++;
    return;
  }
  kept++;
  Finding finding{rule, std::move(where), std::move(field), std::move(expected), std::move(found),
                  {},   std::move(tag)};
  if (in_block_) finding.block = BlockPosition{primary_index_, block_ordinal_};
  findings_.push_back(std::move(finding));
}

void PartVerifier::add(Rule rule, const Error& error, std::string tag) {
  add(rule, error.where, error.field, error.expected, error.found, std::move(tag));
}

}  // namespace sidx::part
