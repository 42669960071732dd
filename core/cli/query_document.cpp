#include "core/cli/query_document.h"

#include <cstdio>

#include "core/query/explanation_text.h"

namespace sidx::cli {
namespace {

std::string hex_of(std::string_view bytes) {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

Json row_json(const query::Explanation& explanation, const query::QueryRow& row) {
  Json tags = Json::object();
  for (const query::RowTag& tag : row.tags) {
    tags[tag.name] = tag.value ? Json(hex_of(*tag.value)) : Json(nullptr);
  }
  return {{"series", std::to_string(row.series_id)},
          {"key", std::to_string(row.key)},
          {"data", hex_of(row.data)},
          {"tags", std::move(tags)},
          {"part", part_name_of(explanation, row)},
          {"block", row.block}};
}

Json bytes_json(const query::DecidingBytes& bytes) {
  Json json{{"file", bytes.where.file}, {"offset", bytes.where.offset}};
  if (bytes.where.inner_offset) json["inner_offset"] = *bytes.where.inner_offset;
  json["length"] = bytes.length;
  json["field"] = bytes.field;
  return json;
}

Json item_json(const query::Explanation& explanation, const query::ExplainedItem& item,
               query::DecidingBytesFinder& finder) {
  const query::ItemText text = query::text_of(explanation, item);
  Json json{{"kept", item.kept},
            {"rule", query::name_of(item.rule)},
            {"part", explanation.parts[item.part].name}};
  if (item.level == query::FunnelLevel::kPrimaryBlocks) json["primary_block"] = item.primary;
  if (item.level >= query::FunnelLevel::kBlocks) {
    json["block"] = item.block;
    json["series"] = std::to_string(item.series_id);
  }
  if (item.level == query::FunnelLevel::kElements) {
    if (item.row != SIZE_MAX) json["row"] = item.row;
    json["count"] = item.count;
  }
  Json numbers = Json::array();
  for (const int64_t number : item.numbers) numbers.push_back(std::to_string(number));
  json["numbers"] = std::move(numbers);
  if (!text.bug.empty()) json["bug"] = text.bug;
  json["sentence"] = text.sentence;
  const auto bytes = finder.find(item);
  json["bytes"] = bytes ? bytes_json(*bytes) : Json(nullptr);
  return json;
}

Json explanation_json(const query::Explanation& explanation) {
  query::DecidingBytesFinder finder(explanation);
  Json funnel = Json::array();
  for (size_t i = 0; i < query::kFunnelLevels; i++) {
    const query::Funnel& level = explanation.levels[i];
    Json items = Json::array();
    for (const auto& item : level.items) items.push_back(item_json(explanation, item, finder));
    funnel.push_back({{"level", query::name_of(static_cast<query::FunnelLevel>(i))},
                      {"kept", level.kept},
                      {"discarded", level.discarded},
                      {"items", std::move(items)},
                      {"more", level.more}});
  }
  Json steps = Json::array();
  for (size_t i = 0; i < explanation.merge.steps().size(); i++) {
    steps.push_back(explanation.merge.sentence(i));
  }
  return {{"funnel", std::move(funnel)},
          {"merge", {{"steps", std::move(steps)}, {"more", explanation.merge.more()}}}};
}

Json rows_json(const query::Explanation& explanation) {
  Json rows = Json::array();
  for (const auto& row : explanation.outcome.rows) rows.push_back(row_json(explanation, row));
  return rows;
}

}  // namespace

std::string part_name_of(const query::Explanation& explanation, const query::QueryRow& row) {
  for (const auto& part : explanation.parts) {
    if (part.part.wrapper == row.wrapper) return part.name;
  }
  return "?";
}

std::string place_text(const query::DecidingBytes& bytes) {
  std::string text = bytes.where.file + ":" + std::to_string(bytes.where.offset);
  if (bytes.where.inner_offset) text += "+" + std::to_string(*bytes.where.inner_offset);
  return text + ": " + bytes.field;
}

void print_query_document(const QueryDocument& document, bool explain,
                          const std::vector<Error>& errors) {
  using Ending = query::QueryOutcome::Ending;
  const query::QueryOutcome& outcome = document.answer.outcome;
  Json json{{"profile", document.fixed ? "fixed" : "seed"},
            {"ok", outcome.ending == Ending::kOk},
            {"error", outcome.message.empty() ? Json(nullptr) : Json(outcome.message)},
            {"rows", rows_json(document.answer)},
            {"left_out", document.left_out}};
  if (explain) json["explanation"] = explanation_json(document.answer);
  if (document.comparison) {
    const query::Comparison& rows = document.comparison->rows;
    json["fixed"] = {{"rows", rows_json(document.comparison->right)},
                     {"lost", rows.lost},
                     {"extra", rows.extra},
                     {"misplaced", rows.misplaced}};
  }
  Json list = Json::array();
  for (const Error& error : errors) list.push_back(to_json(error));
  json["errors"] = std::move(list);
  std::puts(dump(json).c_str());
}

}  // namespace sidx::cli
