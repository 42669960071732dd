#pragma once

#include <catch_amalgamated.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/format/block_metadata.h"
#include "core/format/part_manifest.h"
#include "core/format/primary_block_metadata.h"
#include "core/format/tag_metadata.h"
#include "tests/support/sources.h"

/// Parts with one thing wrong. A golden part is taken apart, one of its pieces is changed, and all
/// that depends on the piece (offsets, sizes, compressed frames) is made to fit again, so that only
/// the check in question can notice.
namespace sidx::testing {

/// One tag of a block: what primary.bin says of it, its record, and the payloads.
struct TagImage {
  format::TagReference reference;
  format::TagMetadata record;
  Bytes values;
  Bytes filter;
};

struct BlockImage {
  format::BlockMetadata record;  // its tags are in `tags`
  Bytes data;
  Bytes keys;
  std::vector<TagImage> tags;

  TagImage& tag(const std::string& name);
};

struct PrimaryBlockImage {
  format::PrimaryBlockMetadata record;
  std::vector<BlockImage> blocks;
};

/// A part, taken apart.
struct PartImage {
  std::string directory;  // name of the part directory
  format::PartManifest manifest;
  std::vector<PrimaryBlockImage> primaries;

  /// Block `index` of the whole part.
  BlockImage& block(size_t index);
  const BlockImage& block(size_t index) const { return const_cast<PartImage*>(this)->block(index); }
};

PartImage take_apart(const std::string& golden_name);
/// All files of a golden part.
FileBytes load_files(const std::string& golden_name);

/// A change, at one or more of the stages in which the part is put together. What a stage changes
/// stays; what comes later is made to fit it.
struct Damage {
  std::function<void(PartImage&)> payloads = {};   // data, keys, values, filters
  std::function<void(PartImage&)> tags = {};       // records of <tag>.tm: offsets are known
  std::function<void(PartImage&)> blocks = {};     // records of primary.bin
  std::function<void(Bytes&)> records = {};        // decompressed bytes of the first primary block
  std::function<void(PartImage&)> primaries = {};  // records of meta.bin
  std::function<void(Bytes&)> meta = {};           // decompressed bytes of meta.bin
  std::function<void(PartImage&)> manifest = {};   // its sizes are known
  std::function<void(FileBytes&)> files = {};      // at last
};

/// Puts the part together. Without damage it equals the golden part in all but compressed bytes.
/// The manifest's compressed size is that of the files, its other members are left alone.
FileBytes put_together(PartImage& image, const Damage& damage);

/// Where an error or finding about a damaged part must be; `file` is a name in its directory.
struct Place {
  std::string file;
  uint64_t offset = 0;
  std::optional<uint64_t> inner_offset;
};
inline std::string directory_of(const PartImage& image) { return "store/" + image.directory; }
inline void check_place(const Location& where, const PartImage& image, const Place& place) {
  CHECK(where.file == directory_of(image) + "/" + place.file);
  CHECK(where.offset == place.offset);
  CHECK(where.inner_offset == place.inner_offset);
}

}  // namespace sidx::testing
