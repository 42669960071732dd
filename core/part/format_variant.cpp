#include "core/part/format_variant.h"

#include <algorithm>
#include <array>

#include "core/base/limits.h"
#include "core/format/file_names.h"
#include "core/part/filter_items.h"

namespace sidx::part {
namespace {

using encoding::LengthForm;
using encoding::ValueType;

/// A written block closes at this many rows since #815 (v0.9.0).
constexpr uint64_t kWrittenRowsMax = 8193;

/// Collects what the blocks show, then draws the conclusions.
class VariantDetector {
 public:
  explicit VariantDetector(const PartReader& reader) : reader_(reader) {}

  Result<FormatVariant> run() {
    read_manifest();
    read_blocks();
    if (waiting_) return std::move(*waiting_);
    decide_bloom();
    decide_engines();
    return std::move(variant_);
  }

 private:
  /// Keeps a kNotResident error for later, so that all missing bytes are asked for at once.
  template <typename T>
  bool usable(Result<T>& result) {
    if (result.ok()) return true;
    if (result.error().code == ErrorCode::kNotResident) waiting_ = std::move(result).error();
    return false;
  }

  void read_manifest() {
    Result<format::PartManifest> manifest = reader_.read_manifest();
    if (!usable(manifest)) return;
    variant_.has_timestamps = manifest->timestamp_min || manifest->timestamp_max;
    variant_.merged = manifest->id == 0;
  }

  void read_blocks() {
    auto primaries = reader_.read_primary_blocks();
    if (!usable(primaries)) return;
    size_t blocks = 0;
    for (const format::PrimaryBlockMetadata& metadata : *primaries) {
      if (blocks >= kVariantBlocksMax) break;
      auto primary = reader_.read_primary_block(metadata);
      if (!usable(primary)) continue;
      for (const format::BlockMetadata& block : primary->blocks) {
        if (blocks++ >= kVariantBlocksMax) break;
        look_at(block);
      }
    }
  }

  void look_at(const format::BlockMetadata& block) {
    if (!variant_.merged && block.row_count > kWrittenRowsMax) variant_.has_unbounded_block = true;
    if (variant_.lengths == LengthForm::kUndecided) {
      auto data = reader_.read_data(block);
      if (usable(data)) variant_.lengths = data->lengths;
    }
    for (const format::TagReference& reference : block.tags) {
      if (tags_++ >= kVariantTagsMax) break;
      if (format::parse_typed_tag_name(reference.name)) variant_.has_typed_columns = true;
      auto metadata = reader_.read_tag_metadata(reference);
      if (usable(metadata)) look_at(*metadata, block.row_count);
    }
  }

  void look_at(const format::TagMetadata& tag, uint64_t row_count) {
    auto encoding = reader_.read_tag_encoding(tag);
    if (!usable(encoding)) return;
    const bool has_filter = tag.filter.size > 0;
    if (*encoding == encoding::kDictionaryEncoding) {
      (has_filter ? variant_.has_filter_on_dictionary : variant_.has_dictionary_without_filter) =
          true;
    }
    if (tag.type == ValueType::kInt64 && !has_filter && tag.value_min.empty()) {
      int_without_filter_ = true;
    }
    const bool is_list = *encoding >= 1 && *encoding <= 4;
    if (tag.type == ValueType::kFloat64 && is_list && row_count <= limits::kUnprovenRowsMax) {
      auto column = reader_.read_tag_column(tag, row_count);
      if (usable(column) && column->exponent > 0) variant_.has_positive_exponent = true;
    }
    if (has_filter) look_at_filter(tag, row_count);
  }

  void look_at_filter(const format::TagMetadata& tag, uint64_t row_count) {
    auto filter = reader_.read_tag_filter(tag);
    if (!usable(filter) || filter->item_count < 0) return;
    filters_++;
    const auto items = static_cast<uint64_t>(filter->item_count);
    const uint64_t words = filter->words.size();
    if (words != encoding::bloom_word_count(encoding::kCurrentBloom, items)) {
      seed_by_size_++;
      return;
    }
    if (words != encoding::bloom_word_count(encoding::kSeedBloom, items)) {
      current_by_size_++;
      return;
    }
    if (row_count > limits::kUnprovenRowsMax) return;
    auto column = reader_.read_tag_column(tag, row_count);
    if (!usable(column)) return;
    const std::vector<std::string> distinct = filter_items(*column);
    if (items != distinct.size()) {
      seed_by_content_++;
      return;
    }
    // The current filter holds its values' bits and no others; the seed's may hold old bits too
    // (S16). Rounded floats and empty array elements differ from what the filter holds, so they
    // stay open.
    if (tag.type == ValueType::kFloat64 || tag.type == ValueType::kStrArr) return;
    const auto is_rebuilt_with = [&](int probes) {
      encoding::BloomFilter rebuilt{filter->item_count,
                                    std::vector<uint64_t>(filter->words.size())};
      for (const std::string& item : distinct) encoding::bloom_add(rebuilt, item, probes);
      return rebuilt.words == filter->words;
    };
    if (is_rebuilt_with(encoding::kCurrentBloom.probes)) {
      current_by_content_++;
    } else if (variant_.lengths != LengthForm::kPlusOne ||
               is_rebuilt_with(encoding::kSeedBloom.probes)) {
      // With +1 lengths only the exact filter tells: a damaged one is not the seed's.
      seed_by_content_++;
    }
  }

  void decide_bloom() {
    if (filters_ == 0) return;
    variant_.bloom = BloomForm::kAmbiguous;
    const auto decide = [&](BloomForm form, std::string why) {
      variant_.bloom = form;
      variant_.evidence.push_back(std::move(why));
    };
    const std::string of_filters = " of " + std::to_string(filters_) + " filters ";
    if (seed_by_size_ > 0) {
      decide(BloomForm::kSeed, std::to_string(seed_by_size_) + of_filters +
                                   "have a word count that only 15 bits a row can give");
    } else if (current_by_size_ > 0) {
      decide(BloomForm::kCurrent, std::to_string(current_by_size_) + of_filters +
                                      "have a word count that only 16 bits a value can give");
    } else if (seed_by_content_ > 0) {
      decide(BloomForm::kSeed, std::to_string(seed_by_content_) + of_filters +
                                   "are not what 10 probes of their distinct values give");
    } else if (current_by_content_ > 0) {
      decide(BloomForm::kCurrent, std::to_string(current_by_content_) + of_filters +
                                      "are exactly what 10 probes of their distinct values give");
    } else if (variant_.lengths == LengthForm::kPlusOne) {
      decide(BloomForm::kCurrent, "filters of parts with +1 lengths have 10 probes");
    }
  }

  void decide_engines() {
    FormatVariant& v = variant_;
    static constexpr std::array<std::string_view, 7> kEngines{
        "seed", "v0.9.0", "v0.10.0", "v0.10.1", "v0.10.2", "v0.10.3", "head"};
    size_t first = 0;
    size_t last = kEngines.size() - 1;
    const auto at_least = [&](size_t engine, const char* why) {
      first = std::max(first, engine);
      v.evidence.emplace_back(why);
    };
    const auto at_most = [&](size_t engine, const char* why) {
      last = std::min(last, engine);
      v.evidence.emplace_back(why);
    };
    if (v.lengths == LengthForm::kPlusOne) {
      at_least(2, "lengths are stored +1: v0.10.0 or later");
    } else if (v.lengths == LengthForm::kPlain) {
      at_most(1, "lengths are stored as they are: before v0.10.0");
    }
    if (v.has_timestamps) at_least(2, "the manifest has timestamps: v0.10.0 or later");
    if (v.has_typed_columns) at_least(5, "a tag column is named name#type: v0.10.3 or later");
    if (v.has_positive_exponent) at_least(6, "a float list has a positive exponent: head");
    if (v.has_filter_on_dictionary) at_most(1, "a dictionary column has a filter: before v0.10.0");
    if (v.lengths == LengthForm::kPlain && v.has_dictionary_without_filter) {
      at_most(0, "a dictionary column lacks a filter, with plain lengths: merged by the seed");
    }
    if (v.lengths == LengthForm::kPlain && int_without_filter_) {
      at_most(0, "an int64 column lacks filter and min/max: merged by the seed");
    }
    if (v.bloom == BloomForm::kSeed) at_most(0, "filters have the seed's parameters");
    if (v.bloom == BloomForm::kCurrent) at_least(1, "filters have 10 probes: v0.9.0 or later");
    if (v.has_unbounded_block) at_most(0, "a written block has more than 8193 rows: the seed");
    for (size_t i = first; i <= last && i < kEngines.size(); i++) {
      v.engines.emplace_back(kEngines[i]);
    }
    if (v.engines.empty()) v.evidence.emplace_back("the signs contradict each other");
    v.min_max_trusted = v.lengths == LengthForm::kPlusOne;
  }

  const PartReader& reader_;
  FormatVariant variant_;
  std::optional<Error> waiting_;
  size_t tags_ = 0;
  size_t filters_ = 0;
  size_t seed_by_size_ = 0;
  size_t current_by_size_ = 0;
  size_t seed_by_content_ = 0;
  size_t current_by_content_ = 0;
  bool int_without_filter_ = false;
};

}  // namespace

std::string_view name_of(BloomForm form) {
  static constexpr std::array<std::string_view, 4> kNames{"none", "ambiguous", "k6_b15", "k10_b16"};
  return kNames[static_cast<size_t>(form)];
}

int bloom_probes(BloomForm form) {
  return form == BloomForm::kCurrent ? encoding::kCurrentBloom.probes : encoding::kSeedBloom.probes;
}

Result<FormatVariant> detect_format_variant(const PartReader& reader) {
  return VariantDetector(reader).run();
}

}  // namespace sidx::part
