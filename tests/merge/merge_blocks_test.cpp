#include "core/merge/merge_blocks.h"

#include <catch_amalgamated.hpp>

#include "core/merge/pending_block.h"
#include "core/part/element_batch.h"
#include "tests/support/items.h"

namespace sidx::merge {
namespace {

using encoding::ValueType;
using part::BlockData;
using part::PartContent;

/// Keys from `from` on, `rows` of them, `step` apart.
struct Keys {
  int64_t from = 0;
  size_t rows = 1;
  int64_t step = 1;
};

BlockData block_of(uint64_t series, const Keys& keys, const std::string& data) {
  BlockData block;
  block.series_id = series;
  for (size_t i = 0; i < keys.rows; i++) {
    block.keys.push_back(keys.from + static_cast<int64_t>(i) * keys.step);
    block.data.push(data);
  }
  return block;
}

Rc<PartContent> part_of(std::vector<BlockData> blocks) {
  std::vector<Rc<BlockData>> shared;
  for (BlockData& block : blocks) shared.emplace_back(std::move(block));
  return Rc<PartContent>(PartContent(std::move(shared), true, part::WriteParameters(), 0));
}

/// One series, one block a part.
std::vector<Rc<PartContent>> parts_of(const std::vector<Keys>& all) {
  std::vector<Rc<PartContent>> parts;
  for (size_t i = 0; i < all.size(); i++) {
    parts.push_back(part_of({block_of(1, all[i], std::string(1, static_cast<char>('a' + i)))}));
  }
  return parts;
}

std::vector<size_t> rows_of(const Rc<PartContent>& content) {
  std::vector<size_t> rows;
  for (const part::BlockHeader& header : content->headers()) {
    rows.push_back(static_cast<size_t>(header.row_count));
  }
  return rows;
}

std::string data_of(const Rc<PartContent>& content) {
  std::string text;
  for (size_t i = 0; i < content->headers().size(); i++) {
    const BlockData& block = *content->load(i).block;
    for (size_t row = 0; row < block.row_count(); row++) text += block.data.at(row);
  }
  return text;
}

struct Played {
  MergeOutput output;
  std::vector<std::string> rules;
};
Played play(const std::vector<Rc<PartContent>>& inputs, const MergeParameters& parameters = {}) {
  Played played;
  played.output = merge_parts(inputs, parameters, [&](const MergeStep& step) {
    if (step.rule != MergeRule::kRead) played.rules.emplace_back(name_of(step.rule));
  });
  return played;
}

using Rules = std::vector<std::string>;
using Rows = std::vector<size_t>;

TEST_CASE("every branch of the merge loop") {
  struct Case {
    const char* name;
    std::vector<Keys> parts;
    Rows rows;
    Rules rules;
  };
  const std::vector<Case> cases{
      {"two small blocks are joined",
       {{0, 2}, {2, 2}},
       {4},
       {"pending-was-empty", "joined", "end"}},
      {"a full block that ends before the next is written",
       {{0, 8192}, {8192, 10}},
       {8192, 10},
       {"pending-was-empty", "pending-is-full", "pending-was-empty", "end"}},
      {"equality of the last and the first key still counts as before",
       {{0, 8192}, {8191, 10}},
       {8192, 10},
       {"pending-was-empty", "pending-is-full", "pending-was-empty", "end"}},
      {"a full block that overlaps is joined and written whole",
       {{0, 8192}, {8190, 10}},
       {8202},
       {"pending-was-empty", "joined-too-large"}},
      {"a joined block counts 0, so that it is never full",
       {{0, 4000}, {4000, 4000}, {8000, 4000}, {12000, 4000}, {16000, 4000}},
       {12000, 8000},
       {"pending-was-empty", "joined", "joined-too-large", "pending-was-empty", "joined", "end"}},
      {"two blocks below the limit can make one above it",
       {{0, 5000}, {5000, 5000}},
       {10000},
       {"pending-was-empty", "joined-too-large"}},
      {"exactly 8192 rows are still joined",
       {{0, 4096}, {4096, 4096}},
       {8192},
       {"pending-was-empty", "joined", "end"}},
      {"interleaved blocks leave overlapping ones",
       {{0, 8192, 10}, {5, 8192, 10}, {7, 100, 10}},
       {16384, 100},
       {"pending-was-empty", "joined-too-large", "pending-was-empty", "end"}},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Played played = play(parts_of(test.parts));
      REQUIRE(played.output.content);
      CHECK(rows_of(played.output.content) == test.rows);
      CHECK(played.rules == test.rules);
    }
  }
}

TEST_CASE("another series writes the pending block") {
  const Played played = play({part_of({block_of(1, {0, 1}, "a"), block_of(2, {0, 1}, "b")}),
                              part_of({block_of(2, {5, 1}, "c")})});
  REQUIRE(played.output.content);
  CHECK(rows_of(played.output.content) == Rows{1, 2});
  CHECK(played.rules ==
        Rules{"pending-was-empty", "series-changed", "pending-was-empty", "joined", "end"});
}

TEST_CASE("steps inside a merge tell their numbers") {
  std::vector<MergeStep> steps;
  merge_parts(parts_of({{0, 4000}, {4000, 5000}}), {},
              [&](const MergeStep& step) { steps.push_back(step); });
  REQUIRE(steps.size() == 4);
  CHECK(steps[0].rule == MergeRule::kRead);
  CHECK(steps[2].input == 1);
  CHECK(steps[3].pending.rows == 4000);
  CHECK(steps[3].pending.count == 4000);
  CHECK(steps[3].incoming.rows == 5000);
  CHECK(steps[3].result.rows == 9000);
  CHECK(steps[3].result.count == 0);
  CHECK(steps[3].written);
}

TEST_CASE("equal keys: the pending side first, then by turns") {
  const auto data = [](std::vector<int64_t> left, std::vector<int64_t> right) {
    std::vector<BlockData> blocks;
    for (const auto& [keys, text] : {std::pair(left, "l"), std::pair(right, "r")}) {
      BlockData block;
      block.series_id = 1;
      block.keys = keys;
      for (size_t i = 0; i < keys.size(); i++) block.data.push(text);
      blocks.push_back(std::move(block));
    }
    const MergeOutput output = merge_parts({part_of({blocks[0]}), part_of({blocks[1]})}, {});
    return data_of(output.content);
  };
  CHECK(data({1, 2, 3}, {1, 2, 3}) == "lrrllr");
  CHECK(data({1, 1, 1}, {1, 1}) == "lllrr");
  CHECK(data({1, 5}, {2, 3}) == "lrrl");
  CHECK(data({4, 5}, {4}) == "lrl");
}

TEST_CASE("tags of both sides meet, missing ones are nil, the first type stays") {
  BlockData left = block_of(1, {0, 1}, "l");
  BlockData right = block_of(1, {1, 1}, "r");
  part::TagData text{"x", ValueType::kStr, testing::list_of({"text"}), {}};
  part::TagData number{"x", ValueType::kInt64, std::vector<int64_t>{7}, {}};
  part::TagData other{"y", ValueType::kInt64, std::vector<int64_t>{8}, {}};
  SECTION("different types of one tag, S18") {
    left.tags = {text};
    right.tags = {number};
    const MergeOutput output = merge_parts({part_of({left}), part_of({right})}, {});
    REQUIRE(output.content);
    const part::TagData& tag = output.content->load(0).block->tags.at(0);
    CHECK(tag.type == ValueType::kStr);
    CHECK(tag.as_bytes().at(1).size() == 8);
  }
  SECTION("the number first: the engine panics") {
    left.tags = {number};
    right.tags = {text};
    const MergeOutput output = merge_parts({part_of({left}), part_of({right})}, {});
    CHECK_FALSE(output.content);
    CHECK(output.fault.panics);
  }
  SECTION("repaired, both become columns of their own") {
    left.tags = {number};
    right.tags = {text};
    MergeParameters repaired;
    repaired.split_types = true;
    const MergeOutput output = merge_parts({part_of({left}), part_of({right})}, repaired);
    REQUIRE(output.content);
    const BlockData& block = *output.content->load(0).block;
    REQUIRE(block.tags.size() == 2);
    CHECK(block.tags[0].name == "x#int");
    CHECK(block.tags[1].name == "x#str");
    CHECK(block.tags[0].is_nil(1));
    CHECK(block.tags[1].is_nil(0));
  }
  SECTION("more tags on one side") {
    left.tags = {text};
    right.tags = {text, other};
    const MergeOutput output = merge_parts({part_of({left}), part_of({right})}, {});
    REQUIRE(output.content);
    const BlockData& block = *output.content->load(0).block;
    REQUIRE(block.tags.size() == 2);
    CHECK(block.tags[1].is_nil(0));
    CHECK_FALSE(block.tags[1].is_nil(1));
  }
  SECTION("as many tags with other names, S17") {
    part::TagData third{"z", ValueType::kStr, testing::list_of({"z"}), {}};
    left.tags = {text, other};
    right.tags = {text, third};
    const MergeOutput output = merge_parts({part_of({left}), part_of({right})}, {});
    CHECK_FALSE(output.content);
    CHECK(output.fault.panics);
    MergeParameters repaired;
    repaired.compare_names_first = true;
    const MergeOutput fixed = merge_parts({part_of({left}), part_of({right})}, repaired);
    REQUIRE(fixed.content);
    CHECK(fixed.content->load(0).block->tags.size() == 3);
  }
}

TEST_CASE("merged parts of the seed have no filters, S15, and no segment, S20") {
  BlockData block = block_of(1, {0, 1}, "x");
  block.tags = {{"svc", ValueType::kStr, testing::list_of({"a"}), {}}};
  const auto first =
      Rc<PartContent>(PartContent({Rc<BlockData>(block)}, true, part::WriteParameters(), 1000));
  const auto second =
      Rc<PartContent>(PartContent({Rc<BlockData>(block)}, true, part::WriteParameters(), 900));
  const MergeOutput seed = merge_parts({first, second}, {});
  CHECK(seed.content->filter_of(0, "svc").bloom == nullptr);
  CHECK(seed.content->manifest().segment_id == 0);
  MergeParameters repaired;
  repaired.write.merge_drops_filters = false;
  repaired.keep_segment = true;
  const MergeOutput fixed = merge_parts({first, second}, repaired);
  REQUIRE(fixed.content->filter_of(0, "svc").bloom != nullptr);
  CHECK(fixed.content->manifest().segment_id == 900);
}

TEST_CASE("repaired, merged blocks are bounded and do not overlap, S19") {
  MergeParameters repaired;
  repaired.bound_blocks = true;
  const auto inputs = parts_of({{0, 8192, 10}, {5, 8192, 10}, {7, 100, 10}, {90000, 20000}});
  const MergeOutput output = merge_parts(inputs, repaired);
  REQUIRE(output.content);
  int64_t last = INT64_MIN;
  size_t rows = 0;
  for (const part::BlockHeader& header : output.content->headers()) {
    CHECK(header.row_count <= 8192);
    CHECK(header.key_min >= last);
    last = header.key_max;
    rows += static_cast<size_t>(header.row_count);
  }
  CHECK(rows == 8192 + 8192 + 100 + 20000);
}

}  // namespace
}  // namespace sidx::merge
