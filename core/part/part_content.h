#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/rc.h"
#include "core/format/block_metadata.h"
#include "core/format/part_manifest.h"
#include "core/part/block_data.h"
#include "core/part/format_variant.h"
#include "core/part/part_reader.h"
#include "core/part/part_writer.h"
#include "core/part/row_sum.h"
#include "core/part/write_parameters.h"

/// The immutable content of a part, shared by everything that has the part open. It is made from
/// blocks and encoded when somebody wants its files, or opened from files and decoded when somebody
/// wants its blocks; a part that is written and merged away in a simulation is never encoded.
namespace sidx::part {

/// What stops the engine when it reads a part: it dies, or the call that read returns an error.
struct ReadFault {
  bool panics = true;
  std::string message;
};

/// A block as its record in primary.bin describes it.
struct BlockHeader {
  uint64_t series_id = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  uint64_t row_count = 0;
  uint64_t uncompressed_size = 0;
};

/// The blocks [first, first + count) of one primary block, and its record in meta.bin.
struct PrimaryRange {
  uint64_t series_id = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  size_t first = 0;
  size_t count = 0;
  std::shared_ptr<const ReadFault> fault;  // its blocks cannot be listed
};

/// What is known about a tag of a block without its values. `bloom` is null without a bloom filter;
/// min and max are empty without them.
struct FilterView {
  bool has_tag = false;
  encoding::ValueType type = encoding::ValueType::kUnknown;
  const encoding::BloomFilter* bloom = nullptr;
  int probes = 6;  // of the bloom filter
  /// Distinct stored values of a column that is probed exactly; see ReadAs. Null: it is not.
  const encoding::BytesList* dictionary = nullptr;
  const Bytes* value_min = nullptr;
  const Bytes* value_max = nullptr;
  bool min_max_trusted = true;  // false: they were chosen by the broken order (S13)
  const ReadFault* fault = nullptr;
};

struct LoadedBlock {
  const BlockData* block = nullptr;  // null: see fault
  const ReadFault* fault = nullptr;
};

/// How filters of opened files are read.
enum class ReadAs : uint8_t {
  kEngine,    // as the simulated engine does, which takes every part for one of its own
  kDetected,  // as the release that wrote the part, by core/part/format_variant.h
};

class PartContent {
 public:
  /// From blocks in order, which pass check_block. `filtered` blocks were freshly written. The
  /// manifest's numbers are computed, with the key range of the seed (S1) for filtered blocks if
  /// the parameters ask for it.
  PartContent(std::vector<Rc<BlockData>> blocks, bool filtered, const WriteParameters& parameters,
              int64_t segment_id);
  /// From the files of a directory that messages call `directory`, as mustOpenPart does: what makes
  /// it panic is an error here. The files are kept as they are.
  static Result<Rc<PartContent>> open(FileMap files, const std::string& directory,
                                      ReadAs read_as = ReadAs::kEngine);
  /// Same content with one file other than the manifest and meta.bin replaced, as a reader that
  /// already has the part open sees it.
  Rc<PartContent> with_file(std::string_view name, SharedBytes bytes) const;

  const format::PartManifest& manifest() const { return manifest_; }
  /// Exact text of manifest.json for a part of this ID; of parts opened with ReadAs::kDetected, as
  /// it is.
  std::string manifest_text(uint64_t part_id) const;
  /// All files but the manifest.
  const FileMap& files() const;
  /// All files of a part of this ID.
  FileMap files_of_part(uint64_t part_id) const;

  const std::vector<PrimaryRange>& primary_ranges() const;
  /// Headers of all blocks whose primary block can be read.
  const std::vector<BlockHeader>& headers() const;
  /// The block as it reads back. Valid as long as this object.
  LoadedBlock load(size_t block) const;
  /// The same block, shared; empty when it cannot be read.
  Rc<BlockData> share(size_t block) const;
  FilterView filter_of(size_t block, std::string_view tag) const;
  /// By name, bytewise.
  std::vector<std::string_view> tag_names(size_t block) const;
  /// Of parts opened with ReadAs::kDetected, else null.
  const FormatVariant* variant() const;
  /// Whether it was opened from files, and how messages call their directory.
  bool is_from_files() const { return from_files_; }
  const std::string& directory() const { return directory_; }
  /// Of all rows that can be read; computed once.
  const RowSum& row_sum() const;
  /// The record of a block, with all its offsets.
  const format::BlockMetadata& record_of(size_t block) const;

 private:
  struct Lazy;
  PartContent() = default;
  void index_blocks() const;
  void index_files() const;
  void decode(size_t block) const;
  FilterView made_filter(size_t block, std::string_view tag) const;
  void make_pooled_filters() const;
  FilterView read_filter(size_t block, std::string_view tag) const;
  std::optional<encoding::BytesList> read_dictionary(size_t block,
                                                     const format::TagMetadata& tag) const;
  Lazy& lazy() const;

  std::vector<Rc<BlockData>> blocks_;  // made from blocks
  bool filtered_ = false;
  bool from_files_ = false;
  ReadAs read_as_ = ReadAs::kEngine;
  WriteParameters parameters_;
  format::PartManifest manifest_;
  std::string directory_;
  std::shared_ptr<const FileMap> opened_files_;
  SharedBytes manifest_bytes_;                           // opened: as they are
  std::vector<format::PrimaryBlockMetadata> primaries_;  // opened: meta.bin at that time
  mutable std::shared_ptr<Lazy> lazy_;
};

/// Readable files for PartReader, which shares the bytes.
std::shared_ptr<const PartFiles> as_part_files(const FileMap& files, const std::string& directory);

}  // namespace sidx::part
