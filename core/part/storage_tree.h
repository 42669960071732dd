#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/format/snapshot_manifest.h"

/// What an uploaded directory is: a part, an instance root (parts and .snp files), a shard, a
/// segment, or any ancestor. Recognised by content, not by name, from a listing of paths alone.
///
///     <group>/seg-20250929/shard-0/sidx/duration/0000000000000001/primary.bin
///             segment      shard        instance part
///
/// Two directories are called `sidx`: under a shard it holds instances; under a segment it is the
/// series index, which is another engine's and is skipped.
namespace sidx::part {

/// One file of a listing. `path` uses `/`; `index` is its place in the listing.
struct ListedFile {
  std::string path;
  uint64_t size = 0;
};

enum class NodeKind : uint8_t { kDirectory, kSegment, kShard, kInstance, kPart };
std::string_view name_of(NodeKind kind);

/// Whether the newest snapshot of the instance lists the part.
enum class SnapshotStatus : uint8_t {
  kUnknown,  // the .snp has not been read, or cannot be
  kNone,     // there is no .snp: the engine decides by the shard's, which is not in the upload
  kLive,     // listed
  kStale,    // on disk but not listed: the engine deletes it when it opens the instance
};
std::string_view name_of(SnapshotStatus status);

/// A .snp file of an instance or a shard.
struct SnapshotFile {
  std::string name;
  size_t file = 0;  // in the listing
  uint64_t epoch = 0;
};

/// A directory that is or contains something of the engine's. Nodes are stored parents first.
struct StorageNode {
  NodeKind kind = NodeKind::kDirectory;
  std::string name;  // last component; of the root the name of the upload
  std::string path;  // in the listing; empty for the root
  std::optional<size_t> parent;
  std::vector<size_t> children;
  /// Of a part: its files. In listing order.
  std::vector<size_t> files;
  /// Of an instance or a shard: its .snp files, newest first.
  std::vector<SnapshotFile> snapshots;
  /// Of a part: what its name says, if it is one the engine accepts.
  std::optional<uint64_t> part_id;
};

/// Files that belong to nothing we show, one row for each directory and reason.
struct SkippedFiles {
  std::string path;    // of the directory, or of the file if it is one
  std::string reason;  // a short clause: "series index (another engine)"
  uint64_t file_count = 0;
  uint64_t size_bytes = 0;
};

struct StorageTree {
  std::vector<StorageNode> nodes;  // the root is first
  std::vector<size_t> parts;       // nodes that are parts, in tree order
  std::vector<SkippedFiles> skipped;
};

/// `name` is how the upload is called. Any listing is accepted; duplicates and odd paths are
/// skipped with a reason.
StorageTree build_storage_tree(const std::string& name, const std::vector<ListedFile>& listing);

/// The .snp that decides about a part: its instance's newest, else its shard's newest.
struct DecidingSnapshot {
  size_t node = 0;
  const SnapshotFile* file = nullptr;
};
std::optional<DecidingSnapshot> deciding_snapshot(const StorageTree& tree, size_t part_node);

/// Status of a part named `part_name` under the names a snapshot lists.
SnapshotStatus snapshot_status(const format::SnapshotManifest& listed,
                               const std::string& part_name);
/// Names that the snapshot lists and that have no directory in the instance: mem parts, or lost.
/// Nothing for a shard: its snapshot lists trace parts.
std::vector<std::string> missing_parts(const StorageTree& tree, size_t instance_node,
                                       const format::SnapshotManifest& listed);

}  // namespace sidx::part
