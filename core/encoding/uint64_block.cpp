#include "core/encoding/uint64_block.h"

#include <algorithm>
#include <string>

#include "core/base/limits.h"
#include "core/encoding/compress_block.h"

namespace sidx::encoding {
namespace {

/// Width code 0, 1, 2 or 3: items of 1 << code bytes.
constexpr uint8_t kWidthCodeMax = 3;

/// Every list has an item for each row, or fewer (words of filters, values of dictionaries).
constexpr uint64_t kItemsMax = limits::kRowsPerBlockMax;
constexpr uint64_t kContentBytesMax = 1 + 8 * kItemsMax;

uint8_t width_code_for(uint64_t largest) {
  if (largest < 1ULL << 8) return 0;
  if (largest < 1ULL << 16) return 1;
  if (largest < 1ULL << 32) return 2;
  return 3;
}

}  // namespace

Status Uint64Block::open(ByteReader& reader, std::optional<uint64_t> count, const char* field) {
  Rollback rollback(reader);
  SIDX_TRY(open_envelope(reader, kContentBytesMax, field, envelope_));
  const ByteView& body = envelope_.content;
  if (body.empty()) return ByteReader(body).truncated(field, 1);
  const uint8_t width_code = body[0];
  const auto at_items = [&] {  // for errors
    ByteReader content(body);
    SIDX_CHECK(content.read_u8(field).ok());
    return content;
  };
  if (width_code > kWidthCodeMax) {
    return at_items().fail(ErrorCode::kUnknownCode, field, "width code 0, 1, 2 or 3",
                           std::to_string(width_code), 1);
  }
  const size_t width = size_t{1} << width_code;
  const size_t size = body.size() - 1;
  const size_t item_count = size / width;
  if (size % width != 0 || item_count != count.value_or(item_count)) {
    const std::string items = count ? std::to_string(*count) + " items" : "whole items";
    return at_items().fail(ErrorCode::kBadLength, field,
                           items + " of width " + std::to_string(width),
                           std::to_string(size) + " bytes", 0, size);
  }
  if (item_count > kItemsMax) {
    return at_items().fail(ErrorCode::kOverLimit, field,
                           "at most " + std::to_string(kItemsMax) + " items",
                           std::to_string(item_count), 0, size);
  }
  items_ = body.data() + 1;
  count_ = item_count;
  width_ = width;
  rollback.cancel();
  return {};
}

Result<std::vector<uint64_t>> read_uint64_block(ByteReader& reader, std::optional<uint64_t> count,
                                                const char* field) {
  Uint64Block block;
  SIDX_TRY(block.open(reader, count, field));
  std::vector<uint64_t> values;
  values.reserve(block.size());
  block.for_each([&](uint64_t value) { values.push_back(value); });
  return values;
}

void append_uint64_block(Bytes& out, const std::vector<uint64_t>& values) {
  uint64_t largest = 0;
  for (const uint64_t value : values) largest = std::max(largest, value);
  const uint8_t width_code = width_code_for(largest);
  const size_t width = size_t{1} << width_code;
  Bytes content;
  content.reserve(1 + values.size() * width);
  content.push_back(width_code);
  for (const uint64_t value : values) {
    for (size_t i = width; i-- > 0;) content.push_back(static_cast<uint8_t>(value >> (8 * i)));
  }
  append_envelope(out, content.data(), content.size());
}

}  // namespace sidx::encoding
