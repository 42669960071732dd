#include "core/sim/scenario_reader.h"

#include <algorithm>

#include "core/sim/generate.h"

namespace sidx::sim {
namespace {

constexpr const char* kFormat = "sidx-scenario/1";
constexpr size_t kPathBytesMax = 1024;

/// A short rendering of what was found.
std::string excerpt(const Json& value) {
  constexpr size_t kMax = 60;
  if (value.is_discarded()) return "nothing";
  if (value.is_array()) return "an array of " + std::to_string(value.size());
  if (value.is_object()) return "an object of " + std::to_string(value.size());
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kMax) text = text.substr(0, kMax) + "…";
  return text;
}

const Json& nothing() {
  static const Json kNothing(Json::value_t::discarded);
  return kNothing;
}

std::optional<Op> parse_op(const std::string& name) {
  for (int i = 0; i < kOpCount; i++) {
    if (name_of(static_cast<Op>(i)) == name) return static_cast<Op>(i);
  }
  return std::nullopt;
}

/// A path below the root: no empty, `.` or `..` components.
bool is_inner_path(const std::string& path) {
  if (path.empty() || path.size() > kPathBytesMax || path.find('\0') != std::string::npos) {
    return false;
  }
  size_t start = 0;
  while (start <= path.size()) {
    const size_t end = std::min(path.find('/', start), path.size());
    const std::string component = path.substr(start, end - start);
    if (component.empty() || component == "." || component == "..") return false;
    start = end + 1;
  }
  return true;
}

}  // namespace

bool ScenarioReader::complain(ErrorCode code, const JsonPath& path, std::string expected,
                              const Json& found) {
  if (!error_) {
    error_ = Error{code,
                   {name_, offset_of(text_, path), 1, {}},
                   path.text(),
                   std::move(expected),
                   excerpt(found)};
  }
  return false;
}

bool ScenarioReader::only_members(const Json& object, const JsonPath& path,
                                  std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : object.items()) {
    if (name == "op" || std::find(names.begin(), names.end(), name) != names.end()) continue;
    return wrong(path.member(name), "no such member here", value);
  }
  return true;
}

bool ScenarioReader::read_text(const Json& object, const JsonPath& path, const char* member,
                               bool required, std::string& target) {
  const auto at = object.find(member);
  if (at == object.end()) {
    return !required || wrong(path, "a member '" + std::string(member) + "'", nothing());
  }
  if (!at->is_string()) return wrong(path.member(member), "a string", *at);
  target = at->get<std::string>();
  return true;
}

bool ScenarioReader::read_int64(const Json& object, const JsonPath& path, const char* member,
                                bool required, int64_t& target) {
  const auto at = object.find(member);
  if (at == object.end()) {
    return !required || wrong(path, "a member '" + std::string(member) + "'", nothing());
  }
  const auto number = parse_int64(*at);
  if (!number) return wrong(path.member(member), "a 64-bit integer", *at);
  target = *number;
  return true;
}

bool ScenarioReader::read_uint64(const Json& object, const JsonPath& path, const char* member,
                                 bool required, uint64_t& target) {
  const auto at = object.find(member);
  if (at == object.end()) {
    return !required || wrong(path, "a member '" + std::string(member) + "'", nothing());
  }
  const auto number = parse_uint64(*at);
  if (!number) return wrong(path.member(member), "an unsigned 64-bit integer", *at);
  target = *number;
  return true;
}

bool ScenarioReader::read_optional(const Json& object, const JsonPath& path, const char* member,
                                   std::optional<int64_t>& target) {
  const auto at = object.find(member);
  if (at == object.end() || at->is_null()) return true;
  int64_t number = 0;
  if (!read_int64(object, path, member, true, number)) return false;
  target = number;
  return true;
}

bool ScenarioReader::read_document(const Json& document, Scenario& scenario) {
  const JsonPath root;
  if (!document.is_object()) return wrong(root, "an object", document);
  return read_header(document, scenario) && read_steps(document, scenario);
}

bool ScenarioReader::read_header(const Json& document, Scenario& scenario) {
  const JsonPath root;
  std::string format;
  std::string profile = "seed";
  if (!read_text(document, root, "format", true, format)) return false;
  if (format != kFormat) {
    return wrong(root.member("format"), "'" + std::string(kFormat) + "'", document["format"]);
  }
  if (!read_text(document, root, "title", false, scenario.title) ||
      !read_text(document, root, "notes", false, scenario.notes) ||
      !read_text(document, root, "profile", false, profile)) {
    return false;
  }
  if (profile != "seed" && profile != "fixed") {
    return wrong(root.member("profile"), "'seed' or 'fixed'", document["profile"]);
  }
  scenario.fixed = profile == "fixed";
  if (const auto fixes = document.find("fixes"); fixes != document.end()) {
    const JsonPath path = root.member("fixes");
    if (!fixes->is_array()) return wrong(path, "an array of bug ids", *fixes);
    for (size_t i = 0; i < fixes->size(); i++) {
      const Json& id = (*fixes)[i];
      const auto fix = id.is_string() ? parse_fix(id.get_ref<const std::string&>()) : std::nullopt;
      if (!fix) return wrong(path.item(i), "the id of a bug that can be repaired", id);
      scenario.fixes.push_back(*fix);
    }
  }
  uint64_t workers = 1;
  if (!read_uint64(document, root, "workers", false, workers)) return false;
  if (workers < 1 || workers > kWorkersMax) {
    return wrong(root.member("workers"), "1 to " + std::to_string(kWorkersMax),
                 document["workers"]);
  }
  scenario.workers = static_cast<uint32_t>(workers);
  for (const auto& [name, value] : document.items()) {
    static constexpr std::string_view kKnown[] = {"format",  "title", "notes", "profile",
                                                  "workers", "fixes", "steps"};
    if (std::find(std::begin(kKnown), std::end(kKnown), name) != std::end(kKnown)) continue;
    scenario.extra.emplace_back(name, value.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  return true;
}

bool ScenarioReader::read_steps(const Json& document, Scenario& scenario) {
  const JsonPath root;
  const JsonPath path = root.member("steps");
  const auto steps = document.find("steps");
  if (steps == document.end()) return wrong(root, "a member 'steps'", nothing());
  if (!steps->is_array()) return wrong(path, "an array of steps", *steps);
  if (steps->size() > kStepsMax) {
    return complain(ErrorCode::kOverLimit, path, "at most " + std::to_string(kStepsMax) + " steps",
                    *steps);
  }
  for (size_t i = 0; i < steps->size(); i++) {
    Event event;
    if (!read_step((*steps)[i], path.item(i), event)) return false;
    scenario.steps.push_back(std::move(event));
  }
  return true;
}

bool ScenarioReader::read_step(const Json& value, const JsonPath& path, Event& event) {
  if (!value.is_object()) return wrong(path, "an object", value);
  std::string name;
  if (!read_text(value, path, "op", true, name)) return false;
  const auto op = parse_op(name);
  if (!op) return wrong(path.member("op"), "a known operation", value["op"]);
  event.op = *op;
  switch (event.op) {
    case Op::kWrite:
      return only_members(value, path, {"elements", "segment_id"}) &&
             read_elements(value, path, event);
    case Op::kWriteRange:
      return only_members(value, path,
                          {"series", "from", "to", "step", "data_prefix", "tags", "segment_id"}) &&
             read_range(value, path, event);
    case Op::kGenerate:
      return only_members(value, path, {"seed", "count", "scale", "index", "segment_id"}) &&
             read_generate(value, path, event);
    case Op::kSync:
      return only_members(value, path, {"parts"}) && read_sync(value, path, event);
    case Op::kFlush:
    case Op::kMerge:
    case Op::kMergeMem:
    case Op::kBlocks:
    case Op::kReopen:
      return only_members(value, path, {});
    case Op::kFlushBegin:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
    case Op::kIntroduce:
    case Op::kHold:
    case Op::kRelease:
    case Op::kQueryRun:
    case Op::kQueryEnd:
      if (!only_members(value, path, {"as"}) || !read_text(value, path, "as", true, event.as)) {
        return false;
      }
      return !event.as.empty() || wrong(path.member("as"), "a name", value["as"]);
    case Op::kQueryBegin:
      if (!read_text(value, path, "as", true, event.as)) return false;
      if (event.as.empty()) return wrong(path.member("as"), "a name", value["as"]);
      return read_query(value, path, event);
    case Op::kQuery:
      return read_query(value, path, event);
    case Op::kRemoveFile:
    case Op::kTruncateFile:
    case Op::kWriteFile:
      return read_fault(value, path, event);
  }
  return false;
}

bool ScenarioReader::take_elements(uint64_t count, const JsonPath& path, const Json& value) {
  if (count > kElementsPerStepMax || elements_ + count > kElementsMax) {
    return complain(ErrorCode::kOverLimit, path,
                    "at most " + std::to_string(kElementsPerStepMax) + " elements a step and " +
                        std::to_string(kElementsMax) + " in all",
                    value);
  }
  elements_ += count;
  return true;
}

bool ScenarioReader::read_elements(const Json& step, const JsonPath& path, Event& event) {
  const auto elements = step.find("elements");
  const JsonPath list = path.member("elements");
  if (elements == step.end()) return wrong(path, "a member 'elements'", nothing());
  if (!elements->is_array()) return wrong(list, "an array of elements", *elements);
  if (!take_elements(elements->size(), list, *elements)) return false;
  WriteInput input;
  input.batch.reserve(elements->size());
  for (size_t i = 0; i < elements->size(); i++) {
    if (!read_element((*elements)[i], list.item(i), input.batch)) return false;
  }
  event.write = Rc<WriteInput>(std::move(input));
  return read_int64(step, path, "segment_id", false, event.segment_id);
}

bool ScenarioReader::read_element(const Json& element, const JsonPath& path,
                                  part::ElementBatch& batch) {
  if (!element.is_object()) return wrong(path, "an object", element);
  if (!only_members(element, path, {"series", "key", "data", "tags"})) return false;
  uint64_t series = 0;
  int64_t key = 0;
  if (!read_uint64(element, path, "series", true, series) ||
      !read_int64(element, path, "key", true, key)) {
    return false;
  }
  const auto data = element.find("data");
  if (data == element.end()) return wrong(path, "a member 'data'", nothing());
  const ParsedValue parsed = parse_data(*data);
  if (parsed.expected != nullptr) return wrong(path.member("data"), parsed.expected, *data);
  std::vector<InputTag> tags;
  if (!read_tags(element, path, tags)) return false;
  batch.add(series, key, parsed.stored);
  for (const InputTag& tag : tags) batch.add_tag(tag.name, tag.type, tag.stored);
  return true;
}

bool ScenarioReader::read_tags(const Json& owner, const JsonPath& path,
                               std::vector<InputTag>& tags) {
  const auto object = owner.find("tags");
  if (object == owner.end() || object->is_null()) return true;
  const JsonPath list = path.member("tags");
  if (!object->is_object()) return wrong(list, "an object of tags", *object);
  for (const auto& [name, value] : object->items()) {
    if (value.is_null()) continue;
    ParsedValue parsed = parse_tag(value);
    if (parsed.expected != nullptr) return wrong(list.member(name), parsed.expected, value);
    tags.push_back({name, parsed.type, std::move(parsed.stored)});
  }
  return true;
}

bool ScenarioReader::read_range(const Json& step, const JsonPath& path, Event& event) {
  WriteInput input;
  RangeInput& range = input.range;
  if (!read_uint64(step, path, "series", true, range.series_id) ||
      !read_int64(step, path, "from", true, range.from) ||
      !read_int64(step, path, "to", true, range.to) ||
      !read_uint64(step, path, "step", false, range.step) ||
      !read_text(step, path, "data_prefix", false, range.data_prefix) ||
      !read_tags(step, path, range.tags) ||
      !read_int64(step, path, "segment_id", false, event.segment_id)) {
    return false;
  }
  if (range.step == 0) return wrong(path.member("step"), "at least 1", step["step"]);
  if (range.from <= range.to) {
    const uint64_t width = static_cast<uint64_t>(range.to) - static_cast<uint64_t>(range.from);
    const uint64_t steps = width / range.step;
    if (!take_elements(steps >= kElementsPerStepMax ? UINT64_MAX : steps + 1, path.member("to"),
                       step["to"])) {
      return false;
    }
  }
  input.batch = range_batch(range);
  event.write = Rc<WriteInput>(std::move(input));
  return true;
}

bool ScenarioReader::read_generate(const Json& step, const JsonPath& path, Event& event) {
  WriteInput input;
  GenerateInput& generate = input.generate;
  uint64_t count = generate.count;
  std::string scale = "small";
  std::string index = "time";
  if (!read_uint64(step, path, "seed", false, generate.seed) ||
      !read_uint64(step, path, "count", false, count) ||
      !read_text(step, path, "scale", false, scale) ||
      !read_text(step, path, "index", false, index) ||
      !read_int64(step, path, "segment_id", false, event.segment_id)) {
    return false;
  }
  if (scale != "small" && scale != "medium") {
    return wrong(path.member("scale"), "'small' or 'medium'", step["scale"]);
  }
  if (index != "time" && index != "latency") {
    return wrong(path.member("index"), "'time' or 'latency'", step["index"]);
  }
  if (!take_elements(count, path.member("count"), step.contains("count") ? step["count"] : step)) {
    return false;
  }
  generate.count = static_cast<uint32_t>(count);
  generate.medium = scale == "medium";
  generate.latency_index = index == "latency";
  input.batch = generate_batch(generate);
  event.write = Rc<WriteInput>(std::move(input));
  return true;
}

bool ScenarioReader::read_sync(const Json& step, const JsonPath& path, Event& event) {
  const auto parts = step.find("parts");
  const JsonPath list = path.member("parts");
  if (parts == step.end()) return wrong(path, "a member 'parts'", nothing());
  if (!parts->is_array()) return wrong(list, "an array of part IDs", *parts);
  for (size_t i = 0; i < parts->size(); i++) {
    const auto id = parse_uint64((*parts)[i]);
    if (!id) return wrong(list.item(i), "an unsigned 64-bit integer", (*parts)[i]);
    event.part_ids.push_back(*id);
  }
  return true;
}

bool ScenarioReader::read_fault(const Json& step, const JsonPath& path, Event& event) {
  if (!read_text(step, path, "path", true, event.path)) return false;
  if (!is_inner_path(event.path)) {
    return wrong(path.member("path"), "a path below the instance root", step["path"]);
  }
  if (event.op == Op::kRemoveFile) return only_members(step, path, {"path"});
  if (event.op == Op::kWriteFile) {
    return only_members(step, path, {"path", "text", "hex"}) && read_file_bytes(step, path, event);
  }
  if (!only_members(step, path, {"path", "size"}) ||
      !read_uint64(step, path, "size", true, event.size)) {
    return false;
  }
  if (event.size <= kFaultFileBytesMax) return true;
  return complain(ErrorCode::kOverLimit, path.member("size"),
                  "at most " + std::to_string(kFaultFileBytesMax), step["size"]);
}

bool ScenarioReader::read_file_bytes(const Json& step, const JsonPath& path, Event& event) {
  std::string bytes;
  if (step.contains("hex")) {
    const Json& hex = step["hex"];
    const auto parsed =
        hex.is_string() ? parse_hex_bytes(hex.get_ref<const std::string&>()) : std::nullopt;
    if (!parsed) return wrong(path.member("hex"), "pairs of hexadecimal digits", hex);
    bytes = *parsed;
    event.bytes_are_text = false;
  } else if (!read_text(step, path, "text", true, bytes)) {
    return false;
  }
  event.bytes = std::make_shared<const Bytes>(bytes.begin(), bytes.end());
  return true;
}

}  // namespace sidx::sim
