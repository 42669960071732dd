#include "wasm/model/bar_tracks.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <utility>

#include "tests/support/random.h"
#include "wasm/model/coverage.h"

namespace sidx::model {
namespace {

size_t class_of(const BlockSummary& block) { return block.row_count % 6; }

/// Shapes of parts: crowded, over all 64 bits and damaged, ticks, times, and mixed.
BlockSummary random_block(testing::Random& random, uint64_t shape) {
  const auto below = [&](uint64_t limit) { return static_cast<int64_t>(random.next() % limit); };
  BlockSummary block;
  switch (shape) {
    case 0:
      block.key_min = below(200);
      block.key_max = block.key_min + below(30);
      break;
    case 1:  // any 64 bits, and sometimes the wrong way round, as a damaged record can be
      block.key_min = random.below(10) == 0 ? INT64_MIN : static_cast<int64_t>(random.next());
      block.key_max = random.below(10) == 0 ? INT64_MAX : static_cast<int64_t>(random.next());
      break;
    case 2:
      block.key_min = block.key_max = below(100'000);
      break;
    case 3:
      block.key_min = 1'700'000'000'000'000'000 + below(1'000'000'000'000);
      block.key_max = block.key_min + below(100'000'000'000);
      break;
    default:
      block.key_min = below(1'000'000);
      block.key_max = block.key_min + below(random.below(2) == 0 ? 10 : 5000);
  }
  block.row_count = random.below(20);
  return block;
}

KeyWindow random_window(testing::Random& random, const KeyAxis& axis) {
  const double extent = axis.extent();
  if (random.below(2) == 0) return {-0.02 * extent, 1.02 * extent};
  const double zoom = std::pow(10.0, -static_cast<double>(random.below(6)));
  const double length = std::max(axis.extent_min(), extent * zoom);
  const double from = extent * static_cast<double>(random.below(1000)) / 1000 - length * 0.3;
  return {from, from + length};
}

/// Which columns a track covers, block by block.
std::vector<bool> covered_columns(const std::vector<BlockSummary>& blocks, const BarTrack& track,
                                  const KeyColumns& columns) {
  std::vector<bool> covered(static_cast<size_t>(columns.count()), false);
  for (size_t i = 0; i < track.size(); i++) {
    const BlockSummary& block = blocks[track.block(i)];
    const auto [low, high] = std::minmax(block.key_min, block.key_max);
    const int last = std::min(columns.count() - 1, columns.column_of(high));
    for (int c = std::max(0, columns.column_of(low)); c <= last; c++) {
      covered[static_cast<size_t>(c)] = true;
    }
  }
  return covered;
}

/// Every gap between bars that is a column wide or more leaves a free column.
bool gaps_survive(const std::vector<bool>& wanted, const std::vector<bool>& drawn) {
  for (size_t c = 0; c < wanted.size();) {
    if (wanted[c]) {
      c++;
      continue;
    }
    const size_t start = c;
    bool has_free_column = false;
    for (; c < wanted.size() && !wanted[c]; c++) has_free_column |= !drawn[c];
    if (start > 0 && c < wanted.size() && !has_free_column) return false;
  }
  return true;
}

void check_track(const std::vector<BlockSummary>& blocks, const BarTrack& track,
                 const KeyColumns& columns) {
  std::vector<BarRun> runs;
  track.runs(columns, runs);
  REQUIRE(static_cast<int>(runs.size()) <= columns.count());
  std::vector<bool> drawn(static_cast<size_t>(columns.count()), false);
  size_t last = 0;
  for (const BarRun& run : runs) {
    REQUIRE((run.begin >= 0 && run.begin < run.end && run.end <= columns.count()));
    REQUIRE((run.first >= last && run.first < run.last && run.last <= track.size()));
    last = run.last;
    for (int c = run.begin; c < run.end; c++) drawn[static_cast<size_t>(c)] = true;
    unsigned classes = 0;
    for (size_t i = run.first; i < run.last; i++) {
      classes |= 1U << class_of(blocks[track.block(i)]);
    }
    REQUIRE(track.classes_of(run.first, run.last) == classes);
  }
  const std::vector<bool> wanted = covered_columns(blocks, track, columns);
  for (size_t c = 0; c < wanted.size(); c++) REQUIRE((!wanted[c] || drawn[c]));
  REQUIRE(gaps_survive(wanted, drawn));
}

TEST_CASE("bars cover what their blocks cover and keep every gap") {
  for (uint64_t seed = 0; seed < 600; seed++) {
    CAPTURE(seed);
    testing::Random random(seed);
    const uint64_t shape = seed % 5;
    std::vector<BlockSummary> blocks(1 + random.below(shape == 4 ? 1000 : 60));
    std::vector<int64_t> boundaries;
    for (BlockSummary& block : blocks) {
      block = random_block(random, shape);
      boundaries.push_back(block.key_min);
      boundaries.push_back(block.key_max);
    }
    const KeyAxis axis(static_cast<AxisScale>(random.below(3)), boundaries);
    KeyColumns columns;
    columns.update(axis, 1, random_window(random, axis), 0,
                   static_cast<float>(20 + random.below(300)));
    BarLayout layout(blocks, BlocksByKey(blocks).order(), 3);
    layout.classify(blocks, class_of);
    size_t placed = 0;
    for (size_t t = 0; t < layout.tracks().size(); t++) {
      const BarTrack& track = layout.tracks()[t];
      placed += track.size();
      if (t < 2) REQUIRE_FALSE(track.is_stacked());
      check_track(blocks, track, columns);
    }
    REQUIRE(placed == blocks.size());
  }
}

TEST_CASE("columns follow the axis only when its serial changes") {
  const KeyAxis axis(AxisScale::kLinear, {0, 1000});
  KeyColumns columns;
  columns.update(axis, 1, {0, 1000}, 0, 100);
  const uint64_t version = columns.version();
  CHECK(columns.column_of(0) == 0);
  CHECK(columns.column_of(999) == 99);
  columns.update(axis, 1, {0, 1000}, 0, 100);
  CHECK(columns.version() == version);
  columns.update(axis, 2, {0, 1000}, 0, 100);
  CHECK(columns.version() == version + 1);
}

}  // namespace
}  // namespace sidx::model
