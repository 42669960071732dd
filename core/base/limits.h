#pragma once

#include <cstdint>

/// Every limit this reader sets, with what happens beyond it. They bound memory and time for
/// hostile input; real parts stay far below. Exceeding one is `ErrorCode::kOverLimit`, located.
namespace sidx::limits {

/// Rows of one block. The engine writes up to 8193 since v0.9.0, but the seed wrote any batch as
/// one block. Beyond it the block is not decoded.
inline constexpr uint64_t kRowsPerBlockMax = 1ULL << 24;

/// Rows of a block whose data is unreadable, so that nothing proves its row count. Beyond it keys
/// and tags of that block are not decoded either.
inline constexpr uint64_t kUnprovenRowsMax = 1ULL << 16;

/// Values of one block: its rows times its columns, keys and data included. Columns without a byte
/// for each row would otherwise multiply. Beyond it the remaining tags are not decoded.
inline constexpr uint64_t kValuesPerBlockMax = 1ULL << 26;

/// Decompressed bytes of one payload (data or one tag of one block). Beyond it that payload is not
/// decoded.
inline constexpr uint64_t kPayloadBytesMax = 1ULL << 28;

/// Decompressed bytes of one primary block. The engine closes a primary block at 64 KiB, so more
/// than this means the frame is not a primary block.
inline constexpr uint64_t kPrimaryBlockBytesMax = 1ULL << 24;

/// Decompressed bytes of meta.bin: 40 bytes for each primary block. Beyond it the part does not
/// open.
inline constexpr uint64_t kMetaBytesMax = 1ULL << 26;

/// Distinct values of a dictionary. The engine falls back to a plain list at the 257th.
inline constexpr uint64_t kDictionaryValuesMax = 256;

/// Tags of one block. Each needs a file of its own, so real parts have tens.
inline constexpr uint64_t kTagsPerBlockMax = 1ULL << 12;

/// Bytes of a tag name. File systems stop at 255 with the extension.
inline constexpr uint64_t kTagNameBytesMax = 1ULL << 10;

/// Decompressed bytes of a .tar.zst archive, which is held in memory. Larger ones must be unpacked.
inline constexpr uint64_t kArchiveBytesMax = 1ULL << 30;

/// Bytes of manifest.json or of a .snp file.
inline constexpr uint64_t kManifestBytesMax = 1ULL << 24;

}  // namespace sidx::limits
