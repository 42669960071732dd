#include "wasm/model/state_json.h"

#include <nlohmann/json.hpp>

#include "core/part/value_text.h"
#include "wasm/model/museum_json.h"
#include "wasm/model/query_json.h"
#include "wasm/model/scenario_json.h"
#include "wasm/model/search_state_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json index_or_null(const std::optional<T>& index) {
  return index ? Json(*index) : Json();
}

Json part_json(const OpenPart& part) {
  Json json{{"name", part.name},
            {"path", part.reader.files().directory()},
            {"stage", name_of(part.stage)},
            {"snapshot", part::name_of(part.snapshot)},
            {"rows", std::to_string(part.row_count())},
            {"blocks", part.blocks.size()},
            {"primary_blocks", part.primary_blocks.size()},
            {"bytes", std::to_string(part.size_bytes)}};
  const auto range = part.key_range();
  json["key_min"] = range ? Json(std::to_string(range->first)) : Json();
  json["key_max"] = range ? Json(std::to_string(range->last)) : Json();
  json["verified"] = part.verify_stage == VerifyStage::kDone;
  json["problems"] = part.problem_count();
  if (part.simulated) {
    json["role"] = name_of(part.simulated->role);
    json["wrapper"] = part.simulated->wrapper;
    json["ref"] = part.simulated->ref;
    json["is_new"] = part.simulated->is_new;
  }
  if (part.variant) json["engines"] = part.variant->engines;
  if (part.manifest_error) json["manifest_error"] = to_string(*part.manifest_error);
  Json rules = Json::object();
  for (const part::Finding& finding : part.findings) {
    const std::string id(part::text_of(finding.rule).id);
    rules[id] = rules.value(id, 0) + 1;
  }
  json["findings"] = rules;
  return json;
}

Json element_json(const OpenBlock& block, size_t row) {
  const part::BlockContent& content = *block.content();
  Json json;
  if (content.keys.ok()) json["key"] = std::to_string((*content.keys)[row]);
  if (content.data.ok()) json["data"] = part::data_text(content.data->values.at(row));
  for (const part::TagContent& tag : content.tags) {
    if (!tag.column.ok() || tag.column->is_nil(row)) continue;
    json["tags"][tag.name] = part::value_text(tag.column->type, tag.column->stored(row));
  }
  return json;
}

Json open_block_json(const AppState& state) {
  const OpenBlock* block = state.open_block();
  if (block == nullptr) return {};
  Json json{{"complete", block->complete()}, {"rows", block->row_count()}};
  if (const Error* error = block->error()) json["error"] = to_string(*error);
  if (block->content() == nullptr) return json;
  if (const Error* error = block->content()->first_error()) json["error"] = to_string(*error);
  Json tags = Json::array();
  for (const part::TagContent& tag : block->content()->tags) tags.push_back(tag.name);
  json["tags"] = tags;
  if (block->row_count() > 0) json["first"] = element_json(*block, 0);
  const auto row = state.selection().row;
  if (row && *row < block->row_count()) json["selected"] = element_json(*block, *row);
  return json;
}

Json window_json(const AppState& state) {
  return {{"scale", name_of(state.axis().scale())},
          {"automatic", state.axis_is_automatic()},
          {"from", std::to_string(state.axis().key_at(state.window().from))},
          {"to", std::to_string(state.axis().key_at(state.window().to))},
          {"depth_max", state.depth().max()}};
}

}  // namespace

std::string state_json(const AppState& state) {
  Json json{{"open", state.has_document()}};
  if (state.has_document()) {
    const Document& document = state.document();
    const Loader::Progress progress = state.loader().progress();
    json["name"] = document.name;
    json["loading"] = {{"busy", state.loader().busy()},
                       {"what", progress.what},
                       {"done", progress.done},
                       {"total", progress.total},
                       {"cancelled", state.loader().was_cancelled()}};
    json["rows"] = std::to_string(document.row_count());
    json["blocks"] = document.block_count();
    json["bytes"] = std::to_string(document.size_bytes);
    json["fetched_bytes"] = std::to_string(state.cache().fetched_bytes());
    json["resident_bytes"] = std::to_string(state.cache().resident_bytes());
    json["parts"] = Json::array();
    for (const OpenPart& part : document.parts) json["parts"].push_back(part_json(part));
    json["snapshots"] = Json::array();
    for (const OpenSnapshot& snapshot : document.snapshots) {
      json["snapshots"].push_back({{"name", snapshot.name},
                                   {"read", snapshot.listed.has_value()},
                                   {"missing", snapshot.missing}});
    }
    json["skipped"] = Json::array();
    for (const part::SkippedFiles& row : document.tree.skipped) {
      json["skipped"].push_back(
          {{"path", row.path}, {"reason", row.reason}, {"files", row.file_count}});
    }
    const Selection& selection = state.selection();
    json["selection"] = {{"node", index_or_null(selection.node)},
                         {"part", index_or_null(selection.part)},
                         {"block", index_or_null(selection.block)},
                         {"tag", selection.tag},
                         {"row", index_or_null(selection.row)}};
    if (state.session() != nullptr) {
      json["selection"]["wrapper"] = index_or_null(selection.wrapper);
      json["selection"]["snapshot"] = index_or_null(selection.snapshot);
      json["selection"]["holder"] = selection.holder;
    }
    json["block"] = open_block_json(state);
    json["axis"] = window_json(state);
    json["sort"] = {{"column", state.block_sort().column},
                    {"descending", state.block_sort().descending}};
  }
  json["query"] = query_json(state);
  json["bloom"] = bloom_json(state);
  json["starting"] = state.starting() != nullptr;
  json["scenario"] = scenario_json(state);
  json["museum"] = museum_json(state);
  json["exhibit"] = exhibit_json(state);
  json["search"] = search_json(state);
  json["link"] = state.outbox().link;
  json["view"] = name_of(state.view());
  json["drawer"] = name_of(state.drawer());
  json["panels"] = {{"explorer", state.explorer_open()},
                    {"inspector", state.inspector_open()},
                    {"drawer", state.drawer_open()},
                    {"next", state.next_open()},
                    {"exhibit", state.exhibit_open()}};
  // Names in damaged parts need not be UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sidx::model
