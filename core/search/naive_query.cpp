#include "core/search/naive_query.h"

#include <algorithm>
#include <set>

#include "core/search/naive_rows.h"
#include "core/sim/fixes.h"

namespace sidx::search {
namespace {

using part::RowSum;
using query::QueryRequest;
using query::QueryRow;

NaiveRows naive(const std::vector<QueryRow>& rows) {
  NaiveRows list;
  for (const QueryRow& row : rows) list.push_back({row.series_id, row.key, row.data, nullptr, 0});
  std::sort(list.begin(), list.end());
  return list;
}

/// The quick way for queries without filter and limit: whether the answer has the right rows.
bool has_right_sum(const AskedQuery& asked, const std::vector<QueryRow>& rows) {
  RowSum left;
  for (const QueryRow& row : rows) left.add(part::row_hash(row.series_id, row.key, row.data));
  for (size_t i = 0; i < asked.size; i++) {
    const part::PartContent& content = *asked.changes[i].content;
    RowSum sum;
    for (size_t b = 0; b < content.headers().size(); b++) {
      const part::BlockData* block = content.load(b).block;
      if (block == nullptr) continue;
      for (size_t row = 0; row < block->row_count(); row++) {
        if (!asks_for(asked.request, block->series_id, block->keys[row])) continue;
        sum.add(part::row_hash(block->series_id, block->keys[row], block->data.at(row)));
      }
    }
    if (asked.changes[i].comes) left -= sum;
    if (!asked.changes[i].comes) left += sum;
  }
  return left == RowSum{};
}

size_t distinct_data(const std::vector<QueryRow>& rows) {
  std::set<std::string_view> data;
  for (const QueryRow& row : rows) data.insert(row.data);
  return data.size();
}

/// Rows that the limit lets a query leave out are taken off the list of what it must return.
void allow_for_limit(const QueryRequest& request, const std::vector<QueryRow>& rows,
                     NaiveRows& wanted) {
  if (request.limit <= 0 || static_cast<int64_t>(distinct_data(rows)) < request.limit) return;
  const int64_t last = rows.back().key;
  std::erase_if(wanted, [&](const NaiveRow& row) {
    return request.descending ? row.key <= last : row.key >= last;
  });
}

/// Whether the rows are missing without the filter as well: then pruning is not to blame.
bool missing_anyway(const AskedQuery& asked, const NaiveRows& missing) {
  if (asked.snapshot == nullptr) return true;
  QueryRequest request = asked.request;
  request.filter.reset();
  request.limit = 0;
  const sim::World& world = asked.world;
  const query::QueryOutcome outcome =
      query::run_query(request, world.parts_of(*asked.snapshot),
                       sim::query_parameters(world.fixes(), world.settings->workers));
  return rows_only_in(missing, naive(outcome.rows)) == missing;
}

}  // namespace

std::optional<RuleViolation> check_order(const QueryRequest& request,
                                         const std::vector<QueryRow>& rows) {
  for (size_t i = 1; i < rows.size(); i++) {
    const int64_t first = rows[i - 1].key;
    const int64_t second = rows[i].key;
    if (request.descending ? first >= second : first <= second) continue;
    return RuleViolation{history_rules().queries_are_ordered,
                         "key " + std::to_string(second) + " comes behind " +
                             std::to_string(first) + (request.descending ? ", desc" : ", asc")};
  }
  return std::nullopt;
}

std::optional<RuleViolation> check_answer(const AskedQuery& asked,
                                          const std::vector<QueryRow>& rows) {
  const QueryRequest& request = asked.request;
  const bool plain = !request.filter && request.limit == 0;
  if (plain && has_right_sum(asked, rows)) return std::nullopt;
  const HistoryRules& rules = history_rules();
  NaiveRows all = rows_of(asked.changes, asked.size);
  std::erase_if(all,
                [&](const NaiveRow& row) { return !asks_for(request, row.series_id, row.key); });
  const NaiveRows found = naive(rows);
  const NaiveRows extra = rows_only_in(found, all);
  if (!extra.empty()) {
    return RuleViolation{rules.queries_are_complete, "returned: " + rows_text(extra)};
  }
  NaiveRows wanted = all;
  if (request.filter) {
    std::erase_if(wanted, [&](const NaiveRow& row) { return !matches(*request.filter, row); });
  }
  allow_for_limit(request, rows, wanted);
  const NaiveRows missing = rows_only_in(wanted, found);
  if (missing.empty()) return std::nullopt;
  const bool pruned = request.filter && !missing_anyway(asked, missing);
  return RuleViolation{pruned ? rules.pruning_keeps_matches : rules.queries_are_complete,
                       (pruned ? "pruned: " : "missing: ") + rows_text(missing)};
}

}  // namespace sidx::search
