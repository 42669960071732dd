#include "core/query/query.h"

#include <catch_amalgamated.hpp>

#include "core/part/element_batch.h"
#include "core/query/block_scan.h"

namespace sidx::query {
namespace {

using encoding::ValueType;
using part::PartContent;

/// Rows `key:data` of series 1, one part.
Rc<PartContent> part_of(const std::vector<std::pair<int64_t, std::string>>& rows,
                        uint64_t series = 1, const std::string& svc = "") {
  part::ElementBatch batch;
  for (const auto& [key, data] : rows) {
    batch.add(series, key, data);
    if (!svc.empty()) batch.add_tag("svc", ValueType::kStr, svc);
  }
  std::vector<Rc<part::BlockData>> blocks;
  for (auto& block : part::split_into_blocks(batch, batch.sorted_order(), {})) {
    blocks.emplace_back(std::move(block));
  }
  return Rc<PartContent>(PartContent(std::move(blocks), true, {}, 0));
}

std::vector<SnapshotPart> snapshot_of(const std::vector<Rc<PartContent>>& contents) {
  std::vector<SnapshotPart> parts;
  for (const auto& content : contents) {
    parts.push_back({static_cast<uint32_t>(parts.size() + 1), true, content});
  }
  return parts;
}

std::vector<int64_t> keys_of(const QueryOutcome& outcome) {
  std::vector<int64_t> keys;
  for (const QueryRow& row : outcome.rows) keys.push_back(row.key);
  return keys;
}

using Keys = std::vector<int64_t>;

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
  std::vector<Rc<part::BlockData>> blocks;
  for (auto& block : part::split_into_blocks(batch, batch.sorted_order(), {})) {
    blocks.emplace_back(std::move(block));
  }
  const auto parts = snapshot_of({Rc<PartContent>(PartContent(std::move(blocks), true, {}, 0))});
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

}  // namespace
}  // namespace sidx::query
