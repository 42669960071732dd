#include "core/query/explanation_text.h"

#include <algorithm>

#include "core/format/file_names.h"
#include "core/part/tag_filter.h"
#include "core/part/value_text.h"

namespace sidx::query {
namespace {

using part::FilterView;
using part::PartContent;

std::string range_text(int64_t low, int64_t high) {
  return std::to_string(low) + " … " + std::to_string(high);
}

std::string asked_text(const ExplainedItem& item) {
  const bool open_low = item.numbers[2] == INT64_MIN;
  const bool open_high = item.numbers[3] == INT64_MAX;
  if (open_low && open_high) return "all keys";
  if (open_low) return "keys up to " + std::to_string(item.numbers[3]);
  if (open_high) return "keys from " + std::to_string(item.numbers[2]);
  return "keys " + range_text(item.numbers[2], item.numbers[3]);
}

std::string quoted(std::string_view value) { return "\"" + part::readable(value) + "\""; }

std::string values_text(const Filter& leaf) {
  constexpr size_t kMax = 4;
  std::string text;
  for (size_t i = 0; i < std::min(kMax, leaf.values.size()); i++) {
    text += (i == 0 ? "" : ", ") + quoted(leaf.values[i]);
  }
  if (leaf.values.size() > kMax) {
    text += " and " + std::to_string(leaf.values.size() - kMax) + " more";
  }
  return text;
}

/// Whether bits of the filter come from nothing the column holds (S16). Floats read back rounded,
/// so that their filter cannot be made again.
bool has_old_bits(const PartContent& content, size_t block, std::string_view column,
                  const Filter& leaf) {
  const FilterView view = content.filter_of(block, column);
  const auto loaded = content.load(block);
  if (view.bloom == nullptr || loaded.block == nullptr) return false;
  if (view.type == encoding::ValueType::kFloat64) return false;
  const part::TagData* tag = loaded.block->find_tag(column);
  if (tag == nullptr) return false;
  part::WriteParameters parameters;
  parameters.bloom.probes = static_cast<uint8_t>(view.probes);
  encoding::BloomFilter made =
      part::make_tag_filter(*tag, loaded.block->row_count(), parameters).bloom;
  if (made.words.size() != view.bloom->words.size()) return false;
  return std::any_of(leaf.values.begin(), leaf.values.end(), [&](const std::string& value) {
    return encoding::bloom_might_contain(*view.bloom, value, view.probes) &&
           !encoding::bloom_might_contain(made, value, view.probes);
  });
}

/// What the repaired engine would look up.
FilterParameters repaired() {
  FilterParameters parameters;
  parameters.right_ranges = true;
  parameters.typed_literals = true;
  parameters.join_typed_columns = true;
  return parameters;
}

class FilterReason {
 public:
  FilterReason(const PartContent& content, size_t block, const FilterParameters& parameters,
               const Filter& filter)
      : content_(content),
        block_(block),
        verdict_(should_skip(filter, content, block, parameters)) {
    if (verdict_.leaf == nullptr) return;
    column_ = verdict_.column.empty() ? std::string_view(verdict_.leaf->tag) : verdict_.column;
    view_ = content.filter_of(block, column_);
    right_skips_ = should_skip(*verdict_.leaf, content, block, repaired()).skip;
  }

  ItemText text() const {
    if (verdict_.leaf == nullptr) return {};
    const Filter& leaf = *verdict_.leaf;
    const std::string tag = "tag " + std::string(column_);
    switch (verdict_.rule) {
      case FilterRule::kFault:
        return {"what its filter needs is unreadable: " + verdict_.message, {}};
      case FilterRule::kTagAbsent:
        if (verdict_.skip && !right_skips_) {
          return {"it has no " + tag + ", only typed columns of it (S18)", "S18"};
        }
        return {"it has no " + tag, {}};
      case FilterRule::kNoFilter:
        if (looks_merged()) {
          return {tag + " has no filter, because a merge dropped it (S15): it may hold " +
                      values_text(leaf),
                  "S15"};
        }
        return {tag + " has no filter: it may hold " + values_text(leaf), {}};
      case FilterRule::kBloomLacks:
      case FilterRule::kDictionaryLacks:
        return value_is_lacking(leaf, tag);
      case FilterRule::kBloomMayHave:
        if (has_old_bits(content_, block_, column_, leaf)) {
          return {"the bloom filter of " + tag + " says it may hold " + values_text(leaf) +
                      ", by bits left over from another filter (S16)",
                  "S16"};
        }
        return {"the bloom filter of " + tag + " says it may hold " + values_text(leaf), {}};
      case FilterRule::kDictionaryHas:
        return {"the dictionary of " + tag + " holds " + values_text(leaf), {}};
      default:
        return range_text_of(leaf, tag);
    }
  }

 private:
  bool looks_merged() const {
    const part::FormatVariant* variant = content_.variant();
    return variant == nullptr || variant->lengths != encoding::LengthForm::kPlusOne;
  }

  ItemText value_is_lacking(const Filter& leaf, const std::string& tag) const {
    const bool is_bloom = verdict_.rule == FilterRule::kBloomLacks;
    std::string text = "the " + std::string(is_bloom ? "bloom filter" : "dictionary") + " of " +
                       tag + " proves that " + values_text(leaf) +
                       (leaf.values.size() == 1 ? " is" : " are") + " not in it";
    if (!right_skips_) {
      return {text +
                  ": it holds the 8-byte stored form, and the text of the number was looked up " +
                  "(S14)",
              "S14"};
    }
    if (std::find(leaf.values.begin(), leaf.values.end(), "") != leaf.values.end()) {
      return {text + ": an empty value is stored as a missing one (S21)", "S21"};
    }
    return {std::move(text), {}};
  }

  ItemText range_text_of(const Filter& leaf, const std::string& tag) const {
    std::string bounds = tag + " has no smallest and largest value";
    if (view_.value_min != nullptr && view_.value_min->size() == 8 &&
        view_.value_max->size() == 8) {
      const auto number = [](const Bytes& bytes) {
        return part::value_text(encoding::ValueType::kInt64,
                                {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      };
      bounds = tag + " is noted as " + number(*view_.value_min) + " … " + number(*view_.value_max);
    }
    const std::string wanted = "asked for is " + filter_text(leaf);
    switch (verdict_.rule) {
      case FilterRule::kRangeOutside:
        return {bounds + ", " + wanted, {}};
      case FilterRule::kRangeMayMatch:
        return {bounds + ", " + wanted + ": it may match", {}};
      case FilterRule::kRangeSkips:
        if (right_skips_) return {bounds + ", " + wanted, {}};
        return {bounds + ", " + wanted + ": it may match, and the engine takes that for a reason " +
                    "to skip (S13)",
                "S13"};
      default:
        if (!right_skips_) return {bounds + ", " + wanted, {}};
        return {bounds + ", " + wanted + ": it cannot match, and the engine takes that for a " +
                    "reason to keep it (S13)",
                "S13"};
    }
  }

  const PartContent& content_;
  size_t block_;
  FilterVerdict verdict_;
  std::string_view column_;
  FilterView view_;
  bool right_skips_ = true;
};

class ItemSentence {
 public:
  ItemSentence(const Explanation& explanation, const ExplainedItem& item)
      : explanation_(explanation),
        item_(item),
        part_("part " + explanation.parts[item.part].name),
        content_(explanation.parts[item.part].part.content.get()) {}

  ItemText text() const {
    switch (item_.level) {
      case FunnelLevel::kParts:
        return part_text();
      case FunnelLevel::kPrimaryBlocks:
        return primary_text();
      case FunnelLevel::kBlocks:
        return block_text();
      case FunnelLevel::kElements:
        break;
    }
    return element_text();
  }

 private:
  std::string range() const { return range_text(item_.numbers[0], item_.numbers[1]); }

  ItemText part_text() const {
    if (item_.rule == QueryRule::kPartInactive) {
      return {part_ + " skipped: it left the current snapshot after this query took its own, and " +
                  "only active parts are read (S9)",
              "S9"};
    }
    const auto real = range_of_blocks(*content_);
    const bool is_wrong =
        real && (real->key_min != item_.numbers[0] || real->key_max != item_.numbers[1]);
    std::string manifest =
        (explanation_.parameters.range_of_blocks ? "its blocks hold " : "its manifest says ") +
        range();
    if (item_.kept) return {part_ + " selected: " + manifest, {}};
    if (!is_wrong)
      return {part_ + " skipped: " + manifest + ", outside of " + asked_text(item_), {}};
    const bool loses = real->key_max >= item_.numbers[2] && real->key_min <= item_.numbers[3];
    return {part_ + " skipped: " + manifest + "; its blocks really hold " +
                range_text(real->key_min, real->key_max) +
                (loses ? " (S1)" : ", also outside of " + asked_text(item_) + " (S1)"),
            "S1"};
  }

  ItemText primary_text() const {
    const std::string name = "primary block " + std::to_string(item_.primary) + " of " + part_;
    switch (item_.rule) {
      case QueryRule::kPrimaryRead:
        return {name + " read: it holds keys " + range() + ", from series " +
                    std::to_string(item_.series_id),
                {}};
      case QueryRule::kPrimaryRange:
        return {name + " skipped: it holds keys " + range() + ", outside of " + asked_text(item_),
                {}};
      default:
        return {name + " not looked at: none of the series asked for is in it", {}};
    }
  }

  ItemText block_text() const {
    const std::string name = "block " + std::to_string(item_.block) + " of " + part_;
    const std::string series = "series " + std::to_string(item_.series_id);
    switch (item_.rule) {
      case QueryRule::kBlockScanned:
      case QueryRule::kBlockFiltered:
        return filtered_text(name, series);
      case QueryRule::kBlockBelow:
      case QueryRule::kBlockAbove:
        return {name + " skipped: " + series + " has keys " + range() + " there, outside of " +
                    asked_text(item_),
                {}};
      case QueryRule::kSeriesSkipped:
        return {name + " lost: block " + std::to_string(item_.numbers[0]) + " before it was " +
                    "pruned, and the engine went on with the next series (S12)",
                "S12"};
      case QueryRule::kBlockSeries:
        return {name + " skipped: " + series + " is not asked for", {}};
      case QueryRule::kQuotaExceeded:
        return {name + " not read: the quota is exceeded with it: " + explanation_.outcome.message +
                    (explanation_.parameters.quota_counts_once
                         ? ""
                         : "; each block adds all blocks of its batch again (S11)"),
                explanation_.parameters.quota_counts_once ? "" : "S11"};
      default:
        return {name + " not reached: the query ended with: " + explanation_.outcome.message, {}};
    }
  }

  ItemText filtered_text(const std::string& name, const std::string& series) const {
    ItemText reason;
    if (explanation_.request.filter) {
      reason = FilterReason(*content_, item_.block, explanation_.parameters.filter,
                            *explanation_.request.filter)
                   .text();
    }
    if (item_.rule == QueryRule::kBlockFiltered) {
      reason.sentence = name + " pruned: " + reason.sentence;
    } else {
      reason.sentence = name + " read: " + series + " has keys " + range() + " there" +
                        (reason.sentence.empty() ? "" : "; " + reason.sentence);
    }
    return reason;
  }

  ItemText element_text() const {
    const std::string place = " of block " + std::to_string(item_.block) + " of " + part_;
    if (item_.row == SIZE_MAX) {
      const std::string rows = std::to_string(item_.count) +
                               (item_.count == 1 ? " element" : " elements") + place +
                               " left out: ";
      if (item_.rule == QueryRule::kNotReached) {
        return {rows + "the query ended with: " + explanation_.outcome.message, {}};
      }
      return {rows + "the limit of " + std::to_string(item_.numbers[1]) +
                  " distinct data values was reached before",
              {}};
    }
    const std::string key =
        "key " + std::to_string(item_.numbers[0]) + ", row " + std::to_string(item_.row) + place;
    switch (item_.rule) {
      case QueryRule::kRowBelow:
        return {key + " dropped: below " + std::to_string(item_.numbers[1]), {}};
      case QueryRule::kRowAbove:
        return {key + " dropped: above " + std::to_string(item_.numbers[1]), {}};
      case QueryRule::kLimitReached:
      case QueryRule::kMergedLimit:
        return {key + " left out: it would exceed the limit of " +
                    std::to_string(item_.numbers[1]) + " distinct data values",
                {}};
      default:
        return {key + " returned", {}};
    }
  }

  const Explanation& explanation_;
  const ExplainedItem& item_;
  std::string part_;
  const PartContent* content_;
};

}  // namespace

ItemText text_of(const Explanation& explanation, const ExplainedItem& item) {
  ItemText text = ItemSentence(explanation, item).text();
  text.sentence += ".";
  return text;
}

std::string filter_text(const Filter& filter) {
  switch (filter.kind) {
    case FilterKind::kEq:
      return filter.tag + " = " + values_text(filter);
    case FilterKind::kHaving:
      return filter.tag + " has " + values_text(filter);
    case FilterKind::kRange: {
      const bool low = filter.lower != INT64_MIN || filter.includes_lower;
      const bool high = filter.upper != INT64_MAX || filter.includes_upper;
      std::string text = filter.tag;
      if (low) text += (filter.includes_lower ? " ≥ " : " > ") + std::to_string(filter.lower);
      if (low && high) text += " and";
      if (high) text += (filter.includes_upper ? " ≤ " : " < ") + std::to_string(filter.upper);
      return low || high ? text : text + " is any number";
    }
    case FilterKind::kAnd:
    case FilterKind::kOr:
      break;
  }
  std::string text;
  for (const Filter& item : filter.items) {
    const bool nested = item.kind == FilterKind::kAnd || item.kind == FilterKind::kOr;
    if (!text.empty()) text += filter.kind == FilterKind::kAnd ? " and " : " or ";
    text += nested ? "(" + filter_text(item) + ")" : filter_text(item);
  }
  return text;
}

}  // namespace sidx::query
