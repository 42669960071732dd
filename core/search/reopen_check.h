#pragma once

#include <string>

#include "core/sim/world.h"

namespace sidx::search {

/// What a process that ends now, without closing, would lose of what is durable: the elements of
/// the file parts in the current snapshot that the next process does not load. Empty: nothing.
std::string lost_by_a_crash(const sim::World& world);

/// The quick half of it: true if each such part is on disk and listed by the newest snapshot file.
/// False: look closer.
bool newest_snapshot_lists_all(const sim::World& world);

}  // namespace sidx::search
