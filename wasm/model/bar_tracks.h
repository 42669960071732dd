#pragma once

#include <cstdint>
#include <vector>

#include "wasm/model/block_index.h"
#include "wasm/model/key_columns.h"

/// How the blocks of a lane are laid out. Blocks that overlap would hide each other, so a lane is
/// divided into tracks: each but the last holds blocks that share no key, and the last holds the
/// rest.
namespace sidx::model {

/// Sorts blocks into at most eight classes, which have a colour each.
using ClassFunction = size_t (*)(const BlockSummary&);

/// Columns [begin, end) that are drawn as one bar. It stands for the blocks at positions
/// [first, last) of its track: one, unless they touch or lie on top of each other.
struct BarRun {
  int begin = 0;
  int end = 0;
  size_t first = 0;
  size_t last = 0;

  size_t count() const { return last - first; }
  int width() const { return end - begin; }
};

/// Blocks in the order of their smallest key.
class BarTrack {
 public:
  void add(uint32_t block, int64_t key_min, int64_t key_max);
  bool empty() const { return blocks_.empty(); }
  size_t size() const { return blocks_.size(); }
  /// The largest key so far. Precondition: not empty.
  int64_t reach() const { return reach_.back(); }
  /// Some blocks share keys.
  bool is_stacked() const { return is_stacked_; }

  uint32_t block(size_t position) const { return blocks_[position]; }
  int64_t key_min(size_t position) const { return key_min_[position]; }
  /// The largest key of the block at `position` and of those before it: its own, unless stacked.
  int64_t reach(size_t position) const { return reach_[position]; }

  /// The bars to draw, from left to right. They are never more than there are columns.
  void runs(const KeyColumns& columns, std::vector<BarRun>& result) const;

  /// Gives each block its class, so that `classes_of` can answer.
  void classify(const std::vector<BlockSummary>& blocks, ClassFunction class_of);
  /// The classes at positions [first, last), one bit each.
  uint8_t classes_of(size_t first, size_t last) const;
  /// The classes of the blocks of a run that show in columns [begin, end).
  uint8_t classes_in(const KeyColumns& columns, const BarRun& run, int begin, int end) const;

 private:
  size_t first_reaching(size_t from, int64_t key) const;
  size_t skip_within(size_t from, const KeyColumns& columns, int end) const;
  static void widen_ticks(std::vector<BarRun>& runs, size_t from, int column_count);

  std::vector<uint32_t> blocks_;
  std::vector<int64_t> key_min_;
  std::vector<int64_t> reach_;
  bool is_stacked_ = false;
  std::vector<uint8_t> classes_;  // bottom-up segment tree of unions: leaves from size() on
};

class BarLayout {
 public:
  BarLayout() = default;
  /// Blocks [first, last) of a part in at most `tracks_max` tracks.
  BarLayout(const std::vector<BlockSummary>& blocks, size_t first, size_t last, size_t tracks_max);
  /// `order`: all blocks of a part by their smallest key.
  BarLayout(const std::vector<BlockSummary>& blocks, const std::vector<uint32_t>& order,
            size_t tracks_max);

  const std::vector<BarTrack>& tracks() const { return tracks_; }
  size_t block_count() const { return track_of_.size(); }
  size_t track_of(size_t block) const { return track_of_[block - first_block_]; }

  /// Prepares `classes_of` for one way of colouring; does nothing when it is prepared already.
  void classify(const std::vector<BlockSummary>& blocks, ClassFunction class_of);

 private:
  void place(const std::vector<BlockSummary>& blocks, const std::vector<uint32_t>& order,
             size_t tracks_max);
  void place_sorted(const std::vector<BlockSummary>& blocks, const std::vector<uint32_t>& order,
                    size_t tracks_max);

  size_t first_block_ = 0;
  std::vector<BarTrack> tracks_;
  std::vector<uint8_t> track_of_;
  ClassFunction classified_by_ = nullptr;
};

}  // namespace sidx::model
