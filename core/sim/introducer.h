#pragma once

#include "core/sim/transaction.h"

/// The introducer: the one goroutine that builds the next snapshot out of the current one and a
/// message. Mirrors banyand/internal/sidx/introducer.go and the constructors of snapshot.go.
namespace sidx::sim {

/// A new mem part joins. Nothing is persisted.
void introduce_mem_part(Transaction& step, PartWrapper mem_part);
/// File parts take the places of the mem parts with their IDs. Persisted.
void introduce_flushed(Transaction& step, const Operation& flush);
/// The inputs leave, the output joins. Persisted.
void introduce_merged(Transaction& step, const Operation& merge);
/// Parts with these IDs leave. Persisted.
void introduce_sync(Transaction& step, const std::vector<uint64_t>& part_ids);

/// Writes `<epoch>.snp` of a snapshot and registers it with the collector.
void persist_snapshot(Transaction& step, uint32_t snapshot);

}  // namespace sidx::sim
