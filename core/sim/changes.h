#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/sim/world.h"

/// What differs between two worlds. Worlds share what is equal, so that comparing costs little.
namespace sidx::sim {

struct WorldChanges {
  bool other_process = false;       // numbers below then mean nothing in the world before
  std::vector<uint32_t> parts;      // wrappers that are new, changed or gone, by number
  std::vector<uint32_t> snapshots;  // likewise
  std::vector<std::string> operations;
  std::vector<std::string> disk;    // names in the instance root
  bool current = false;             // another current snapshot
  bool counters = false;            // epochs, part IDs, the collector
  uint32_t first_new_part = 1;      // wrappers from here on were made
  uint32_t first_new_snapshot = 1;  // likewise

  bool is_new_part(uint32_t number) const { return other_process || number >= first_new_part; }
  bool is_new_snapshot(uint32_t number) const {
    return other_process || number >= first_new_snapshot;
  }

  bool empty() const {
    return !other_process && parts.empty() && snapshots.empty() && operations.empty() &&
           disk.empty() && !current && !counters;
  }
};

WorldChanges compare(const World& before, const World& after);

/// Bytes that `after` needs beyond what it shares with `before`, roughly: for tests of memory use.
size_t unshared_bytes(const World& before, const World& after);

}  // namespace sidx::sim
