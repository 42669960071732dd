#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/disk.h"
#include "core/cli/disk_write.h"
#include "core/cli/part_document.h"
#include "core/format/file_names.h"
#include "core/merge/merge_blocks.h"

namespace sidx::cli {
namespace {

/// The parts at a path, in the order of their names.
Status load_parts(const std::string& path, std::vector<Rc<part::PartContent>>& parts,
                  std::vector<std::string>& names) {
  SIDX_ASSIGN(const Upload upload, open_upload(path));
  if (upload.tree.parts.empty()) {
    return Error{ErrorCode::kMissingFile, {path, 0, 0, {}}, "part", "a part directory", "none"};
  }
  for (const size_t node : upload.tree.parts) {
    SIDX_ASSIGN(part::FileMap files, upload.read_part(node));
    SIDX_ASSIGN(auto content, part::PartContent::open(std::move(files), upload.part_path(node)));
    parts.push_back(std::move(content));
    names.push_back(upload.part_path(node));
  }
  return {};
}

Json shape_json(const merge::BlockShape& shape) {
  return Json{{"series", std::to_string(shape.series_id)},
              {"rows", shape.rows},
              {"count", shape.count},
              {"min_key", std::to_string(shape.key_min)},
              {"max_key", std::to_string(shape.key_max)}};
}

Json step_json(const merge::MergeStep& step) {
  Json json{{"rule", name_of(step.rule)}};
  if (step.rule == merge::MergeRule::kRead) {
    json["part"] = step.input;
    json["block"] = step.block;
  }
  if (step.incoming.rows > 0) json["incoming"] = shape_json(step.incoming);
  if (step.pending.rows > 0) json["pending"] = shape_json(step.pending);
  if (step.result.rows > 0) json["result"] = shape_json(step.result);
  json["written"] = step.written;
  return json;
}

}  // namespace

int merge_parts(const Arguments& arguments) {
  ArgumentParser parser("merge", arguments);
  size_t path_count = arguments.size();
  const bool json = parser.flag("--json");
  if (json) path_count -= 1;
  const auto target = parser.option("-o");
  if (!target) {
    std::fputs("partscope merge: -o DIR is needed; see partscope --help\n", stderr);
    return kExitError;
  }
  path_count -= 2;
  std::vector<std::string> paths;
  if (!parser.finish(path_count, paths) || paths.empty()) return kExitError;

  std::vector<Rc<part::PartContent>> parts;
  std::vector<std::string> names;
  for (const std::string& path : paths) {
    if (const Status loaded = load_parts(path, parts, names); !loaded.ok()) {
      print_errors({loaded.error()});
      return kExitError;
    }
  }
  Json steps = Json::array();
  merge::MergeObserver observer;
  if (json) observer = [&](const merge::MergeStep& step) { steps.push_back(step_json(step)); };
  const merge::MergeOutput output = merge::merge_parts(parts, merge::MergeParameters(), observer);
  if (!output.content) {
    std::fprintf(stderr, "partscope merge: the engine %s here: %s\n",
                 output.fault.panics ? "panics" : "stops", output.fault.message.c_str());
    return kExitError;
  }
  const part::FileMap files = output.content->files_of_part(0);
  if (const Status written = write_files(*target, files); !written.ok()) {
    print_errors({written.error()});
    return kExitError;
  }
  const auto& totals = output.content->manifest();
  if (json) {
    std::puts(dump(Json{{"parts", names},
                        {"output", *target},
                        {"rows", totals.row_count},
                        {"blocks", totals.block_count},
                        {"steps", std::move(steps)}})
                  .c_str());
  } else {
    std::printf("%zu parts merged into %s: %llu elements in %llu blocks\n", parts.size(),
                target->c_str(), static_cast<unsigned long long>(totals.row_count),
                static_cast<unsigned long long>(totals.block_count));
  }
  return kExitOk;
}

}  // namespace sidx::cli
