#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace sidx::testing {

/// Bytes from hex digits. Spaces and '|' may separate fields; anything else stops the test program.
inline Bytes hex(std::string_view text) {
  Bytes bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '|') continue;
    const size_t digit = std::string_view("0123456789abcdef").find(c);
    SIDX_CHECK(digit != std::string_view::npos);
    if (high < 0) {
      high = static_cast<int>(digit);
    } else {
      bytes.push_back(static_cast<uint8_t>(high * 16 + static_cast<int>(digit)));
      high = -1;
    }
  }
  SIDX_CHECK(high < 0);
  return bytes;
}

inline std::string hex_string(std::string_view text) {
  const Bytes bytes = hex(text);
  return {bytes.begin(), bytes.end()};
}

/// Digits without separators, to compare what was written with an expectation as text.
inline std::string plain_hex(std::string_view text) { return to_hex(hex(text)); }

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

inline Bytes concat(const Bytes& a, const Bytes& b) {
  Bytes both = a;
  both.insert(both.end(), b.begin(), b.end());
  return both;
}

/// A view of a file named "file" in which `bytes` begin at `offset`.
inline ByteView view_of(const Bytes& bytes, uint64_t offset = 0) {
  return ByteView(bytes, "file", offset);
}

}  // namespace sidx::testing
