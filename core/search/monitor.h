#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/part/row_sum.h"
#include "core/search/row_history.h"
#include "core/search/rules.h"
#include "core/search/structure_check.h"
#include "core/sim/step.h"

/// Watches a run of the engine step by step and says which rule a step breaks. It knows what was
/// written and synced, and compares the engine with that naive model.
namespace sidx::search {

class Monitor {
 public:
  /// What the current snapshot of `start` holds is there and must stay. Rules that are not in
  /// `rules` are not checked.
  Monitor(const sim::World& start, RuleSet rules);

  /// Call before each step, and after it. Damage to the directory by a fault excuses what is lost
  /// up to the next reopen; what that finds is the new beginning.
  void before(const sim::World& world, const sim::Event& event);
  std::optional<RuleViolation> after(const sim::Event& event, const sim::StepResult& result);

  /// Changes with everything that later verdicts depend on and that the world does not show.
  uint64_t hash() const;

 private:
  using Verdict = std::optional<RuleViolation>;
  Verdict violate(size_t rule, std::string witness) const;
  void expect_visible(const sim::World& world);
  void come(const Rc<part::PartContent>& content);
  void go(const Rc<part::PartContent>& content);
  void record(const sim::Event& event, const sim::World& world);
  Verdict record_reopen(const sim::World& world);
  Verdict check_structure(const sim::Event& event, const sim::World& world);
  Verdict check_elements(const sim::World& world);
  Verdict check_rows(const sim::Event& event, const sim::StepResult& result) const;

  RuleSet rules_;
  StructureCheck structure_;
  RowHistory changes_;
  part::RowSum expected_;                              // what they come to
  SharedVector<std::pair<std::string, size_t>> held_;  // by name of a query: changes it may see
  bool damaged_ = false;
  std::vector<Rc<part::PartContent>> closing_;  // file parts when the instance closes
  /// What was compared last.
  uint32_t process_ = 0;
  uint32_t current_ = 0;
  size_t compared_ = 0;
};

}  // namespace sidx::search
