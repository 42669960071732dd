#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/cli/part_json.h"
#include "core/query/comparison.h"
#include "core/query/deciding_bytes.h"
#include "core/query/explanation.h"

namespace sidx::cli {

/// The right answer beside the one that was given; nothing when it was not asked for.
struct RightAnswer {
  query::Explanation right;
  query::Comparison rows;
};
using QueryComparison = std::optional<RightAnswer>;

struct QueryDocument {
  bool fixed = false;
  query::Explanation answer;
  QueryComparison comparison;
  std::vector<std::string> left_out;  // parts that the newest snapshot does not list
};

/// The document of `query --json`; README.md describes it.
void print_query_document(const QueryDocument& document, bool explain,
                          const std::vector<Error>& errors);

std::string part_name_of(const query::Explanation& explanation, const query::QueryRow& row);
/// `FILE:OFFSET+INNER: field`.
std::string place_text(const query::DecidingBytes& bytes);

}  // namespace sidx::cli
