#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/encoding/compress_block.h"

/// A list of unsigned integers, all as wide as the largest needs. Inside an envelope
/// (compress_block.h):
///
///     offset  size      type                 field
///     0       1         u8                   0, 1, 2, 3: items of 1, 2, 4, 8 bytes
///     1       n * size  u8/u16be/u32be/u64be  items
///
///     [3, 1, 0] is 00 04 | 00 03 01 00; the empty list is 00 01 | 00.
///
/// The number of items is not stored. Mirrors pkg/encoding/bytes.go: EncodeUint64Block,
/// DecodeUint64Block.
namespace sidx::encoding {

/// The items of a block as they are stored. Whoever reads them once needs no list of them.
class Uint64Block {
 public:
  /// Opens a block. Any other body than `count` items is kBadLength. Without a count there are as
  /// many items as the body holds. More than limits::kRowsPerBlockMax items are kOverLimit.
  /// Precondition: nothing was opened before.
  Status open(ByteReader& reader, std::optional<uint64_t> count, const char* field);

  size_t size() const { return count_; }
  /// Calls `visit` with each item in order.
  template <typename Visit>
  void for_each(Visit visit) const {
    switch (width_) {
      case 1:
        return visit_items<1>(visit);
      case 2:
        return visit_items<2>(visit);
      case 4:
        return visit_items<4>(visit);
      default:
        return visit_items<8>(visit);
    }
  }

 private:
  template <size_t kWidth, typename Visit>
  void visit_items(Visit visit) const {
    const uint8_t* next = items_;
    for (size_t i = 0; i < count_; i++) {
      uint64_t value = 0;
      for (size_t byte = 0; byte < kWidth; byte++) value = value << 8 | *next++;
      visit(value);
    }
  }

  Envelope envelope_;
  const uint8_t* items_ = nullptr;  // part of envelope_
  size_t count_ = 0;
  size_t width_ = 1;
};

/// The items of a block as a list, with the errors of Uint64Block::open.
Result<std::vector<uint64_t>> read_uint64_block(ByteReader& reader, std::optional<uint64_t> count,
                                                const char* field);

void append_uint64_block(Bytes& out, const std::vector<uint64_t>& values);

}  // namespace sidx::encoding
