#include "wasm/model/query_command.h"

#include "core/sim/scenario.h"
#include "wasm/model/command_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using Parsed = std::variant<QueryViewCommand, std::string>;

constexpr std::array<std::string_view, 3> kPaneNames{"reasons", "answer", "heap"};

Parsed parse_query(Json json) {
  QueryCommand command;
  command.as = text_member(json, "as");
  json.erase("as");
  const auto event =
      sim::read_event(json.dump(-1, ' ', false, Json::error_handler_t::replace), "query");
  if (!event.ok()) return to_string(event.error());
  command.request = *event->request;
  const std::string objection = query::validate(command.request);
  if (!objection.empty()) return objection;
  return QueryViewCommand(std::move(command));
}

}  // namespace

std::string_view name_of(QueryPane pane) { return kPaneNames[static_cast<size_t>(pane)]; }

std::optional<Parsed> parse_query_command(const std::string& op, const Json& json) {
  if (op == "query") return parse_query(json);
  if (op == "query_level") {
    const std::string name = text_member(json, "level");
    for (size_t i = 0; i < query::kFunnelLevels; i++) {
      const auto level = static_cast<query::FunnelLevel>(i);
      if (query::name_of(level) == name) return QueryViewCommand(QueryLevelCommand{level});
    }
    return "level is part, primary block, block or element";
  }
  if (op == "query_pane") {
    const auto pane = enum_of<QueryPane>(kPaneNames, text_member(json, "name"));
    if (!pane) return one_of("pane", kPaneNames);
    return QueryViewCommand(QueryPaneCommand{*pane});
  }
  if (op == "query_compare") {
    return QueryViewCommand(QueryCompareCommand{bool_member(json, "on", true)});
  }
  if (op == "query_step") {
    const auto index = index_member(json, "index");
    if (!index) return "query_step needs an index";
    return QueryViewCommand(QueryStepCommand{*index});
  }
  if (op != "bloom") return std::nullopt;
  BloomCommand command;
  if (json.contains("value")) command.value = text_member(json, "value");
  if (const auto bits = index_member(json, "bits")) {
    if (*bits < 1 || *bits > kBloomBitsMax) return "bits are 1 to 64 for each value";
    command.bits = static_cast<uint32_t>(*bits);
  }
  return QueryViewCommand(std::move(command));
}

}  // namespace sidx::model
