#include <chrono>
#include <cstdio>

#include "core/cli/bench_workload.h"
#include "core/cli/commands.h"
#include "core/cli/part_document.h"
#include "core/encoding/zstd_frame.h"
#include "core/format/file_names.h"
#include "core/merge/merge_blocks.h"
#include "core/search/search.h"
#include "core/sim/scenario.h"
#include "core/sim/step.h"

namespace sidx::cli {
namespace {

constexpr double kSecondsPerMeasurement = 1.0;

/// One measured line. Times in seconds.
struct Measurement {
  std::string workload;
  std::string what;
  double seconds = 0;
  double floor_seconds = 0;  // 0: has none
  uint64_t elements = 0;
  uint64_t raw_bytes = 0;
};

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

Measurement measure_decode(const std::string& name, const DecodeWorkload& workload) {
  uint64_t unreadable = 0;
  Measurement line{name, "decode", 0, 0, workload.elements, workload.raw_bytes};
  line.seconds = best_time([&] {
    for (const DecodeWorkload::Part& loaded : workload.parts) {
      const part::PartReader reader(loaded.files);
      for (const format::BlockMetadata& block : loaded.blocks) {
        unreadable += reader.read_block(block).first_error() != nullptr;
      }
    }
  });
  // Small blocks hold no compressed bytes: there is no floor then.
  if (!workload.frames.empty()) {
    line.floor_seconds = best_time([&] {
      for (const Bytes& frame : workload.frames) {
        unreadable += !encoding::decompress_frame(ByteView(frame), UINT32_MAX, "frame").ok();
      }
    });
  }
  if (unreadable > 0) std::fprintf(stderr, "partscope bench: some blocks were unreadable\n");
  return line;
}

using Blocks = std::vector<part::BlockData>;

Blocks blocks_of(const part::ElementBatch& batch) {
  return part::split_into_blocks(batch, batch.sorted_order(), part::WriteParameters());
}

/// What a flush of a mem part has to do at last: filters and files.
part::FileMap encode(const Blocks& blocks) {
  const part::WriteParameters parameters;
  part::PartWriter writer(parameters);
  for (const part::BlockData& block : blocks) {
    part::BlockFilters filters;
    for (const part::TagData& tag : block.tags) {
      filters.push_back(part::make_tag_filter(tag, block.row_count(), parameters));
    }
    SIDX_CHECK(writer.add_block(block, &filters).ok());
  }
  format::PartManifest manifest;
  part::FileMap files = writer.finish(manifest);
  const std::string text = format::write_part_manifest(manifest);
  files[format::kManifestFile] = std::make_shared<const Bytes>(text.begin(), text.end());
  return files;
}

void measure_workload(const WriteWorkload& workload, std::vector<Measurement>& lines) {
  const auto add = [&](const char* what, double seconds) {
    lines.push_back({workload.name, what, seconds, 0, workload.elements, workload.raw_bytes});
  };
  std::vector<Blocks> written;
  add("write", best_time([&] {
        written.clear();
        for (const part::ElementBatch& batch : workload.batches)
          written.push_back(blocks_of(batch));
      }));
  std::vector<part::FileMap> flushed;
  add("flush", best_time([&] {
        flushed.clear();
        for (const Blocks& blocks : written) flushed.push_back(encode(blocks));
      }));
  add("merge", best_time([&] {
        std::vector<Rc<part::PartContent>> inputs;
        for (const part::FileMap& files : flushed) {
          inputs.push_back(part::PartContent::open(files, "input").value());
        }
        const merge::MergeOutput output = merge::merge_parts(inputs, merge::MergeParameters());
        SIDX_CHECK(output.content && !output.content->files().empty());
      }));
  const auto decode = decode_workload_of(flushed);
  SIDX_CHECK(decode.ok());
  lines.push_back(measure_decode(workload.name, *decode));
}

/// Steps of the simulated engine on small states: what a search through interleavings plays.
Measurement measure_steps() {
  const char* kSteps[] = {
      R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})",
      R"({"op": "flush"})",
      R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"}]})",
      R"({"op": "flush_begin", "as": "f"})",
      R"({"op": "hold", "as": "h"})",
      R"({"op": "introduce", "as": "f"})",
      R"({"op": "merge_begin", "as": "m"})",
      R"({"op": "write", "elements": [{"series": "1", "key": "3", "data": "c"}]})",
      R"({"op": "introduce", "as": "m"})",
      R"({"op": "release", "as": "h"})",
  };
  std::vector<sim::Event> events;
  for (const char* text : kSteps) events.push_back(sim::read_event(text, "step").value());
  const sim::World start = sim::new_world(sim::Settings());
  sim::StepOptions options;
  options.ledger = false;
  options.summary = false;
  constexpr size_t kRounds = 1000;
  Measurement line{"engine steps", "step", 0, 0, kRounds * events.size(), 0};
  line.seconds = best_time([&] {
    for (size_t round = 0; round < kRounds; round++) {
      sim::World world = start;
      for (const sim::Event& event : events) {
        world = std::move(sim::step(std::move(world), event, options).world);
      }
      SIDX_CHECK(world.next_epoch == 6);
    }
  });
  return line;
}

/// Steps of a search with all its checks, in the repaired engine, where it finds nothing.
Measurement measure_search() {
  constexpr uint64_t kSteps = 2'000;
  search::SearchRequest request;
  request.scenario.fixed = true;
  request.steps_max = UINT64_MAX;
  search::Search search(request);
  Measurement line{"search, random", "step", 0, 0, kSteps, 0};
  line.seconds = best_time([&] { search.advance(kSteps); });
  SIDX_CHECK(!search.done());
  return line;
}

Json to_json(const Measurement& line) {
  Json json{{"workload", line.workload},
            {"what", line.what},
            {"elements", line.elements},
            {"raw_bytes", line.raw_bytes},
            {"seconds", line.seconds},
            {"elements_per_second", static_cast<double>(line.elements) / line.seconds}};
  if (line.floor_seconds > 0) {
    json["floor_seconds"] = line.floor_seconds;
    json["over_floor"] = line.seconds / line.floor_seconds;
  }
  return json;
}

void print(const Measurement& line) {
  std::printf("%-34s %-7s %9.2f ms %8.2f M/s", line.workload.c_str(), line.what.c_str(),
              line.seconds * 1e3, static_cast<double>(line.elements) / line.seconds / 1e6);
  if (line.raw_bytes > 0) {
    std::printf(" %8.1f MB/s", static_cast<double>(line.raw_bytes) / 1e6 / line.seconds);
  }
  if (line.floor_seconds > 0) {
    std::printf("   zstd only %.2f ms, ratio %.2f", line.floor_seconds * 1e3,
                line.seconds / line.floor_seconds);
  }
  std::printf("\n");
}

}  // namespace

int bench(const Arguments& arguments) {
  ArgumentParser parser("bench", arguments);
  const bool json = parser.flag("--json");
  const size_t path_count = arguments.size() - (json ? 1 : 0) > 0 ? 1 : 0;
  std::vector<std::string> paths;
  if (!parser.finish(path_count, paths)) return kExitError;
  std::vector<Measurement> lines;
  if (!paths.empty()) {
    const Result<DecodeWorkload> loaded = load_decode_workload(paths[0]);
    if (!loaded.ok()) {
      print_errors({loaded.error()});
      return kExitError;
    }
    lines.push_back(measure_decode(paths[0], *loaded));
  } else {
    for (const WriteWorkload& workload : built_in_workloads()) measure_workload(workload, lines);
    lines.push_back(measure_steps());
    lines.push_back(measure_search());
  }
  if (json) {
    Json list = Json::array();
    for (const Measurement& line : lines) list.push_back(to_json(line));
    std::puts(dump(Json{{"measurements", std::move(list)}}).c_str());
  } else {
    for (const Measurement& line : lines) print(line);
  }
  return kExitOk;
}

}  // namespace sidx::cli
