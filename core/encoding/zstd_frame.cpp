// Static linking opens ZSTD_decompressBound and ZSTD_isFrame; we compile zstd from source.
#define ZSTD_STATIC_LINKING_ONLY
#include "core/encoding/zstd_frame.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>
#include <string>

namespace sidx::encoding {
namespace {

/// What the first attempt at decompressing may allocate, and by how much an attempt may exceed the
/// one before: small enough to be wasted, large enough for nearly every payload.
constexpr uint64_t kFirstAttemptMax = 1ULL << 20;
constexpr uint64_t kUsualRatioMax = 32;
constexpr uint64_t kAttemptGrowth = 4;

constexpr int kLevel = 1;
/// The highest whose strategy (dfast, at any size) is compiled in.
constexpr int kSmallLevel = 3;

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

/// Contexts are large; one of each serves all calls of this single-threaded program.
ZSTD_DCtx* decompression_context() {
  static const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  SIDX_CHECK(context != nullptr);
  return context.get();
}

ZSTD_CCtx* compression_context() {
  static const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  SIDX_CHECK(context != nullptr);
  return context.get();
}

/// Walks the headers of all frames and blocks, without decompressing: every one must be whole.
Status check_frames(const ByteView& frames, const char* field) {
  size_t offset = 0;
  while (offset < frames.size()) {
    const uint8_t* start = frames.data() + offset;
    const size_t left = frames.size() - offset;
    const size_t frame_size = ZSTD_findFrameCompressedSize(start, left);
    if (!ZSTD_isError(frame_size)) {
      offset += frame_size;
      continue;
    }
    if (offset > 0 && !ZSTD_isFrame(start, left)) {
      return Error{ErrorCode::kTrailingBytes, frames.location(offset, left), field, "no more bytes",
                   std::to_string(left) + " bytes behind the zstd frame"};
    }
    return Error{ErrorCode::kBadZstd, frames.location(offset, left), field, "a whole zstd frame",
                 ZSTD_getErrorName(frame_size)};
  }
  return {};
}

}  // namespace

Result<Bytes> decompress_frame(const ByteView& frame, uint64_t content_size_max, const char* field,
                               std::string_view dictionary) {
  if (frame.empty()) return Bytes{};
  SIDX_TRY(check_frames(frame, field));
  // An upper bound that may rest on nothing but a claim of the frame's header. It is approached in
  // steps, each of which begins only when the frame has filled the one before.
  const uint64_t bound = ZSTD_decompressBound(frame.data(), frame.size());
  const uint64_t capacity_max = std::min(bound, content_size_max);
  uint64_t capacity =
      std::min(capacity_max, std::max(kFirstAttemptMax, kUsualRatioMax * frame.size()));
  for (;;) {
    Bytes content(static_cast<size_t>(capacity));
    const size_t produced = ZSTD_decompress_usingDict(
        decompression_context(), content.data(), content.size(), frame.data(), frame.size(),
        dictionary.empty() ? nullptr : dictionary.data(), dictionary.size());
    if (!ZSTD_isError(produced)) {
      content.resize(produced);
      if (produced < capacity / 2) content.shrink_to_fit();
      return content;
    }
    if (ZSTD_getErrorCode(produced) != ZSTD_error_dstSize_tooSmall || capacity == bound) {
      return Error{ErrorCode::kBadZstd, frame.location(0, frame.size()), field,
                   "a zstd frame that decompresses", ZSTD_getErrorName(produced)};
    }
    if (capacity == capacity_max) {
      return Error{ErrorCode::kOverLimit, frame.location(0, frame.size()), field,
                   "at most " + std::to_string(content_size_max) + " decompressed bytes", "more"};
    }
    capacity = std::min(capacity_max, kAttemptGrowth * capacity);
  }
}

Bytes compress_frame(const uint8_t* data, size_t size) {
  if (size == 0) return {};
  Bytes frame(ZSTD_compressBound(size));
  const size_t frame_size =
      ZSTD_compressCCtx(compression_context(), frame.data(), frame.size(), data, size, kLevel);
  SIDX_CHECK(!ZSTD_isError(frame_size));
  frame.resize(frame_size);
  return frame;
}

Bytes compress_small_frame(std::string_view text, std::string_view dictionary) {
  Bytes frame(ZSTD_compressBound(text.size()));
  const size_t frame_size =
      ZSTD_compress_usingDict(compression_context(), frame.data(), frame.size(), text.data(),
                              text.size(), dictionary.data(), dictionary.size(), kSmallLevel);
  SIDX_CHECK(!ZSTD_isError(frame_size));
  frame.resize(frame_size);
  return frame;
}

}  // namespace sidx::encoding
