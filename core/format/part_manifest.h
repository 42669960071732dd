#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"

/// manifest.json: what a part says of itself. Compact JSON with a fixed member order:
///
///     minTimestamp, maxTimestamp   int64, nanoseconds since 1970; optional, since v0.10.0
///     compressedSizeBytes          uint64, bytes written to all other files of the part
///     uncompressedSizeBytes        uint64, sum of the blocks' uncompressed sizes
///     totalCount, blocksCount      uint64, rows and blocks
///     minKey, maxKey               int64; QUIRK: wrong in flushed parts with several series at the
///                                  seed and v0.9.0 (S1)
///     id                           uint64; QUIRK: 0 in every merged part, use the directory name
///     segmentID                    int64, start of the segment in nanoseconds; 0 in merged and in
///                                  synced parts
///
/// Mirrors partMetadata in banyand/internal/sidx/metadata.go.
namespace sidx::format {

struct PartManifest {
  std::optional<int64_t> timestamp_min;
  std::optional<int64_t> timestamp_max;
  uint64_t compressed_size_bytes = 0;
  uint64_t uncompressed_size_bytes = 0;
  uint64_t row_count = 0;
  uint64_t block_count = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  uint64_t id = 0;
  int64_t segment_id = 0;

  /// Required members that the document lacks. The engine reads them as 0.
  std::vector<std::string> missing;
  /// Members that no known version writes. The engine ignores them.
  std::vector<std::string> unknown;

  bool operator==(const PartManifest&) const = default;
};

/// The exact text the engine writes.
std::string write_part_manifest(const PartManifest& manifest);
/// `view` is the whole file. Anything but one flat object with integers of the right range is an
/// error at the offending member.
Result<PartManifest> read_part_manifest(const ByteView& view);

}  // namespace sidx::format
