#include "wasm/model/coverage.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <set>

#include "tests/support/random.h"

using namespace sidx::model;
using sidx::testing::Random;

namespace {

using Ranges = std::vector<KeyRange>;

BlockSummary block(int64_t key_min, int64_t key_max) {
  BlockSummary summary;
  summary.key_min = key_min;
  summary.key_max = key_max;
  return summary;
}

std::vector<BlockSummary> random_blocks(Random& random, size_t count, size_t keys) {
  std::vector<BlockSummary> blocks;
  for (size_t i = 0; i < count; i++) {
    const auto first = static_cast<int64_t>(random.below(keys));
    blocks.push_back(block(first, first + static_cast<int64_t>(random.below(6))));
  }
  return blocks;
}

bool covers(const std::vector<BlockSummary>& blocks, int64_t key) {
  return std::any_of(blocks.begin(), blocks.end(), [&](const BlockSummary& summary) {
    return summary.key_min <= key && key <= summary.key_max;
  });
}

bool covers(const Ranges& ranges, int64_t key) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const KeyRange& range) {
    return range.first <= key && key <= range.last;
  });
}

}  // namespace

TEST_CASE("blocks cover disjoint ranges in order") {
  CHECK(covered_ranges({}).empty());
  CHECK(covered_ranges({block(5, 5)}) == Ranges{{5, 5}});
  CHECK(covered_ranges({block(4, 9), block(1, 4)}) == Ranges{{1, 9}});
  CHECK(covered_ranges({block(1, 9), block(2, 3)}) == Ranges{{1, 9}});
  CHECK(covered_ranges({block(7, 9), block(1, 3)}) == Ranges{{1, 3}, {7, 9}});
  CHECK(covered_ranges({block(9, 1)}) == Ranges{{1, 9}});  // a damaged record
  CHECK(covered_ranges({block(INT64_MIN, INT64_MIN), block(INT64_MAX, INT64_MAX)}) ==
        Ranges{{INT64_MIN, INT64_MIN}, {INT64_MAX, INT64_MAX}});
  CHECK(covered_ranges({block(INT64_MIN, INT64_MAX), block(0, 0)}) ==
        Ranges{{INT64_MIN, INT64_MAX}});
}

TEST_CASE("covered ranges hold exactly the keys of the blocks") {
  Random random(15);
  for (int round = 0; round < 300; round++) {
    const auto blocks = random_blocks(random, random.below(12), 60);
    const Ranges ranges = covered_ranges(blocks);
    for (size_t i = 1; i < ranges.size(); i++) CHECK(ranges[i - 1].last < ranges[i].first);
    for (int64_t key = -1; key < 70; key++) {
      if (covers(blocks, key) != covers(ranges, key)) FAIL("round " << round << " key " << key);
      const size_t reaching = first_range_reaching(ranges, key);
      const auto naive = std::find_if(ranges.begin(), ranges.end(),
                                      [&](const KeyRange& range) { return range.last >= key; });
      if (reaching != static_cast<size_t>(naive - ranges.begin())) FAIL("reaching " << key);
    }
  }
}

TEST_CASE("depth counts the sets at each key") {
  Random random(16);
  for (int round = 0; round < 300; round++) {
    std::vector<Ranges> sets;
    for (size_t i = random.below(6); i > 0; i--) {
      sets.push_back(covered_ranges(random_blocks(random, random.below(6), 40)));
    }
    std::vector<const Ranges*> pointers;
    for (const Ranges& set : sets) pointers.push_back(&set);
    const DepthProfile profile(pointers);
    const auto depth_at = [&](int64_t key) {
      return static_cast<uint32_t>(std::count_if(
          sets.begin(), sets.end(), [&](const Ranges& set) { return covers(set, key); }));
    };
    uint32_t deepest = 0;
    for (int64_t key = -1; key < 50; key++) deepest = std::max(deepest, depth_at(key));
    CHECK(profile.max() == deepest);
    if (deepest > 0) CHECK(depth_at(profile.key_of_max()) == deepest);
    for (int query = 0; query < 40; query++) {
      const auto first = static_cast<int64_t>(random.below(52)) - 1;
      const auto last = first + static_cast<int64_t>(random.below(20));
      uint32_t naive = 0;
      for (int64_t key = first; key <= last; key++) naive = std::max(naive, depth_at(key));
      if (profile.max_between(first, last) != naive) FAIL(first << " … " << last);
    }
  }
}

TEST_CASE("depth at the ends of 64 bits") {
  const Ranges whole = {{INT64_MIN, INT64_MAX}};
  const Ranges ends = {{INT64_MIN, INT64_MIN}, {INT64_MAX, INT64_MAX}};
  const DepthProfile profile({&whole, &ends});
  CHECK(profile.max() == 2);
  CHECK(profile.max_between(INT64_MIN, INT64_MIN) == 2);
  CHECK(profile.max_between(INT64_MIN + 1, INT64_MAX - 1) == 1);
  CHECK(profile.max_between(INT64_MAX, INT64_MAX) == 2);
  CHECK(profile.max_between(INT64_MIN, INT64_MAX) == 2);

  const DepthProfile nothing;
  CHECK(nothing.max() == 0);
  CHECK(nothing.max_between(INT64_MIN, INT64_MAX) == 0);
}

TEST_CASE("sets that touch do not add up") {
  const Ranges left = {{0, 10}};
  const Ranges right = {{11, 20}};
  CHECK(DepthProfile({&left, &right}).max() == 1);
  const Ranges overlapping = {{10, 20}};
  CHECK(DepthProfile({&left, &overlapping}).max() == 2);
  CHECK(DepthProfile({&left, &overlapping}).key_of_max() == 10);
}

TEST_CASE("blocks of a key range are found without looking at all") {
  Random random(17);
  for (int round = 0; round < 300; round++) {
    const auto blocks = random_blocks(random, random.below(40), 200);
    const BlocksByKey by_key(blocks);
    REQUIRE(by_key.order().size() == blocks.size());
    CHECK(std::set<uint32_t>(by_key.order().begin(), by_key.order().end()).size() == blocks.size());
    for (int query = 0; query < 30; query++) {
      const auto from = static_cast<int64_t>(random.below(210)) - 5;
      const auto to = from + static_cast<int64_t>(random.below(30));
      const auto span = by_key.overlapping(from, to);
      REQUIRE(span.first <= span.last);
      REQUIRE(span.last <= blocks.size());
      for (size_t i = 0; i < blocks.size(); i++) {
        const BlockSummary& candidate = blocks[by_key.order()[i]];
        const bool overlaps = candidate.key_min <= to && candidate.key_max >= from;
        if (overlaps && (i < span.first || i >= span.last)) FAIL("a block is left out");
        if (i >= span.first && i < span.last && candidate.key_min > to) FAIL("one too many");
      }
    }
  }
}

TEST_CASE("blocks by key hold at the ends of 64 bits and for damaged records") {
  const std::vector<BlockSummary> blocks = {block(INT64_MAX, INT64_MAX),
                                            block(INT64_MIN, INT64_MIN), block(5, 3)};
  const BlocksByKey by_key(blocks);
  const auto all = by_key.overlapping(INT64_MIN, INT64_MAX);
  CHECK(all.last - all.first == 3);
  const auto top = by_key.overlapping(INT64_MAX, INT64_MAX);
  CHECK(by_key.order()[top.last - 1] == 0);
  const auto none = BlocksByKey().overlapping(0, 0);
  CHECK(none.first == none.last);
}
