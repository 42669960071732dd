#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// zstd frames (RFC 8878): magic 28 b5 2f fd, a header that may or may not state the content size,
/// blocks. The reference writes them with klauspost/compress at its fastest level, without checksum
/// and without dictionary; frames of less than 256 bytes of content do not state their size.
/// Compressing nothing gives no bytes at all rather than an empty frame.
///
/// Mirrors pkg/compress/zstd/zstd.go. Another encoder gives other bytes with the same content.
namespace sidx::encoding {

/// The content of `frame`, which must consist of one or more whole zstd frames and nothing else.
/// kOverLimit when the content exceeds `content_size_max`. A content size that a frame merely
/// claims does not make us allocate: memory stays in proportion to the frame or to what it really
/// holds. `dictionary` is that of the compressor, raw content without a header.
Result<Bytes> decompress_frame(const ByteView& frame, uint64_t content_size_max, const char* field,
                               std::string_view dictionary = {});

Bytes compress_frame(const uint8_t* data, size_t size);

/// Smaller and slower, for what people send each other; never nothing, even of nothing. The same
/// text and dictionary give the same bytes on every platform.
Bytes compress_small_frame(std::string_view text, std::string_view dictionary);

}  // namespace sidx::encoding
