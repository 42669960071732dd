#include "core/cli/part_json.h"

namespace sidx::cli {

Json to_json(const format::Extent& extent) {
  return {{"offset", extent.offset}, {"size", extent.size}};
}

Json to_json(const Error& error) {
  Json json{{"file", error.where.file}, {"offset", error.where.offset}};
  if (error.where.inner_offset) json["inner_offset"] = *error.where.inner_offset;
  json["length"] = error.where.length;
  json["code"] = name_of(error.code);
  json["field"] = error.field;
  json["expected"] = error.expected;
  json["found"] = error.found;
  return json;
}

Json to_json(const part::Finding& finding) {
  const part::RuleText& rule = part::text_of(finding.rule);
  Json json{{"rule", rule.id},
            {"severity", part::name_of(rule.severity)},
            {"file", finding.where.file},
            {"offset", finding.where.offset}};
  if (finding.where.inner_offset) json["inner_offset"] = *finding.where.inner_offset;
  json["length"] = finding.where.length;
  json["field"] = finding.field;
  json["expected"] = finding.expected;
  json["found"] = finding.found;
  if (finding.block) json["block"] = finding.block->block;
  if (!finding.tag.empty()) json["tag"] = finding.tag;
  json["meaning"] = rule.meaning;
  json["consequence"] = rule.consequence;
  return json;
}

Json to_json(const part::FormatVariant& variant) {
  return {{"lengths", encoding::name_of(variant.lengths)},
          {"bloom", part::name_of(variant.bloom)},
          {"min_max_trusted", variant.min_max_trusted},
          {"timestamps", variant.has_timestamps},
          {"typed_columns", variant.has_typed_columns},
          {"positive_exponent", variant.has_positive_exponent},
          {"filter_on_dictionary", variant.has_filter_on_dictionary},
          {"engines", variant.engines},
          {"evidence", variant.evidence}};
}

Json to_json(const format::PrimaryBlockMetadata& metadata) {
  return {{"series", std::to_string(metadata.series_id)},
          {"min_key", std::to_string(metadata.key_min)},
          {"max_key", std::to_string(metadata.key_max)},
          {"offset", metadata.frame.offset},
          {"size", metadata.frame.size}};
}

Json to_json(const part::PartReader& reader, const format::BlockMetadata& block,
             std::vector<Error>& errors) {
  Json json{{"series", std::to_string(block.series_id)},
            {"min_key", std::to_string(block.key_min)},
            {"max_key", std::to_string(block.key_max)},
            {"count", block.row_count},
            {"uncompressed_size", block.uncompressed_size},
            {"keys_encoding", block.keys_encoding},
            {"data", to_json(block.data)},
            {"keys", to_json(block.keys)},
            {"tags", Json::object()}};
  for (const format::TagReference& reference : block.tags) {
    Json& tag_json = json["tags"][reference.name];
    const Result<format::TagMetadata> tag = reader.read_tag_metadata(reference);
    if (!tag.ok()) {
      errors.push_back(tag.error());
      tag_json = {{"tm", to_json(reference.metadata)}};
      continue;
    }
    tag_json = {{"type", static_cast<int>(tag->type)}, {"tm", to_json(reference.metadata)},
                {"td", to_json(tag->values)},          {"tf", to_json(tag->filter)},
                {"min", to_hex(tag->value_min)},       {"max", to_hex(tag->value_max)}};
    const Result<uint8_t> encoding = reader.read_tag_encoding(*tag);
    if (encoding.ok()) {
      tag_json["encoding"] = *encoding;
    } else {
      errors.push_back(encoding.error());
    }
  }
  return json;
}

Json row_json(const part::BlockContent& content, size_t row) {
  const auto hex = [](std::string_view bytes) {
    return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  };
  Json json;
  if (content.keys.ok()) json["key"] = std::to_string((*content.keys)[row]);
  if (content.data.ok()) {
    const bool nil = content.data->values.is_nil(row);
    json["data"] = nil ? Json() : Json(hex(content.data->values.at(row)));
  }
  json["tags"] = Json::object();
  for (const part::TagContent& tag : content.tags) {
    if (!tag.column.ok()) continue;
    json["tags"][tag.name] = tag.column->is_nil(row) ? Json() : Json(hex(tag.column->stored(row)));
  }
  return json;
}

std::string engine_text(const part::FormatVariant& variant) {
  if (variant.engines.empty()) return "none: contradicting signs";
  if (variant.engines.size() == 1) return variant.engines.front();
  return variant.engines.front() + " … " + variant.engines.back();
}

}  // namespace sidx::cli
