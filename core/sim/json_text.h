#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

/// JSON documents with located errors. The parser knows no positions of values, so that the place
/// of a wrong value is looked up in the text afterwards, by its path.
namespace sidx::sim {

using Json = nlohmann::ordered_json;

/// Names and indexes that lead from the root to a value.
class JsonPath {
 public:
  JsonPath member(std::string name) const;
  JsonPath item(size_t index) const;
  /// "steps[3].elements[0].key"; "document" for the root.
  std::string text() const;
  const std::vector<std::variant<std::string, size_t>>& steps() const { return steps_; }

 private:
  std::vector<std::variant<std::string, size_t>> steps_;
};

/// Offset of the value at `path` in a well-formed document; of the last value on the way if there
/// is none.
size_t offset_of(std::string_view text, const JsonPath& path);

/// 1-based line and column (in bytes) of an offset.
struct TextPosition {
  size_t line = 1;
  size_t column = 1;
};
TextPosition position_of(std::string_view text, size_t offset);

/// Syntax errors are located; deeper nesting than `depth_max` and more than `bytes_max` are
/// kOverLimit.
Result<Json> parse_json(std::string_view text, const std::string& name, size_t bytes_max,
                        size_t depth_max);

}  // namespace sidx::sim
