#include "wasm/model/key_axis.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "tests/support/random.h"

using namespace sidx::model;
using sidx::testing::Random;

namespace {

using Keys = std::vector<int64_t>;

constexpr AxisScale kScales[] = {AxisScale::kLinear, AxisScale::kRank, AxisScale::kSymmetricLog};

const Keys kShapes[] = {
    {0, 100},
    {-50, 300},
    {7},
    {INT64_MIN, INT64_MAX},
    {INT64_MIN, -1, 0, 1, INT64_MAX},
    {INT64_MAX - 3, INT64_MAX},
    {INT64_MIN, INT64_MIN + 3},
    {1700000000000000000, 1700000000999999999, 1700000003000000000},
    {1, 10, 100, 1000, 1000000, 1000000000},
    {5, 5, 5},
};

Keys sorted(Keys keys) {
  std::sort(keys.begin(), keys.end());
  return keys;
}

/// Keys worth looking at: around the boundaries, in between, and at the ends of 64 bits.
Keys probes(const Keys& boundaries) {
  Random random(13);
  Keys keys = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
  for (const int64_t key : boundaries) {
    keys.push_back(key);
    if (key > INT64_MIN) keys.push_back(key - 1);
    if (key < INT64_MAX) keys.push_back(key + 1);
  }
  for (int i = 0; i < 100; i++) keys.push_back(static_cast<int64_t>(random.any_size()));
  for (int i = 0; i < 100; i++) keys.push_back(-static_cast<int64_t>(random.any_size() >> 1));
  return sorted(keys);
}

}  // namespace

TEST_CASE("places grow with the keys on every scale") {
  for (const AxisScale scale : kScales) {
    for (const Keys& shape : kShapes) {
      INFO(name_of(scale) << " from " << shape.front());
      const KeyAxis axis(scale, shape);
      double last = -std::numeric_limits<double>::infinity();
      for (const int64_t key : probes(shape)) {
        const double place = axis.place(key);
        CHECK(std::isfinite(place));
        CHECK(place >= last);
        last = place;
      }
    }
  }
}

TEST_CASE("the data takes the whole extent") {
  for (const AxisScale scale : kScales) {
    for (const Keys& shape : kShapes) {
      INFO(name_of(scale) << " from " << shape.front());
      const KeyAxis axis(scale, shape);
      CHECK(axis.key_min() == sorted(shape).front());
      CHECK(axis.key_max() == sorted(shape).back());
      CHECK(axis.place(axis.key_min()) == 0);
      CHECK(axis.place(axis.key_max()) <= axis.extent());
      CHECK(axis.extent() >= axis.extent_min());
      if (axis.place(axis.key_max()) >= axis.extent_min()) {
        CHECK(axis.place(axis.key_max()) == axis.extent());
      }
    }
  }
}

TEST_CASE("boundaries come back from their places") {
  for (const AxisScale scale : kScales) {
    for (const Keys& shape : kShapes) {
      const KeyAxis axis(scale, shape);
      for (const int64_t key : shape) {
        INFO(name_of(scale) << " " << key);
        const int64_t back = axis.key_at(axis.place(key));
        // A place is a double: of very large distances it keeps 53 bits, on the logarithmic scale
        // a little less.
        const double error = std::fabs(static_cast<double>(back) - static_cast<double>(key));
        const double bits = scale == AxisScale::kSymmetricLog ? 1e-13 : 1e-15;
        const double magnitude = std::fabs(static_cast<double>(key)) + axis.extent();
        CHECK(error <= (scale == AxisScale::kRank ? 0 : bits * magnitude));
      }
    }
  }
}

TEST_CASE("small keys come back exactly") {
  const Keys boundaries = {-1000, -7, 0, 3, 1000};
  for (const AxisScale scale : kScales) {
    const KeyAxis axis(scale, boundaries);
    for (int64_t key = -1000; key <= 1000; key++) {
      const int64_t back = axis.key_at(axis.place(key));
      // Between two boundaries the rank scale rounds down.
      const int64_t slack = scale == AxisScale::kRank ? 1 : 0;
      if (std::abs(back - key) > slack) FAIL(name_of(scale) << ": " << key << " is " << back);
    }
  }
}

TEST_CASE("places far outside are clamped to 64 bits") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const AxisScale scale : {AxisScale::kLinear, AxisScale::kSymmetricLog}) {
    const KeyAxis axis(scale, {-50, 300});
    for (const double far : {1e19, 1e30, 1e308, infinity}) {
      CHECK(axis.key_at(far) == INT64_MAX);
      CHECK(axis.key_at(-far) == INT64_MIN);
    }
  }
  const KeyAxis rank(AxisScale::kRank, {-50, 300});
  CHECK(rank.key_at(1e30) == 300);
  CHECK(rank.key_at(infinity) == 300);
  CHECK(rank.key_at(-1e30) == -50);
}

TEST_CASE("an axis without data is harmless") {
  for (const AxisScale scale : kScales) {
    const KeyAxis axis(scale, {});
    CHECK(axis.place(5) == 0);
    CHECK(axis.key_at(5) == 0);
    CHECK(axis.extent() >= axis.extent_min());
    CHECK(axis.ticks(0, 1, 5).empty());
  }
  CHECK(choose_scale({}) == AxisScale::kLinear);
}

TEST_CASE("ticks are in the window, in order, and about as many as asked for") {
  Random random(14);
  for (const AxisScale scale : kScales) {
    for (const Keys& shape : kShapes) {
      const KeyAxis axis(scale, shape);
      for (int round = 0; round < 50; round++) {
        const double unit = static_cast<double>(random.below(1000)) / 1000;
        const double from = round == 0 ? -0.02 * axis.extent() : unit * axis.extent();
        const double length =
            round == 0 ? 1.04 * axis.extent() : axis.extent() * (1e-6 + std::pow(unit, 4));
        const double to = from + std::max(length, axis.extent_min());
        const int count = 1 + static_cast<int>(random.below(12));
        const auto ticks = axis.ticks(from, to, count);
        INFO(name_of(scale) << " " << from << " … " << to << ", " << count << " ticks");
        CHECK(ticks.size() <= static_cast<size_t>(count) + 1);
        for (size_t i = 0; i < ticks.size(); i++) {
          CHECK(ticks[i].place >= from - 1e-9 * axis.extent());
          CHECK(ticks[i].place <= to);
          if (i == 0) continue;
          CHECK(ticks[i].place > ticks[i - 1].place);
          CHECK(ticks[i].key >= ticks[i - 1].key);
        }
      }
    }
  }
}

TEST_CASE("linear ticks are round keys") {
  const KeyAxis axis(AxisScale::kLinear, {-137, 1861});
  Keys keys;
  for (const auto& tick : axis.ticks(0, axis.extent(), 5)) keys.push_back(tick.key);
  CHECK(keys == Keys{0, 500, 1000, 1500});
  const KeyAxis negative(AxisScale::kLinear, {-1000, -1});
  keys.clear();
  for (const auto& tick : negative.ticks(0, negative.extent(), 5)) keys.push_back(tick.key);
  CHECK(keys == Keys{-1000, -800, -600, -400, -200});
  const KeyAxis times(AxisScale::kLinear, {1700000000000000000, 1700000000999999999});
  for (const auto& tick : times.ticks(0, times.extent(), 10)) CHECK(tick.key % 100000000 == 0);
}

TEST_CASE("a window that is none has no ticks") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const AxisScale scale : kScales) {
    const KeyAxis axis(scale, {0, 1000});
    CHECK(axis.ticks(5, 5, 10).empty());
    CHECK(axis.ticks(6, 5, 10).empty());
    CHECK(axis.ticks(0, 5, 0).empty());
    CHECK(axis.ticks(nan, 5, 10).empty());
    CHECK(axis.ticks(0, nan, 10).empty());
    CHECK(axis.ticks(0, infinity, 10).size() <= 11);
    CHECK(axis.ticks(-infinity, infinity, 10).size() <= 11);
  }
}

TEST_CASE("the scale that shows most is chosen") {
  Keys evenly;
  Keys powers;
  Keys clusters;
  for (int64_t i = 0; i < 100; i++) {
    evenly.push_back(1700000000000000000 + i * 1000000);
    powers.push_back(static_cast<int64_t>(std::pow(1.4, static_cast<double>(i))));
    // Bunches far from zero and from each other: neither of the other scales opens them.
    clusters.push_back((i % 4 == 0 ? 1000000000000000000 : 4000000000000000000) + i);
  }
  CHECK(choose_scale(evenly) == AxisScale::kLinear);
  CHECK(choose_scale(powers) == AxisScale::kSymmetricLog);
  CHECK(choose_scale(clusters) == AxisScale::kRank);
  CHECK(choose_scale({5, 5, 5, 5, 5}) != AxisScale::kSymmetricLog);
  CHECK(choose_scale({INT64_MIN, INT64_MAX, 0}) == AxisScale::kLinear);  // too few to be crowded
  CHECK(choose_scale({INT64_MIN, -2, -1, 0, 1, 2, 3, INT64_MAX}) != AxisScale::kLinear);
}

TEST_CASE("numbers are grouped by three digits") {
  const std::string thin = "\xe2\x80\x89";
  CHECK(grouped(int64_t{0}) == "0");
  CHECK(grouped(int64_t{999}) == "999");
  CHECK(grouped(int64_t{1000}) == "1" + thin + "000");
  CHECK(grouped(int64_t{-1234567}) == "−1" + thin + "234" + thin + "567");
  CHECK(grouped(INT64_MIN) == "−9" + thin + "223" + thin + "372" + thin + "036" + thin + "854" +
                                  thin + "775" + thin + "808");
  CHECK(grouped(UINT64_MAX) == "18" + thin + "446" + thin + "744" + thin + "073" + thin + "709" +
                                   thin + "551" + thin + "615");
}
