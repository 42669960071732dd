#include "core/query/comparison.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace sidx::query {
namespace {

using RowKey = std::tuple<uint64_t, int64_t, std::string_view>;

RowKey key_of(const QueryRow& row) { return {row.series_id, row.key, row.data}; }

/// Rows of `rows` that `others` does not have as often.
std::vector<size_t> rows_without(const std::vector<QueryRow>& rows,
                                 const std::vector<QueryRow>& others) {
  std::map<RowKey, size_t> counts;
  for (const QueryRow& row : others) counts[key_of(row)]++;
  std::vector<size_t> left;
  for (size_t i = 0; i < rows.size(); i++) {
    size_t& count = counts[key_of(rows[i])];
    if (count == 0) {
      left.push_back(i);
    } else {
      count--;
    }
  }
  return left;
}

/// All rows but a longest run of rows in order.
std::vector<size_t> rows_out_of_order(const std::vector<QueryRow>& rows, bool descending) {
  const auto before = [&](size_t a, size_t b) {
    return descending ? rows[a].key > rows[b].key : rows[a].key < rows[b].key;
  };
  std::vector<size_t> tails;  // last row of the best run of each length
  std::vector<size_t> previous(rows.size(), SIZE_MAX);
  for (size_t i = 0; i < rows.size(); i++) {
    const auto at = std::upper_bound(tails.begin(), tails.end(), i, before);
    if (at != tails.begin()) previous[i] = *(at - 1);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<bool> in_order(rows.size());
  for (size_t i = tails.empty() ? SIZE_MAX : tails.back(); i != SIZE_MAX; i = previous[i]) {
    in_order[i] = true;
  }
  std::vector<size_t> misplaced;
  for (size_t i = 0; i < rows.size(); i++) {
    if (!in_order[i]) misplaced.push_back(i);
  }
  return misplaced;
}

}  // namespace

Comparison compare_answers(const std::vector<QueryRow>& answer, const std::vector<QueryRow>& right,
                           bool descending) {
  return {rows_without(right, answer), rows_without(answer, right),
          rows_out_of_order(answer, descending)};
}

}  // namespace sidx::query
