#pragma once

#include "core/sim/event.h"
#include "core/sim/transaction.h"

/// Write: a batch becomes a mem part, which is introduced at once. Mirrors Write in
/// banyand/internal/sidx/sidx.go and mustInitFromElements in part.go.
namespace sidx::sim {

/// Precondition: event.write is there.
void write_batch(Transaction& step, const Event& event);

}  // namespace sidx::sim
