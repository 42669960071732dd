#include "core/query/block_scan.h"

#include <algorithm>
#include <utility>

#include "core/base/container_heap.h"

namespace sidx::query {
namespace {

using part::BlockHeader;
using part::PrimaryRange;

/// The blocks of one part that match, in file order. Mirrors partIter.
class PartIterator {
 public:
  PartIterator(const QueryRequest& request, const SnapshotPart& part, size_t index,
               const std::vector<uint64_t>& series_ids, const QueryParameters& parameters,
               const QueryObserver& observer)
      : part_(part),
        index_(index),
        series_ids_(series_ids),
        filter_(request.filter ? &*request.filter : nullptr),
        parameters_(parameters),
        observer_(observer),
        key_min_(request.key_min.value_or(INT64_MIN)),
        key_max_(request.key_max.value_or(INT64_MAX)) {
    next_series();
  }

  bool next_block() {
    for (;;) {
      if (ended_) return false;
      if (at_ == end_ && !load_next_primary()) return false;
      if (find_block()) return true;
    }
  }

  void note_quota(uint64_t used, uint64_t quota) const {
    if (!observer_) return;
    observer_({QueryRule::kQuotaExceeded,
               part_.wrapper,
               current_,
               0,
               header().series_id,
               {static_cast<int64_t>(used), static_cast<int64_t>(quota), 0, 0}});
  }

  const BlockHeader& header() const { return part_.content->headers()[current_]; }
  size_t part() const { return index_; }
  size_t block() const { return current_; }
  bool failed() const { return failed_; }
  bool panics() const { return panics_; }
  const std::string& message() const { return message_; }

 private:
  bool end() {
    ended_ = true;
    return false;
  }

  bool next_series() {
    if (next_series_ >= series_ids_.size()) return end();
    series_ = series_ids_[next_series_++];
    return true;
  }

  /// Moves the wanted series up to `series` or the first behind it.
  bool search_series(uint64_t series) {
    if (series_ >= series) return true;
    if (!next_series()) return false;
    if (series_ >= series) return true;
    const auto from = series_ids_.begin() + static_cast<ptrdiff_t>(next_series_);
    next_series_ = static_cast<size_t>(std::lower_bound(from, series_ids_.end(), series) -
                                       series_ids_.begin());
    return next_series();
  }

  bool load_next_primary() {
    const std::vector<PrimaryRange>& ranges = part_.content->primary_ranges();
    while (range_ < ranges.size()) {
      if (!search_series(ranges[range_].series_id)) return false;
      range_ = first_range(ranges);
      const PrimaryRange& range = ranges[range_++];
      if (range.key_max < key_min_ || range.key_min > key_max_) {
        note(QueryRule::kPrimaryRange, range_ - 1, range.series_id, range.key_min, range.key_max);
        continue;
      }
      if (range.fault) {
        failed_ = true;
        panics_ = range.fault->panics;
        message_ = range.fault->message;
        return end();
      }
      note(QueryRule::kPrimaryRead, range_ - 1, range.series_id, range.key_min, range.key_max);
      at_ = range.first;
      end_ = range.first + range.count;
      return true;
    }
    return end();
  }

  /// The range that can hold the wanted series first: the one before the first that starts with it
  /// or behind it.
  size_t first_range(const std::vector<PrimaryRange>& ranges) const {
    if (series_ == ranges[range_].series_id) return range_;
    size_t i = range_;
    while (i < ranges.size() && ranges[i].series_id < series_) i++;
    return i - 1;
  }

  bool find_block() {
    const std::vector<BlockHeader>& headers = part_.content->headers();
    while (at_ < end_) {
      while (at_ < end_ && headers[at_].series_id < series_) at_++;
      if (at_ == end_) break;
      const BlockHeader& header = headers[at_];
      if (header.series_id != series_) {
        if (!search_series(header.series_id)) return false;
        continue;
      }
      if (header.key_max < key_min_) {
        note(QueryRule::kBlockBelow, at_, series_, header.key_min, header.key_max);
        at_++;
        continue;
      }
      if (header.key_min > key_max_) {
        note(QueryRule::kBlockAbove, at_, series_, header.key_min, header.key_max);
        if (!next_series()) return false;
        continue;
      }
      if (filter_ != nullptr && skip_filtered()) {
        if (ended_) return false;
        continue;
      }
      note(QueryRule::kBlockScanned, at_, series_, header.key_min, header.key_max);
      current_ = at_++;
      return true;
    }
    at_ = end_;
    return false;
  }

  /// True when the block at hand is not taken; the iterator then stands behind it or has ended.
  // QUIRK: The seed goes on with the next series, so that the rest of this one is lost (S12).
  bool skip_filtered() {
    const FilterVerdict verdict = should_skip(*filter_, *part_.content, at_, parameters_.filter);
    if (verdict.panics || verdict.fails) {
      failed_ = true;
      panics_ = verdict.panics;
      message_ = verdict.message;
      return !end();
    }
    if (!verdict.skip) return false;
    note(QueryRule::kBlockFiltered, at_, series_, 0, 0);
    if (parameters_.pruned_block_skips_only_itself) {
      at_++;
      return true;
    }
    note_skipped_series();
    next_series();
    return true;
  }

  void note_skipped_series() {
    if (!observer_) return;
    const std::vector<BlockHeader>& headers = part_.content->headers();
    for (size_t i = at_ + 1; i < headers.size() && headers[i].series_id == series_; i++) {
      note(QueryRule::kSeriesSkipped, i, series_, static_cast<int64_t>(at_), 0);
    }
  }

  void note(QueryRule rule, size_t block, uint64_t series, int64_t a, int64_t b) const {
    if (!observer_) return;
    observer_({rule, part_.wrapper, block, 0, series, {a, b, key_min_, key_max_}});
  }

  const SnapshotPart& part_;
  size_t index_;
  const std::vector<uint64_t>& series_ids_;
  const Filter* filter_;
  const QueryParameters& parameters_;
  const QueryObserver& observer_;
  int64_t key_min_;
  int64_t key_max_;
  uint64_t series_ = 0;
  size_t next_series_ = 0;
  size_t range_ = 0;
  size_t at_ = 0;  // next block of the primary block at hand
  size_t end_ = 0;
  size_t current_ = 0;
  bool ended_ = false;
  bool failed_ = false;
  bool panics_ = false;
  std::string message_;
};

struct EarlierBlock {
  bool operator()(const PartIterator* a, const PartIterator* b) const {
    const BlockHeader& x = a->header();
    const BlockHeader& y = b->header();
    if (x.series_id != y.series_id) return x.series_id < y.series_id;
    return x.key_min < y.key_min;
  }
};

/// Counts what the blocks of a scan take. Mirrors the loop over the batch in scan.
class QuotaCounter {
 public:
  QuotaCounter(const QueryRequest& request, const QueryParameters& parameters)
      : quota_(request.quota), once_(parameters.quota_counts_once) {}

  /// False when the quota is exceeded.
  bool take(uint64_t block_bytes, bool begins_batch) {
    if (!quota_) return true;
    if (begins_batch) batch_.clear();
    batch_.push_back(block_bytes);
    // QUIRK: The sizes of all blocks of the batch so far are added again for each block (S11).
    for (size_t i = once_ ? batch_.size() - 1 : 0; i < batch_.size(); i++) {
      if (batch_[i] > UINT64_MAX - used_) {  // The seed's counter wraps; no quota is as large.
        used_ = UINT64_MAX;
        return false;
      }
      used_ += batch_[i];
      if (used_ > *quota_) return false;
    }
    return true;
  }
  uint64_t used() const { return used_; }

 private:
  std::optional<uint64_t> quota_;
  bool once_;
  std::vector<uint64_t> batch_;
  uint64_t used_ = 0;
};

/// Takes over what stopped an iterator. A batch that was being filled is lost with it.
void fail(const PartIterator& iterator, ScanResult& result) {
  result.ending = iterator.panics() ? QueryOutcome::Ending::kPanic : QueryOutcome::Ending::kError;
  result.message = iterator.message();
}

}  // namespace

ScanResult scan_blocks(const QueryRequest& request, const std::vector<SnapshotPart>& parts,
                       const QueryParameters& parameters, const QueryObserver& observer) {
  std::vector<uint64_t> series_ids = request.series_ids;
  std::sort(series_ids.begin(), series_ids.end());
  ScanResult result;
  std::vector<PartIterator> iterators;
  iterators.reserve(parts.size());
  for (size_t i = 0; i < parts.size(); i++) {
    iterators.emplace_back(request, parts[i], i, series_ids, parameters, observer);
  }
  ContainerHeap<PartIterator*, EarlierBlock> heap{EarlierBlock()};
  for (PartIterator& iterator : iterators) {
    if (iterator.next_block()) {
      heap.append(&iterator);
    } else if (iterator.failed()) {
      fail(iterator, result);
      return result;
    }
  }
  heap.init();
  std::vector<ScannedBlock> batch;
  QuotaCounter quota(request, parameters);
  while (!heap.empty()) {
    PartIterator* head = heap.top();
    batch.push_back({head->part(), head->block()});
    if (!quota.take(head->header().uncompressed_size, batch.size() == 1)) {
      head->note_quota(quota.used(), *request.quota);
      result.ending = QueryOutcome::Ending::kError;
      result.message = "block scan quota exceeded: used " + std::to_string(quota.used()) +
                       " bytes, quota is " + std::to_string(*request.quota) + " bytes";
      return result;
    }
    if (batch.size() == kBlocksPerBatch) result.batches.push_back(std::exchange(batch, {}));
    if (head->next_block()) {
      heap.fix_top();
    } else if (head->failed()) {
      fail(*head, result);
      return result;
    } else {
      heap.pop();
    }
  }
  if (!batch.empty()) result.batches.push_back(std::move(batch));
  return result;
}

}  // namespace sidx::query
