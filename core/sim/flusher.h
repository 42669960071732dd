#pragma once

#include "core/sim/transaction.h"

/// Flush without its introduction: every active mem part of the current snapshot is written to a
/// directory of its ID. Mirrors Flush in banyand/internal/sidx/sidx.go.
namespace sidx::sim {

/// `name` is the operation's; empty for a flush in one step. Holds a reference on the snapshot,
/// unless there was nothing to flush.
Operation begin_flush(Transaction& step, const std::string& name);

}  // namespace sidx::sim
