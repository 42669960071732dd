#include "core/base/bytes.h"

namespace sidx {

Status ByteReader::expect_end(const char* field) const {
  if (remaining() == 0) return {};
  return fail(ErrorCode::kTrailingBytes, field, "no more bytes",
              std::to_string(remaining()) + " bytes left over", 0, remaining());
}

ErrorBox ByteReader::fail(ErrorCode code, const char* field, std::string_view expected,
                          std::string_view found, size_t back, size_t length) const {
  SIDX_CHECK(back <= position_);
  return box({code, view_.location(position_ - back, length), field, std::string(expected),
              std::string(found)});
}

ErrorBox ByteReader::truncated(const char* field, uint64_t needed) const {
  return fail(ErrorCode::kTruncated, field, std::to_string(needed) + " bytes",
              std::to_string(remaining()) + " bytes left", 0, remaining());
}

std::string to_hex(const uint8_t* data, size_t size) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(size * 2, '0');
  for (size_t i = 0; i < size; i++) {
    text[2 * i] = kDigits[data[i] >> 4];
    text[2 * i + 1] = kDigits[data[i] & 15];
  }
  return text;
}

}  // namespace sidx
