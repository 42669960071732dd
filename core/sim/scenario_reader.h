#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/sim/json_text.h"
#include "core/sim/scenario.h"
#include "core/sim/tag_json.h"

namespace sidx::sim {

/// Turns the JSON of a scenario into events; stops at the first thing that is wrong.
class ScenarioReader {
 public:
  ScenarioReader(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  bool read_document(const Json& document, Scenario& scenario);
  bool read_step(const Json& value, const JsonPath& path, Event& event);
  Error take_error() { return std::move(*error_); }

 private:
  bool complain(ErrorCode code, const JsonPath& path, std::string expected, const Json& found);
  bool wrong(const JsonPath& path, std::string expected, const Json& found) {
    return complain(ErrorCode::kBadValue, path, std::move(expected), found);
  }
  bool only_members(const Json& object, const JsonPath& path,
                    std::initializer_list<std::string_view> names);

  bool read_header(const Json& document, Scenario& scenario);
  bool read_steps(const Json& document, Scenario& scenario);
  bool read_elements(const Json& step, const JsonPath& path, Event& event);
  bool read_element(const Json& element, const JsonPath& path, part::ElementBatch& batch);
  bool read_tags(const Json& owner, const JsonPath& path, std::vector<InputTag>& tags);
  bool read_range(const Json& step, const JsonPath& path, Event& event);
  bool read_generate(const Json& step, const JsonPath& path, Event& event);
  bool read_query(const Json& step, const JsonPath& path, Event& event);
  bool read_id_list(const Json& value, const JsonPath& path, std::vector<uint64_t>& ids);
  bool read_filter(const Json& value, const JsonPath& path, query::Filter& filter);
  bool read_filter_values(const Json& value, const JsonPath& path, query::Filter& filter);
  bool read_filter_range(const Json& value, const JsonPath& path, query::Filter& filter);
  bool read_sync(const Json& step, const JsonPath& path, Event& event);
  bool read_fault(const Json& step, const JsonPath& path, Event& event);
  bool read_file_bytes(const Json& step, const JsonPath& path, Event& event);
  bool take_elements(uint64_t count, const JsonPath& path, const Json& value);

  // Each reads one member; an absent one that is not required leaves the target as it is.
  bool read_text(const Json& object, const JsonPath& path, const char* member, bool required,
                 std::string& target);
  bool read_int64(const Json& object, const JsonPath& path, const char* member, bool required,
                  int64_t& target);
  bool read_uint64(const Json& object, const JsonPath& path, const char* member, bool required,
                   uint64_t& target);
  bool read_optional(const Json& object, const JsonPath& path, const char* member,
                     std::optional<int64_t>& target);

  std::string_view text_;
  const std::string& name_;
  std::optional<Error> error_;
  uint64_t elements_ = 0;
};

}  // namespace sidx::sim
