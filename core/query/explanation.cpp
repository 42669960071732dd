#include "core/query/explanation.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/query/instances.h"

namespace sidx::query {
namespace {

/// Collects the notes of a query, then counts what was kept and discarded.
class Explainer {
 public:
  explicit Explainer(Explanation& explanation)
      : result_(explanation), series_ids_(explanation.request.series_ids) {
    std::sort(series_ids_.begin(), series_ids_.end());
  }

  void add_parts(const std::vector<NamedPart>& parts) {
    const auto& instances = result_.request.instances;
    for (uint32_t i = 0; i < std::max<size_t>(1, instances.size()); i++) {
      for (const NamedPart& part : parts) {
        if (!instances.empty() && std::find(instances[i].begin(), instances[i].end(),
                                            part.part.part_id) == instances[i].end()) {
          continue;
        }
        index_[{i, part.part.wrapper}] = result_.parts.size();
        result_.parts.push_back({part, i});
      }
    }
    seen_.resize(result_.parts.size());
  }

  void take(const QueryNote& note) {
    switch (note.rule) {
      case QueryRule::kPartInactive:
      case QueryRule::kPartRange:
      case QueryRule::kPartSelected:
        return take_part(note);
      case QueryRule::kPrimaryRange:
      case QueryRule::kPrimaryRead:
        seen(note).primaries[note.block] = note.rule;
        return;
      case QueryRule::kBlockScanned:
      case QueryRule::kBlockBelow:
      case QueryRule::kBlockAbove:
      case QueryRule::kBlockFiltered:
      case QueryRule::kSeriesSkipped:
      case QueryRule::kQuotaExceeded:
        seen(note).blocks[note.block] = note.rule;
        return;
      case QueryRule::kBatch:
        return result_.merge.add(note);
      case QueryRule::kBlockLoaded:
        return take_block(note);
      default:
        return take_row(note);
    }
  }

  void finish() {
    for (size_t part = 0; part < result_.parts.size(); part++) {
      if (seen_[part].selected) count_part(part);
    }
    count_rows();
  }

 private:
  struct Seen {
    bool selected = false;
    std::map<size_t, QueryRule> primaries;
    std::map<size_t, QueryRule> blocks;
    std::map<size_t, uint64_t> rows;  // of blocks: those that have a reason of their own
  };

  size_t part_of(const QueryNote& note) const { return index_.at({note.instance, note.wrapper}); }
  Seen& seen(const QueryNote& note) { return seen_[part_of(note)]; }
  const part::PartContent& content(size_t part) const { return *result_.parts[part].part.content; }

  /// Counts an item, and lists it while there is room.
  void add(const ExplainedItem& item) {
    Funnel& funnel = result_.levels[static_cast<size_t>(item.level)];
    (item.kept ? funnel.kept : funnel.discarded) += item.count;
    size_t& listed = listed_[static_cast<size_t>(item.level)][item.kept ? 1 : 0];
    if (listed == kItemsMax) {
      funnel.more += item.count;
      return;
    }
    listed++;
    funnel.items.push_back(item);
  }

  ExplainedItem item_of(FunnelLevel level, size_t part, QueryRule rule, bool kept) const {
    ExplainedItem item;
    item.level = level;
    item.part = part;
    item.rule = rule;
    item.kept = kept;
    item.numbers[2] = result_.request.key_min.value_or(INT64_MIN);
    item.numbers[3] = result_.request.key_max.value_or(INT64_MAX);
    return item;
  }

  void take_part(const QueryNote& note) {
    const bool kept = note.rule == QueryRule::kPartSelected;
    ExplainedItem item = item_of(FunnelLevel::kParts, part_of(note), note.rule, kept);
    item.numbers[0] = note.numbers[0];
    item.numbers[1] = note.numbers[1];
    seen(note).selected = kept;
    add(item);
  }

  void take_block(const QueryNote& note) {
    const auto loaded = content(part_of(note)).load(note.block);
    std::vector<int64_t> keys;
    if (loaded.block != nullptr) keys = loaded.block->keys;
    if (result_.request.descending) std::reverse(keys.begin(), keys.end());
    result_.merge.add_block(note, result_.parts[part_of(note)].name, std::move(keys));
  }

  void take_row(const QueryNote& note) {
    result_.merge.add(note);
    if (note.rule == QueryRule::kRowTaken || note.rule == QueryRule::kWorkerLimit) return;
    // Of several instances, what the merge of all returns is the answer.
    const bool many = result_.request.instances.size() > 1;
    const bool of_all = note.rule == QueryRule::kMergedRow || note.rule == QueryRule::kMergedLimit;
    const bool outside = note.rule == QueryRule::kRowBelow || note.rule == QueryRule::kRowAbove;
    if (many && !of_all && !outside) return waiting_.push_back(note);
    if (of_all) merged_ = true;
    add_row(note);
  }

  void add_row(const QueryNote& note) {
    const bool kept = note.rule == QueryRule::kRowReturned || note.rule == QueryRule::kMergedRow;
    ExplainedItem item = item_of(FunnelLevel::kElements, part_of(note), note.rule, kept);
    item.block = note.block;
    item.row = static_cast<size_t>(note.numbers[2]);
    item.series_id = note.series_id;
    item.numbers = {note.numbers[0], note.numbers[1], 0, 0};
    seen(note).rows[note.block]++;
    add(item);
  }

  bool wants(uint64_t series) const {
    return std::binary_search(series_ids_.begin(), series_ids_.end(), series);
  }

  void count_part(size_t part) {
    const auto& ranges = content(part).primary_ranges();
    for (size_t i = 0; i < ranges.size(); i++) {
      const auto known = seen_[part].primaries.find(i);
      const bool looked_at = known != seen_[part].primaries.end();
      const QueryRule rule = looked_at ? known->second : QueryRule::kPrimarySeries;
      ExplainedItem item =
          item_of(FunnelLevel::kPrimaryBlocks, part, rule, rule == QueryRule::kPrimaryRead);
      item.primary = i;
      item.series_id = ranges[i].series_id;
      item.numbers[0] = ranges[i].key_min;
      item.numbers[1] = ranges[i].key_max;
      add(item);
      if (item.kept) count_blocks(part, i, ranges[i]);
    }
  }

  void count_blocks(size_t part, size_t primary, const part::PrimaryRange& range) {
    const auto& headers = content(part).headers();
    QueryRule last = QueryRule::kBlockScanned;
    size_t pruned = 0;
    for (size_t i = range.first; i < range.first + range.count; i++) {
      const bool same_series = i > range.first && headers[i - 1].series_id == headers[i].series_id;
      const auto known = seen_[part].blocks.find(i);
      QueryRule rule = QueryRule::kBlockSeries;
      if (known != seen_[part].blocks.end()) {
        rule = known->second;
      } else if (same_series && last == QueryRule::kBlockAbove) {
        rule = QueryRule::kBlockAbove;  // The first one ended its series.
      } else if (wants(headers[i].series_id)) {
        rule = QueryRule::kNotReached;
      }
      if (rule == QueryRule::kBlockFiltered) pruned = i;
      last = rule;
      ExplainedItem item =
          item_of(FunnelLevel::kBlocks, part, rule, rule == QueryRule::kBlockScanned);
      item.primary = primary;
      item.block = i;
      item.series_id = headers[i].series_id;
      item.numbers[0] = headers[i].key_min;
      item.numbers[1] = headers[i].key_max;
      if (rule == QueryRule::kSeriesSkipped) item.numbers[0] = static_cast<int64_t>(pruned);
      add(item);
    }
  }

  /// Rows of scanned blocks that have no reason of their own.
  void count_rows() {
    if (!merged_) {
      for (const QueryNote& note : waiting_) add_row(note);
    }
    for (size_t part = 0; part < seen_.size(); part++) {
      for (const auto& [block, rule] : seen_[part].blocks) {
        if (rule != QueryRule::kBlockScanned) continue;
        const part::BlockHeader& header = content(part).headers()[block];
        const auto counted = seen_[part].rows.find(block);
        const uint64_t have = counted == seen_[part].rows.end() ? 0 : counted->second;
        if (header.row_count <= have) continue;
        const bool ended_well = result_.outcome.ending == QueryOutcome::Ending::kOk;
        ExplainedItem item =
            item_of(FunnelLevel::kElements, part,
                    ended_well ? QueryRule::kLimitReached : QueryRule::kNotReached, false);
        item.block = block;
        item.series_id = header.series_id;
        item.count = header.row_count - have;
        item.numbers = {0, result_.request.limit, 0, 0};
        item.row = SIZE_MAX;
        add(item);
      }
    }
  }

  Explanation& result_;
  std::vector<uint64_t> series_ids_;                       // sorted
  std::map<std::pair<uint32_t, uint32_t>, size_t> index_;  // by instance and wrapper
  std::vector<Seen> seen_;
  std::vector<QueryNote> waiting_;
  bool merged_ = false;
  size_t listed_[kFunnelLevels][2] = {};
};

}  // namespace

std::string_view name_of(FunnelLevel level) {
  static constexpr std::array<std::string_view, kFunnelLevels> kNames{"part", "primary block",
                                                                      "block", "element"};
  return kNames[static_cast<size_t>(level)];
}

Explanation explain_query(const QueryRequest& request, const std::vector<NamedPart>& parts,
                          const QueryParameters& parameters) {
  Explanation explanation;
  explanation.request = request;
  explanation.parameters = parameters;
  explanation.merge.set_order(request, parameters);
  Explainer explainer(explanation);
  explainer.add_parts(parts);
  std::vector<SnapshotPart> snapshot;
  for (const NamedPart& part : parts) snapshot.push_back(part.part);
  explanation.outcome = run_query(request, snapshot, parameters,
                                  [&](const QueryNote& note) { explainer.take(note); });
  explainer.finish();
  return explanation;
}

}  // namespace sidx::query
