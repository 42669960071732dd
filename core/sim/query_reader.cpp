#include "core/sim/scenario_reader.h"

// The query part of ScenarioReader.
namespace sidx::sim {
namespace {

/// Text of a literal in eq or having: a number is its decimal text.
std::optional<std::string> literal_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<int64_t>());
  return std::nullopt;
}

}  // namespace

bool ScenarioReader::read_query(const Json& step, const JsonPath& path, Event& event) {
  if (!only_members(step, path,
                    {"as", "series", "min", "max", "order", "limit", "quota", "project", "filter",
                     "instances"})) {
    return false;
  }
  if (event.op == Op::kQuery && step.contains("as")) {
    return wrong(path.member("as"), "no such member here", step["as"]);
  }
  query::QueryRequest request;
  const auto series = step.find("series");
  if (series == step.end()) return wrong(path, "an array 'series'", Json());
  if (!read_id_list(*series, path.member("series"), request.series_ids)) return false;
  std::string order = "asc";
  if (!read_optional(step, path, "min", request.key_min) ||
      !read_optional(step, path, "max", request.key_max) ||
      !read_text(step, path, "order", false, order) ||
      !read_int64(step, path, "limit", false, request.limit)) {
    return false;
  }
  if (step.contains("quota")) {
    request.quota.emplace();
    if (!read_uint64(step, path, "quota", true, *request.quota)) return false;
  }
  if (order != "asc" && order != "desc") {
    return wrong(path.member("order"), "'asc' or 'desc'", step["order"]);
  }
  request.descending = order == "desc";
  if (const auto project = step.find("project"); project != step.end()) {
    const JsonPath names = path.member("project");
    if (!project->is_array()) return wrong(names, "an array of tag names", *project);
    for (size_t i = 0; i < project->size(); i++) {
      if (!(*project)[i].is_string()) return wrong(names.item(i), "a tag name", (*project)[i]);
      request.project.push_back((*project)[i].get<std::string>());
    }
  }
  if (const auto filter = step.find("filter"); filter != step.end() && !filter->is_null()) {
    request.filter.emplace();
    if (!read_filter(*filter, path.member("filter"), *request.filter)) return false;
  }
  if (const auto instances = step.find("instances"); instances != step.end()) {
    const JsonPath lists = path.member("instances");
    if (!instances->is_array() || instances->empty() || instances->size() > kInstancesMax) {
      return wrong(lists, "1 to " + std::to_string(kInstancesMax) + " arrays of part IDs",
                   *instances);
    }
    for (size_t i = 0; i < instances->size(); i++) {
      request.instances.emplace_back();
      if (!read_id_list((*instances)[i], lists.item(i), request.instances.back())) return false;
    }
  }
  event.request = Rc<query::QueryRequest>(std::move(request));
  return true;
}

bool ScenarioReader::read_id_list(const Json& value, const JsonPath& path,
                                  std::vector<uint64_t>& ids) {
  if (!value.is_array()) return wrong(path, "an array of unsigned 64-bit integers", value);
  for (size_t i = 0; i < value.size(); i++) {
    const auto id = parse_uint64(value[i]);
    if (!id) return wrong(path.item(i), "an unsigned 64-bit integer", value[i]);
    ids.push_back(*id);
  }
  return true;
}

bool ScenarioReader::read_filter(const Json& value, const JsonPath& path, query::Filter& filter) {
  constexpr const char* kForms = "an object with one of eq, having, range, and, or";
  if (!value.is_object() || value.size() != 1) return wrong(path, kForms, value);
  const std::string& form = value.begin().key();
  const Json& body = value.begin().value();
  const JsonPath inner = path.member(form);
  if (form == "eq" || form == "having") {
    filter.kind = form == "eq" ? query::FilterKind::kEq : query::FilterKind::kHaving;
    return read_filter_values(body, inner, filter);
  }
  if (form == "range") {
    filter.kind = query::FilterKind::kRange;
    return read_filter_range(body, inner, filter);
  }
  if (form != "and" && form != "or") return wrong(path, kForms, value);
  filter.kind = form == "and" ? query::FilterKind::kAnd : query::FilterKind::kOr;
  if (!body.is_array() || body.empty()) return wrong(inner, "an array of filters", body);
  for (size_t i = 0; i < body.size(); i++) {
    filter.items.emplace_back();
    if (!read_filter(body[i], inner.item(i), filter.items.back())) return false;
  }
  return true;
}

bool ScenarioReader::read_filter_values(const Json& value, const JsonPath& path,
                                        query::Filter& filter) {
  if (!value.is_array() || value.size() != 2 || !value[0].is_string()) {
    return wrong(path, "an array of a tag name and what to compare it with", value);
  }
  filter.tag = value[0].get<std::string>();
  const bool many = filter.kind == query::FilterKind::kHaving;
  const JsonPath operand = path.item(1);
  if (!many) {
    const auto text = literal_text(value[1]);
    if (!text) return wrong(operand, "a string or an integer", value[1]);
    filter.values.push_back(*text);
    return true;
  }
  if (!value[1].is_array()) return wrong(operand, "an array of strings or integers", value[1]);
  for (size_t i = 0; i < value[1].size(); i++) {
    const auto text = literal_text(value[1][i]);
    if (!text) return wrong(operand.item(i), "a string or an integer", value[1][i]);
    filter.values.push_back(*text);
  }
  return true;
}

bool ScenarioReader::read_filter_range(const Json& value, const JsonPath& path,
                                       query::Filter& filter) {
  if (!value.is_object()) return wrong(path, "an object with tag and bounds", value);
  if (!only_members(value, path, {"tag", "gt", "gte", "lt", "lte"}) ||
      !read_text(value, path, "tag", true, filter.tag)) {
    return false;
  }
  if (value.contains("gt") && value.contains("gte")) {
    return wrong(path.member("gte"), "only one lower bound", value["gte"]);
  }
  if (value.contains("lt") && value.contains("lte")) {
    return wrong(path.member("lte"), "only one upper bound", value["lte"]);
  }
  filter.includes_lower = value.contains("gte");
  filter.includes_upper = value.contains("lte");
  return read_int64(value, path, filter.includes_lower ? "gte" : "gt", false, filter.lower) &&
         read_int64(value, path, filter.includes_upper ? "lte" : "lt", false, filter.upper);
}

}  // namespace sidx::sim
