#pragma once

#include "core/sim/transaction.h"

/// The collector of snapshot files. Mirrors banyand/internal/sidx/gc.go.
namespace sidx::sim {

/// The snapshot file of `epoch` is the live one; the one before becomes deletable.
// QUIRK: Registering an epoch twice makes the live one deletable (S4).
void register_snapshot(Transaction& step, uint64_t epoch);
/// Deletes what is deletable. What is not there stays on the list.
void clean_snapshot_files(Transaction& step);

}  // namespace sidx::sim
