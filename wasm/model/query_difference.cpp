#include "wasm/model/query_difference.h"

#include <map>
#include <tuple>

namespace sidx::model {
namespace {

using query::QueryRow;
using Key = std::tuple<uint64_t, int64_t, std::string>;

Key key_of(const QueryRow& row) { return {row.series_id, row.key, row.data}; }

/// Rows of `rows` that `others` does not have as often.
std::vector<QueryRow> rows_without(const std::vector<QueryRow>& rows,
                                   const std::vector<QueryRow>& others) {
  std::map<Key, size_t> counts;
  for (const QueryRow& row : others) counts[key_of(row)]++;
  std::vector<QueryRow> left;
  for (const QueryRow& row : rows) {
    size_t& count = counts[key_of(row)];
    if (count == 0) {
      left.push_back(row);
    } else {
      count--;
    }
  }
  return left;
}

}  // namespace

std::optional<QueryDifference> query_difference(const sim::PlayedStep& before,
                                                const sim::PlayedStep& step) {
  if (!step.rows || step.outcome != sim::Outcome::kOk) return std::nullopt;
  sim::World repaired = before.world;
  sim::Settings settings = *repaired.settings;
  settings.fixes = sim::FixSet::all();
  repaired.settings = Rc<sim::Settings>(std::move(settings));
  sim::StepOptions options;
  options.ledger = false;
  options.summary = false;
  const sim::StepResult right = sim::step(repaired, step.event, options);
  if (!right.rows) return std::nullopt;
  QueryDifference difference;
  difference.repaired_count = right.rows->size();
  difference.missing = rows_without(*right.rows, *step.rows);
  difference.surplus = rows_without(*step.rows, *right.rows);
  return difference;
}

}  // namespace sidx::model
