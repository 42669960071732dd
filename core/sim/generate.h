#pragma once

#include <cstdint>

#include "core/sim/event.h"

/// Rows with the shape of the upstream stream-vs-trace stress test: spans of traces, Zipf services,
/// instances independent of services, exponential latency on a 1e-6 grid. The same seed gives the
/// same rows natively and in WASM. Also the random numbers of everything seeded in core.
namespace sidx::sim {

/// splitmix64.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next();
  /// 0 to `bound` - 1; 0 if bound is 0. Slightly uneven, which does not matter here.
  uint64_t below(uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

 private:
  uint64_t state_;
};

/// One batch: `count` spans of traces that begin with the seed, as one of the two instances stores
/// them: keyed by start time (ns) or by latency (ms).
part::ElementBatch generate_batch(const GenerateInput& input);

}  // namespace sidx::sim
