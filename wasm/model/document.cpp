#include "wasm/model/document.h"

#include <algorithm>
#include <array>

#include "core/format/file_names.h"

namespace sidx::model {

std::string_view name_of(PartStage stage) {
  static constexpr std::array<std::string_view, 4> kNames{"manifest", "index", "ready", "stopped"};
  return kNames[static_cast<size_t>(stage)];
}

std::string short_entry_name(const std::string& name) {
  const size_t digits = name.find_first_not_of('0');
  return digits == std::string::npos ? name : name.substr(digits);
}

std::string_view name_of(PartRole role) {
  static constexpr std::array<std::string_view, 5> kNames{"mem", "file", "prepared", "removing",
                                                          "orphan"};
  return kNames[static_cast<size_t>(role)];
}

const char* describe(PartRole role) {
  switch (role) {
    case PartRole::kMem:
      return "in memory";
    case PartRole::kFile:
      return "on disk";
    case PartRole::kPrepared:
      return "prepared";
    case PartRole::kRemoving:
      return "removing";
    case PartRole::kOrphan:
      return "orphan";
  }
  return "";
}

OpenPart::OpenPart(std::shared_ptr<const part::PartFiles> files) : reader(std::move(files)) {
  static uint64_t made = 0;
  serial = identity = ++made;
}

std::string short_part_name(const std::string& name) {
  const size_t digits = name.find_first_not_of('0');
  if (name.size() != 16 || digits == std::string::npos) return name;
  return name.substr(digits);
}

uint64_t OpenPart::row_count() const {
  if (!has_blocks()) return manifest ? manifest->row_count : 0;
  return rows_in_blocks;
}

std::string part_title(const OpenPart& part) {
  if (part.simulated && part.simulated->role == PartRole::kMem) {
    return "mem part " + part.short_name.substr(part.short_name.find(' ') + 1);
  }
  if (!format::is_canonical_part_directory_name(part.name)) return part.name;
  return "part " + (part.short_name == part.name ? "0" : part.short_name);
}

std::optional<KeyRange> OpenPart::key_range() const {
  if (!covered.empty()) return KeyRange{covered.front().first, covered.back().last};
  if (has_blocks() || !manifest || manifest->block_count == 0) return std::nullopt;
  return KeyRange{std::min(manifest->key_min, manifest->key_max),
                  std::max(manifest->key_min, manifest->key_max)};
}

size_t OpenPart::problem_count() const {
  if (verify_stage == VerifyStage::kNotAsked || verify_stage == VerifyStage::kQueued) {
    return index_errors.size() + (manifest_error ? 1 : 0);
  }
  return static_cast<size_t>(std::count_if(
      findings.begin(), findings.end(),
      [](const part::Finding& finding) { return finding.severity() != part::Severity::kNote; }));
}

bool OpenPart::is_broken(size_t block) const {
  return std::binary_search(broken_blocks.begin(), broken_blocks.end(), block);
}

std::optional<size_t> Document::part_of_node(size_t node) const {
  for (size_t i = 0; i < parts.size(); i++) {
    if (parts[i].node == node) return i;
  }
  return std::nullopt;
}

std::optional<size_t> Document::part_of_wrapper(uint32_t wrapper) const {
  for (size_t i = 0; i < parts.size(); i++) {
    if (parts[i].simulated && parts[i].simulated->wrapper == wrapper) return i;
  }
  return std::nullopt;
}

uint64_t Document::row_count() const {
  uint64_t rows = 0;
  for (const OpenPart& part : parts) rows += part.row_count();
  return rows;
}

size_t Document::block_count() const {
  size_t count = 0;
  for (const OpenPart& part : parts) count += part.blocks.size();
  return count;
}

Document make_document(std::string name, std::vector<part::ListedFile> listing, PageCache& cache) {
  Document document;
  document.tree = part::build_storage_tree(name, listing);
  document.name = std::move(name);
  document.listing = std::move(listing);
  for (const size_t node : document.tree.parts) {
    const part::StorageNode& storage = document.tree.nodes[node];
    auto files =
        std::make_shared<part::PartFiles>(storage.path.empty() ? storage.name : storage.path);
    uint64_t size = 0;
    for (const size_t index : storage.files) {
      const part::ListedFile& file = document.listing[index];
      files->add(file.path.substr(file.path.rfind('/') + 1), cache.source(index, file.size));
      size += file.size;
    }
    OpenPart open(std::move(files));
    open.node = node;
    open.name = storage.name;
    open.short_name = short_part_name(storage.name);
    open.size_bytes = size;
    document.size_bytes += size;
    document.parts.push_back(std::move(open));
  }
  for (size_t node = 0; node < document.tree.nodes.size(); node++) {
    const part::StorageNode& storage = document.tree.nodes[node];
    if (storage.snapshots.empty()) continue;
    const part::SnapshotFile& newest = storage.snapshots.front();
    auto files = std::make_shared<part::PartFiles>(storage.path);
    files->add(newest.name, cache.source(newest.file, document.listing[newest.file].size));
    document.snapshots.push_back({node, newest.name, std::move(files), {}, {}, {}});
  }
  return document;
}

}  // namespace sidx::model
