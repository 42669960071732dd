#pragma once

#include <string>
#include <vector>

#include "core/query/query.h"
#include "core/search/row_history.h"
#include "core/sim/world.h"

/// The naive model behind the monitor: plain lists of rows that are sorted and compared.
namespace sidx::search {

struct NaiveRow {
  uint64_t series_id = 0;
  int64_t key = 0;
  std::string data;
  /// Where its tags are.
  const part::BlockData* block = nullptr;
  size_t row = 0;

  bool operator==(const NaiveRow& other) const {
    return series_id == other.series_id && key == other.key && data == other.data;
  }
  bool operator<(const NaiveRow& other) const {
    if (series_id != other.series_id) return series_id < other.series_id;
    return key != other.key ? key < other.key : data < other.data;
  }
};
using NaiveRows = std::vector<NaiveRow>;

/// Rows of a part; valid as long as it.
void append_rows(const part::PartContent& content, NaiveRows& rows);
/// What the first `size` changes leave, sorted.
NaiveRows rows_of(const RowHistory& changes, size_t size);
/// What the current snapshot of a world holds, sorted.
NaiveRows visible_rows(const sim::World& world);
/// Rows of `a` that `b` does not have, as multisets. Both are sorted.
NaiveRows rows_only_in(const NaiveRows& a, const NaiveRows& b);
/// "1/20:a, 1/21:b", as the catalogue of bugs writes elements; of many the first few.
std::string rows_text(const NaiveRows& rows);

/// Whether a query of these series and keys returns the row, tag filters aside.
bool asks_for(const query::QueryRequest& request, uint64_t series_id, int64_t key);
/// Whether the row has values that the filter asks for. Numbers are compared as numbers and as
/// decimal text; arrays as their items.
bool matches(const query::Filter& filter, const NaiveRow& row);

}  // namespace sidx::search
