#include "tests/support/golden_traces.h"

#include <catch_amalgamated.hpp>

#include "core/sim/json_text.h"
#include "core/sim/trace.h"
#include "tests/support/part_compare.h"
#include "tests/support/scenarios.h"

namespace sidx::sim {
namespace {

/// Error texts are everybody's own.
std::string without_error_text(const std::string& line) {
  Json state = Json::parse(line, nullptr, false);
  if (state.is_discarded()) return line;
  if (state["error"].is_string()) state["error"] = "some text";
  return state.dump();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  size_t start = 0;
  while (start < text.size()) {
    const size_t end = std::min(text.find('\n', start), text.size());
    std::string line = text.substr(start, end - start);
    if (line.ends_with(",") && line.size() > 1) line.pop_back();
    lines.push_back(without_error_text(line));
    start = end + 1;
  }
  return lines;
}

TEST_CASE("every golden scenario gives the golden trace, line by line") {
  REQUIRE(testing::golden_trace_names().size() == 124);
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const auto scenario = read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    const std::string ours = write_trace(*scenario, run_scenario(*scenario).states);
    const std::vector<std::string> lines = lines_of(ours);
    const std::vector<std::string> golden = lines_of(testing::golden_trace_text(name));
    REQUIRE(lines.size() == golden.size());
    for (size_t i = 0; i < lines.size(); i++) {
      if (lines[i] != golden[i]) UNSCOPED_INFO(testing::app_link(*scenario, i));
      CHECK(lines[i] == golden[i]);
    }
  }
}

TEST_CASE("playing a scenario again gives the same bytes, written or with a ledger") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const auto first = read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(first.ok());
    const std::string text = write_scenario(*first);
    const auto second = read_scenario(text, name);
    REQUIRE(second.ok());
    CHECK(write_scenario(*second) == text);
    CHECK(run_scenario(*first).states == run_scenario(*second).states);
    CHECK(run_scenario(*first).states == run_scenario(*first).states);
  }
}

TEST_CASE("every directory that is left behind reads back to the same elements") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const auto scenario = read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    const World world = run_scenario(*scenario).world;
    for (const Rc<DiskEntry>& entry : world.disk) {
      if (!entry->is_directory || !entry->content) continue;
      INFO(entry->name);
      const auto read = part::PartContent::open(files_of(*entry), entry->name);
      REQUIRE(read.ok());
      const part::ElementBatch ours = testing::elements_of(*entry->content);
      const part::ElementBatch theirs = testing::elements_of(**read);
      REQUIRE(ours.size() == theirs.size());
      REQUIRE((*read)->manifest().row_count == ours.size());
      for (size_t row = 0; row < ours.size(); row++) {
        CHECK(ours.series_id(row) == theirs.series_id(row));
        CHECK(ours.key(row) == theirs.key(row));
        CHECK(ours.data(row) == theirs.data(row));
      }
      REQUIRE(ours.columns().size() == theirs.columns().size());
      for (size_t i = 0; i < ours.columns().size(); i++) {
        const auto& a = ours.columns()[i];
        const auto& b = theirs.columns()[i];
        CHECK(a.name == b.name);
        REQUIRE(a.values.size() == b.values.size());
        for (size_t row = 0; row < a.values.size(); row++) {
          CHECK(a.values.at(row) == b.values.at(row));
        }
      }
    }
  }
}

}  // namespace
}  // namespace sidx::sim
