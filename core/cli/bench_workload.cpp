#include "core/cli/bench_workload.h"

#include "core/cli/disk.h"
#include "core/encoding/fixed_int.h"
#include "core/encoding/tag_values.h"
#include "core/encoding/varint.h"
#include "core/format/file_names.h"
#include "core/part/part_content.h"
#include "core/sim/generate.h"

namespace sidx::cli {
namespace {

using encoding::ValueType;

/// Keeps the zstd frame of the next envelope, if it has one; what it holds is not decoded.
bool keep_frame(ByteReader& reader, DecodeWorkload& workload) {
  const auto flag = reader.read_u8("envelope");
  if (!flag.ok()) return false;
  if (*flag == 0) {
    const auto size = reader.read_u8("length");
    return size.ok() && reader.read_bytes(*size, "content").ok();
  }
  const auto size = encoding::read_varuint(reader, "length");
  if (!size.ok()) return false;
  const auto frame = reader.read_bytes(*size, "frame");
  if (!frame.ok()) return false;
  workload.frames.emplace_back(frame->begin(), frame->end());
  return true;
}

void keep_bytes_block_frames(ByteReader reader, DecodeWorkload& workload) {
  if (keep_frame(reader, workload)) keep_frame(reader, workload);
}

void keep_frames(const part::PartReader& reader, const format::BlockMetadata& block,
                 DecodeWorkload& workload) {
  if (const auto data = reader.files().read(format::kDataFile, block.data, "data"); data.ok()) {
    keep_bytes_block_frames(ByteReader(data->view), workload);
  }
  for (const format::TagReference& reference : block.tags) {
    const auto tag = reader.read_tag_metadata(reference);
    if (!tag.ok()) continue;
    const auto values =
        reader.files().read(format::tag_data_file(tag->name), tag->values, "values");
    if (!values.ok()) continue;
    ByteReader payload(values->view);
    const auto encoding = payload.read_u8("encoding");
    if (!encoding.ok()) continue;
    if (*encoding == encoding::kDictionaryEncoding) {
      const auto value_count = encoding::read_varuint(payload, "values");
      if (value_count.ok()) keep_bytes_block_frames(payload, workload);
    } else if (*encoding == encoding::kPlainEncoding) {
      keep_bytes_block_frames(payload, workload);
    }
  }
}

Status add_part(std::shared_ptr<const part::PartFiles> files, DecodeWorkload& workload) {
  DecodeWorkload::Part loaded{std::move(files), {}};
  const part::PartReader reader(loaded.files);
  SIDX_ASSIGN(const auto primaries, reader.read_primary_blocks());
  for (const auto& metadata : primaries) {
    SIDX_ASSIGN(part::PrimaryBlock primary, reader.read_primary_block(metadata));
    for (format::BlockMetadata& block : primary.blocks) {
      workload.elements += block.row_count;
      workload.raw_bytes += block.uncompressed_size;
      keep_frames(reader, block, workload);
      loaded.blocks.push_back(std::move(block));
    }
  }
  workload.parts.push_back(std::move(loaded));
  return {};
}

std::string stored_int(uint64_t number) {
  Bytes bytes;
  encoding::append_ord64(bytes, static_cast<int64_t>(number));
  return {bytes.begin(), bytes.end()};
}

/// Two string and two int64 tags; data like the trace module's: a version byte and a trace ID.
void add_element(part::ElementBatch& batch, uint64_t series, int64_t key, sim::Random& random) {
  batch.add(series, key, "\x01trace_17000000000" + std::to_string(random.below(1'000'000'000)));
  batch.add_tag("duration", ValueType::kInt64, stored_int(random.below(1400)));
  batch.add_tag("endpoint", ValueType::kStr,
                "/api/v1/endpoint_" + std::to_string(random.below(100)));
  batch.add_tag("error", ValueType::kInt64, stored_int(random.below(20) == 0 ? 1 : 0));
  batch.add_tag("service", ValueType::kStr, "service_" + std::to_string(random.below(12)));
}

WriteWorkload even_workload(std::string name, uint64_t series_count) {
  constexpr size_t kParts = 10;
  constexpr size_t kElementsPerPart = 20'000;
  WriteWorkload workload;
  workload.name = std::move(name);
  sim::Random random(series_count);
  for (size_t p = 0; p < kParts; p++) {
    part::ElementBatch batch;
    batch.reserve(kElementsPerPart);
    for (size_t i = 0; i < kElementsPerPart; i++) {
      const auto key = static_cast<int64_t>(p * kElementsPerPart + i) * 1000 +
                       static_cast<int64_t>(random.below(1000));
      add_element(batch, 1 + random.below(series_count), key, random);
    }
    workload.batches.push_back(std::move(batch));
  }
  return workload;
}

WriteWorkload stress_workload() {
  WriteWorkload workload;
  workload.name = "stress, 100 parts of 100";
  for (uint64_t p = 0; p < 100; p++) {
    sim::GenerateInput input;
    input.seed = p + 1;
    const part::ElementBatch shape = sim::generate_batch(input);
    sim::Random random(p);
    part::ElementBatch batch;
    for (size_t row = 0; row < shape.size(); row++) {
      add_element(batch, shape.series_id(row), shape.key(row), random);
    }
    workload.batches.push_back(std::move(batch));
  }
  return workload;
}

}  // namespace

std::vector<WriteWorkload> built_in_workloads() {
  std::vector<WriteWorkload> workloads;
  workloads.push_back(even_workload("20 series, 10 parts of 20 000", 20));
  workloads.push_back(even_workload("5 000 series, 10 parts of 20 000", 5000));
  workloads.push_back(stress_workload());
  for (WriteWorkload& workload : workloads) {
    for (const part::ElementBatch& batch : workload.batches) {
      workload.elements += batch.size();
      for (const part::BlockData& block :
           part::split_into_blocks(batch, batch.sorted_order(), part::WriteParameters())) {
        workload.raw_bytes += block.uncompressed_size();
      }
    }
  }
  return workloads;
}

Result<DecodeWorkload> decode_workload_of(const std::vector<part::FileMap>& parts) {
  DecodeWorkload workload;
  for (const part::FileMap& files : parts) {
    SIDX_TRY(add_part(part::as_part_files(files, "part"), workload));
  }
  return workload;
}

Result<DecodeWorkload> load_decode_workload(const std::string& path) {
  SIDX_ASSIGN(const Upload upload, open_upload(path));
  DecodeWorkload workload;
  for (const size_t node : upload.tree.parts) {
    auto files = std::make_shared<part::PartFiles>(upload.part_path(node));
    for (const size_t index : upload.tree.nodes[node].files) {
      const std::string& listed = upload.listing[index].path;
      SIDX_ASSIGN(Bytes bytes, upload.read(index));
      files->add(listed.substr(listed.rfind('/') + 1),
                 std::make_shared<part::MemorySource>(std::move(bytes)));
    }
    SIDX_TRY(add_part(std::move(files), workload));
  }
  return workload;
}

}  // namespace sidx::cli
