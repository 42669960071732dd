#include "wasm/model/query_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/query/explanation_text.h"
#include "core/sim/scenario.h"
#include "wasm/model/bloom_report.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;

/// Items of a level that a report shows.
constexpr size_t kItemsShown = 100;

Json keys_json(const std::vector<query::QueryRow>& rows) {
  Json keys = Json::array();
  for (size_t i = 0; i < std::min(rows.size(), kItemsShown); i++) {
    keys.push_back(std::to_string(rows[i].key));
  }
  return keys;
}

Json funnel_json(const query::Explanation& answer, query::FunnelLevel open) {
  Json funnel = Json::array();
  for (size_t i = 0; i < query::kFunnelLevels; i++) {
    const query::Funnel& level = answer.levels[i];
    Json json{{"level", query::name_of(static_cast<query::FunnelLevel>(i))},
              {"kept", level.kept},
              {"discarded", level.discarded}};
    if (static_cast<query::FunnelLevel>(i) == open) {
      json["items"] = Json::array();
      for (size_t k = 0; k < std::min(level.items.size(), kItemsShown); k++) {
        const query::ItemText text = query::text_of(answer, level.items[k]);
        json["items"].push_back({{"kept", level.items[k].kept},
                                 {"rule", query::name_of(level.items[k].rule)},
                                 {"bug", text.bug},
                                 {"sentence", text.sentence}});
      }
    }
    funnel.push_back(std::move(json));
  }
  return funnel;
}

}  // namespace

Json query_json(const AppState& state) {
  const QueryDesk& desk = state.query_desk();
  Json json{{"message", desk.message()},
            {"of_step", desk.of_step()},
            {"level", query::name_of(desk.level())},
            {"pane", name_of(desk.pane())},
            {"compares", desk.compares()},
            {"left_out", desk.left_out()}};
  const query::Explanation* answer = desk.answer();
  if (answer == nullptr) return json;
  sim::Event event;
  event.op = sim::Op::kQuery;
  event.request = Rc<query::QueryRequest>(answer->request);
  json["request"] = Json::parse(sim::write_event(event), nullptr, false);
  json["rows"] = answer->outcome.rows.size();
  json["keys"] = keys_json(answer->outcome.rows);
  json["error"] = answer->outcome.message;
  json["funnel"] = funnel_json(*answer, desk.level());
  const size_t step = desk.merge_step();
  json["merge"] = {{"steps", answer->merge.steps().size()}, {"step", step}};
  if (step > 0) json["merge"]["sentence"] = answer->merge.sentence(step - 1);
  if (const QueryDesk::Right* right = desk.right()) {
    json["right"] = {{"keys", keys_json(right->explanation.outcome.rows)},
                     {"lost", right->rows.lost.size()},
                     {"extra", right->rows.extra.size()},
                     {"misplaced", right->rows.misplaced.size()}};
  }
  return json;
}

Json bloom_json(const AppState& state) {
  if (!state.has_document() || state.view() != ViewTab::kBloom) return nullptr;
  const auto report = bloom_report(state);
  if (!report) return nullptr;
  Json json{{"tag", report->tag}, {"distinct", report->distinct}, {"why", report->why}};
  if (report->filter != nullptr) {
    const query::BloomAnatomy& anatomy = report->anatomy;
    json["probes"] = anatomy.probes;
    json["words"] = anatomy.words;
    json["bits_set"] = anatomy.bits_set;
    json["expected"] = anatomy.expected;
    json["measured"] = anatomy.measured;
  }
  json["tries"] = Json::array();
  for (const BloomReport::Try& one : report->tries) {
    json["tries"].push_back({{"form", one.form},
                             {"bits", one.probe.bits},
                             {"may_contain", one.probe.may_contain},
                             {"is_there", one.is_there}});
  }
  if (report->what_if) {
    json["what_if"] = {{"bits", state.query_desk().bloom_bits()},
                       {"blocks", report->what_if->blocks},
                       {"pruned", report->what_if->pruned},
                       {"words", report->what_if->words},
                       {"measured", report->what_if->measured}};
  }
  return json;
}

}  // namespace sidx::model
