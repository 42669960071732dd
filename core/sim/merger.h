#pragma once

#include <vector>

#include "core/sim/transaction.h"

/// Merge without its introduction: all active parts of one kind in the current snapshot become one
/// file part. Mirrors Merge, MergeMemParts and mergeParts in banyand/internal/sidx/merge.go.
namespace sidx::sim {

/// What a merge would take: the active parts of the kind in the current snapshot, in its order.
std::vector<uint32_t> mergeable_parts(const World& world, PartKind kind);

/// `name` is the operation's; empty for a merge in one step. With fewer than two parts nothing is
/// selected, no reference is held and no part ID is taken.
Operation begin_merge(Transaction& step, const std::string& name, PartKind inputs);

}  // namespace sidx::sim
