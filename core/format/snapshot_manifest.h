#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"

/// <epoch>.snp: the parts of one snapshot, as a JSON array of part directory names in snapshot
/// order, such as `["0000000000000001","0000000000000002"]`; `null` for a snapshot without parts.
/// The list includes mem parts, which have no directory. Written by the seed only: since #801
/// (v0.9.0) the trace table's own .snp in the shard directory, of the same form, decides.
/// Mirrors mustWriteSnapshot in banyand/internal/sidx/sidx.go.
namespace sidx::format {

using SnapshotManifest = std::vector<std::string>;

/// The exact text the engine writes.
std::string write_snapshot_manifest(const SnapshotManifest& part_names);
/// The same for parts of these IDs.
Bytes snapshot_manifest_of(const std::vector<uint64_t>& part_ids);
/// `view` is the whole file.
Result<SnapshotManifest> read_snapshot_manifest(const ByteView& view);

}  // namespace sidx::format
