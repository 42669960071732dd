#include "core/merge/merge_blocks.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/base/container_heap.h"
#include "core/format/file_names.h"
#include "core/merge/pending_block.h"
#include "core/part/element_batch.h"

namespace sidx::merge {
namespace {

using part::BlockData;
using part::BlockHeader;
using part::PartContent;
using part::TagData;

struct RuleText {
  std::string_view name;
  std::string_view sentence;
};
constexpr std::array<RuleText, 8> kRuleTexts{{
    {"read", "The next block of all inputs in (series, smallest key) order is read."},
    {"pending-was-empty", "Nothing is pending, so the block becomes the pending block."},
    {"series-changed", "The block is of another series: pending is written, the block takes over."},
    {"pending-is-full",
     "Pending counts 8192 rows or more and ends before the block: it is written, the block takes "
     "over."},
    {"joined", "Pending and the block have at most 8192 rows together and are joined."},
    {"joined-too-large",
     "Pending and the block are joined into more than 8192 rows, which are written at once."},
    {"split", "Pending holds 8192 rows that end before the block: these are written."},
    {"end", "No block is left: what is pending is written."},
}};

/// The blocks of one input in file order. Mirrors partMergeIter.
class PartCursor {
 public:
  PartCursor(const PartContent& content, size_t input) : content_(&content), input_(input) {}

  /// False at the end or at a fault.
  bool next() {
    const auto& ranges = content_->primary_ranges();
    block_ = started_ ? block_ + 1 : 0;
    started_ = true;
    while (range_ < ranges.size()) {
      if (ranges[range_].fault) {
        fault_ = ranges[range_].fault.get();
        return false;
      }
      if (block_ < ranges[range_].first + ranges[range_].count) return true;
      range_++;
    }
    return false;
  }
  const BlockHeader& header() const { return content_->headers()[block_]; }
  const PartContent& content() const { return *content_; }
  size_t block() const { return block_; }
  size_t input() const { return input_; }
  const part::ReadFault* fault() const { return fault_; }

 private:
  const PartContent* content_;
  size_t input_;
  size_t range_ = 0;
  size_t block_ = 0;
  bool started_ = false;
  const part::ReadFault* fault_ = nullptr;
};

struct EarlierBlock {
  bool operator()(const PartCursor* a, const PartCursor* b) const {
    const BlockHeader& x = a->header();
    const BlockHeader& y = b->header();
    if (x.series_id != y.series_id) return x.series_id < y.series_id;
    return x.key_min < y.key_min;
  }
};

/// Names of the tags that have different types in the inputs (S18 repaired).
std::set<std::string, std::less<>> conflicting_tags(const std::vector<Rc<PartContent>>& inputs) {
  std::map<std::string, encoding::ValueType, std::less<>> types;
  std::set<std::string, std::less<>> conflicts;
  for (const Rc<PartContent>& input : inputs) {
    for (size_t i = 0; i < input->headers().size(); i++) {
      const part::LoadedBlock loaded = input->load(i);
      if (loaded.block == nullptr) continue;
      for (const TagData& tag : loaded.block->tags) {
        const auto typed = format::parse_typed_tag_name(tag.name);
        const std::string name(typed ? typed->name : std::string_view(tag.name));
        const auto [known, added] = types.emplace(name, tag.type);
        if (typed || (!added && known->second != tag.type)) conflicts.insert(name);
      }
    }
  }
  return conflicts;
}

class MergeLoop {
 public:
  MergeLoop(const MergeParameters& parameters, const MergeObserver& observer)
      : parameters_(parameters), observer_(observer) {}

  void set_conflicts(std::set<std::string, std::less<>> names) { conflicts_ = std::move(names); }

  /// Takes the next block in order. False when the engine panics.
  bool take(const PartCursor& cursor) {
    const BlockHeader& header = cursor.header();
    const part::LoadedBlock loaded = cursor.content().load(cursor.block());
    if (loaded.block == nullptr) return fail(loaded.fault->message);
    PendingBlock incoming{cursor.content().share(cursor.block()), header.row_count, header.key_min,
                          header.key_max};
    if (!conflicts_.empty()) rename_tags(incoming.rows.edit());
    note(MergeRule::kRead, &cursor, incoming.shape(), {}, false);
    if (!pending_) return take_over(MergeRule::kPendingWasEmpty, std::move(incoming));
    if (pending_->rows->series_id != header.series_id) {
      return write(MergeRule::kSeriesChanged, incoming.shape()) &&
             take_over(MergeRule::kPendingWasEmpty, std::move(incoming));
    }
    if (parameters_.bound_blocks) return join_bounded(std::move(incoming));
    if (pending_->count >= part::kMergeRowsMax && pending_->key_max <= header.key_min) {
      return write(MergeRule::kPendingIsFull, incoming.shape()) &&
             take_over(MergeRule::kPendingWasEmpty, std::move(incoming));
    }
    return join(std::move(incoming));
  }

  bool finish() { return !pending_ || write(MergeRule::kEnd, {}); }

  std::vector<Rc<BlockData>> take_blocks() { return std::move(blocks_); }
  const std::string& message() const { return message_; }

 private:
  bool fail(std::string message) {
    message_ = std::move(message);
    return false;
  }

  void note(MergeRule rule, const PartCursor* cursor, const BlockShape& incoming,
            const BlockShape& result, bool written, const BlockShape* before = nullptr) {
    if (!observer_) return;
    MergeStep step;
    step.rule = rule;
    if (cursor != nullptr) {
      step.input = cursor->input();
      step.block = cursor->block();
    }
    step.incoming = incoming;
    if (before != nullptr) {
      step.pending = *before;
    } else if (pending_) {
      step.pending = pending_->shape();
    }
    step.result = result;
    step.written = written;
    observer_(step);
  }

  void rename_tags(BlockData& block) const {
    for (TagData& tag : block.tags) {
      if (conflicts_.find(tag.name) == conflicts_.end()) continue;
      tag.name += "#" + std::string(part::type_suffix(tag.type));
    }
    std::sort(block.tags.begin(), block.tags.end(),
              [](const TagData& a, const TagData& b) { return a.name < b.name; });
  }

  bool take_over(MergeRule rule, PendingBlock incoming) {
    note(rule, nullptr, incoming.shape(), incoming.shape(), false);
    pending_ = std::move(incoming);
    return true;
  }

  bool join(PendingBlock incoming) {
    const BlockShape before = pending_->shape();
    PendingBlock joined = join_blocks(std::move(*pending_), incoming, parameters_);
    pending_.reset();
    const bool fits = joined.rows->row_count() <= part::kMergeRowsMax;
    note(fits ? MergeRule::kJoined : MergeRule::kJoinedTooLarge, nullptr, incoming.shape(),
         joined.shape(), !fits, &before);
    if (!fits) return emit(std::move(joined.rows));
    pending_ = std::move(joined);
    return true;
  }

  /// S19 repaired: what no later block can precede is written in blocks of 8192 rows.
  bool join_bounded(PendingBlock incoming) {
    const BlockShape before = pending_->shape();
    PendingBlock joined = join_blocks(std::move(*pending_), incoming, parameters_);
    note(MergeRule::kJoined, nullptr, incoming.shape(), joined.shape(), false, &before);
    pending_ = std::move(joined);
    return split_pending(incoming.key_min);
  }

  bool split_pending(int64_t key_limit) {
    const size_t rows_max = part::kMergeRowsMax;
    while (pending_->rows->row_count() > rows_max &&
           pending_->rows->keys[rows_max - 1] <= key_limit) {
      const BlockData& all = *pending_->rows;
      BlockData head;
      BlockData rest;
      head.series_id = rest.series_id = all.series_id;
      append_rows(head, all, 0, rows_max, parameters_);
      append_rows(rest, all, rows_max, all.row_count(), parameters_);
      note(MergeRule::kSplit, nullptr, {},
           {head.series_id, rows_max, rows_max, head.key_min(), head.key_max()}, true);
      const int64_t key_min = rest.key_min();
      const int64_t key_max = rest.key_max();
      const uint64_t count = rest.row_count();
      pending_ = PendingBlock{Rc<BlockData>(std::move(rest)), count, key_min, key_max};
      if (!emit(Rc<BlockData>(std::move(head)))) return false;
    }
    return true;
  }

  bool write(MergeRule rule, const BlockShape& incoming) {
    if (parameters_.bound_blocks && !split_pending(INT64_MAX)) return false;
    note(rule, nullptr, incoming, pending_->shape(), true);
    Rc<BlockData> rows = std::move(pending_->rows);
    pending_.reset();
    return emit(std::move(rows));
  }

  bool emit(Rc<BlockData> rows) {
    if (rows->row_count() == 0) return true;
    if (const Status checked = part::check_block(*rows); !checked.ok()) {
      return fail(to_string(checked.error()));
    }
    if (!blocks_.empty()) {
      const BlockData& last = *blocks_.back();
      if (rows->series_id < last.series_id ||
          (rows->series_id == last.series_id && rows->key_min() < last.key_min())) {
        return fail("blocks out of (series, smallest key) order");
      }
    }
    blocks_.push_back(std::move(rows));
    return true;
  }

  const MergeParameters& parameters_;
  const MergeObserver& observer_;
  std::set<std::string, std::less<>> conflicts_;
  std::optional<PendingBlock> pending_;
  std::vector<Rc<BlockData>> blocks_;
  std::string message_;
};

int64_t smallest_segment(const std::vector<Rc<PartContent>>& inputs) {
  int64_t smallest = 0;
  for (const Rc<PartContent>& input : inputs) {
    const int64_t segment = input->manifest().segment_id;
    if (segment != 0 && (smallest == 0 || segment < smallest)) smallest = segment;
  }
  return smallest;
}

}  // namespace

std::string_view name_of(MergeRule rule) { return kRuleTexts[static_cast<size_t>(rule)].name; }
std::string_view describe(MergeRule rule) { return kRuleTexts[static_cast<size_t>(rule)].sentence; }

MergeOutput merge_parts(const std::vector<Rc<PartContent>>& inputs,
                        const MergeParameters& parameters, const MergeObserver& observer) {
  MergeLoop loop(parameters, observer);
  if (parameters.split_types) loop.set_conflicts(conflicting_tags(inputs));
  std::vector<PartCursor> cursors;
  cursors.reserve(inputs.size());
  for (size_t i = 0; i < inputs.size(); i++) cursors.emplace_back(*inputs[i], i);
  ContainerHeap<PartCursor*, EarlierBlock> heap{EarlierBlock()};
  for (PartCursor& cursor : cursors) {
    if (cursor.next()) {
      heap.append(&cursor);
    } else if (cursor.fault() != nullptr) {
      return {{}, {cursor.fault()->panics, cursor.fault()->message}};
    }
  }
  heap.init();
  while (!heap.empty()) {
    PartCursor* head = heap.top();
    if (!loop.take(*head)) return {{}, {true, loop.message()}};
    if (head->next()) {
      heap.fix_top();
    } else if (head->fault() != nullptr) {
      return {{}, {head->fault()->panics, head->fault()->message}};
    } else {
      heap.pop();
    }
  }
  if (!loop.finish()) return {{}, {true, loop.message()}};
  const bool filtered = !parameters.write.merge_drops_filters;
  part::WriteParameters write = parameters.write;
  write.range_of_first_and_last = false;  // S1 is in writes only.
  return {Rc<PartContent>(PartContent(loop.take_blocks(), filtered, write,
                                      parameters.keep_segment ? smallest_segment(inputs) : 0)),
          {}};
}

}  // namespace sidx::merge
