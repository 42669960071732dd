#pragma once

#include <cstddef>
#include <vector>

#include "core/query/query.h"

/// The answer of an engine beside the answer that is right.
namespace sidx::query {

struct Comparison {
  std::vector<size_t> lost;       // rows of the right answer that are not in the other
  std::vector<size_t> extra;      // rows of the answer that are not in the right one
  std::vector<size_t> misplaced;  // rows of the answer that are out of the order asked for

  bool empty() const { return lost.empty() && extra.empty() && misplaced.empty(); }
};

/// Rows are told apart by series, key and data; the order of equal keys is nobody's fault.
/// `misplaced` has as few rows as possible: without them the others are in order.
Comparison compare_answers(const std::vector<QueryRow>& answer, const std::vector<QueryRow>& right,
                           bool descending);

}  // namespace sidx::query
