#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/format/block_metadata.h"
#include "core/part/element_batch.h"
#include "core/part/part_reader.h"
#include "core/part/part_writer.h"

/// What `partscope bench` measures with: built-in workloads, or the parts at a path.
namespace sidx::cli {

/// Batches of elements, each of which is one part.
struct WriteWorkload {
  std::string name;
  std::vector<part::ElementBatch> batches;
  uint64_t elements = 0;
  uint64_t raw_bytes = 0;  // uncompressed sizes of the blocks
};
/// 200 000 elements in 20 series and in 5 000 series as 10 parts; 100 parts of 100 in the shape of
/// the upstream stress test. Each element has two string and two int64 tags.
std::vector<WriteWorkload> built_in_workloads();

/// Parts whose files are all in memory, so that only decoding is measured.
struct DecodeWorkload {
  struct Part {
    std::shared_ptr<const part::PartFiles> files;
    std::vector<format::BlockMetadata> blocks;
  };
  std::vector<Part> parts;
  uint64_t elements = 0;
  uint64_t raw_bytes = 0;
  std::vector<Bytes> frames;  // all zstd frames that decoding opens
};
Result<DecodeWorkload> load_decode_workload(const std::string& path);
Result<DecodeWorkload> decode_workload_of(const std::vector<part::FileMap>& parts);

}  // namespace sidx::cli
