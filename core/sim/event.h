#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/rc.h"
#include "core/part/element_batch.h"
#include "core/part/part_content.h"
#include "core/query/query.h"

/// What can happen to a world: the steps of a scenario, as a closed list.
namespace sidx::sim {

enum class Op : uint8_t {
  kWrite,
  kWriteRange,
  kGenerate,
  kFlush,
  kMerge,
  kMergeMem,
  kSync,
  kFlushBegin,
  kMergeBegin,
  kMergeMemBegin,
  kIntroduce,
  kHold,
  kRelease,
  kQuery,
  kQueryBegin,
  kQueryRun,
  kQueryEnd,
  kBlocks,
  kReopen,
  kRemoveFile,
  kTruncateFile,
  kWriteFile,
};
inline constexpr int kOpCount = 22;
/// As in scenario documents.
std::string_view name_of(Op op);

/// A tag value as a scenario gives it.
struct InputTag {
  std::string name;
  encoding::ValueType type = encoding::ValueType::kStr;
  std::string stored;  // stored form
};

/// Short form of a write: one element for each key from `from` to `to`.
struct RangeInput {
  uint64_t series_id = 0;
  int64_t from = 0;
  int64_t to = 0;
  uint64_t step = 1;
  std::string data_prefix;
  std::vector<InputTag> tags;
};

/// A generated batch with the shape of the upstream stress test; see generate.h.
struct GenerateInput {
  uint64_t seed = 1;
  uint32_t count = 100;
  bool medium = false;         // scale: small or medium
  bool latency_index = false;  // the key is the latency, not the start time
};

/// The rows of a write step, and how the scenario asked for them.
struct WriteInput {
  part::ElementBatch batch;
  RangeInput range;
  GenerateInput generate;
  /// The part these rows become, kept for the next time the same step is played.
  struct Made {
    part::WriteParameters parameters;
    int64_t segment_id = 0;
    Rc<part::PartContent> content;
    std::string fault;  // the engine dies instead
  };
  std::shared_ptr<Made> made = std::make_shared<Made>();
};

struct Event {
  Op op = Op::kFlush;
  std::string as;
  Rc<WriteInput> write;
  int64_t segment_id = 0;
  std::vector<uint64_t> part_ids;   // sync
  Rc<query::QueryRequest> request;  // query, query_begin
  std::string path;                 // faults
  uint64_t size = 0;
  part::SharedBytes bytes;
  bool bytes_are_text = true;  // how the scenario gave them
};

}  // namespace sidx::sim
