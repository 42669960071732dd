#include <chrono>
#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/part_document.h"
#include "core/encoding/tag_values.h"
#include "core/encoding/varint.h"
#include "core/encoding/zstd_frame.h"
#include "core/format/file_names.h"

namespace sidx::cli {
namespace {

constexpr double kSecondsPerMeasurement = 1.0;

/// A part whose files are all in memory, so that only decoding is measured.
struct LoadedPart {
  std::shared_ptr<part::PartFiles> files;
  std::vector<format::BlockMetadata> blocks;
};

struct Workload {
  std::vector<LoadedPart> parts;
  uint64_t elements = 0;
  uint64_t raw_bytes = 0;  // uncompressed sizes of the blocks
  std::vector<Bytes> frames;
};

/// Keeps the zstd frame of the next envelope, if it has one; what it holds is not decoded.
bool keep_frame(ByteReader& reader, Workload& workload) {
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

void keep_bytes_block_frames(ByteReader reader, Workload& workload) {
  if (keep_frame(reader, workload)) keep_frame(reader, workload);
}

void keep_frames(const part::PartReader& reader, const format::BlockMetadata& block,
                 Workload& workload) {
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

Result<Workload> load(const std::string& path) {
  SIDX_ASSIGN(const Upload upload, open_upload(path));
  Workload workload;
  for (const size_t node : upload.tree.parts) {
    LoadedPart loaded{std::make_shared<part::PartFiles>(upload.part_path(node)), {}};
    for (const size_t index : upload.tree.nodes[node].files) {
      const std::string& listed = upload.listing[index].path;
      SIDX_ASSIGN(Bytes bytes, read_file(upload.disk_path(index)));
      loaded.files->add(listed.substr(listed.rfind('/') + 1),
                        std::make_shared<part::MemorySource>(std::move(bytes)));
    }
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
  }
  return workload;
}

/// Best time of one run of `work`, repeated for about a second, in seconds.
template <typename Work>
double best_time(Work work) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  const Clock::time_point begin = Clock::now();
  double best = 1e9;
  do {
    const Clock::time_point start = Clock::now();
    work();
    best = std::min(best, seconds_since(start));
  } while (seconds_since(begin) < kSecondsPerMeasurement);
  return best;
}

}  // namespace

int bench(const Arguments& arguments) {
  ArgumentParser parser("bench", arguments);
  const bool json = parser.flag("--json");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  const Result<Workload> loaded = load(paths[0]);
  if (!loaded.ok()) {
    print_errors({loaded.error()});
    return kExitError;
  }
  const Workload& workload = *loaded;
  uint64_t unreadable = 0;
  const double decode = best_time([&] {
    for (const LoadedPart& loaded_part : workload.parts) {
      const part::PartReader reader(loaded_part.files);
      for (const format::BlockMetadata& block : loaded_part.blocks) {
        unreadable += reader.read_block(block).first_error() != nullptr;
      }
    }
  });
  const double floor = best_time([&] {
    for (const Bytes& frame : workload.frames) {
      unreadable += !encoding::decompress_frame(ByteView(frame), UINT32_MAX, "frame").ok();
    }
  });
  if (unreadable > 0) std::fprintf(stderr, "partscope bench: some blocks were unreadable\n");
  const double elements_per_second = static_cast<double>(workload.elements) / decode;
  const double megabytes_per_second = static_cast<double>(workload.raw_bytes) / 1e6 / decode;
  if (json) {
    std::puts(dump(Json{{"path", paths[0]},
                        {"elements", workload.elements},
                        {"raw_bytes", workload.raw_bytes},
                        {"decode_seconds", decode},
                        {"floor_seconds", floor},
                        {"decode_over_floor", decode / floor},
                        {"elements_per_second", elements_per_second}})
                  .c_str());
  } else {
    std::printf("%s: %llu elements, %.1f MB raw, %zu zstd frames\n", paths[0].c_str(),
                static_cast<unsigned long long>(workload.elements),
                static_cast<double>(workload.raw_bytes) / 1e6, workload.frames.size());
    std::printf("  decode             %8.2f ms  %7.2f M elements/s  %7.1f MB/s\n", decode * 1e3,
                elements_per_second / 1e6, megabytes_per_second);
    std::printf("  zstd only (floor)  %8.2f ms\n", floor * 1e3);
    std::printf("  decode / floor     %8.2f\n", decode / floor);
  }
  return kExitOk;
}

}  // namespace sidx::cli
