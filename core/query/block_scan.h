#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/query/query.h"

namespace sidx::query {

/// Blocks of one batch; the engine sends a batch once it has this many.
inline constexpr size_t kBlocksPerBatch = 32;

struct ScannedBlock {
  size_t part = 0;  // index in the list of selected parts
  size_t block = 0;
};

struct ScanResult {
  std::vector<std::vector<ScannedBlock>> batches;
  QueryOutcome::Ending ending = QueryOutcome::Ending::kOk;
  std::string message;
};

/// All blocks that the query must load, in the engine's order: by (series, smallest key) whatever
/// the order of the query. Mirrors scan in block_scanner.go, iter.go and part_iter.go.
ScanResult scan_blocks(const QueryRequest& request, const std::vector<SnapshotPart>& parts,
                       const QueryParameters& parameters, const QueryObserver& observer);

}  // namespace sidx::query
