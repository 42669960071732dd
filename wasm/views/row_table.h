#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/query/query.h"

namespace sidx::views {

/// A row of an answer as a table shows it: `word` stands in place of its number, in the colour of
/// what is wrong.
struct ShownRow {
  const query::QueryRow* row = nullptr;
  size_t number = 0;
  const char* word = nullptr;
};

/// All tags as columns; rows can be copied. Returns the row that was clicked.
std::optional<size_t> row_table(const char* id, const std::vector<ShownRow>& rows,
                                const std::function<std::string(const query::QueryRow&)>& part_of);

/// A row of a table that can be clicked, with a right-aligned number or word in its first column.
bool row_selectable(const std::string& number, float height = 24.0f);

}  // namespace sidx::views
