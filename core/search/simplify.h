#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "core/sim/event.h"

/// Ways to make a list of steps simpler. Whether a simpler list still shows what it must is for the
/// caller to find out.
namespace sidx::search {

using Steps = std::vector<sim::Event>;

/// One kind of simplification, one candidate at a time.
class Simplifier {
 public:
  virtual ~Simplifier() = default;
  /// The next candidate; nothing when all were tried.
  virtual std::optional<Steps> next() = 0;
  /// The last candidate was good: what is left of it is what to simplify now.
  virtual void take(const Steps& steps) = 0;
  /// Whether it only renames: that opens no new ways for the others.
  virtual bool is_last() const { return false; }
};

/// In the order in which they are tried: leave out steps; whole operations instead of begun ones;
/// continuations right behind what they continue; less data; names and values in order.
inline constexpr size_t kSimplifierCount = 5;
std::unique_ptr<Simplifier> make_simplifier(size_t kind, const Steps& steps);

/// How often another actor goes on.
size_t count_switches(const Steps& steps);

}  // namespace sidx::search
