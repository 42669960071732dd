#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/query/query.h"

/// The heap merges of a query from the inside, to be gone through forwards and backwards: batches
/// go to workers, each worker takes rows off its heap of blocks, the workers' rows are merged, and
/// those of several instances once more.
namespace sidx::query {

class MergeRecording {
 public:
  enum class Stage : uint8_t { kBatches, kWorker, kWorkers, kInstances };
  struct Step {
    Stage stage = Stage::kBatches;
    QueryRule rule = QueryRule::kBatch;
    uint32_t instance = 0;
    uint32_t worker = 0;
    /// In `sources`: what the row came from; of a batch: the first block in it.
    size_t source = 0;
    size_t row = 0;  // in its block
    int64_t key = 0;
    int64_t bound = 0;  // what a row outside of the range misses, or the limit; of a batch: blocks
    uint64_t batch = 0;
  };
  /// What a heap is made of: a block, the rows of a worker, or those of an instance.
  struct Source {
    Stage stage = Stage::kWorker;
    uint32_t instance = 0;
    uint32_t worker = 0;
    uint32_t wrapper = 0;
    size_t block = 0;
    std::string name;           // "block 3 of part 2", "worker 1", "instance 0"
    std::vector<int64_t> keys;  // of its rows, in the order of its answer
  };
  /// The heap that the next step takes from.
  struct Moment {
    Stage stage = Stage::kBatches;
    uint32_t instance = 0;
    uint32_t worker = 0;
    struct Entry {
      size_t source = 0;
      size_t done = 0;  // rows it has given so far
      int64_t key = 0;  // that comes up next
    };
    std::vector<Entry> heap;  // in the order in which they come up
    size_t rows = 0;          // taken from this heap so far
  };

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<Source>& sources() const { return sources_; }
  /// Steps that were not recorded.
  uint64_t more() const { return more_; }
  /// After the first `count` steps.
  Moment moment(size_t count) const;
  std::string sentence(size_t step) const;

  /// Of a note: what is about a merge is recorded.
  void add(const QueryNote& note);
  /// A block that a worker loads, with its keys in the order of the query.
  void add_block(const QueryNote& note, const std::string& part_name, std::vector<int64_t> keys);
  /// How the heaps of this query are ordered.
  void set_order(const QueryRequest& request, const QueryParameters& parameters) {
    descending_ = request.descending;
    workers_descending_ = descending_ && parameters.merge_workers_in_order;
    backwards_ = descending_ && !parameters.merge_instances_in_order;
  }

  /// More steps and keys than this are only counted.
  static constexpr size_t kStepsMax = 20'000;
  static constexpr size_t kKeysMax = 1'000'000;

 private:
  size_t source_of(const QueryNote& note, Stage stage);
  bool same_heap(const Step& a, const Step& b) const;

  std::vector<Step> steps_;
  std::vector<Source> sources_;
  /// By stage, instance, worker, part and block.
  using SourceKey = std::tuple<Stage, uint32_t, uint32_t, uint32_t, size_t>;
  size_t add_source(const SourceKey& key, std::string name, std::vector<int64_t> keys);
  std::map<SourceKey, size_t> source_index_;
  size_t keys_ = 0;
  uint64_t more_ = 0;
  bool descending_ = false;
  bool workers_descending_ = false;  // S10
  bool backwards_ = false;           // S10b: answers of instances are walked from their ends
};

}  // namespace sidx::query
