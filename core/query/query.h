#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/rc.h"
#include "core/part/part_content.h"
#include "core/query/filter.h"

/// A query over the parts of a snapshot, as the seed runs it: parts by key range, blocks by series,
/// key range and tag filters, 32 blocks a batch, batches to workers, one heap of cursors a worker,
/// then a heap of workers. Mirrors Query in banyand/internal/sidx/sidx.go, block_scanner.go,
/// iter.go, part_iter.go and query_result.go.
namespace sidx::query {

struct QueryRequest {
  std::vector<uint64_t> series_ids;
  std::optional<int64_t> key_min;
  std::optional<int64_t> key_max;
  bool descending = false;
  int64_t limit = 0;  // of distinct data values; 0: none
  /// Bytes of uncompressed blocks that the scan of an instance may take; nothing: no quota.
  std::optional<uint64_t> quota;
  std::vector<std::string> project;
  std::optional<Filter> filter;
  /// IDs of the parts of each instance, when several are asked at once (other shards of the same
  /// trace table). Empty: all parts are of one instance.
  std::vector<std::vector<uint64_t>> instances;
};

/// What Validate of the reference objects to; empty if nothing.
std::string validate(const QueryRequest& request);

/// A part as the snapshot that is being read knows it.
struct SnapshotPart {
  uint32_t wrapper = 0;  // its number in the ledger
  bool active = true;
  Rc<part::PartContent> content;
  uint64_t part_id = 0;
};

struct QueryParameters {
  uint32_t workers = 1;
  /// S9: whether parts that were removed after the snapshot was taken are still read.
  bool read_removed_parts = false;
  /// S10: whether the results of workers are merged in the order of the query.
  bool merge_workers_in_order = false;
  /// S10b: whether descending answers of several instances are merged from their first rows.
  bool merge_instances_in_order = false;
  /// S11: whether each block counts once towards the quota. The seed adds, for each block, the
  /// sizes of all blocks of the batch so far.
  bool quota_counts_once = false;
  /// S1, for parts that are there already: whether parts are selected by the keys of their blocks
  /// instead of the range in their manifest.
  bool range_of_blocks = false;
  /// S12: whether a pruned block is followed by the next block, not the next series.
  bool pruned_block_skips_only_itself = false;
  /// S31, S18: whether typed columns (`name#type`) are shown under their name.
  bool join_typed_columns = false;
  FilterParameters filter;
};

struct RowTag {
  std::string name;
  encoding::ValueType type = encoding::ValueType::kUnknown;
  std::optional<std::string> value;  // stored form; nothing for nil
};
struct QueryRow {
  uint64_t series_id = 0;
  int64_t key = 0;
  std::string data;
  std::vector<RowTag> tags;  // by name
  uint32_t wrapper = 0;      // the part it came from
  size_t block = 0;
  size_t row = 0;  // in that block
};

/// Why something was left out, or that it was taken.
enum class QueryRule : uint8_t {
  kPartInactive,   // removed since the snapshot was taken
  kPartRange,      // manifest range and query range do not overlap: numbers are both ranges
  kPartSelected,   //
  kPrimaryRange,   // likewise, of a primary block
  kPrimaryRead,    //
  kBlockBelow,     // block.maxKey < min: the next block is tried
  kBlockAbove,     // block.minKey > max: the next series is tried
  kBlockFiltered,  // the filter says skip
  kSeriesSkipped,  // S12: blocks behind a pruned one, with the pruned one's number
  kBlockScanned,   //
  kRowBelow,
  kRowAbove,
  kRowReturned,
  kLimitReached,   // the row that would exceed the limit of distinct data
  kQuotaExceeded,  // at this block: numbers are the bytes counted and the quota
  kBatch,          // a batch goes to a worker: numbers are its number and its blocks
  kBlockLoaded,    // a block of the batch, in order
  kRowTaken,       // a worker takes a row off its heap
  kWorkerLimit,    // likewise, and it stops: the row is one too many, and stays
  kMergedRow,      // a row of an instance gets into the answer of all
  kMergedLimit,    // likewise, and it is one too many
  // Never noted; what an explanation says of the rest:
  kPrimarySeries,  // holds no series that is asked for
  kBlockSeries,    // likewise
  kNotReached,     // the query ended before
};
inline constexpr int kQueryRuleCount = 24;
std::string_view name_of(QueryRule rule);

/// A decision with its numbers, in the order in which they are compared. Of rows: the key, the
/// bound or limit, the row in its block.
struct QueryNote {
  QueryRule rule = QueryRule::kPartSelected;
  uint32_t wrapper = 0;
  size_t block = 0;  // of primary blocks: their number
  uint32_t worker = 0;
  uint64_t series_id = 0;
  int64_t numbers[4] = {0, 0, 0, 0};
  uint32_t instance = 0;
};
using QueryObserver = std::function<void(const QueryNote&)>;

struct QueryOutcome {
  std::vector<QueryRow> rows;
  enum class Ending : uint8_t { kOk, kError, kPanic } ending = Ending::kOk;
  std::string message;
};

/// Smallest and largest key of all blocks that can be listed; nothing without any.
struct KeyRange {
  int64_t key_min = 0;
  int64_t key_max = 0;
};
std::optional<KeyRange> range_of_blocks(const part::PartContent& content);

/// Precondition: validate(request) is empty. `observer` may be empty; it then costs nothing.
QueryOutcome run_query(const QueryRequest& request, const std::vector<SnapshotPart>& parts,
                       const QueryParameters& parameters, const QueryObserver& observer = {});

}  // namespace sidx::query
