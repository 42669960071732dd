#include "core/query/filter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/encoding/array_value.h"
#include "core/encoding/fixed_int.h"
#include "core/format/file_names.h"

namespace sidx::query {
namespace {

using encoding::ValueType;
using part::FilterView;

/// int64 bound -> float64 -> int64, as the seed does: the bits are taken for a float, which is then
/// truncated. What does not fit becomes the smallest int64, as on amd64.
int64_t seed_bound(int64_t bound) {
  if (bound < 0) bound ^= INT64_MAX;
  const double value = encoding::decode_f64(static_cast<uint64_t>(bound));
  if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return INT64_MIN;
  return static_cast<int64_t>(value);
}

Bytes zigzag_bytes(int64_t value) {
  Bytes bytes;
  encoding::append_u64be(bytes, encoding::zigzag(value));
  return bytes;
}

/// The seed's Range: true means "may match", which its caller takes for "skip".
bool seed_may_match(const Filter& filter, const FilterView& view) {
  if (view.type != ValueType::kInt64 || view.value_min == nullptr || view.value_min->empty() ||
      view.value_max->empty()) {
    return true;
  }
  const Bytes lower = zigzag_bytes(seed_bound(filter.lower));
  const Bytes upper = zigzag_bytes(seed_bound(filter.upper));
  if (*view.value_max < lower || (!filter.includes_lower && *view.value_max == lower)) return false;
  if (*view.value_min > upper || (!filter.includes_upper && *view.value_min == upper)) return false;
  return true;
}

int64_t stored_number(const Bytes& bytes) {
  return encoding::decode_ord64(
      encoding::load_u64be({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

bool has_min_max(const FilterView& view) {
  return view.type == ValueType::kInt64 && view.value_min != nullptr &&
         view.value_min->size() == 8 && view.value_max->size() == 8;
}

bool right_may_match(const Filter& filter, const FilterView& view) {
  if (!has_min_max(view) || !view.min_max_trusted) return true;
  const bool has_lower = filter.lower != INT64_MIN || filter.includes_lower;
  const bool has_upper = filter.upper != INT64_MAX || filter.includes_upper;
  const int64_t smallest = stored_number(*view.value_min);
  const int64_t largest = stored_number(*view.value_max);
  if (has_lower && (filter.includes_lower ? largest < filter.lower : largest <= filter.lower)) {
    return false;
  }
  return !(has_upper &&
           (filter.includes_upper ? smallest > filter.upper : smallest >= filter.upper));
}

/// Whether a stored value is `item`, or an array with it.
bool holds(ValueType type, std::string_view stored, std::string_view item) {
  if (stored == item) return true;
  if (type == ValueType::kStrArr) {
    const auto elements = encoding::split_str_array(stored).elements;
    return std::find(elements.begin(), elements.end(), item) != elements.end();
  }
  if (type != ValueType::kInt64Arr || item.size() != 8) return false;
  for (; stored.size() >= 8; stored.remove_prefix(8)) {
    if (stored.substr(0, 8) == item) return true;
  }
  return false;
}

bool might_contain(const FilterView& view, std::string_view item) {
  if (view.bloom != nullptr) return encoding::bloom_might_contain(*view.bloom, item, view.probes);
  for (size_t i = 0; i < view.dictionary->size(); i++) {
    if (!view.dictionary->is_nil(i) && holds(view.type, view.dictionary->at(i), item)) return true;
  }
  return false;
}

bool might_match(const FilterView& view, const std::string& value,
                 const FilterParameters& parameters) {
  if (might_contain(view, value)) return true;
  if (!parameters.typed_literals) return false;
  const auto stored = stored_literal(view.type, value);
  return stored && might_contain(view, *stored);
}

FilterVerdict verdict_of(bool skip, FilterRule rule) {
  FilterVerdict verdict;
  verdict.skip = skip;
  verdict.rule = rule;
  return verdict;
}

FilterVerdict fault_verdict(const part::ReadFault& fault, bool fails) {
  FilterVerdict verdict = verdict_of(false, FilterRule::kFault);
  verdict.panics = fault.panics;
  verdict.fails = fails;
  verdict.message = fault.message;
  return verdict;
}

FilterVerdict skip_by_value(const Filter& filter, const FilterView& view,
                            const FilterParameters& parameters) {
  if (!view.has_tag) return verdict_of(true, FilterRule::kTagAbsent);
  if (view.fault != nullptr && view.fault->panics) return fault_verdict(*view.fault, false);
  if (view.fault != nullptr || (view.bloom == nullptr && view.dictionary == nullptr)) {
    return verdict_of(false, FilterRule::kNoFilter);
  }
  const bool may_match =
      std::any_of(filter.values.begin(), filter.values.end(),
                  [&](const std::string& value) { return might_match(view, value, parameters); });
  if (view.bloom == nullptr) {
    return verdict_of(!may_match,
                      may_match ? FilterRule::kDictionaryHas : FilterRule::kDictionaryLacks);
  }
  return verdict_of(!may_match, may_match ? FilterRule::kBloomMayHave : FilterRule::kBloomLacks);
}

FilterVerdict skip_by_range(const Filter& filter, const FilterView& view,
                            const FilterParameters& parameters) {
  if (!view.has_tag) return verdict_of(false, FilterRule::kTagAbsent);
  if (view.fault != nullptr) return fault_verdict(*view.fault, true);
  if (parameters.right_ranges) {
    const bool may_match = right_may_match(filter, view);
    return verdict_of(!may_match,
                      may_match ? FilterRule::kRangeMayMatch : FilterRule::kRangeOutside);
  }
  // QUIRK: The seed skips what may match (S13).
  const bool may_match = seed_may_match(filter, view);
  return verdict_of(may_match, may_match ? FilterRule::kRangeSkips : FilterRule::kRangeKeeps);
}

FilterVerdict look_at_column(const Filter& filter, const part::PartContent& content, size_t block,
                             std::string_view column, const FilterParameters& parameters) {
  const FilterView view = content.filter_of(block, column);
  FilterVerdict verdict = filter.kind == FilterKind::kRange
                              ? skip_by_range(filter, view, parameters)
                              : skip_by_value(filter, view, parameters);
  verdict.leaf = &filter;
  return verdict;
}

/// A condition on a tag that may be several typed columns: one that may match is enough.
FilterVerdict look_at_typed_columns(const Filter& filter, const part::PartContent& content,
                                    size_t block, const FilterParameters& parameters) {
  FilterVerdict verdict = look_at_column(filter, content, block, filter.tag, parameters);
  for (const std::string_view name : content.tag_names(block)) {
    const auto typed = format::parse_typed_tag_name(name);
    if (!typed || typed->name != filter.tag) continue;
    if (verdict.rule != FilterRule::kTagAbsent && !verdict.skip) break;
    verdict = look_at_column(filter, content, block, name, parameters);
    verdict.column = name;
  }
  return verdict;
}

}  // namespace

std::optional<std::string> stored_literal(ValueType type, const std::string& value) {
  if (type != ValueType::kInt64 && type != ValueType::kInt64Arr && type != ValueType::kTimestamp) {
    return std::nullopt;
  }
  int64_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  Bytes stored;
  encoding::append_ord64(stored, number);
  return std::string(stored.begin(), stored.end());
}

std::string_view name_of(FilterRule rule) {
  static constexpr std::array<std::string_view, 11> kNames{
      "fault",           "tag-absent",       "no-filter",      "bloom-lacks",
      "bloom-may-have",  "dictionary-lacks", "dictionary-has", "range-outside",
      "range-may-match", "range-skips",      "range-keeps"};
  return kNames[static_cast<size_t>(rule)];
}

FilterVerdict should_skip(const Filter& filter, const part::PartContent& content, size_t block,
                          const FilterParameters& parameters) {
  if (filter.kind != FilterKind::kAnd && filter.kind != FilterKind::kOr) {
    if (parameters.join_typed_columns) {
      return look_at_typed_columns(filter, content, block, parameters);
    }
    return look_at_column(filter, content, block, filter.tag, parameters);
  }
  // QUIRK: Both and, and or, skip only if every item skips.
  FilterVerdict verdict = verdict_of(true, FilterRule::kNoFilter);
  for (const Filter& item : filter.items) {
    FilterVerdict one = should_skip(item, content, block, parameters);
    if (one.panics || one.fails) return one;
    if (verdict.leaf == nullptr || (verdict.skip && !one.skip)) verdict = std::move(one);
  }
  return verdict;
}

}  // namespace sidx::query
