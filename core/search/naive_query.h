#pragma once

#include <optional>
#include <vector>

#include "core/query/query.h"
#include "core/search/row_history.h"
#include "core/search/rules.h"
#include "core/sim/world.h"

/// What a query must answer, by plain filtering and sorting.
namespace sidx::search {

/// The rule "queries-are-ordered".
std::optional<RuleViolation> check_order(const query::QueryRequest& request,
                                         const std::vector<query::QueryRow>& rows);

/// A query that was asked when the first `size` changes had happened.
struct AskedQuery {
  const query::QueryRequest& request;
  const RowHistory& changes;
  size_t size = 0;
  const sim::Snapshot* snapshot = nullptr;  // what it read; null: nothing
  const sim::World& world;
};
/// The rules "queries-are-complete" and "pruning-keeps-matches". With a tag filter the answer may
/// hold more than what matches. With a limit rows behind the last key may be missing; which of the
/// rows with that key come is open.
std::optional<RuleViolation> check_answer(const AskedQuery& asked,
                                          const std::vector<query::QueryRow>& rows);

}  // namespace sidx::search
