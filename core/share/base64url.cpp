#include "core/share/base64url.h"

#include <array>

namespace sidx::share {
namespace {

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int8_t kNoLetter = -1;

constexpr std::array<int8_t, 256> make_values() {
  std::array<int8_t, 256> values{};
  for (int8_t& value : values) value = kNoLetter;
  for (size_t i = 0; i < kLetters.size(); i++) {
    values[static_cast<uint8_t>(kLetters[i])] = static_cast<int8_t>(i);
  }
  return values;
}
constexpr std::array<int8_t, 256> kValues = make_values();

std::string name_of_letter(char letter) {
  if (letter > ' ' && letter < 0x7f) return std::string("'") + letter + "'";
  return "byte " + std::to_string(static_cast<uint8_t>(letter));
}

}  // namespace

std::string encode_base64url(const Bytes& bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  uint32_t bits = 0;
  int count = 0;
  for (const uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) text += kLetters[bits >> (count - 6) & 63];
  }
  if (count > 0) text += kLetters[bits << (6 - count) & 63];
  return text;
}

Result<Bytes> decode_base64url(std::string_view text, std::string_view file, size_t where) {
  const auto fail = [&](ErrorCode code, size_t offset, std::string expected, std::string found) {
    return Error{code,
                 {std::string(file), where + offset, 1, {}},
                 "base64url",
                 std::move(expected),
                 std::move(found)};
  };
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = 0; i < text.size(); i++) {
    const int8_t value = kValues[static_cast<uint8_t>(text[i])];
    if (value == kNoLetter)
      return fail(ErrorCode::kBadValue, i, "a letter, digit, - or _", name_of_letter(text[i]));
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<uint8_t>(bits >> count));
  }
  if (count == 6) return fail(ErrorCode::kTruncated, text.size(), "another letter", "the end");
  if ((bits & ((1U << count) - 1)) != 0) {
    return fail(ErrorCode::kTruncated, text.size() - 1, "a last letter that ends the last byte",
                name_of_letter(text.back()));
  }
  return bytes;
}

}  // namespace sidx::share
