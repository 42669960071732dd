#pragma once

#include <optional>
#include <vector>

#include "core/sim/history.h"

/// What a query of the step should have returned: the same query under all repairs, on the same
/// state.
namespace sidx::model {

struct QueryDifference {
  size_t repaired_count = 0;
  std::vector<query::QueryRow> missing;  // the repaired query returns them, this one does not
  std::vector<query::QueryRow> surplus;  // the other way round
  bool empty() const { return missing.empty() && surplus.empty(); }
};

/// Nothing unless the step is a query that returned rows, or none. Rows are told apart by series,
/// key and data.
std::optional<QueryDifference> query_difference(const sim::PlayedStep& before,
                                                const sim::PlayedStep& step);

}  // namespace sidx::model
