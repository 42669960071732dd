#include "core/encoding/dictionary.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/limits.h"
#include "core/encoding/fixed_int.h"
#include "core/encoding/varint.h"

namespace sidx::encoding {
namespace {

constexpr uint8_t kItemBitsMax = 32;

/// Takes numbers out of a bit stream, most significant bit first.
class BitReader {
 public:
  explicit BitReader(const ByteView& bytes) : bytes_(bytes) {}

  /// Precondition: 1 <= width <= 32, and that many bits are left.
  uint32_t read(unsigned width) {
    const uint64_t window = bytes_from(next_ / 8) << next_ % 8;
    next_ += width;
    return static_cast<uint32_t>(window >> (64 - width));
  }
  /// Index of the byte that holds the last bit read.
  size_t byte_index() const { return (next_ - 1) / 8; }
  /// The bits of that byte that have not been read.
  unsigned padding() const { return bytes_[byte_index()] & ((1U << (0 - next_) % 8) - 1); }

 private:
  /// Eight bytes in big-endian order; those behind the end are 0.
  uint64_t bytes_from(size_t index) const {
    constexpr size_t kBytes = 8;
    const uint8_t* bytes = bytes_.data() + index;
    if (bytes_.size() - index >= kBytes) {
      return uint64_t{bytes[0]} << 56 | uint64_t{bytes[1]} << 48 | uint64_t{bytes[2]} << 40 |
             uint64_t{bytes[3]} << 32 | uint64_t{bytes[4]} << 24 | uint64_t{bytes[5]} << 16 |
             uint64_t{bytes[6]} << 8 | uint64_t{bytes[7]};  // one load
    }
    uint64_t window = 0;
    for (size_t i = 0; i < kBytes; i++) {
      window = window << 8 | (index + i < bytes_.size() ? bytes_[index + i] : 0U);
    }
    return window;
  }

  const ByteView& bytes_;
  size_t next_ = 0;  // bits
};

/// Puts numbers into a bit stream, most significant bit first.
class BitWriter {
 public:
  explicit BitWriter(Bytes& out) : out_(out) {}

  void write(uint32_t value, unsigned width) {
    window_ = window_ << width | value;
    held_ += width;
    for (; held_ >= 8; held_ -= 8) out_.push_back(static_cast<uint8_t>(window_ >> (held_ - 8)));
  }
  void finish() {
    if (held_ > 0) write(0, 8 - held_);
  }

 private:
  Bytes& out_;
  uint64_t window_ = 0;
  unsigned held_ = 0;
};

unsigned bit_width(uint32_t value) {
  unsigned width = 1;
  while (width < kItemBitsMax && value >> width != 0) width++;
  return width;
}

Result<std::vector<DictionaryRun>> decode_runs(const ByteView& packed, size_t run_count,
                                               unsigned width, size_t value_count,
                                               uint64_t row_count, const char* field) {
  const auto fault = [&](ErrorCode code, size_t byte, std::string expected, std::string found) {
    return Error{code, packed.location(byte, 1), field, std::move(expected), std::move(found)};
  };
  BitReader bits(packed);
  std::vector<DictionaryRun> runs(run_count);
  uint64_t rows_left = row_count;
  for (DictionaryRun& run : runs) {
    run.value = bits.read(width);
    if (run.value >= value_count) {
      return fault(ErrorCode::kBadValue, bits.byte_index(),
                   "a value index below " + std::to_string(value_count), std::to_string(run.value));
    }
    run.length = bits.read(width);
    if (run.length == 0) {
      return fault(ErrorCode::kBadValue, bits.byte_index(), "a run of at least 1 row", "0");
    }
    if (run.length > rows_left) {
      return fault(ErrorCode::kMismatch, bits.byte_index(),
                   "runs of " + std::to_string(row_count) + " rows in all", "more rows");
    }
    rows_left -= run.length;
  }
  if (rows_left > 0) {
    return fault(ErrorCode::kMismatch, bits.byte_index(),
                 "runs of " + std::to_string(row_count) + " rows in all",
                 std::to_string(row_count - rows_left) + " rows");
  }
  if (bits.padding() != 0) {
    return fault(ErrorCode::kBadValue, bits.byte_index(), "zero bits behind the last run",
                 "bits that are set");
  }
  return runs;
}

Result<std::vector<DictionaryRun>> read_runs(ByteReader& reader, size_t value_count,
                                             uint64_t row_count, const char* field) {
  SIDX_ASSIGN(const uint32_t item_count, reader.read_u32be(field));
  if (item_count % 2 != 0) {
    return reader.fail(ErrorCode::kBadLength, field, "an even number of run items",
                       std::to_string(item_count), 4, 4);
  }
  const uint32_t run_count = item_count / 2;
  if (run_count > row_count || (run_count == 0 && row_count > 0)) {
    return reader.fail(ErrorCode::kMismatch, field,
                       "runs of " + std::to_string(row_count) + " rows in all",
                       std::to_string(run_count) + " runs", 4, 4);
  }
  if (run_count == 0) return std::vector<DictionaryRun>{};
  SIDX_ASSIGN(const uint8_t width, reader.read_u8(field));
  if (width < 1 || width > kItemBitsMax) {
    return reader.fail(ErrorCode::kBadValue, field, "an item width of 1 to 32 bits",
                       std::to_string(width), 1);
  }
  const uint64_t bit_count = uint64_t{item_count} * width;
  SIDX_ASSIGN(const ByteView packed, reader.read_bytes((bit_count + 7) / 8, field));
  return decode_runs(packed, run_count, width, value_count, row_count, field);
}

/// Numbers distinct rows in the order of their first use.
class ValueNumbering {
 public:
  ValueNumbering(LengthForm form, size_t row_count)
      : nil_is_empty_(form != LengthForm::kPlusOne),
        seen_(row_count < kSeenCount ? 0 : kSeenCount) {}

  /// Nothing when the dictionary is full.
  std::optional<uint32_t> number_of(const BytesList& rows, size_t row) {
    const bool is_nil = rows.is_nil(row) && !nil_is_empty_;
    if (is_nil && nil_number_) return nil_number_;
    const std::string_view value = rows.at(row);
    // Rows that share their bytes need no hash of these.
    Seen* seen = seen_.empty() || value.empty() ? nullptr : &seen_of(value);
    if (seen != nullptr && seen->data == value.data() && seen->size == value.size()) {
      return seen->number;
    }
    const auto known = numbers_.find(value);
    if (!is_nil && known != numbers_.end()) {
      if (seen != nullptr) *seen = {value.data(), value.size(), known->second};
      return known->second;
    }
    if (first_rows_.size() == limits::kDictionaryValuesMax) return std::nullopt;
    const uint32_t number = static_cast<uint32_t>(first_rows_.size());
    first_rows_.push_back(row);
    if (is_nil) {
      nil_number_ = number;
    } else {
      numbers_.emplace(rows.at(row), number);
    }
    return number;
  }
  /// For each value the first row that holds it.
  const std::vector<size_t>& first_rows() const { return first_rows_; }

 private:
  /// A value by where it is.
  struct Seen {
    const char* data = nullptr;
    size_t size = 0;
    uint32_t number = 0;
  };
  static constexpr size_t kSeenCount = 1024;
  Seen& seen_of(std::string_view value) {
    return seen_[reinterpret_cast<uintptr_t>(value.data()) / 4 % kSeenCount];
  }

  bool nil_is_empty_;
  std::optional<uint32_t> nil_number_;
  std::vector<Seen> seen_;                                  // none for short columns
  std::unordered_map<std::string_view, uint32_t> numbers_;  // never iterated
  std::vector<size_t> first_rows_;
};

void append_runs(Bytes& out, const std::vector<DictionaryRun>& runs) {
  append_u32be(out, static_cast<uint32_t>(2 * runs.size()));
  if (runs.empty()) return;
  uint32_t largest = 0;
  for (const DictionaryRun& run : runs) largest = std::max({largest, run.value, run.length});
  const unsigned width = bit_width(largest);
  out.push_back(static_cast<uint8_t>(width));
  BitWriter bits(out);
  for (const DictionaryRun& run : runs) {
    bits.write(run.value, width);
    bits.write(run.length, width);
  }
  bits.finish();
}

}  // namespace

BytesList Dictionary::rows() const {
  BytesList rows;
  rows.adopt(values.storage());
  size_t row_count = 0;
  for (const DictionaryRun& run : runs) row_count += run.length;
  rows.reserve(row_count);
  for (const DictionaryRun& run : runs) rows.push_repeated(values, run.value, run.length);
  return rows;
}

Result<Dictionary> read_dictionary(ByteReader& reader, uint64_t row_count, const char* field) {
  Rollback rollback(reader);
  SIDX_ASSIGN(const uint64_t value_count, read_varuint(reader, field));
  if (value_count > limits::kDictionaryValuesMax) {
    return reader.fail(ErrorCode::kOverLimit, field,
                       "at most " + std::to_string(limits::kDictionaryValuesMax) + " values",
                       std::to_string(value_count), reader.position() - rollback.start());
  }
  Dictionary dictionary;
  SIDX_ASSIGN(BytesBlock && block, read_bytes_block(reader, value_count, field));
  dictionary.values = std::move(block.values);
  dictionary.lengths = block.lengths;
  SIDX_ASSIGN(dictionary.runs, read_runs(reader, dictionary.values.size(), row_count, field));
  rollback.cancel();
  return dictionary;
}

bool append_dictionary(Bytes& out, const BytesList& rows, LengthForm form) {
  ValueNumbering numbering(form, rows.size());
  std::vector<DictionaryRun> runs;
  for (size_t row = 0; row < rows.size(); row++) {
    const std::optional<uint32_t> number = numbering.number_of(rows, row);
    if (!number) return false;
    if (runs.empty() || runs.back().value != *number) runs.push_back({*number, 0});
    runs.back().length++;
  }
  BytesList values;
  for (const size_t row : numbering.first_rows()) {
    if (rows.is_nil(row)) {
      values.push_nil();
    } else {
      values.push(rows.at(row));
    }
  }
  append_varuint(out, values.size());
  append_bytes_block(out, values, form);
  append_runs(out, runs);
  return true;
}

}  // namespace sidx::encoding
