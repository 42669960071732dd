#pragma once

#include "core/sim/event.h"
#include "core/sim/transaction.h"

/// What reads the instance: slow readers that hold a snapshot, queries whole or in three steps, and
/// the list of blocks. Mirrors Query in banyand/internal/sidx/sidx.go.
namespace sidx::sim {

/// A reference on the current snapshot, if there is one.
Operation begin_reading(Transaction& step, const std::string& name, OperationKind kind);
void end_reading(Transaction& step, const Operation& reader, const char* reason);
/// Selects parts of the held snapshot and scans them. No snapshot, no rows.
void run_held_query(Transaction& step, const Operation& reader);
void query_at_once(Transaction& step, const query::QueryRequest& request);
/// Blocks of the parts in the current snapshot, in file order.
void list_blocks(Transaction& step);

}  // namespace sidx::sim
