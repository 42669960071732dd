#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/query/explanation.h"

/// What can be asked of the Query and Bloom views; see command.h.
namespace sidx::model {

/// {"op":"query","series":["1"],"min":"5",..}: the members of a scenario's query step. What is open
/// is asked, nothing is changed; {"as":"q1"} asks the snapshot that a reader holds.
struct QueryCommand {
  query::QueryRequest request;
  std::string as;
};
/// {"op":"query_level","level":"block"}: which bar of the funnel is open
struct QueryLevelCommand {
  query::FunnelLevel level = query::FunnelLevel::kParts;
};
/// {"op":"query_pane","name":"heap"}: what is shown below the funnel; a level shows its reasons, a
/// comparison the answer
enum class QueryPane : uint8_t { kReasons, kAnswer, kHeap };
std::string_view name_of(QueryPane pane);  // "reasons", "answer", "heap"
struct QueryPaneCommand {
  QueryPane pane = QueryPane::kReasons;
};
/// {"op":"query_compare","on":true}: with the repaired engine
struct QueryCompareCommand {
  bool on = true;
};
/// {"op":"query_step","index":4}: how far into the heap merge the view has gone
struct QueryStepCommand {
  size_t index = 0;
};
/// {"op":"bloom","value":"a","bits":20}: probes the filter of the selected tag; bits of each value
/// are those of the filters that might have been. A member that is absent stays.
struct BloomCommand {
  std::optional<std::string> value;
  std::optional<uint32_t> bits;
};
inline constexpr uint32_t kBloomBitsMax = 64;

using QueryViewCommand = std::variant<QueryCommand, QueryLevelCommand, QueryPaneCommand,
                                      QueryCompareCommand, QueryStepCommand, BloomCommand>;

/// Nothing if `op` is no such command; otherwise the command or what is wrong with it.
std::optional<std::variant<QueryViewCommand, std::string>> parse_query_command(
    const std::string& op, const nlohmann::ordered_json& json);

}  // namespace sidx::model
