#pragma once

#include <cstddef>
#include <cstdint>

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
/// holds.
Result<Bytes> decompress_frame(const ByteView& frame, uint64_t content_size_max, const char* field);

Bytes compress_frame(const uint8_t* data, size_t size);

}  // namespace sidx::encoding
