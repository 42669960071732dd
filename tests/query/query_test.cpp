#include "core/query/query.h"

#include <catch_amalgamated.hpp>

#include "core/part/element_batch.h"
#include "core/query/block_scan.h"
#include "tests/support/query_parts.h"

namespace sidx::query {
namespace {

using part::PartContent;

using testing::Keys;
using testing::keys_of;
using testing::part_of;
using testing::snapshot_of;

TEST_CASE("the limit counts distinct data") {
  const auto parts = snapshot_of(
      {part_of({{1, "A"}, {2, "A"}, {3, "B"}, {4, "A"}, {5, "C"}, {6, "A"}, {7, "B"}})});
  const auto ask = [&](int64_t limit, bool descending) {
    QueryRequest request;
    request.series_ids = {1};
    request.limit = limit;
    request.descending = descending;
    return keys_of(run_query(request, parts, {}));
  };
  CHECK(ask(1, false) == Keys{1, 2});
  CHECK(ask(2, false) == Keys{1, 2, 3, 4});
  CHECK(ask(3, false).size() == 7);
  CHECK(ask(0, false).size() == 7);
  CHECK(ask(1, true) == Keys{7});
  CHECK(ask(2, true) == Keys{7, 6});
  QueryRequest huge;
  huge.series_ids = {1};
  huge.limit = INT64_MAX;
  CHECK(run_query(huge, parts, {}).ending == QueryOutcome::Ending::kPanic);
}

TEST_CASE("requests the engine refuses") {
  QueryRequest request;
  CHECK_FALSE(validate(request).empty());
  request.series_ids = {1};
  CHECK(validate(request).empty());
  request.limit = -1;
  CHECK_FALSE(validate(request).empty());
  request.limit = 0;
  request.key_min = 5;
  request.key_max = 4;
  CHECK_FALSE(validate(request).empty());
}

TEST_CASE("series in any order, some that are not there") {
  part::ElementBatch batch;
  for (uint64_t series = 1; series <= 9; series += 2) {
    batch.add(series, static_cast<int64_t>(series), "d");
  }
  const auto parts = snapshot_of({testing::part_of_batch(batch)});
  QueryRequest request;
  request.series_ids = {9, 2, 5, 4, 1, 5, 100};
  CHECK(keys_of(run_query(request, parts, {})) == Keys{1, 5, 9});
  request.series_ids = {10};
  CHECK(run_query(request, parts, {}).rows.empty());
}

TEST_CASE("every discard has a rule and numbers") {
  auto parts = snapshot_of({part_of({{1, "a"}, {5, "b"}}, 1, "x"), part_of({{50, "c"}}, 1, "x"),
                            part_of({{3, "d"}}, 2, "x"), part_of({{2, "e"}}, 1, "y"),
                            part_of({{4, "f"}}, 1, "x")});
  parts[4].active = false;
  QueryRequest request;
  request.series_ids = {1};
  request.key_min = 2;
  request.key_max = 10;
  request.filter = Filter{};
  request.filter->tag = "svc";
  request.filter->values = {"x"};
  std::vector<QueryNote> notes;
  const QueryOutcome outcome =
      run_query(request, parts, {}, [&](const QueryNote& note) { notes.push_back(note); });
  CHECK(keys_of(outcome) == Keys{5});
  const auto count = [&](QueryRule rule) {
    return std::count_if(notes.begin(), notes.end(),
                         [&](const QueryNote& note) { return note.rule == rule; });
  };
  CHECK(count(QueryRule::kPartInactive) == 1);
  CHECK(count(QueryRule::kPartRange) == 1);
  CHECK(count(QueryRule::kPartSelected) == 3);
  CHECK(count(QueryRule::kBlockFiltered) == 1);
  CHECK(count(QueryRule::kBlockScanned) == 1);
  CHECK(count(QueryRule::kRowBelow) == 1);
  CHECK(count(QueryRule::kRowReturned) == 1);
  for (const QueryNote& note : notes) {
    if (note.rule != QueryRule::kPartRange) continue;
    CHECK(note.numbers[0] == 50);
    CHECK(note.numbers[1] == 50);
    CHECK(note.numbers[2] == 2);
    CHECK(note.numbers[3] == 10);
  }
}

TEST_CASE("batches have 32 blocks") {
  std::vector<Rc<PartContent>> contents;
  for (int i = 0; i < 70; i++) contents.push_back(part_of({{i, "d"}}));
  QueryRequest request;
  request.series_ids = {1};
  const ScanResult scan = scan_blocks(request, snapshot_of(contents), {}, {});
  REQUIRE(scan.batches.size() == 3);
  CHECK(scan.batches[0].size() == kBlocksPerBatch);
  CHECK(scan.batches[2].size() == 6);
}

TEST_CASE("and, or: both skip only what all items skip") {
  const auto content = part_of({{1, "a"}}, 1, "x");
  const auto eq = [](const std::string& value) {
    Filter filter;
    filter.tag = "svc";
    filter.values = {value};
    return filter;
  };
  for (const FilterKind kind : {FilterKind::kAnd, FilterKind::kOr}) {
    Filter both;
    both.kind = kind;
    both.items = {eq("x"), eq("nope")};
    CHECK_FALSE(should_skip(both, *content, 0, {}).skip);
    both.items = {eq("nope"), eq("none")};
    CHECK(should_skip(both, *content, 0, {}).skip);
  }
  Filter absent = eq("x");
  absent.tag = "other";
  CHECK(should_skip(absent, *content, 0, {}).skip);
  absent.kind = FilterKind::kRange;
  CHECK_FALSE(should_skip(absent, *content, 0, {}).skip);
}

TEST_CASE("S11: the quota counts blocks again and again, repaired each once") {
  std::vector<Rc<PartContent>> contents;
  // 8 bytes of key and 92 of data: 100 bytes a block.
  for (int i = 0; i < 10; i++) contents.push_back(part_of({{i, std::string(92, 'd')}}));
  const auto parts = snapshot_of(contents);
  REQUIRE(contents[0]->headers()[0].uncompressed_size == 100);
  const auto ask = [&](uint64_t quota, bool repaired) {
    QueryRequest request;
    request.series_ids = {1};
    request.quota = quota;
    QueryParameters parameters;
    parameters.quota_counts_once = repaired;
    return run_query(request, parts, parameters);
  };
  using Ending = QueryOutcome::Ending;
  CHECK(ask(1000, false).ending == Ending::kError);
  CHECK(ask(1000, false).message ==
        "block scan quota exceeded: used 1100 bytes, quota is 1000 bytes");
  CHECK(ask(5499, false).ending == Ending::kError);
  CHECK(ask(5500, false).rows.size() == 10);
  CHECK(ask(1000, true).rows.size() == 10);
  CHECK(ask(999, true).message == "block scan quota exceeded: used 1000 bytes, quota is 999 bytes");
  CHECK(ask(0, true).rows.empty());
}

TEST_CASE("S11: a new batch begins a new sum of its own, on top of what was used") {
  std::vector<Rc<PartContent>> contents;
  for (int i = 0; i < 33; i++) contents.push_back(part_of({{i, std::string(92, 'd')}}));
  QueryRequest request;
  request.series_ids = {1};
  request.quota = 100 * 32 * 33 / 2 + 100;
  CHECK(run_query(request, snapshot_of(contents), {}).rows.size() == 33);
  (*request.quota)--;
  CHECK(run_query(request, snapshot_of(contents), {}).ending == QueryOutcome::Ending::kError);
}

TEST_CASE("S10b: descending answers of two instances are walked from their ends") {
  const auto parts = snapshot_of(
      {part_of({{6, "a"}, {8, "b"}, {10, "c"}}), part_of({{5, "d"}, {7, "e"}, {9, "f"}})});
  const auto ask = [&](bool descending, int64_t limit, bool repaired) {
    QueryRequest request;
    request.series_ids = {1};
    request.descending = descending;
    request.limit = limit;
    request.instances = {{1}, {2}};
    QueryParameters parameters;
    parameters.merge_instances_in_order = repaired;
    return keys_of(run_query(request, parts, parameters));
  };
  CHECK(ask(true, 0, false) == Keys{6, 8, 10, 5, 7, 9});
  CHECK(ask(true, 3, false) == Keys{6, 8, 10});
  CHECK(ask(true, 0, true) == Keys{10, 9, 8, 7, 6, 5});
  CHECK(ask(true, 3, true) == Keys{10, 9, 8});
  for (const bool repaired : {false, true}) {
    CHECK(ask(false, 0, repaired) == Keys{5, 6, 7, 8, 9, 10});
    CHECK(ask(false, 2, repaired) == Keys{5, 6});
  }
}

TEST_CASE("instances: one alone is a plain query, unknown parts are none, one error is tolerated") {
  const auto parts =
      snapshot_of({part_of({{6, "a"}, {8, "b"}}), part_of({{5, std::string(500, 'd')}})});
  QueryRequest request;
  request.series_ids = {1};
  request.descending = true;
  request.instances = {{1}};
  CHECK(keys_of(run_query(request, parts, {})) == Keys{8, 6});
  request.instances = {{1}, {77}};
  CHECK(keys_of(run_query(request, parts, {})) == Keys{6, 8});
  request.quota = 100;
  request.instances = {{1}, {2}};
  const QueryOutcome partial = run_query(request, parts, {});
  CHECK(partial.ending == QueryOutcome::Ending::kOk);
  CHECK(keys_of(partial) == Keys{8, 6});
  CHECK(partial.message.find("instance 1 failed") != std::string::npos);
  request.quota = 1;
  CHECK(run_query(request, parts, {}).ending == QueryOutcome::Ending::kError);
}

}  // namespace
}  // namespace sidx::query
