#include "core/query/explanation.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

#include "core/query/comparison.h"
#include "core/query/deciding_bytes.h"
#include "core/query/explanation_text.h"
#include "core/sim/query_explain.h"
#include "core/sim/scenario.h"
#include "core/sim/step.h"
#include "tests/support/golden_traces.h"
#include "tests/support/query_parts.h"
#include "tests/support/random.h"

namespace sidx::query {
namespace {

using testing::Keys;
using testing::keys_of;
using testing::part_of;
using testing::part_of_batch;

std::vector<NamedPart> named(const std::vector<Rc<part::PartContent>>& contents) {
  std::vector<NamedPart> parts;
  for (const SnapshotPart& part : testing::snapshot_of(contents)) {
    parts.push_back(
        {part, std::to_string(part.wrapper), "000" + std::to_string(part.wrapper), part.part_id});
  }
  return parts;
}

QueryRequest all_of(std::vector<uint64_t> series) {
  QueryRequest request;
  request.series_ids = std::move(series);
  return request;
}

const ExplainedItem* find(const Explanation& explanation, FunnelLevel level, QueryRule rule) {
  for (const ExplainedItem& item : explanation.level(level).items) {
    if (item.rule == rule) return &item;
  }
  return nullptr;
}

/// The value of the bytes that decided, read from the part's own files.
std::string bytes_at(const Explanation& explanation, const ExplainedItem& item) {
  DecidingBytesFinder finder(explanation);
  const auto bytes = finder.find(item);
  REQUIRE(bytes);
  const Explanation::Part& part = explanation.parts[item.part];
  const auto files = part.part.content->files_of_part(part.manifest_id);
  const std::string name = bytes->where.file.substr(bytes->where.file.rfind('/') + 1);
  REQUIRE(files.count(name) == 1);
  const Bytes& all = *files.at(name);
  REQUIRE(bytes->where.offset + bytes->where.length <= all.size());
  if (bytes->where.inner_offset) return {};
  return std::string(all.begin() + static_cast<ptrdiff_t>(bytes->where.offset),
                     all.begin() + static_cast<ptrdiff_t>(bytes->where.offset + bytes->length));
}

TEST_CASE("S1: a part is skipped by a manifest that lies, and the sentence says what it holds") {
  part::ElementBatch batch;
  batch.add(1, 100, "a");
  batch.add(1, 200, "b");
  batch.add(2, 1, "c");
  batch.add(2, 50, "d");
  QueryRequest request = all_of({1, 2});
  request.key_min = 10;
  request.key_max = 60;
  const auto parts = named({part_of_batch(batch)});
  const Explanation told = explain_query(request, parts, {});
  CHECK(told.outcome.rows.empty());
  CHECK(told.level(FunnelLevel::kParts).discarded == 1);
  const ExplainedItem* item = find(told, FunnelLevel::kParts, QueryRule::kPartRange);
  REQUIRE(item != nullptr);
  const ItemText text = text_of(told, *item);
  CHECK(text.bug == "S1");
  CHECK(text.sentence ==
        "part 1 skipped: its manifest says 100 … 50; its blocks really hold 1 … 200 (S1).");
  CHECK(bytes_at(told, *item) == "100");

  QueryParameters repaired;
  repaired.range_of_blocks = true;
  const Explanation right = explain_query(request, parts, repaired);
  CHECK(keys_of(right.outcome) == Keys{50});
  const Comparison comparison =
      compare_answers(told.outcome.rows, right.outcome.rows, request.descending);
  CHECK(comparison.lost == std::vector<size_t>{0});
  CHECK(comparison.extra.empty());
}

TEST_CASE("the funnel counts every element once, with rule and bytes for each discard") {
  auto parts = named({part_of({{1, "a"}, {5, "b"}, {11, "x"}}, 1, "x"),
                      part_of({{50, "c"}}, 1, "x"), part_of({{3, "d"}}, 2, "x"),
                      part_of({{2, "e"}}, 1, "y"), part_of({{4, "f"}}, 1, "x")});
  parts[4].part.active = false;
  QueryRequest request = all_of({1});
  request.key_min = 2;
  request.key_max = 10;
  request.filter.emplace();
  request.filter->tag = "svc";
  request.filter->values = {"x"};
  const Explanation told = explain_query(request, parts, {});
  CHECK(keys_of(told.outcome) == Keys{5});
  CHECK(told.level(FunnelLevel::kParts).kept == 3);
  CHECK(told.level(FunnelLevel::kParts).discarded == 2);
  CHECK(told.level(FunnelLevel::kPrimaryBlocks).kept == 2);
  CHECK(told.level(FunnelLevel::kPrimaryBlocks).discarded == 1);
  CHECK(told.level(FunnelLevel::kBlocks).kept == 1);
  CHECK(told.level(FunnelLevel::kBlocks).discarded == 1);
  CHECK(told.level(FunnelLevel::kElements).kept == 1);
  CHECK(told.level(FunnelLevel::kElements).discarded == 2);
  const ExplainedItem* pruned = find(told, FunnelLevel::kBlocks, QueryRule::kBlockFiltered);
  REQUIRE(pruned != nullptr);
  CHECK(text_of(told, *pruned).sentence ==
        "block 0 of part 4 pruned: the bloom filter of tag svc proves that \"x\" is not in it.");
  CHECK(bytes_at(told, *pruned).size() >= 10);
  const ExplainedItem* inactive = find(told, FunnelLevel::kParts, QueryRule::kPartInactive);
  REQUIRE(inactive != nullptr);
  CHECK(text_of(told, *inactive).bug == "S9");
  CHECK_FALSE(DecidingBytesFinder(told).find(*inactive));
  const ExplainedItem* below = find(told, FunnelLevel::kElements, QueryRule::kRowBelow);
  REQUIRE(below != nullptr);
  CHECK(text_of(told, *below).sentence == "key 1, row 0 of block 0 of part 1 dropped: below 2.");
}

TEST_CASE("bytes of a block's record: the key that decided, as a varuint") {
  part::ElementBatch batch;
  for (const int64_t key : {300, 400}) batch.add(1, key, "a");
  for (const int64_t key : {1000, 2000}) batch.add(2, key, "a");
  QueryRequest request = all_of({1, 2});
  request.key_min = 500;
  request.key_max = 1500;
  const Explanation told = explain_query(request,
                                         named({part_of_batch(batch,
                                                              [] {
                                                                part::WriteParameters parameters;
                                                                parameters.range_of_first_and_last =
                                                                    false;
                                                                return parameters;
                                                              }())}),
                                         {});
  const ExplainedItem* below = find(told, FunnelLevel::kBlocks, QueryRule::kBlockBelow);
  REQUIRE(below != nullptr);
  DecidingBytesFinder finder(told);
  const auto bytes = finder.find(*below);
  REQUIRE(bytes);
  CHECK(bytes->where.file == "0001/primary.bin");
  CHECK(bytes->field == "largest key");
  CHECK(bytes->length == 2);                    // 400 takes two bytes
  CHECK(bytes->where.inner_offset == 8u + 2u);  // behind series ID and smallest key
  const ExplainedItem* primary = find(told, FunnelLevel::kPrimaryBlocks, QueryRule::kPrimaryRead);
  REQUIRE(primary != nullptr);
  CHECK(finder.find(*primary)->where.file == "0001/meta.bin");
}

TEST_CASE("mem parts have no bytes") {
  auto parts = named({part_of({{50, "c"}})});
  parts[0].directory.clear();
  QueryRequest request = all_of({1});
  request.key_max = 10;
  const Explanation told = explain_query(request, parts, {});
  const ExplainedItem* item = find(told, FunnelLevel::kParts, QueryRule::kPartRange);
  REQUIRE(item != nullptr);
  CHECK(text_of(told, *item).bug.empty());
  CHECK_FALSE(DecidingBytesFinder(told).find(*item));
}

TEST_CASE("limits leave elements out, and lists stay short") {
  std::vector<std::pair<int64_t, std::string>> rows;
  for (int i = 0; i < 2000; i++) rows.emplace_back(i, "d" + std::to_string(i));
  QueryRequest request = all_of({1});
  const Explanation all = explain_query(request, named({part_of(rows)}), {});
  CHECK(all.level(FunnelLevel::kElements).kept == 2000);
  CHECK(all.level(FunnelLevel::kElements).items.size() == kItemsMax);
  CHECK(all.level(FunnelLevel::kElements).more == 2000 - kItemsMax);
  request.limit = 3;
  const Explanation few = explain_query(request, named({part_of(rows)}), {});
  CHECK(few.level(FunnelLevel::kElements).kept == 3);
  CHECK(few.level(FunnelLevel::kElements).discarded == 1997);
  const auto& items = few.level(FunnelLevel::kElements).items;
  CHECK(text_of(few, items.back()).sentence ==
        "1996 elements of block 0 of part 1 left out: the limit of 3 distinct data values was "
        "reached before.");
}

TEST_CASE("the quota is told with the block that broke it") {
  QueryRequest request = all_of({1});
  request.quota = 20;
  const auto parts = named({part_of({{1, "aa"}}), part_of({{2, "bb"}})});
  const Explanation told = explain_query(request, parts, {});
  const ExplainedItem* item = find(told, FunnelLevel::kBlocks, QueryRule::kQuotaExceeded);
  REQUIRE(item != nullptr);
  CHECK(text_of(told, *item).bug == "S11");
  CHECK(told.level(FunnelLevel::kBlocks).kept == 1);
  CHECK(told.level(FunnelLevel::kElements).kept == 0);
}

TEST_CASE("filters as a person writes them") {
  Filter eq;
  eq.tag = "svc";
  eq.values = {"a"};
  Filter range;
  range.kind = FilterKind::kRange;
  range.tag = "dur";
  range.lower = 5;
  range.includes_lower = true;
  range.upper = 9;
  Filter both;
  both.kind = FilterKind::kOr;
  both.items = {eq, range};
  Filter outer;
  outer.kind = FilterKind::kAnd;
  outer.items = {both, eq};
  CHECK(filter_text(outer) == "(svc = \"a\" or dur ≥ 5 and < 9) and svc = \"a\"");
}

/// Bugs that show in the explanation of the last query of a golden scenario.
std::vector<std::string> bugs_of(const std::string& name, Explanation& last) {
  const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
  REQUIRE(scenario.ok());
  sim::World world = sim::new_world(scenario->settings());
  std::vector<std::string> bugs;
  for (const sim::Event& event : scenario->steps) {
    if (const auto told = sim::explain_step(world, event)) {
      for (const Funnel& funnel : told->levels) {
        for (const ExplainedItem& item : funnel.items) {
          const ItemText text = text_of(*told, item);
          if (!text.bug.empty()) bugs.emplace_back(text.bug);
        }
      }
      last = *told;
    }
    world = sim::step(world, event).world;
  }
  return bugs;
}

TEST_CASE("explanations of golden scenarios name their bugs") {
  struct Case {
    const char* scenario;
    const char* bug;
  };
  for (const Case& test : std::vector<Case>{{"s01-part-key-range-from-series-order", "S1"},
                                            {"s09-query-loses-rows-while-merge-lands", "S9"},
                                            {"s12-pruned-block-skips-the-series", "S12"},
                                            {"s13-range-filter-inverted", "S13"},
                                            {"s14-eq-on-int-tag-never-matches", "S14"},
                                            {"s15-merge-drops-bloom-filters", "S15"}}) {
    DYNAMIC_SECTION(test.scenario) {
      Explanation last;
      const auto bugs = bugs_of(test.scenario, last);
      CHECK(std::count(bugs.begin(), bugs.end(), test.bug) > 0);
    }
  }
}

TEST_CASE("explanations of every golden query agree with its answer and count everything once") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    sim::World world = sim::new_world(scenario->settings());
    for (const sim::Event& event : scenario->steps) {
      const auto told = sim::explain_step(world, event);
      const sim::StepResult result = sim::step(world, event);
      if (told && result.rows) {
        CHECK(told->level(FunnelLevel::kElements).kept == result.rows->size());
        REQUIRE(told->outcome.rows.size() == result.rows->size());
        uint64_t rows = 0;
        for (const ExplainedItem& item : told->level(FunnelLevel::kBlocks).items) {
          if (item.kept) {
            rows += told->parts[item.part].part.content->headers()[item.block].row_count;
          }
        }
        const Funnel& elements = told->level(FunnelLevel::kElements);
        CHECK(elements.kept + elements.discarded == rows);
        DecidingBytesFinder finder(*told);
        for (const Funnel& funnel : told->levels) {
          for (const ExplainedItem& item : funnel.items) {
            CHECK_FALSE(text_of(*told, item).sentence.empty());
            const bool has_files = !told->parts[item.part].directory.empty();
            CHECK(finder.find(item).has_value() ==
                  (has_files && item.rule != QueryRule::kPartInactive &&
                   item.rule != QueryRule::kNotReached && item.rule != QueryRule::kQuotaExceeded));
          }
        }
      }
      world = result.world;
    }
  }
}

TEST_CASE("misplaced: as few rows as put the others in order") {
  const auto rows_with = [](const Keys& keys) {
    std::vector<QueryRow> rows;
    for (const int64_t key : keys) {
      QueryRow row;
      row.key = key;
      rows.push_back(row);
    }
    return rows;
  };
  const auto misplaced = [&](const Keys& keys, bool descending) {
    const auto rows = rows_with(keys);
    return compare_answers(rows, rows, descending).misplaced;
  };
  CHECK(misplaced({1, 2, 2, 3}, false).empty());
  CHECK(misplaced({1, 9, 2, 3}, false) == std::vector<size_t>{1});
  CHECK(misplaced({6, 8, 10, 5, 7, 9}, true).size() == 4);
  CHECK(misplaced({}, true).empty());
  const Comparison comparison = compare_answers(rows_with({1, 1, 3}), rows_with({1, 2, 3}), false);
  CHECK(comparison.lost == std::vector<size_t>{1});
  CHECK(comparison.extra == std::vector<size_t>{1});
}

TEST_CASE("the merge of a query: batches to workers, heaps, and their order at each step") {
  std::vector<Rc<part::PartContent>> contents;
  for (int i = 0; i < 40; i++) contents.push_back(part_of({{i, "d" + std::to_string(i)}}));
  QueryRequest request = all_of({1});
  request.descending = true;
  QueryParameters parameters;
  parameters.workers = 2;
  const Explanation told = explain_query(request, named(contents), parameters);
  const MergeRecording& merge = told.merge;
  using Stage = MergeRecording::Stage;
  REQUIRE(merge.steps().size() == 2 + 40 + 40);
  CHECK(merge.sentence(0) == "Batch 0 with 32 blocks goes to worker 0.");
  CHECK(merge.sentence(1) == "Batch 1 with 8 blocks goes to worker 1.");
  CHECK(merge.moment(0).stage == Stage::kBatches);
  const auto first = merge.moment(2);
  CHECK(first.stage == Stage::kWorker);
  REQUIRE(first.heap.size() == 32);
  CHECK(first.heap[0].key == 31);
  CHECK(first.heap[31].key == 0);
  CHECK(merge.moment(3).heap[0].key == 30);
  CHECK(merge.sentence(2) ==
        "worker 0: key 31 comes up, row 0 of block 0 of part 32; it is taken.");
  // S10: the two shards are merged as if they were ascending, so 31 comes before 39.
  const auto last = merge.moment(42);
  CHECK(last.stage == Stage::kWorkers);
  REQUIRE(last.heap.size() == 2);
  CHECK(last.heap[0].key == 31);
  CHECK(last.heap[1].key == 39);
  const Comparison comparison = compare_answers(told.outcome.rows, told.outcome.rows, true);
  CHECK(comparison.misplaced.size() == 8);
}

TEST_CASE("what a limit keeps from coming up waits in the order of its keys") {
  QueryRequest request = all_of({1});
  request.limit = 1;
  const auto parts = named({part_of({{10, "a"}, {11, "b"}}), part_of({{20, "c"}}),
                            part_of({{40, "e"}}), part_of({{30, "d"}})});
  const auto keys_at = [&](bool descending, size_t step) {
    request.descending = descending;
    Keys keys;
    for (const auto& entry : explain_query(request, parts, {}).merge.moment(step).heap) {
      keys.push_back(entry.key);
    }
    return keys;
  };
  CHECK(keys_at(false, 1) == Keys{10, 20, 30, 40});
  CHECK(keys_at(false, 2) == Keys{11, 20, 30, 40});
  CHECK(keys_at(true, 1) == Keys{40, 30, 20, 11});
}

TEST_CASE("the heap of a recording holds what comes up next, whatever the query") {
  for (uint64_t seed = 1; seed <= 40; seed++) {
    testing::Random random(seed);
    std::vector<Rc<part::PartContent>> contents;
    for (size_t i = 0; i < 3 + random.below(5); i++) {
      std::vector<std::pair<int64_t, std::string>> rows;
      for (size_t k = 0; k < 1 + random.below(6); k++) {
        rows.emplace_back(static_cast<int64_t>(random.below(20)), std::to_string(random.below(6)));
      }
      contents.push_back(part_of(rows, 1 + random.below(2)));
    }
    QueryRequest request = all_of({1, 2});
    request.descending = random.one_in(2);
    request.limit = static_cast<int64_t>(random.below(5));
    if (random.one_in(2)) request.key_min = 4;
    if (random.one_in(2)) request.instances = {{1, 2}, {3, 4, 5}};
    const Explanation told = explain_query(request, named(contents), {});
    const MergeRecording& merge = told.merge;
    for (size_t i = 0; i < merge.steps().size(); i++) {
      const auto& step = merge.steps()[i];
      const auto moment = merge.moment(i);
      CHECK_FALSE(merge.sentence(i).empty());
      if (step.stage == MergeRecording::Stage::kBatches) continue;
      REQUIRE_FALSE(moment.heap.empty());
      CHECK(moment.heap[0].source == step.source);
      CHECK(moment.heap[0].key == step.key);
    }
    size_t kept = 0;
    for (const auto& item : told.level(FunnelLevel::kElements).items) kept += item.kept ? 1 : 0;
    CHECK(kept == told.outcome.rows.size());
  }
}

TEST_CASE("without an observer nothing differs") {
  const auto parts = named({part_of({{1, "a"}, {2, "b"}}), part_of({{3, "a"}})});
  QueryRequest request = all_of({1});
  const Explanation told = explain_query(request, parts, {});
  CHECK(keys_of(told.outcome) == keys_of(run_query(request, {parts[0].part, parts[1].part}, {})));
}

}  // namespace
}  // namespace sidx::query
