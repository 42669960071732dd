#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// The envelope around everything that may be compressed:
///
///     offset  size  type     field
///     0       1     u8       0 = raw, 1 = zstd
///     1       1     u8       raw: content size (the writer compresses from 128 bytes on)
///     2       …     bytes    raw: content
///     1       1-10  varuint  zstd: size of the frame
///     …       …     bytes    zstd: frame
///
///     00 03 616263 holds "abc"; 00 00 holds nothing.
///
/// Mirrors pkg/encoding/bytes.go: compressBlock, decompressBlock.
namespace sidx::encoding {

/// Content from this size on is compressed.
inline constexpr size_t kCompressedSizeMin = 128;

/// An envelope that has been opened. Moving it keeps `content` valid, because a moved vector keeps
/// its heap block; copying would not, so it cannot be copied.
struct Envelope {
  Envelope() = default;
  Envelope(Envelope&&) = default;
  Envelope& operator=(Envelope&&) = default;
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;

  ByteView content;  // of the input when raw, of `storage` when compressed
  Bytes storage;     // decompressed bytes; empty when raw
  bool compressed = false;
  size_t stored_size = 0;  // bytes of the envelope in the file
};

/// Content of more than `content_size_max` bytes is kOverLimit. Raw content of 128 to 255 bytes is
/// accepted, although no writer produces it.
Result<Envelope> read_envelope(ByteReader& reader, uint64_t content_size_max, const char* field);
/// The same in place: small blocks have many envelopes and little in them, so that moving one is
/// what takes the time. `envelope` is new; it is undefined after an error.
Status open_envelope(ByteReader& reader, uint64_t content_size_max, const char* field,
                     Envelope& envelope);

void append_envelope(Bytes& out, const uint8_t* data, size_t size);

}  // namespace sidx::encoding
