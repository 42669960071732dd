#include "wasm/model/batch_draft.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/sim/json_text.h"
#include "core/sim/scenario.h"
#include "core/sim/tag_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, kTagKindCount> kKindNames{
    "str", "int", "float", "bin", "str_arr", "int_arr", "ts"};

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string> split_items(std::string_view text) {
  std::vector<std::string> items;
  if (trimmed(text).empty() || trimmed(text) == "[]") return items;
  for (;;) {
    const size_t bar = text.find('|');
    items.emplace_back(trimmed(text.substr(0, bar)));
    if (bar == std::string_view::npos) return items;
    text.remove_prefix(bar + 1);
  }
}

std::string join_items(const std::vector<std::string>& items) {
  if (items.empty()) return "[]";
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : " | ") + item;
  return text;
}

/// A JSON number if the text is one, otherwise the text itself.
Json number_or_text(const std::string& text) {
  const Json parsed = Json::parse(text, nullptr, false);
  return parsed.is_number() ? parsed : Json(text);
}

Json value_json(TagKind kind, const std::string& text) {
  switch (kind) {
    case TagKind::kText:
      return text;
    case TagKind::kInt:
      return Json{{"int", text}};
    case TagKind::kFloat:
      return Json{{"float", number_or_text(text)}};
    case TagKind::kBytes:
      return Json{{"hex", text}};
    case TagKind::kTime:
      return Json{{"time", text}};
    case TagKind::kTextArray:
    case TagKind::kIntArray:
      break;
  }
  Json items = Json::array();
  for (const std::string& item : split_items(text)) {
    items.push_back(kind == TagKind::kIntArray ? number_or_text(item) : Json(item));
  }
  return items;
}

struct Cell {
  TagKind kind = TagKind::kText;
  std::string text;
};

/// The cell that says what a value of a scenario says.
Cell cell_of(const Json& value) {
  if (value.is_string()) return {TagKind::kText, value.get<std::string>()};
  if (value.is_number_integer()) return {TagKind::kInt, value.dump()};
  if (value.is_array()) {
    std::vector<std::string> items;
    bool numbers = !value.empty();
    for (const Json& item : value) {
      numbers = numbers && item.is_number();
      items.push_back(item.is_string() ? item.get<std::string>() : item.dump());
    }
    return {numbers ? TagKind::kIntArray : TagKind::kTextArray, join_items(items)};
  }
  static constexpr std::array<std::pair<const char*, TagKind>, 4> kMembers{
      {{"int", TagKind::kInt},
       {"float", TagKind::kFloat},
       {"hex", TagKind::kBytes},
       {"time", TagKind::kTime}}};
  for (const auto& [name, kind] : kMembers) {
    if (!value.is_object() || !value.contains(name)) continue;
    const Json& inner = value[name];
    return {kind, inner.is_string() ? inner.get<std::string>() : inner.dump()};
  }
  return {TagKind::kText, value.dump()};
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// One record of a CSV text; quoted fields may hold commas, quotes and line breaks.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}
  /// Of the record that was read last.
  size_t line() const { return record_line_; }

  bool next(std::vector<std::string>& fields) {
    fields.clear();
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
      line_ += text_[at_] == '\n' ? 1 : 0;
      at_++;
    }
    if (at_ >= text_.size()) return false;
    record_line_ = line_;
    for (;;) {
      fields.push_back(field());
      if (at_ >= text_.size()) return true;
      if (text_[at_++] == '\n') {
        line_++;
        return true;
      }
    }
  }

 private:
  /// Up to the comma, tab or line end behind it.
  std::string field() {
    std::string value;
    if (at_ < text_.size() && text_[at_] == '"') {
      for (at_++; at_ < text_.size(); at_++) {
        if (text_[at_] == '"' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '"')) break;
        if (text_[at_] == '"') at_++;
        line_ += text_[at_] == '\n' ? 1 : 0;
        value += text_[at_];
      }
      at_ = std::min(at_ + 1, text_.size());
    }
    const size_t from = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\t' && text_[at_] != '\n') {
      at_++;
    }
    return value + std::string(trimmed(text_.substr(from, at_ - from)));
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t record_line_ = 1;
};

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\t") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// Where a text stops being JSON.
std::string json_problem(std::string_view text) {
  const auto parsed = sim::parse_json(text, "text", sim::kScenarioBytesMax, sim::kScenarioDepthMax);
  if (parsed.ok()) return "JSON: an array of elements or a write step was expected";
  const Error& error = parsed.error();
  const sim::TextPosition at = sim::position_of(text, static_cast<size_t>(error.where.offset));
  return "line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": " +
         error.expected + " was expected, found " + error.found;
}

std::optional<TagKind> kind_named(std::string_view name) {
  for (size_t i = 0; i < kKindNames.size(); i++) {
    if (kKindNames[i] == name) return static_cast<TagKind>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(TagKind kind) { return kKindNames[static_cast<size_t>(kind)]; }

const char* hint_of(TagKind kind) {
  switch (kind) {
    case TagKind::kText:
      return "text";
    case TagKind::kInt:
      return "a 64-bit integer";
    case TagKind::kFloat:
      return "a number";
    case TagKind::kBytes:
      return "hex digits";
    case TagKind::kTextArray:
      return "a | b; [] is an empty array";
    case TagKind::kIntArray:
      return "1 | 2";
    case TagKind::kTime:
      return "nanoseconds since 1970";
  }
  return "";
}

void BatchDraft::add_tag(std::string name, TagKind kind) {
  tags.push_back({std::move(name), kind});
  for (Row& row : rows) row.values.resize(tags.size());
}

void BatchDraft::remove_tag(size_t tag) {
  tags.erase(tags.begin() + static_cast<ptrdiff_t>(tag));
  for (Row& row : rows) row.values.erase(row.values.begin() + static_cast<ptrdiff_t>(tag));
}

void BatchDraft::add_row() {
  Row row = rows.empty() ? Row() : rows.back();
  row.values.resize(tags.size());
  int64_t key = 0;
  const char* end = row.key.data() + row.key.size();
  const auto [stop, error] = std::from_chars(row.key.data(), end, key);
  if (error == std::errc() && stop == end && key < INT64_MAX) row.key = std::to_string(key + 1);
  rows.push_back(std::move(row));
}

namespace {

std::optional<std::string> paste_json(const Json& json, BatchDraft& draft) {
  const Json* elements = &json;
  if (json.is_object() && json.contains("elements")) elements = &json["elements"];
  if (!elements->is_array()) return "JSON: an array of elements or a write step was expected";
  for (const Json& element : *elements) {
    if (!element.is_object()) return "JSON: every element is an object with series, key and data";
    for (const auto& [name, value] : element.items()) {
      if (name == "series" || name == "key" || name == "data" || name == "tags") continue;
      return "JSON: an element has no member '" + name + "'; series, key, data and tags are known";
    }
    BatchDraft::Row row;
    row.values.resize(draft.tags.size());
    if (element.contains("series")) row.series = text_of(element["series"]);
    if (element.contains("key")) row.key = text_of(element["key"]);
    if (element.contains("data")) row.data = text_of(element["data"]);
    draft.rows.push_back(std::move(row));
    if (!element.contains("tags") || !element["tags"].is_object()) continue;
    for (const auto& [name, value] : element["tags"].items()) {
      if (value.is_null()) continue;
      const Cell cell = cell_of(value);
      size_t tag = 0;
      while (tag < draft.tags.size() &&
             (draft.tags[tag].name != name || draft.tags[tag].kind != cell.kind)) {
        tag++;
      }
      if (tag == draft.tags.size()) draft.add_tag(name, cell.kind);
      draft.rows.back().values[tag] = cell.text;
    }
  }
  return std::nullopt;
}

/// What each column of a CSV text is: 0 series, 1 key, 2 data, 3 and more a tag.
std::optional<std::string> read_header(const std::vector<std::string>& fields, BatchDraft& draft,
                                       std::vector<size_t>& meaning) {
  for (const std::string& field : fields) {
    if (field == "series" || field == "key" || field == "data") {
      meaning.push_back(field == "series" ? 0 : field == "key" ? 1 : 2);
      continue;
    }
    const size_t colon = field.rfind(':');
    const auto kind = colon == std::string::npos ? std::optional(TagKind::kText)
                                                 : kind_named(field.substr(colon + 1));
    if (!kind)
      return "line 1: '" + field +
             "' has an unknown type; str, int, float, bin, str_arr, "
             "int_arr and ts are known";
    meaning.push_back(3 + draft.tags.size());
    draft.add_tag(field.substr(0, colon), *kind);
  }
  return std::nullopt;
}

std::optional<std::string> paste_csv(std::string_view text, BatchDraft& draft) {
  CsvReader reader(text);
  std::vector<std::string> fields;
  std::vector<size_t> meaning;
  for (bool first = true; reader.next(fields); first = false) {
    const bool is_header = first && std::find(fields.begin(), fields.end(), "key") != fields.end();
    if (is_header) {
      if (auto problem = read_header(fields, draft, meaning)) return problem;
      continue;
    }
    if (first) meaning = {0, 1, 2};
    if (fields.size() > meaning.size()) {
      return "line " + std::to_string(reader.line()) + ": " + std::to_string(fields.size()) +
             " fields, the header has " + std::to_string(meaning.size());
    }
    BatchDraft::Row row;
    row.values.resize(draft.tags.size());
    for (size_t i = 0; i < fields.size(); i++) {
      std::string& cell = meaning[i] == 0   ? row.series
                          : meaning[i] == 1 ? row.key
                          : meaning[i] == 2 ? row.data
                                            : row.values[meaning[i] - 3];
      cell = std::move(fields[i]);
    }
    draft.rows.push_back(std::move(row));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> BatchDraft::paste(std::string_view text) {
  BatchDraft draft;
  draft.segment_id = segment_id;
  const Json json = Json::parse(text, nullptr, false);
  std::optional<std::string> problem;
  if (json.is_array() || json.is_object()) {
    problem = paste_json(json, draft);
  } else if (const size_t first = text.find_first_not_of(" \t\r\n");
             first != std::string_view::npos && (text[first] == '[' || text[first] == '{')) {
    problem = json_problem(text);
  } else {
    problem = paste_csv(text, draft);
  }
  if (!problem && draft.rows.empty()) problem = "there is no row in it";
  if (!problem) *this = std::move(draft);
  return problem;
}

BatchDraft BatchDraft::of(const part::ElementBatch& batch, int64_t segment) {
  const Json step = Json::parse(sim::write_event(sim::make_write(batch, segment)), nullptr, false);
  BatchDraft draft;
  paste_json(step, draft);
  if (segment != 0) draft.segment_id = std::to_string(segment);
  return draft;
}

std::string BatchDraft::csv() const {
  std::string text = "series,key,data";
  for (const Tag& tag : tags) {
    text += "," + csv_field(tag.name + ":" + std::string(name_of(tag.kind)));
  }
  text += "\n";
  for (const Row& row : rows) {
    text += csv_field(row.series) + "," + csv_field(row.key) + "," + csv_field(row.data);
    for (const std::string& value : row.values) text += "," + csv_field(value);
    text += "\n";
  }
  return text;
}

std::string BatchDraft::step_json() const {
  Json elements = Json::array();
  for (const Row& row : rows) {
    Json element{{"series", row.series}, {"key", row.key}};
    const Json data = Json::parse(row.data, nullptr, false);
    element["data"] = data.is_object() && data.contains("hex") ? data : Json(row.data);
    Json values = Json::object();
    for (size_t i = 0; i < tags.size(); i++) {
      if (!row.values[i].empty() && !tags[i].name.empty()) {
        values[tags[i].name] = value_json(tags[i].kind, row.values[i]);
      }
    }
    if (!values.empty()) element["tags"] = std::move(values);
    elements.push_back(std::move(element));
  }
  Json step{{"op", "write"}, {"elements", std::move(elements)}};
  if (!segment_id.empty()) step["segment_id"] = segment_id;
  return step.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<size_t> row_of_error(const std::string& field) {
  constexpr std::string_view kPrefix = "elements[";
  const size_t at = field.find(kPrefix);
  if (at == std::string::npos) return std::nullopt;
  size_t row = 0;
  const char* from = field.data() + at + kPrefix.size();
  const auto [stop, error] = std::from_chars(from, field.data() + field.size(), row);
  if (error != std::errc() || stop == from) return std::nullopt;
  return row;
}

}  // namespace sidx::model
