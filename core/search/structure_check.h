#pragma once

#include <cstdint>
#include <vector>

#include "core/sim/world.h"

namespace sidx::search {

/// The invariants of sim::all_invariants(), all at once and without allocating: what a search can
/// afford after every step.
class StructureCheck {
 public:
  /// Bit i: invariant i does not hold.
  uint64_t violated(const sim::World& world);

 private:
  void count_references(const sim::World& world);
  /// Its index in world.live, SIZE_MAX if it is not there.
  size_t count_part(const sim::World& world, uint32_t number);
  void count_snapshot(const sim::World& world, uint32_t number);
  void check_counts(const sim::World& world);
  void check_current(const sim::World& world);
  void check_directory(const sim::World& world);
  void violate(size_t invariant) { violated_ |= uint64_t{1} << invariant; }

  uint64_t violated_ = 0;
  std::vector<int32_t> part_counts_;      // known holders, as in world.live
  std::vector<uint32_t> part_seen_;       // number of the snapshot that listed it last
  std::vector<int32_t> snapshot_counts_;  // likewise, as in world.snapshots
  std::vector<const sim::PartWrapper*> current_parts_;
};

}  // namespace sidx::search
