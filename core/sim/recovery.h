#pragma once

#include "core/sim/transaction.h"

/// The end of a process and the start of the next one on the same directory. Mirrors Close, init
/// and loadSnapshot in banyand/internal/sidx/sidx.go.
namespace sidx::sim {

/// The instance lets go of its snapshot; what is in memory is lost (S33).
void close_instance(Transaction& step);
/// A new process finds the directory as it is.
void open_instance(Transaction& step);

}  // namespace sidx::sim
