#include "core/base/result.h"

#include <array>

namespace sidx {
namespace {

struct CodeText {
  ErrorCode code;
  std::string_view name;
  std::string_view sentence;
};

constexpr std::array<CodeText, kErrorCodeCount> kCodeTexts{{
    {ErrorCode::kNotResident, "not_resident", "The bytes have not been loaded yet."},
    {ErrorCode::kMissingFile, "missing_file", "A file that the part needs is not there."},
    {ErrorCode::kOutOfFile, "out_of_file", "A range points behind the end of its file."},
    {ErrorCode::kTruncated, "truncated", "The bytes end before the field does."},
    {ErrorCode::kTrailingBytes, "trailing_bytes", "Bytes are left over behind the last field."},
    {ErrorCode::kBadVarint, "bad_varint", "A variable-length integer exceeds 64 bits."},
    {ErrorCode::kUnknownCode, "unknown_code", "A type or encoding code is not a known one."},
    {ErrorCode::kBadLength, "bad_length", "A length does not fit the bytes it describes."},
    {ErrorCode::kBadValue, "bad_value", "A value is outside its allowed range."},
    {ErrorCode::kOverLimit, "over_limit", "A count or size exceeds what this reader accepts."},
    {ErrorCode::kBadZstd, "bad_zstd", "A zstd frame cannot be decompressed."},
    {ErrorCode::kBadJson, "bad_json", "A JSON document is malformed or of the wrong shape."},
    {ErrorCode::kBadOrder, "bad_order", "Records or keys are not in their required order."},
    {ErrorCode::kMismatch, "mismatch", "Two places of the part that must agree do not."},
    {ErrorCode::kUnreadable, "unreadable", "The file could not be read."},
}};

constexpr bool in_enum_order() {
  for (size_t i = 0; i < kCodeTexts.size(); i++) {
    if (static_cast<size_t>(kCodeTexts[i].code) != i) return false;
  }
  return true;
}
static_assert(in_enum_order(), "one row per code, in the order of the enum");

}  // namespace

std::string_view name_of(ErrorCode code) { return kCodeTexts[static_cast<size_t>(code)].name; }

std::string_view describe(ErrorCode code) { return kCodeTexts[static_cast<size_t>(code)].sentence; }

std::string to_string(const Error& error) {
  std::string text = error.where.file + ":" + std::to_string(error.where.offset);
  if (error.where.inner_offset) text += "+" + std::to_string(*error.where.inner_offset);
  text += ": " + error.field + ": expected " + error.expected + ", found " + error.found;
  return text;
}

void FreeError::operator()(Error* error) const { delete error; }

ErrorBox box(Error&& error) { return ErrorBox(new Error(std::move(error))); }

}  // namespace sidx
