#include "core/encoding/int64_list.h"

#include <algorithm>
#include <bit>
#include <string>

#include "core/base/limits.h"
#include "core/encoding/fixed_int.h"
#include "core/encoding/varint.h"

namespace sidx::encoding {
namespace {

int64_t wrapping_difference(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}

/// What the differences of neighbours have in common.
struct Differences {
  bool all_equal = true;
  bool same_sign = true;  // 0 counts as positive
};

Differences compare_differences(const std::vector<int64_t>& values) {
  Differences result;
  const int64_t first = wrapping_difference(values[1], values[0]);
  for (size_t i = 2; i < values.size(); i++) {
    const int64_t difference = wrapping_difference(values[i], values[i - 1]);
    if (difference != first) result.all_equal = false;
    if ((difference < 0) != (first < 0)) result.same_sign = false;
  }
  return result;
}

/// Whether the values look like a counter that is reset now and then.
// QUIRK: A negative first value decides at once, whatever follows.
bool is_incremental(const std::vector<int64_t>& values) {
  if (values[0] < 0) return true;
  size_t resets = 0;
  for (size_t i = 1; i < values.size(); i++) {
    if (values[i] >= values[i - 1]) continue;
    if (values[i] < 0 || values[i] > values[i - 1] >> 3) return false;
    resets++;
  }
  return resets <= 2 || resets < values.size() >> 3;
}

Int64ListType choose_type(const std::vector<int64_t>& values) {
  if (std::all_of(values.begin(), values.end(), [&](int64_t v) { return v == values[0]; })) {
    return Int64ListType::kConst;
  }
  const Differences differences = compare_differences(values);
  if (differences.all_equal) return Int64ListType::kDeltaConst;
  if (differences.same_sign || is_incremental(values)) return Int64ListType::kDeltaOfDelta;
  return Int64ListType::kDelta;
}

/// An error at the list as a whole: its code and count are stored elsewhere.
Error list_error(ErrorCode code, const ByteView& payload, const char* field, std::string expected,
                 std::string found) {
  return {code, payload.location(0, payload.size()), field, std::move(expected), std::move(found)};
}

/// Reads the varints of a list. The lengths of neighbours differ at random, so that a loop over the
/// bytes of each costs a mispredicted branch; here most numbers take the same steps.
class VarintScanner {
 public:
  explicit VarintScanner(const ByteView& payload) : payload_(payload) {}

  /// False, with nothing consumed, as ByteReader::try_read_leb128.
  bool next(uint64_t& value) {
    if (payload_.size() - position_ >= kWindowBytes) {
      const uint64_t window = load_window(payload_.data() + position_);
      const uint64_t ends = ~window & kEndBits;
      if (ends != 0) {
        const uint64_t used = ends ^ (ends - 1);  // all bits up to the first end bit
        value = compact(window & used & ~kEndBits);
        position_ += static_cast<size_t>(std::countr_zero(ends)) / 8 + 1;
        return true;
      }
    }
    ByteReader rest = reader();
    if (!rest.try_read_leb128(value)) return false;
    position_ += rest.position();
    return true;
  }
  /// What has not been read.
  ByteReader reader() const {
    return ByteReader(payload_.subview(position_, payload_.size() - position_));
  }

 private:
  static constexpr size_t kWindowBytes = 8;
  static constexpr uint64_t kEndBits = 0x8080808080808080;

  static uint64_t load_window(const uint8_t* bytes) {
    return uint64_t{bytes[7]} << 56 | uint64_t{bytes[6]} << 48 | uint64_t{bytes[5]} << 40 |
           uint64_t{bytes[4]} << 32 | uint64_t{bytes[3]} << 24 | uint64_t{bytes[2]} << 16 |
           uint64_t{bytes[1]} << 8 | uint64_t{bytes[0]};  // one load
  }
  /// Pushes eight groups of 7 bits together: in pairs, pairs of pairs, halves.
  static uint64_t compact(uint64_t groups) {
    groups = (groups & 0x7f007f007f007f00) >> 1 | (groups & 0x007f007f007f007f);
    groups = (groups & 0x3fff00003fff0000) >> 2 | (groups & 0x00003fff00003fff);
    return (groups & 0x0fffffff00000000) >> 4 | (groups & 0x000000000fffffff);
  }

  const ByteView& payload_;
  size_t position_ = 0;
};

/// Reads differences (`of_delta` false) or differences of differences behind the first value. Sums
/// wrap, hence the unsigned arithmetic.
Result<std::vector<int64_t>> decode_differences(const ByteView& payload, int64_t first,
                                                size_t count, bool of_delta, const char* field) {
  if (of_delta && count < 2) {  // The reference panics.
    return list_error(ErrorCode::kBadLength, payload, field, "at least 2 values", "1 value");
  }
  if (count - 1 > payload.size()) {
    return list_error(
        ErrorCode::kTruncated, payload, field,
        "at least " + std::to_string(count - 1) + " bytes for " + std::to_string(count) + " values",
        std::to_string(payload.size()) + " bytes");
  }
  std::vector<int64_t> values(count);
  values[0] = first;
  uint64_t value = static_cast<uint64_t>(first);
  uint64_t delta = 0;
  const uint64_t delta_kept = of_delta ? UINT64_MAX : 0;
  VarintScanner scanner(payload);
  for (size_t i = 1; i < count; i++) {
    uint64_t stored = 0;
    if (!scanner.next(stored)) {
      ByteReader at_fault = scanner.reader();
      return read_varint(at_fault, field).error();
    }
    delta = (delta & delta_kept) + static_cast<uint64_t>(unzigzag(stored));
    value += delta;
    values[i] = static_cast<int64_t>(value);
  }
  SIDX_TRY(scanner.reader().expect_end(field));
  return values;
}

Result<std::vector<int64_t>> decode_delta_const(ByteReader reader, int64_t first, size_t count,
                                                const char* field) {
  SIDX_ASSIGN(const int64_t delta, read_varint(reader, field));
  SIDX_TRY(reader.expect_end(field));
  std::vector<int64_t> values(count);
  uint64_t value = static_cast<uint64_t>(first);
  for (int64_t& slot : values) {
    slot = static_cast<int64_t>(value);
    value += static_cast<uint64_t>(delta);
  }
  return values;
}

}  // namespace

std::string_view name_of(Int64ListType type) {
  switch (type) {
    case Int64ListType::kUnknown:
      break;
    case Int64ListType::kConst:
      return "const";
    case Int64ListType::kDeltaConst:
      return "delta const";
    case Int64ListType::kDelta:
      return "delta";
    case Int64ListType::kDeltaOfDelta:
      return "delta of delta";
  }
  return "unknown";
}

Int64ListHead append_int64_list(Bytes& out, const std::vector<int64_t>& values) {
  SIDX_CHECK(!values.empty());
  const Int64ListHead head{choose_type(values), values[0]};
  if (head.type == Int64ListType::kConst) return head;
  if (head.type == Int64ListType::kDeltaConst) {
    append_varint(out, wrapping_difference(values[1], values[0]));
    return head;
  }
  int64_t previous = 0;
  for (size_t i = 1; i < values.size(); i++) {
    const int64_t delta = wrapping_difference(values[i], values[i - 1]);
    append_varint(out, wrapping_difference(delta, previous));
    if (head.type == Int64ListType::kDeltaOfDelta) previous = delta;
  }
  return head;
}

Result<std::vector<int64_t>> decode_int64_list(const ByteView& payload, uint8_t type_code,
                                               int64_t first, uint64_t count, const char* field) {
  const ByteReader reader(payload);
  if (count == 0) {
    SIDX_TRY(reader.expect_end(field));
    return std::vector<int64_t>{};
  }
  if (count > limits::kRowsPerBlockMax) {
    return list_error(ErrorCode::kOverLimit, payload, field,
                      "at most " + std::to_string(limits::kRowsPerBlockMax) + " values",
                      std::to_string(count) + " values");
  }
  const size_t size = static_cast<size_t>(count);
  switch (static_cast<Int64ListType>(type_code)) {
    case Int64ListType::kConst:
      SIDX_TRY(reader.expect_end(field));
      return std::vector<int64_t>(size, first);
    case Int64ListType::kDeltaConst:
      return decode_delta_const(reader, first, size, field);
    case Int64ListType::kDelta:
      return decode_differences(payload, first, size, false, field);
    case Int64ListType::kDeltaOfDelta:
      return decode_differences(payload, first, size, true, field);
    case Int64ListType::kUnknown:
      break;
  }
  return list_error(ErrorCode::kUnknownCode, payload, field, "list type 1, 2, 3 or 4",
                    std::to_string(type_code));
}

}  // namespace sidx::encoding
