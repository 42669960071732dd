#include "core/encoding/bytes_block.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "core/encoding/compress_block.h"
#include "core/encoding/uint64_block.h"

namespace sidx::encoding {
namespace {

/// The form in which `lengths` describe exactly `content_size` bytes; nothing if there is none. The
/// sum cannot overflow unless one of them is too long: both factors of the largest are below 2^32.
std::optional<LengthForm> form_of(const Uint64Block& lengths, uint64_t content_size) {
  uint64_t sum = 0;
  uint64_t nonzero_count = 0;
  bool too_long = false;
  lengths.for_each([&](uint64_t length) {
    too_long |= length > content_size + 1;
    sum += length;
    nonzero_count += length > 0;
  });
  if (too_long) return std::nullopt;
  if (sum == content_size) return nonzero_count > 0 ? LengthForm::kPlain : LengthForm::kUndecided;
  if (sum == content_size + nonzero_count) return LengthForm::kPlusOne;
  return std::nullopt;
}

}  // namespace

std::string_view name_of(LengthForm form) {
  switch (form) {
    case LengthForm::kPlain:
      return "plain";
    case LengthForm::kPlusOne:
      return "plus one";
    case LengthForm::kUndecided:
      break;
  }
  return "undecided";
}

Result<BytesBlock> read_bytes_block(ByteReader& reader, uint64_t count, const char* field) {
  Rollback rollback(reader);
  Uint64Block lengths;
  SIDX_TRY(lengths.open(reader, count, field));
  const size_t lengths_size = reader.position() - rollback.start();
  Envelope strings;
  SIDX_TRY(open_envelope(reader, limits::kPayloadBytesMax, field, strings));
  const std::optional<LengthForm> form = form_of(lengths, strings.content.size());
  if (!form) {
    return reader.fail(ErrorCode::kBadLength, field,
                       "lengths that add up to " + std::to_string(strings.content.size()) +
                           " bytes, as they are or each non-zero one less 1",
                       "lengths that add up to neither", reader.position() - rollback.start(),
                       lengths_size);
  }

  BytesBlock block;
  block.lengths = *form;
  block.raw_size = strings.content.size();
  block.stored_size = reader.position() - rollback.start();
  block.values.adopt(strings.compressed ? std::move(strings.storage)
                                        : Bytes(strings.content.begin(), strings.content.end()));
  block.values.reserve(lengths.size());
  const uint64_t excess = *form == LengthForm::kPlusOne ? 1 : 0;
  size_t offset = 0;
  lengths.for_each([&](uint64_t length) {
    if (length == 0) return block.values.push_nil();
    const size_t size = static_cast<size_t>(length - excess);
    block.values.push_slice(offset, size);
    offset += size;
  });
  rollback.cancel();
  return block;
}

void append_bytes_block(Bytes& out, const BytesList& values, LengthForm form) {
  const uint64_t excess = form == LengthForm::kPlusOne ? 1 : 0;
  std::vector<uint64_t> lengths;
  lengths.reserve(values.size());
  Bytes content;
  for (size_t i = 0; i < values.size(); i++) {
    const std::string_view bytes = values.at(i);
    lengths.push_back(values.is_nil(i) ? 0 : bytes.size() + excess);
    content.insert(content.end(), bytes.begin(), bytes.end());
  }
  append_uint64_block(out, lengths);
  append_envelope(out, content.data(), content.size());
}

}  // namespace sidx::encoding
