#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/format/extent.h"
#include "core/format/part_manifest.h"
#include "core/part/block_data.h"
#include "core/part/tag_filter.h"
#include "core/part/write_parameters.h"

/// Writes the files of a part from blocks in order. Mirrors blockWriter in
/// banyand/internal/sidx/block_writer.go and mustWriteTo in block.go.
namespace sidx::part {

/// Bytes that many states share.
using SharedBytes = std::shared_ptr<const Bytes>;
/// Files of one directory, by name.
using FileMap = std::map<std::string, SharedBytes, std::less<>>;

/// A primary block is closed once its records exceed this many bytes.
inline constexpr size_t kPrimaryBlockBytesMax = 64 * 1024;

/// One tag of a block to be written; `filter` may be null, as in merged parts of the seed.
using BlockFilters = std::vector<TagFilter>;

class PartWriter {
 public:
  explicit PartWriter(const WriteParameters& parameters) : parameters_(parameters) {}

  /// `filters` has one entry for each tag of the block, or is null. An error is what makes the
  /// engine panic: a block that fails check_block, or one out of (series, smallest key) order.
  /// Blocks without rows are left out.
  Status add_block(const BlockData& block, const BlockFilters* filters);

  /// All files but the manifest, whose numbers are in `manifest`: its key range is the true one.
  /// Call once, last.
  FileMap finish(format::PartManifest& manifest);

 private:
  struct TagFiles {
    Bytes values;
    Bytes metadata;
    Bytes filters;
  };
  Status add_tag(const TagData& tag, const TagFilter* filter, format::Extent& record);
  Status append_values(Bytes& out, const TagData& tag) const;
  void close_primary_block();

  WriteParameters parameters_;
  Bytes meta_;
  Bytes primary_;
  Bytes data_;
  Bytes keys_;
  std::map<std::string, TagFiles, std::less<>> tags_;
  format::PartManifest totals_;
  /// The primary block that is being filled.
  Bytes records_;
  uint64_t records_series_ = 0;
  int64_t records_key_min_ = 0;
  int64_t records_key_max_ = 0;
  uint64_t last_series_ = 0;
  int64_t last_key_min_ = 0;
};

}  // namespace sidx::part
