#include "core/query/filter.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/encoding/fixed_int.h"

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

bool right_may_match(const Filter& filter, const FilterView& view) {
  if (view.type != ValueType::kInt64 || view.value_min == nullptr || view.value_min->size() != 8 ||
      view.value_max->size() != 8) {
    return true;
  }
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

bool might_contain(const FilterView& view, const std::string& value,
                   const FilterParameters& parameters) {
  if (encoding::bloom_might_contain(*view.bloom, value, parameters.bloom_probes)) return true;
  if (!parameters.typed_literals) return false;
  if (view.type != ValueType::kInt64 && view.type != ValueType::kInt64Arr) return false;
  int64_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end) return false;
  Bytes stored;
  encoding::append_ord64(stored, number);
  return encoding::bloom_might_contain(
      *view.bloom, {reinterpret_cast<const char*>(stored.data()), stored.size()},
      parameters.bloom_probes);
}

FilterVerdict skip_by_value(const Filter& filter, const FilterView& view,
                            const FilterParameters& parameters) {
  if (!view.has_tag) return {true, false, false, {}};
  if (view.fault != nullptr && view.fault->panics) return {false, true, false, view.fault->message};
  if (view.fault != nullptr || view.bloom == nullptr) return {};
  const bool may_match =
      std::any_of(filter.values.begin(), filter.values.end(),
                  [&](const std::string& value) { return might_contain(view, value, parameters); });
  return {!may_match, false, false, {}};
}

FilterVerdict skip_by_range(const Filter& filter, const FilterView& view,
                            const FilterParameters& parameters) {
  if (!view.has_tag) return {};
  if (view.fault != nullptr) return {false, view.fault->panics, true, view.fault->message};
  // QUIRK: The seed skips what may match (S13).
  if (parameters.right_ranges) return {!right_may_match(filter, view), false, false, {}};
  return {seed_may_match(filter, view), false, false, {}};
}

}  // namespace

FilterVerdict should_skip(const Filter& filter, const part::PartContent& content, size_t block,
                          const FilterParameters& parameters) {
  switch (filter.kind) {
    case FilterKind::kEq:
    case FilterKind::kHaving:
      return skip_by_value(filter, content.filter_of(block, filter.tag), parameters);
    case FilterKind::kRange:
      return skip_by_range(filter, content.filter_of(block, filter.tag), parameters);
    case FilterKind::kAnd:
    case FilterKind::kOr:
      break;
  }
  // QUIRK: Both and, and or, skip only if every item skips.
  FilterVerdict verdict{true, false, false, {}};
  for (const Filter& item : filter.items) {
    FilterVerdict one = should_skip(item, content, block, parameters);
    if (one.panics || one.fails) return one;
    verdict.skip = verdict.skip && one.skip;
  }
  return verdict;
}

}  // namespace sidx::query
