#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sim/world.h"

/// What must hold after every step.
namespace sidx::sim {

struct Invariant {
  std::string_view id;
  std::string_view sentence;
  /// Whether the seed keeps it too; otherwise only the repaired engine does.
  bool holds_at_seed = true;
  /// Empty if it holds, otherwise a witness.
  std::string (*check)(const World&);
};
const std::vector<Invariant>& all_invariants();

struct Violation {
  const Invariant* invariant = nullptr;
  std::string witness;
};
/// All violations of a world that is not dead. Without `repaired` only what the seed must keep.
std::vector<Violation> check_invariants(const World& world, bool repaired);

}  // namespace sidx::sim
