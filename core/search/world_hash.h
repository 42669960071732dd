#pragma once

#include <cstdint>

#include "core/sim/world.h"

namespace sidx::search {

/// Equal for worlds that go on in the same way: of wrappers and snapshots only their order counts,
/// not their numbers; of what is gone, nothing does; content is what its rows are. Part IDs and
/// epochs stay as they are, because a reopen compares them with what starts again at 0.
uint64_t world_hash(const sim::World& world);

}  // namespace sidx::search
