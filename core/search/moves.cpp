#include "core/search/moves.h"

#include <algorithm>
#include <set>

#include "core/encoding/fixed_int.h"
#include "core/sim/enabled.h"
#include "core/sim/generate.h"

namespace sidx::search {
namespace {

using sim::Event;
using sim::Op;
using sim::OperationKind;
using sim::PartKind;
using sim::PartState;
using sim::World;

// A search finds what small states show.
constexpr size_t kPartsMax = 6;       // of the current snapshot; nothing is written above
constexpr size_t kOperationsMax = 2;  // of a kind
constexpr size_t kWrites = 12;
constexpr uint32_t kWriteVariants = 2;
constexpr uint64_t kSeries = 3;
constexpr uint64_t kKeys = 9;
constexpr size_t kQuerySeriesMax = 16;

std::string ord64_text(int64_t number) {
  Bytes bytes;
  encoding::append_ord64(bytes, number);
  return {bytes.begin(), bytes.end()};
}

Event plain_event(Op op) {
  Event event;
  event.op = op;
  return event;
}

Event query_event(Op op, query::QueryRequest request) {
  Event event = plain_event(op);
  event.request = Rc<query::QueryRequest>(std::move(request));
  return event;
}

const char* prefix_of(Op op) {
  switch (op) {
    case Op::kFlushBegin:
      return "f";
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
      return "m";
    case Op::kHold:
      return "h";
    default:
      return "q";
  }
}

Actor actor_of(OperationKind kind) {
  if (kind == OperationKind::kFlush) return Actor::kFlusher;
  return kind == OperationKind::kMerge || kind == OperationKind::kMergeMem ? Actor::kMerger
                                                                           : Actor::kReader;
}

}  // namespace

bool Move::continues() const {
  return op == Op::kIntroduce || op == Op::kRelease || op == Op::kQueryRun || op == Op::kQueryEnd;
}

bool Move::completes() const {
  return op != Op::kFlushBegin && op != Op::kMergeBegin && op != Op::kMergeMemBegin &&
         op != Op::kHold && op != Op::kQueryBegin && op != Op::kQueryRun;
}

Moves::Moves(Menu menu, uint64_t seed, const sim::Scenario& prefix) : menu_(menu) {
  for (int op = 0; op < sim::kOpCount; op++) plain_.push_back(plain_event(static_cast<Op>(op)));
  make_writes(seed);
  make_queries(seed, prefix);
}

void Moves::make_writes(uint64_t seed) {
  sim::Random random(seed);
  const bool tagged = menu_.has(MenuItem::kFilteredQuery);
  for (size_t write = 0; write < kWrites; write++) {
    for (uint32_t variant = 0; variant < kWriteVariants; variant++) {
      part::ElementBatch batch;
      const uint64_t count = variant == 0 ? 1 : 2 + random.below(2);
      for (uint64_t i = 0; i < count; i++) {
        std::string data(1, static_cast<char>('a' + write));
        if (variant > 0) data += std::to_string(i + 1);
        batch.add(1 + random.below(kSeries), static_cast<int64_t>(1 + random.below(kKeys)), data);
        if (!tagged) continue;
        if (random.below(2) == 0) {
          batch.add_tag("dur", encoding::ValueType::kInt64,
                        ord64_text(static_cast<int64_t>(random.below(kKeys))));
        }
        batch.add_tag("svc", encoding::ValueType::kStr, random.below(2) == 0 ? "a" : "b");
      }
      writes_.push_back(sim::make_write(std::move(batch), 0));
    }
  }
}

void Moves::make_queries(uint64_t seed, const sim::Scenario& prefix) {
  std::set<uint64_t> series;
  for (uint64_t id = 1; id <= kSeries; id++) series.insert(id);
  for (const Event& event : prefix.steps) {
    if (!event.write) continue;
    const part::ElementBatch& batch = event.write->batch;
    for (size_t row = 0; row < batch.size() && series.size() < kQuerySeriesMax; row++) {
      series.insert(batch.series_id(row));
    }
  }
  sim::Random random(seed);
  query::QueryRequest all;
  all.series_ids.assign(series.begin(), series.end());
  query::QueryRequest descending = all;
  descending.descending = true;
  query::QueryRequest range = all;
  range.key_min = static_cast<int64_t>(1 + random.below(kKeys));
  range.key_max = *range.key_min + static_cast<int64_t>(random.below(kKeys / 2));
  query::QueryRequest limited = descending;
  limited.limit = 2;
  if (menu_.has(MenuItem::kQuery)) {
    for (const auto& request : {all, descending, range, limited}) {
      queries_.push_back(query_event(Op::kQuery, request));
    }
  }
  if (menu_.has(MenuItem::kFilteredQuery)) {
    query::Filter service;
    service.tag = "svc";
    service.values = {"a"};
    query::Filter duration;
    duration.tag = "dur";
    duration.values = {"5"};
    query::Filter at_least;
    at_least.kind = query::FilterKind::kRange;
    at_least.tag = "dur";
    at_least.lower = 5;
    at_least.includes_lower = true;
    for (const auto& filter : {service, duration, at_least}) {
      query::QueryRequest filtered = all;
      filtered.filter = filter;
      queries_.push_back(query_event(Op::kQuery, filtered));
    }
  }
  for (const auto& request : {all, range}) {
    held_queries_.push_back(query_event(Op::kQueryBegin, request));
  }
}

void Moves::add(Op op, Actor actor, uint32_t variants, uint32_t operation) {
  enabled_.push_back({op, actor, variants, operation});
}

const std::vector<Move>& Moves::enabled(const World& world) {
  enabled_.clear();
  if (world.dead) return enabled_;
  size_t mem_parts = 0;
  size_t file_parts = 0;
  size_t parts = 0;
  if (const sim::Snapshot* snapshot = world.current_snapshot()) {
    parts = snapshot->parts->size();
    for (const uint32_t number : *snapshot->parts) {
      const sim::PartWrapper* part = world.find_live(number);
      if (part == nullptr || part->state != PartState::kActive) continue;
      (part->kind == PartKind::kMem ? mem_parts : file_parts)++;
    }
  }
  if (menu_.has(MenuItem::kWrite) && parts < kPartsMax) {
    add(Op::kWrite, Actor::kWriter, kWriteVariants);
  }
  if (menu_.has(MenuItem::kFlush) && mem_parts > 0) add(Op::kFlush, Actor::kFlusher);
  if (menu_.has(MenuItem::kMerge) && file_parts > 1) add(Op::kMerge, Actor::kMerger);
  if (menu_.has(MenuItem::kMergeMem) && mem_parts > 1) add(Op::kMergeMem, Actor::kMerger);
  const bool may_sync = world.current != 0 || !world.fixes().has(sim::Fix::kR5);
  if (menu_.has(MenuItem::kSync) && may_sync && (world.current == 0 || parts > 0)) {
    add(Op::kSync, Actor::kSyncer, static_cast<uint32_t>(parts < 2 ? 1 : parts + 1));
  }
  add_begins(world, mem_parts, file_parts);
  add_continuations(world);
  if (world.current != 0 && !queries_.empty()) {
    add(Op::kQuery, Actor::kReader, static_cast<uint32_t>(queries_.size()));
  }
  if (menu_.has(MenuItem::kReopen) && (world.current != 0 || !world.disk.empty())) {
    add(Op::kReopen, Actor::kOperator);
  }
  return enabled_;
}

void Moves::add_begins(const World& world, size_t mem_parts, size_t file_parts) {
  size_t flushes = 0;
  size_t merges = 0;
  size_t holds = 0;
  size_t queries = 0;
  for (const Rc<sim::Operation>& operation : world.operations) {
    flushes += operation->kind == OperationKind::kFlush;
    merges += actor_of(operation->kind) == Actor::kMerger;
    holds += operation->kind == OperationKind::kHold;
    queries += operation->kind == OperationKind::kQuery;
  }
  if (menu_.has(MenuItem::kFlushSplit) && mem_parts > 0 && flushes < kOperationsMax) {
    add(Op::kFlushBegin, Actor::kFlusher);
  }
  if (merges < kOperationsMax) {
    if (menu_.has(MenuItem::kMergeSplit) && file_parts > 1) add(Op::kMergeBegin, Actor::kMerger);
    if (menu_.has(MenuItem::kMergeMemSplit) && mem_parts > 1) {
      add(Op::kMergeMemBegin, Actor::kMerger);
    }
  }
  if (world.current == 0) return;
  if (menu_.has(MenuItem::kHold) && holds == 0) add(Op::kHold, Actor::kReader);
  if (menu_.has(MenuItem::kHeldQuery) && queries < kOperationsMax) {
    add(Op::kQueryBegin, Actor::kReader, static_cast<uint32_t>(held_queries_.size()));
  }
}

void Moves::add_continuations(const World& world) {
  for (uint32_t i = 0; i < world.operations.size(); i++) {
    const OperationKind kind = world.operations[i]->kind;
    if (kind == OperationKind::kHold) {
      add(Op::kRelease, Actor::kReader, 1, i);
    } else if (kind == OperationKind::kQuery) {
      add(Op::kQueryRun, Actor::kReader, 1, i);
      add(Op::kQueryEnd, Actor::kReader, 1, i);
    } else {
      add(Op::kIntroduce, actor_of(kind), 1, i);
    }
  }
}

const Event& Moves::event(const World& world, const Move& move, uint32_t variant, size_t writes) {
  const Event& plain = plain_[static_cast<size_t>(move.op)];
  switch (move.op) {
    case Op::kWrite:
      return writes_[writes % kWrites * kWriteVariants + variant];
    case Op::kSync:
      return sync(world, variant);
    case Op::kQuery:
      return queries_[variant];
    case Op::kFlushBegin:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
    case Op::kHold:
    case Op::kQueryBegin:
      return named(move.op == Op::kQueryBegin ? held_queries_[variant] : plain,
                   sim::free_name(world, prefix_of(move.op)));
    case Op::kIntroduce:
    case Op::kRelease:
    case Op::kQueryRun:
    case Op::kQueryEnd:
      return named(plain, world.operations[move.operation]->name);
    default:
      return plain;
  }
}

const Event& Moves::named(const Event& event, const std::string& name) {
  for (const Event& known : named_) {
    if (known.op == event.op && known.request == event.request && known.as == name) return known;
  }
  named_.push_back(event);
  named_.back().as = name;
  return named_.back();
}

/// One part of the current snapshot, or all of them.
const Event& Moves::sync(const World& world, uint32_t variant) {
  std::vector<uint64_t> ids;
  if (const sim::Snapshot* snapshot = world.current_snapshot()) {
    const std::vector<uint32_t>& parts = *snapshot->parts;
    for (size_t i = 0; i < parts.size(); i++) {
      if (variant == i || variant == parts.size()) {
        ids.push_back(world.find_live(parts[i])->part_id);
      }
    }
  } else {
    ids.push_back(1);
  }
  for (const Event& known : syncs_) {
    if (known.part_ids == ids) return known;
  }
  syncs_.push_back(plain_[static_cast<size_t>(Op::kSync)]);
  syncs_.back().part_ids = std::move(ids);
  return syncs_.back();
}

}  // namespace sidx::search
