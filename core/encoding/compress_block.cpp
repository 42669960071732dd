#include "core/encoding/compress_block.h"

#include <string>
#include <utility>

#include "core/encoding/varint.h"
#include "core/encoding/zstd_frame.h"

namespace sidx::encoding {
namespace {

// On disk, do not change.
constexpr uint8_t kRaw = 0;
constexpr uint8_t kZstd = 1;

}  // namespace

Status open_envelope(ByteReader& reader, uint64_t content_size_max, const char* field,
                     Envelope& envelope) {
  Rollback rollback(reader);
  SIDX_ASSIGN(const uint8_t kind, reader.read_u8(field));
  if (kind == kRaw) {
    SIDX_ASSIGN(const uint8_t size, reader.read_u8(field));
    if (size > content_size_max) {
      return reader.fail(ErrorCode::kOverLimit, field,
                         "at most " + std::to_string(content_size_max) + " bytes",
                         std::to_string(size), 1);
    }
    const size_t start = reader.position();
    SIDX_TRY(reader.read_bytes(size, field));
    envelope.content = reader.view().subview(start, size);
  } else if (kind == kZstd) {
    SIDX_ASSIGN(const uint64_t size, read_varuint(reader, field));
    SIDX_ASSIGN(const ByteView& frame, reader.read_bytes(size, field));
    SIDX_ASSIGN(envelope.storage, decompress_frame(frame, content_size_max, field));
    envelope.content = ByteView::decompressed(envelope.storage, frame);
    envelope.compressed = true;
  } else {
    return reader.fail(ErrorCode::kUnknownCode, field, "block type 0 (raw) or 1 (zstd)",
                       std::to_string(kind), 1);
  }
  envelope.stored_size = reader.position() - rollback.start();
  rollback.cancel();
  return {};
}

Result<Envelope> read_envelope(ByteReader& reader, uint64_t content_size_max, const char* field) {
  Envelope envelope;
  SIDX_TRY(open_envelope(reader, content_size_max, field, envelope));
  return envelope;
}

void append_envelope(Bytes& out, const uint8_t* data, size_t size) {
  if (size < kCompressedSizeMin) {
    out.push_back(kRaw);
    out.push_back(static_cast<uint8_t>(size));
    out.insert(out.end(), data, data + size);
    return;
  }
  const Bytes frame = compress_frame(data, size);
  out.push_back(kZstd);
  append_varuint(out, frame.size());
  out.insert(out.end(), frame.begin(), frame.end());
}

}  // namespace sidx::encoding
