#include "core/search/rules.h"

#include "core/base/check.h"
#include "core/sim/invariants.h"

namespace sidx::search {
namespace {

constexpr Rule kHistoryRules[] = {
    {"no-panic", "The process never panics."},
    {"elements-stay", "Every element that was written is there until it is synced away."},
    {"elements-come-once", "No element is there twice, or again after it was synced away."},
    {"queries-are-complete",
     "A query returns the elements of its series and keys that were there when it took its "
     "snapshot, no other ones, and none twice."},
    {"queries-are-ordered", "The rows of a query are in the order it asked for."},
    {"pruning-keeps-matches", "What a tag filter prunes has no element that matches it."},
    {"reopen-keeps-durable",
     "A process that ends here, however it ends, loses no element of an introduced file part."},
    {"close-keeps-writes", "A regular close and open loses no element."},
};

std::vector<Rule> make_rules() {
  std::vector<Rule> rules;
  for (const sim::Invariant& invariant : sim::all_invariants()) {
    rules.push_back({invariant.id, invariant.sentence, invariant.holds_at_seed});
  }
  rules.insert(rules.end(), std::begin(kHistoryRules), std::end(kHistoryRules));
  return rules;
}

size_t rule_index(std::string_view id) {
  const auto found = find_rule(id);
  SIDX_CHECK(found.has_value());
  return *found;
}

}  // namespace

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> kRules = make_rules();
  return kRules;
}

std::optional<size_t> find_rule(std::string_view id) {
  const std::vector<Rule>& rules = all_rules();
  for (size_t i = 0; i < rules.size(); i++) {
    if (rules[i].id == id) return i;
  }
  return std::nullopt;
}

const HistoryRules& history_rules() {
  static const HistoryRules kIndices{
      rule_index("no-panic"),
      rule_index("elements-stay"),
      rule_index("elements-come-once"),
      rule_index("queries-are-complete"),
      rule_index("queries-are-ordered"),
      rule_index("pruning-keeps-matches"),
      rule_index("reopen-keeps-durable"),
      rule_index("close-keeps-writes"),
  };
  return kIndices;
}

RuleSet RuleSet::all() { return kept_by(true); }

RuleSet RuleSet::kept_by(bool repaired) {
  RuleSet set;
  for (size_t i = 0; i < all_rules().size(); i++) {
    if (repaired || all_rules()[i].holds_at_seed) set.add(i);
  }
  return set;
}

}  // namespace sidx::search
