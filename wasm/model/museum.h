#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/part/array_rows.h"
#include "core/sim/fixes.h"
#include "core/sim/scenario.h"
#include "wasm/model/document.h"

/// The bug museum: exhibits are scenarios, or parts, with a text about what they show. The
/// documents are in assets/museum; a list of all texts comes from the page when it is first asked
/// for.
namespace sidx::model {

/// What a document of assets/museum says of itself.
struct Exhibit {
  std::string id;  // of the bug catalogue, such as "S9"; T: seen in recorded traces
  std::string group;
  std::string title;
  std::string sentence;
  std::string goal;
  std::string watch_for;
  std::vector<std::string> what_happens;
  std::string repaired_by;
  std::vector<std::string> see_also;  // ids of exhibits and of teaching scenarios
  /// Scenarios: the repairs of its switch, and the step to look at.
  std::vector<sim::Fix> fixes;
  size_t step = 0;
  /// Parts: names of the two directories, and the tag to compare.
  std::string written;
  std::string merged;
  std::string tag;
  bool shows_parts() const { return !merged.empty(); }
};

/// Nothing unless the object has a member `exhibit` with an id.
std::optional<Exhibit> read_exhibit(const nlohmann::ordered_json& document);
/// The text of a scenario that is an exhibit.
std::optional<Exhibit> exhibit_of(const sim::Scenario& scenario);

/// The repaired engine plays, or the exhibit's own repair is on.
bool is_repaired(const Exhibit& exhibit, const sim::Scenario& header);

/// The list of all exhibits, and what of it is looked for.
class Museum {
 public:
  /// Takes {"museum":[..]} as make_indexes.py writes it; false if it is something else.
  bool load(const nlohmann::ordered_json& index);
  void fail(std::string why) { failure_ = std::move(why); }
  bool loaded() const { return !exhibits_.empty(); }
  /// Why the list has not come; empty if it has, or may still come.
  const std::string& failure() const { return failure_; }

  /// In the order of their groups.
  const std::vector<Exhibit>& exhibits() const { return exhibits_; }
  void set_filter(std::string filter) { filter_ = std::move(filter); }
  const std::string& filter() const { return filter_; }
  /// Those whose texts have every word of the filter, by index.
  std::vector<size_t> found() const;
  std::optional<size_t> index_of(std::string_view id) const;

 private:
  std::vector<Exhibit> exhibits_;
  std::vector<std::string> texts_;  // of each exhibit, in lower case
  std::string filter_;
  std::string failure_;
};

/// The arrays of a part as they were written, as they are read in place, and as a merge stored
/// them.
struct ArrayComparison {
  struct Row {
    part::ArrayRow read;
    std::optional<std::string> merged;  // stored form; nothing if the row is not in the merged part
  };
  std::vector<Row> rows;
  size_t changed = 0;   // rows that are read differently than they were written
  size_t as_read = 0;   // rows that the merge stored as they are read
  std::string problem;  // why there are none
};

/// Nothing while bytes of the two parts are on their way.
std::optional<ArrayComparison> compare_arrays(const Document& document, const Exhibit& exhibit);

/// ["a", "b"] for a stored array of strings.
std::string array_text(std::string_view stored);

}  // namespace sidx::model
