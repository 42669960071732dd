#include "core/share/go_test.h"

#include <catch_amalgamated.hpp>

#include "core/share/go_text.h"
#include "core/share/link.h"
#include "tests/support/scenarios.h"

namespace sidx::share {
namespace {

sim::Scenario scenario_of(const std::string& text) {
  auto scenario = sim::read_scenario(text, "scenario");
  INFO((scenario.ok() ? "" : to_string(scenario.error())));
  REQUIRE(scenario.ok());
  return *std::move(scenario);
}

std::string go_test_of(const std::string& steps) {
  return write_go_test(
      scenario_of(R"({"format": "sidx-scenario/1", "title": "A test", "steps": [)" + steps + "]}"));
}

/// Lines that are tabs and then `text` occur in this order.
void check_lines(const std::string& source, const std::vector<std::string>& lines) {
  size_t at = 0;
  for (const std::string& line : lines) {
    INFO(source);
    INFO(line);
    const size_t found = source.find("\t" + line + "\n", at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

constexpr const char* kWrite =
    R"({"op": "write", "elements": [{"series": "2", "key": "-7", "data": {"hex": "2200ff"}}]})";

TEST_CASE("a Go test expects the rows that a bug loses") {
  const std::string id = "query-loses-rows-while-a-merge-lands";
  const sim::Scenario scenario = scenario_of(testing::teaching_scenario_text(id));
  const std::string test = write_go_test(scenario);
  CHECK(has(test, "// Written by Partscope from the scenario \"Query loses rows while a merge"));
  CHECK(has(test, "5e9fe68b5131"));
  CHECK(has(test, "\n// index.html" + link_of(scenario, 10) + "\n"));
  CHECK(has(test, "\npackage sidx\n\nimport (\n\t\"context\"\n\t\"testing\"\n\n"));
  CHECK(has(test, "\nfunc TestPartscope_QueryLosesRowsWhileAMergeLands(t *testing.T) {\n"));
  check_lines(
      test,
      {"// Step 1, write: epoch 0: write → 1, 2 elements",
       "require.NoError(t, s.Write(ctx, []WriteRequest{",
       "{SeriesID: 1, Key: 120, Data: []byte(\"trace-1\"), Tags: []Tag{{Name: \"svc\", Value: "
       "[]byte(\"cart\"), ValueType: pbv1.ValueTypeStr}}},",
       "}, 0))", "require.NoError(t, s.Flush())", "held[\"q1\"] = s.(*sidx).currentSnapshot()",
       "require.NoError(t, s.Merge(nil))",
       "// The engine of the scenario answers no rows; repaired, 4 rows: 85, 120, 240, 310.",
       "resp, err := scan(held[\"q1\"], QueryRequest{SeriesIDs: []common.SeriesID{1}})",
       "require.Equal(t, []int64{85, 120, 240, 310}, resp.Keys)", "[]byte(\"trace-3\"),",
       "snp.decRef()", "resp, err := s.Query(ctx, QueryRequest{SeriesIDs: []common.SeriesID{1}})"});
  CHECK(go_test_file_name(scenario) == "query_loses_rows_while_a_merge_lands_partscope_test.go");
}

TEST_CASE("a Go test has every kind of step, and no more than it uses") {
  const std::string test = go_test_of(std::string(kWrite) + R"(,
    {"op": "write_range", "series": "1", "from": "10", "to": "28", "step": "2", "data_prefix": "d"},
    {"op": "merge_mem"}, {"op": "flush_begin", "as": "f"}, {"op": "introduce", "as": "f"},
    {"op": "merge_begin", "as": "m"}, {"op": "introduce", "as": "m"},
    {"op": "hold", "as": "r"}, {"op": "sync", "parts": ["3"]}, {"op": "release", "as": "r"},
    {"op": "query", "series": ["2", "1"], "min": "0", "max": "20", "order": "desc", "limit": 3,
     "project": ["svc"]},
    {"op": "query", "series": ["1"], "filter": {"eq": ["svc", "a"]}},
    {"op": "query", "series": []},
    {"op": "truncate_file", "path": "1.snp", "size": 0}, {"op": "remove_file", "path": "x"},
    {"op": "write_file", "path": "tmp/x", "text": "\"hi\"\n"}, {"op": "reopen"},
    {"op": "blocks"}, {"op": "release", "as": "nobody"})");
  check_lines(
      test,
      {"held := map[string]*snapshot{}",
       "bound := func(key int64) *int64 { return &key }",
       "{SeriesID: 2, Key: -7, Data: []byte(\"\\\"\\x00\\xff\")},",
       "for i := int64(0); i < 10; i++ {",
       "key := int64(10) + i*2",
       "reqs = append(reqs, WriteRequest{SeriesID: 1, Key: key, Data: []byte(\"d\" + "
       "strconv.FormatInt(key, 10))})",
       "require.NoError(t, s.MergeMemParts(nil))",
       "// Begun in step 4. To see the race, stop the call between writing and introducing.",
       "require.NoError(t, s.Flush())",
       "require.NoError(t, s.Merge(nil))",
       "held[\"r\"] = s.(*sidx).currentSnapshot()",
       "intro.Synced[3] = struct{}{}",
       "s.SyncCh() <- intro",
       "delete(held, \"r\")",
       "resp, err := s.Query(ctx, QueryRequest{SeriesIDs: []common.SeriesID{1, 2}, MinKey: "
       "bound(0), MaxKey: bound(20), Order: &index.OrderBy{Sort: modelv1.Sort_SORT_DESC}, "
       "MaxElementSize: 3, TagProjection: []model.TagProjection{{Names: []string{\"svc\"}}}})",
       "require.Empty(t, resp.Keys)",
       "_, err := s.Query(ctx, QueryRequest{SeriesIDs: []common.SeriesID{}})",
       "require.Error(t, err)",
       "require.NoError(t, os.RemoveAll(filepath.Join(opts.Path, \"x\")))",
       "require.NoError(t, os.WriteFile(filepath.Join(opts.Path, \"tmp/x\"), "
       "[]byte(\"\\\"hi\\\"\\x0a\"), 0o600))",
       "s, err = NewSIDX(fileSystem, opts)"});
  CHECK_FALSE(has(test, "scan("));
  CHECK_FALSE(has(test, "pbv1"));

  const std::string small = go_test_of(R"({"op": "reopen"})");
  for (const char* unused : {"context", "ctx", "bound", "scan", "\"os\"", "strconv", "common"}) {
    INFO(unused);
    CHECK_FALSE(has(small, unused));
  }
  CHECK(has(small, "\t\"github.com/apache/skywalking-banyandb/pkg/fs\"\n"));
}

TEST_CASE("the names that a scenario gives cannot leave their literal or comment") {
  sim::Scenario scenario = scenario_of(R"({"format": "sidx-scenario/1",
    "title": "a\nfunc b() {}", "notes": "line 1\n\nline 2 \r", "steps": [
    {"op": "hold", "as": "\"]; panic(\"\n"}]})");
  const std::string test = write_go_test(scenario);
  CHECK(has(test, "from the scenario \"a\n// func b() {}\"."));
  CHECK(has(test, "\n// line 1\n//\n// line 2\n"));
  CHECK(has(test, R"(held["\"]; panic(\"\x0a"])"));
  CHECK(go_test_file_name(scenario) == "a_func_b_partscope_test.go");
  CHECK(go_test_file_name(sim::Scenario()) == "partscope_test.go");
  CHECK(has(write_go_test(sim::Scenario()), "func TestPartscope_Scenario(t *testing.T) {"));
}

TEST_CASE("tags are written as the engine takes them") {
  const std::string test = go_test_of(R"({"op": "write", "elements": [
    {"series": "1", "key": "1", "data": "x", "tags": {"i": -3, "f": {"float": 1.5},
     "s": ["a|b", "c"], "n": [1, 2], "e": [], "t": {"time": "1"}, "b": {"hex": "00"}}}]})");
  for (const char* tag :
       {R"({Name: "i", Value: convert.Int64ToBytes(-3), ValueType: pbv1.ValueTypeInt64})",
        R"({Name: "f", Value: []byte("?\xf8\x00\x00\x00\x00\x00\x00"), ValueType: )",
        R"({Name: "s", ValueArr: [][]byte{[]byte("a|b"), []byte("c")}, )",
        R"({Name: "n", ValueArr: [][]byte{[]byte("\x80\x00\x00\x00\x00\x00\x00\x01"), )",
        R"({Name: "e", ValueArr: [][]byte{}, ValueType: pbv1.ValueTypeStrArr})",
        R"(ValueType: pbv1.ValueTypeTimestamp})", R"({Name: "b", Value: []byte("\x00"), )"}) {
    INFO(test);
    INFO(tag);
    CHECK(has(test, tag));
  }
}

TEST_CASE("long answers and writes are told by their number") {
  const std::string test = go_test_of(
      R"({"op": "write_range", "series": "1", "from": "1", "to": "2500", "data_prefix": ""},
         {"op": "generate", "seed": "1", "count": 3000, "scale": "small", "index": "time"},
         {"op": "query", "series": ["1"]})");
  CHECK(has(test, "require.Len(t, resp.Keys, 2500)"));
  CHECK(has(test, "// 3000 rows, too many to write them out here:"));
  CHECK(test.size() < 10000);
}

}  // namespace
}  // namespace sidx::share
