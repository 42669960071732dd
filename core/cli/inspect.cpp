#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/part_document.h"
#include "core/encoding/int64_list.h"

namespace sidx::cli {
namespace {

void print_part_summary(const Upload& upload, size_t node, std::vector<Error>& errors) {
  const part::PartReader reader(upload.part_files(node));
  std::printf("part %s\n", upload.part_path(node).c_str());
  if (const auto manifest = reader.read_manifest(); manifest.ok()) {
    std::printf("  manifest  %s\n", format::write_part_manifest(*manifest).c_str());
  } else {
    errors.push_back(manifest.error());
  }
  if (const auto variant = part::detect_format_variant(reader); variant.ok()) {
    std::printf("  written by %s: lengths %s, filters %s, %s\n", engine_text(*variant).c_str(),
                std::string(encoding::name_of(variant->lengths)).c_str(),
                std::string(part::name_of(variant->bloom)).c_str(),
                variant->merged ? "merged or received (id 0)" : "flushed");
  }
  std::printf("  snapshot  %s\n", std::string(part::name_of(upload.snapshot_status(node))).c_str());
  const auto primaries = reader.read_primary_blocks();
  if (!primaries.ok()) {
    errors.push_back(primaries.error());
    return;
  }
  std::printf("  %5s %20s %20s %20s %8s %9s  keys             tags\n", "block", "series", "min key",
              "max key", "rows", "raw bytes");
  size_t ordinal = 0;
  for (const auto& metadata : *primaries) {
    const auto primary = reader.read_primary_block(metadata);
    if (!primary.ok()) {
      errors.push_back(primary.error());
      continue;
    }
    if (primary->error) errors.push_back(*primary->error);
    for (const format::BlockMetadata& block : primary->blocks) {
      std::string tags;
      for (const auto& tag : block.tags) tags += (tags.empty() ? "" : " ") + tag.name;
      const auto keys_type = static_cast<encoding::Int64ListType>(block.keys_encoding);
      std::printf("  %5zu %20llu %20lld %20lld %8llu %9llu  %-15s  %s\n", ordinal++,
                  static_cast<unsigned long long>(block.series_id),
                  static_cast<long long>(block.key_min), static_cast<long long>(block.key_max),
                  static_cast<unsigned long long>(block.row_count),
                  static_cast<unsigned long long>(block.uncompressed_size),
                  std::string(encoding::name_of(keys_type)).c_str(), tags.c_str());
    }
  }
}

}  // namespace

int inspect(const Arguments& arguments) {
  ArgumentParser parser("inspect", arguments);
  const bool json = parser.flag("--json");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  const Result<Upload> upload = open_upload(paths[0]);
  std::vector<Error> errors;
  if (!upload.ok()) {
    errors.push_back(upload.error());
  } else if (json) {
    print_document(*upload, nullptr, errors);
  } else {
    for (const size_t node : upload->tree.parts) print_part_summary(*upload, node, errors);
    for (const part::SkippedFiles& row : upload->tree.skipped) {
      std::printf("skipped %s: %s\n", row.path.c_str(), row.reason.c_str());
    }
    for (const Upload::MissingPart& row : upload->missing_parts()) {
      std::printf("missing part %s: listed in %s, no directory\n", row.part.c_str(),
                  row.snapshot.c_str());
    }
    if (upload->tree.parts.empty()) std::printf("no part found in %s\n", paths[0].c_str());
  }
  print_errors(errors);
  return errors.empty() ? kExitOk : kExitError;
}

}  // namespace sidx::cli
