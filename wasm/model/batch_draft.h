#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/part/element_batch.h"

/// A write batch while it is being edited: a table of texts. What they mean is checked when it
/// becomes a step of a scenario.
namespace sidx::model {

enum class TagKind : uint8_t { kText, kInt, kFloat, kBytes, kTextArray, kIntArray, kTime };
inline constexpr int kTagKindCount = 7;
/// "str", "int", "float", "bin", "str_arr", "int_arr", "ts": as behind a colon in a CSV header.
std::string_view name_of(TagKind kind);
/// How a cell of the kind is written: "digits", "hex digits", "a | b", …
const char* hint_of(TagKind kind);

struct BatchDraft {
  struct Tag {
    std::string name;
    TagKind kind = TagKind::kText;
  };
  struct Row {
    std::string series = "1";
    std::string key;
    std::string data;
    std::vector<std::string> values;  // by tag; empty: the element has no such tag
  };
  std::vector<Tag> tags;
  std::vector<Row> rows;
  std::string segment_id;  // empty: 0

  static BatchDraft of(const part::ElementBatch& batch, int64_t segment_id);
  void add_tag(std::string name, TagKind kind);
  void remove_tag(size_t tag);
  /// A copy of the last row with the next key.
  void add_row();

  /// Rows from CSV (with a header: series, key, data and tags such as `dur:int`; without one in
  /// this order) or from JSON (an array of elements, or a write step). They replace what is there.
  /// Says what is wrong, with its line.
  std::optional<std::string> paste(std::string_view text);
  std::string csv() const;

  /// The step as JSON. What is no number stays a string, for the reader to object to.
  std::string step_json() const;
};

/// The row that an error of the reader is about ("elements[3].key"), if it is about one.
std::optional<size_t> row_of_error(const std::string& field);

}  // namespace sidx::model
