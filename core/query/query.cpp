#include "core/query/query.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/container_heap.h"
#include "core/format/file_names.h"
#include "core/query/block_scan.h"
#include "core/query/instances.h"
#include "core/query/unique_data.h"

namespace sidx::query {
namespace {

using part::BlockData;
using part::TagData;
using Ending = QueryOutcome::Ending;

/// The engine allocates room for `limit` payloads at once, 24 bytes each; Go panics above this.
constexpr int64_t kLimitMax = (int64_t{1} << 48) / 24;

/// The next row of a loaded block. Mirrors blockCursor.
struct BlockCursor {
  const BlockData* block = nullptr;
  uint32_t wrapper = 0;
  size_t number = 0;
  size_t row = 0;
  bool ended = false;

  int64_t key() const { return block->keys[row]; }
  void step(bool descending) {
    if (descending) {
      ended = row == 0;
      if (!ended) row--;
    } else {
      ended = ++row == block->row_count();
    }
  }
};

/// A row of the result, not copied yet.
struct RowRef {
  const BlockData* block = nullptr;
  uint32_t wrapper = 0;
  size_t number = 0;
  size_t row = 0;

  int64_t key() const { return block->keys[row]; }
  std::string_view data() const { return block->data.at(row); }
};

class QueryRun {
 public:
  QueryRun(const QueryRequest& request, const QueryParameters& parameters,
           const QueryObserver& observer)
      : request_(request), parameters_(parameters), observer_(observer) {}

  QueryOutcome run(const std::vector<SnapshotPart>& candidates) {
    const std::vector<SnapshotPart> parts = select(candidates);
    if (parts.empty()) return {};
    const ScanResult scan = scan_blocks(request_, parts, parameters_, observer_);
    if (scan.ending == Ending::kPanic) return {{}, Ending::kPanic, scan.message};
    const size_t worker_count = std::max<size_t>(1, parameters_.workers);
    std::vector<std::vector<BlockCursor>> workers(worker_count);
    for (size_t b = 0; b < scan.batches.size(); b++) {
      if (observer_) {
        const auto size = static_cast<int64_t>(scan.batches[b].size());
        observer_({QueryRule::kBatch,
                   0,
                   0,
                   static_cast<uint32_t>(b % worker_count),
                   0,
                   {static_cast<int64_t>(b), size, 0, 0}});
      }
      for (const ScannedBlock& scanned : scan.batches[b]) {
        if (observer_) {
          const SnapshotPart& part = parts[scanned.part];
          observer_({QueryRule::kBlockLoaded, part.wrapper, scanned.block,
                     static_cast<uint32_t>(b % worker_count),
                     part.content->headers()[scanned.block].series_id});
        }
        if (!load(parts[scanned.part], scanned.block, workers[b % worker_count])) {
          return {{}, Ending::kPanic, message_};
        }
      }
    }
    if (scan.ending != Ending::kOk) return {{}, scan.ending, scan.message};
    std::vector<std::vector<RowRef>> shards;
    for (uint32_t worker = 0; worker < worker_count; worker++) {
      shards.push_back(merge_cursors(workers[worker], worker));
    }
    return merge_shards(shards);
  }

 private:
  std::vector<SnapshotPart> select(const std::vector<SnapshotPart>& candidates) const {
    const int64_t key_min = request_.key_min.value_or(INT64_MIN);
    const int64_t key_max = request_.key_max.value_or(INT64_MAX);
    std::vector<SnapshotPart> selected;
    for (const SnapshotPart& part : candidates) {
      const auto note = [&](QueryRule rule, int64_t low, int64_t high) {
        if (observer_) observer_({rule, part.wrapper, 0, 0, 0, {low, high, key_min, key_max}});
      };
      // QUIRK: A part that a merge or sync removed after this snapshot was taken is left out (S9).
      if (!part.content || (!part.active && !parameters_.read_removed_parts)) {
        note(QueryRule::kPartInactive, 0, 0);
        continue;
      }
      const auto& manifest = part.content->manifest();
      KeyRange range{manifest.key_min, manifest.key_max};
      if (parameters_.range_of_blocks) range = range_of_blocks(*part.content).value_or(range);
      const bool overlaps = range.key_max >= key_min && range.key_min <= key_max;
      note(overlaps ? QueryRule::kPartSelected : QueryRule::kPartRange, range.key_min,
           range.key_max);
      if (overlaps) selected.push_back(part);
    }
    return selected;
  }

  bool load(const SnapshotPart& part, size_t block, std::vector<BlockCursor>& cursors) {
    if (part.content->headers()[block].row_count == 0) return true;
    const part::LoadedBlock loaded = part.content->load(block);
    if (loaded.block == nullptr) {
      message_ = loaded.fault->message;
      return false;
    }
    const size_t rows = loaded.block->row_count();
    cursors.push_back(
        {loaded.block, part.wrapper, block, request_.descending ? rows - 1 : 0, false});
    return true;
  }

  bool row_in_range(const BlockCursor& cursor, uint32_t worker) const {
    const int64_t key = cursor.key();
    const bool below = request_.key_min && key < *request_.key_min;
    const bool above = request_.key_max && key > *request_.key_max;
    if (observer_ && (below || above)) {
      observer_({below ? QueryRule::kRowBelow : QueryRule::kRowAbove,
                 cursor.wrapper,
                 cursor.number,
                 worker,
                 cursor.block->series_id,
                 {key, below ? *request_.key_min : *request_.key_max,
                  static_cast<int64_t>(cursor.row), 0}});
    }
    return !below && !above;
  }

  void note_row(QueryRule rule, const RowRef& row, uint32_t worker) const {
    if (!observer_) return;
    observer_({rule,
               row.wrapper,
               row.number,
               worker,
               row.block->series_id,
               {row.key(), request_.limit, static_cast<int64_t>(row.row), 0}});
  }

  std::vector<RowRef> merge_cursors(std::vector<BlockCursor>& cursors, uint32_t worker) const {
    const bool descending = request_.descending;
    const auto before = [descending](const BlockCursor* a, const BlockCursor* b) {
      return descending ? a->key() > b->key() : a->key() < b->key();
    };
    ContainerHeap<BlockCursor*, decltype(before)> heap(before);
    for (BlockCursor& cursor : cursors) heap.append(&cursor);
    heap.init();
    UniqueData unique(request_.limit);
    std::vector<RowRef> rows;
    while (!heap.empty()) {
      BlockCursor& top = *heap.top();
      if (row_in_range(top, worker)) {
        rows.push_back({top.block, top.wrapper, top.number, top.row});
        // QUIRK: The row that exceeds the limit is in already.
        const bool goes_on = unique.may_add(rows.back().data());
        note_row(goes_on ? QueryRule::kRowTaken : QueryRule::kWorkerLimit, rows.back(), worker);
        if (!goes_on) break;
      }
      top.step(descending);
      if (top.ended) {
        heap.pop();
      } else {
        heap.fix_top();
      }
    }
    return rows;
  }

  QueryOutcome merge_shards(const std::vector<std::vector<RowRef>>& shards) const {
    struct Cursor {
      const std::vector<RowRef>* rows;
      size_t at;
      uint32_t worker;
    };
    // QUIRK: Workers are merged in ascending order, whatever order the query asks for (S10).
    const bool descending = request_.descending && parameters_.merge_workers_in_order;
    const auto before = [descending](const Cursor& a, const Cursor& b) {
      const int64_t x = (*a.rows)[a.at].key();
      const int64_t y = (*b.rows)[b.at].key();
      return descending ? x > y : x < y;
    };
    ContainerHeap<Cursor, decltype(before)> heap(before);
    for (uint32_t worker = 0; worker < shards.size(); worker++) {
      if (!shards[worker].empty()) heap.append({&shards[worker], 0, worker});
    }
    if (!heap.empty() && request_.limit > kLimitMax) {
      return {{}, Ending::kPanic, "makeslice: cap out of range"};
    }
    heap.init();
    UniqueData unique(request_.limit);
    QueryOutcome outcome;
    while (!heap.empty()) {
      Cursor& top = heap.top();
      const RowRef& row = (*top.rows)[top.at];
      const bool returned = unique.may_add(row.data());
      note_row(returned ? QueryRule::kRowReturned : QueryRule::kLimitReached, row, top.worker);
      if (!returned) break;
      outcome.rows.push_back(copy_row(row));
      if (++top.at == top.rows->size()) {
        heap.pop();
      } else {
        heap.fix_top();
      }
    }
    return outcome;
  }

  bool is_wanted(std::string_view tag) const {
    return request_.project.empty() || std::find(request_.project.begin(), request_.project.end(),
                                                 tag) != request_.project.end();
  }

  QueryRow copy_row(const RowRef& ref) const {
    QueryRow row;
    row.series_id = ref.block->series_id;
    row.key = ref.key();
    row.data = std::string(ref.data());
    row.wrapper = ref.wrapper;
    row.block = ref.number;
    row.row = ref.row;
    for (const TagData& tag : ref.block->tags) {
      std::string_view name = tag.name;
      if (parameters_.join_typed_columns) {
        if (const auto typed = format::parse_typed_tag_name(name)) name = typed->name;
      }
      if (!is_wanted(name) || tag.size() == 0) continue;
      std::optional<std::string> value;
      if (!tag.is_nil(ref.row)) {
        Bytes stored;
        tag.append_stored(ref.row, stored);
        value.emplace(stored.begin(), stored.end());
      }
      const bool joins =
          name.size() != tag.name.size() && !row.tags.empty() && row.tags.back().name == name;
      if (!joins) {
        row.tags.push_back({std::string(name), tag.type, std::move(value)});
      } else if (value) {
        row.tags.back() = {std::string(name), tag.type, std::move(value)};
      }
    }
    return row;
  }

  const QueryRequest& request_;
  const QueryParameters& parameters_;
  const QueryObserver& observer_;
  std::string message_;
};

}  // namespace

std::string_view name_of(QueryRule rule) {
  static constexpr std::array<std::string_view, kQueryRuleCount> kNames{
      "part-inactive", "part-range",     "part-selected",  "primary-range",  "primary-read",
      "block-below",   "block-above",    "block-filtered", "series-skipped", "block-scanned",
      "row-below",     "row-above",      "row-returned",   "limit-reached",  "quota-exceeded",
      "batch",         "block-loaded",   "row-taken",      "worker-limit",   "merged-row",
      "merged-limit",  "primary-series", "block-series",   "not-reached"};
  return kNames[static_cast<size_t>(rule)];
}

std::string validate(const QueryRequest& request) {
  if (request.series_ids.empty()) return "at least one series ID is required";
  if (request.limit < 0) return "the limit cannot be negative";
  if (request.key_min && request.key_max && *request.key_min > *request.key_max) {
    return "min cannot be greater than max";
  }
  return {};
}

std::optional<KeyRange> range_of_blocks(const part::PartContent& content) {
  std::optional<KeyRange> range;
  for (const part::BlockHeader& header : content.headers()) {
    if (!range) range = KeyRange{header.key_min, header.key_max};
    range->key_min = std::min(range->key_min, header.key_min);
    range->key_max = std::max(range->key_max, header.key_max);
  }
  return range;
}

QueryOutcome run_query(const QueryRequest& request, const std::vector<SnapshotPart>& parts,
                       const QueryParameters& parameters, const QueryObserver& observer) {
  if (request.instances.empty()) return QueryRun(request, parameters, observer).run(parts);
  std::vector<QueryOutcome> answers;
  for (uint32_t i = 0; i < request.instances.size(); i++) {
    QueryObserver numbered;
    if (observer) {
      numbered = [&observer, i](QueryNote note) {
        note.instance = i;
        observer(note);
      };
    }
    answers.push_back(QueryRun(request, parameters, numbered)
                          .run(parts_of_instance(parts, request.instances[i])));
  }
  return merge_answers(request, parameters, std::move(answers), observer);
}

}  // namespace sidx::query
