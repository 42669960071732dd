#include "core/sim/scenario.h"

#include "core/sim/scenario_reader.h"

namespace sidx::sim {
namespace {

Json id_list(const std::vector<uint64_t>& ids) {
  Json list = Json::array();
  for (const uint64_t id : ids) list.push_back(std::to_string(id));
  return list;
}

Json tags_json(const std::vector<InputTag>& tags) {
  Json object = Json::object();
  for (const InputTag& tag : tags) object[tag.name] = tag_json(tag.type, tag.stored);
  return object;
}

Json elements_json(const part::ElementBatch& batch) {
  Json elements = Json::array();
  for (size_t row = 0; row < batch.size(); row++) {
    Json element{{"series", std::to_string(batch.series_id(row))},
                 {"key", std::to_string(batch.key(row))},
                 {"data", data_json(batch.data(row))}};
    Json tags = Json::object();
    for (const auto& column : batch.columns()) {
      if (row >= column.types.size()) continue;
      const encoding::ValueType type = column.types[row];
      if (type == encoding::ValueType::kUnknown) continue;
      tags[column.name] = tag_json(type, column.values.at(row));
    }
    if (!tags.empty()) element["tags"] = std::move(tags);
    elements.push_back(std::move(element));
  }
  return elements;
}

Json filter_json(const query::Filter& filter) {
  using query::FilterKind;
  switch (filter.kind) {
    case FilterKind::kEq:
      return Json{{"eq", Json::array({filter.tag, filter.values[0]})}};
    case FilterKind::kHaving:
      return Json{{"having", Json::array({filter.tag, filter.values})}};
    case FilterKind::kRange: {
      Json range{{"tag", filter.tag}};
      if (filter.includes_lower || filter.lower != INT64_MIN) {
        range[filter.includes_lower ? "gte" : "gt"] = std::to_string(filter.lower);
      }
      if (filter.includes_upper || filter.upper != INT64_MAX) {
        range[filter.includes_upper ? "lte" : "lt"] = std::to_string(filter.upper);
      }
      return Json{{"range", std::move(range)}};
    }
    case FilterKind::kAnd:
    case FilterKind::kOr:
      break;
  }
  Json items = Json::array();
  for (const query::Filter& item : filter.items) items.push_back(filter_json(item));
  Json object = Json::object();
  object[filter.kind == FilterKind::kAnd ? "and" : "or"] = std::move(items);
  return object;
}

void add_query(Json& step, const query::QueryRequest& request) {
  step["series"] = id_list(request.series_ids);
  if (request.key_min) step["min"] = std::to_string(*request.key_min);
  if (request.key_max) step["max"] = std::to_string(*request.key_max);
  if (request.descending) step["order"] = "desc";
  if (request.limit != 0) step["limit"] = request.limit;
  if (request.quota) step["quota"] = std::to_string(*request.quota);
  if (!request.project.empty()) step["project"] = request.project;
  if (request.filter) step["filter"] = filter_json(*request.filter);
  if (request.instances.empty()) return;
  Json instances = Json::array();
  for (const auto& ids : request.instances) instances.push_back(id_list(ids));
  step["instances"] = std::move(instances);
}

void add_range(Json& step, const RangeInput& range) {
  step["series"] = std::to_string(range.series_id);
  step["from"] = std::to_string(range.from);
  step["to"] = std::to_string(range.to);
  if (range.step != 1) step["step"] = std::to_string(range.step);
  step["data_prefix"] = range.data_prefix;
  if (!range.tags.empty()) step["tags"] = tags_json(range.tags);
}

void add_generate(Json& step, const GenerateInput& generate) {
  step["seed"] = std::to_string(generate.seed);
  step["count"] = generate.count;
  step["scale"] = generate.medium ? "medium" : "small";
  step["index"] = generate.latency_index ? "latency" : "time";
}

void add_file_bytes(Json& step, const Event& event) {
  const std::string bytes(event.bytes->begin(), event.bytes->end());
  const Json data = data_json(bytes);
  if (event.bytes_are_text && data.is_string()) {
    step["text"] = bytes;
  } else {
    step["hex"] = to_hex(*event.bytes);
  }
}

Json event_json(const Event& event) {
  Json step{{"op", std::string(name_of(event.op))}};
  if (!event.as.empty()) step["as"] = event.as;
  if (event.op == Op::kWrite) step["elements"] = elements_json(event.write->batch);
  if (event.op == Op::kWriteRange) add_range(step, event.write->range);
  if (event.op == Op::kGenerate) add_generate(step, event.write->generate);
  if (event.write && event.segment_id != 0) step["segment_id"] = std::to_string(event.segment_id);
  if (event.op == Op::kSync) step["parts"] = id_list(event.part_ids);
  if (event.request) add_query(step, *event.request);
  if (!event.path.empty()) step["path"] = event.path;
  if (event.op == Op::kTruncateFile) step["size"] = event.size;
  if (event.op == Op::kWriteFile) add_file_bytes(step, event);
  return step;
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Settings Scenario::settings() const {
  Settings settings;
  if (fixed) settings.fixes = FixSet::all();
  for (const Fix fix : fixes) settings.fixes.add(fix);
  settings.workers = workers;
  return settings;
}

Result<Scenario> read_scenario(std::string_view text, const std::string& name) {
  SIDX_ASSIGN(const Json document, parse_json(text, name, kScenarioBytesMax, kScenarioDepthMax));
  Scenario scenario;
  ScenarioReader reader(text, name);
  if (!reader.read_document(document, scenario)) return reader.take_error();
  return scenario;
}

Result<Event> read_event(std::string_view text, const std::string& name) {
  SIDX_ASSIGN(const Json document, parse_json(text, name, kScenarioBytesMax, kScenarioDepthMax));
  Event event;
  ScenarioReader reader(text, name);
  if (!reader.read_step(document, JsonPath(), event)) return reader.take_error();
  return event;
}

std::string write_event(const Event& event) { return dump(event_json(event)); }

std::string write_scenario(const Scenario& scenario) {
  Json header{{"format", "sidx-scenario/1"}, {"title", scenario.title}};
  if (!scenario.notes.empty()) header["notes"] = scenario.notes;
  header["profile"] = scenario.profile_name();
  if (!scenario.fixes.empty()) {
    Json ids = Json::array();
    for (const Fix fix : scenario.fixes) {
      ids.push_back(std::string(all_fixes()[static_cast<size_t>(fix)].id));
    }
    header["fixes"] = std::move(ids);
  }
  if (scenario.workers != 1) header["workers"] = scenario.workers;
  std::string text = "{\n";
  for (const auto& [name, value] : header.items()) {
    text += "  " + dump(Json(name)) + ": " + dump(value) + ",\n";
  }
  for (const auto& [name, value] : scenario.extra) {
    text += "  " + dump(Json(name)) + ": " + value + ",\n";
  }
  text += "  \"steps\": [";
  for (size_t i = 0; i < scenario.steps.size(); i++) {
    text += (i == 0 ? "\n    " : ",\n    ") + write_event(scenario.steps[i]);
  }
  return text + (scenario.steps.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

Event make_write(part::ElementBatch batch, int64_t segment_id) {
  Event event;
  event.op = Op::kWrite;
  event.segment_id = segment_id;
  WriteInput input;
  input.batch = std::move(batch);
  event.write = Rc<WriteInput>(std::move(input));
  return event;
}

part::ElementBatch range_batch(const RangeInput& range) {
  part::ElementBatch batch;
  if (range.from > range.to) return batch;
  int64_t key = range.from;
  for (uint64_t count = 0; count <= kElementsPerStepMax; count++) {
    batch.add(range.series_id, key, range.data_prefix + std::to_string(key));
    for (const InputTag& tag : range.tags) batch.add_tag(tag.name, tag.type, tag.stored);
    const uint64_t left = static_cast<uint64_t>(range.to) - static_cast<uint64_t>(key);
    if (left < range.step) break;
    key = static_cast<int64_t>(static_cast<uint64_t>(key) + range.step);
  }
  return batch;
}

}  // namespace sidx::sim
