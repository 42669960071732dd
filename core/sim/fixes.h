#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/merge/merge_blocks.h"
#include "core/part/write_parameters.h"
#include "core/query/query.h"

/// Repairs of the catalogued bugs that live on the simulated path. The engine is one; each repair
/// is a switch. Profile `seed` has none, `fixed` all.
namespace sidx::sim {

/// S: ids of the bug catalogue. R: races and surprises seen in recorded traces.
enum class Fix : uint8_t {
  kS1,
  kS2,
  kS3,
  kS4,
  kS5,
  kS6,
  kS7,
  kS8,
  kS9,
  kS10,
  kS10b,
  kS11,
  kS12,
  kS13,
  kS14,
  kS15,
  kS16,
  kS17,
  kS18,
  kS19,
  kS20,
  kS21,
  kS24,
  kS25,
  kS28,
  kS29,
  kS31,
  kS33,
  kR1,
  kR3,
  kR4,
  kR5,
  kR9,
};
inline constexpr int kFixCount = 33;

struct FixText {
  Fix fix;
  std::string_view id;       // as in `fixes` of a scenario
  std::string_view changes;  // what the repair changes, one sentence
};
/// All repairs, in the order of the enum.
const std::vector<FixText>& all_fixes();
std::optional<Fix> parse_fix(std::string_view id);

class FixSet {
 public:
  static FixSet all() { return FixSet((uint64_t{1} << kFixCount) - 1); }
  FixSet() = default;

  bool has(Fix fix) const { return (bits_ >> static_cast<int>(fix) & 1) != 0; }
  void add(Fix fix) { bits_ |= uint64_t{1} << static_cast<int>(fix); }
  void remove(Fix fix) { bits_ &= ~(uint64_t{1} << static_cast<int>(fix)); }
  bool operator==(const FixSet&) const = default;

 private:
  explicit FixSet(uint64_t bits) : bits_(bits) {}
  uint64_t bits_ = 0;
};

part::WriteParameters write_parameters(FixSet fixes);
merge::MergeParameters merge_parameters(FixSet fixes);
query::QueryParameters query_parameters(FixSet fixes, uint32_t workers);

}  // namespace sidx::sim
