#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Everything that must hold after every step: the invariants of one world (core/sim/invariants.h),
/// and those that compare it with what was played before.
namespace sidx::search {

struct Rule {
  std::string_view id;
  std::string_view sentence;
  /// Whether the seed keeps it too; otherwise only the repaired engine does.
  bool holds_at_seed = false;
};
/// Those of one world come first, in the order of sim::all_invariants().
const std::vector<Rule>& all_rules();
std::optional<size_t> find_rule(std::string_view id);

/// Indices in all_rules() of the rules that need the past.
struct HistoryRules {
  size_t no_panic;
  size_t elements_stay;
  size_t elements_come_once;
  size_t queries_are_complete;
  size_t queries_are_ordered;
  size_t pruning_keeps_matches;
  size_t reopen_keeps_durable;
  size_t close_keeps_writes;
};
const HistoryRules& history_rules();

class RuleSet {
 public:
  static RuleSet all();
  /// Those that the engine of that profile keeps.
  static RuleSet kept_by(bool repaired);
  RuleSet() = default;

  bool has(size_t rule) const { return (bits_ >> rule & 1) != 0; }
  void add(size_t rule) { bits_ |= uint64_t{1} << rule; }
  void remove(size_t rule) { bits_ &= ~(uint64_t{1} << rule); }
  bool empty() const { return bits_ == 0; }
  uint64_t bits() const { return bits_; }
  bool operator==(const RuleSet&) const = default;

 private:
  uint64_t bits_ = 0;
};

struct RuleViolation {
  size_t rule = 0;
  std::string witness;
};

}  // namespace sidx::search
