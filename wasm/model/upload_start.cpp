#include "wasm/model/upload_start.h"

#include <utility>

namespace sidx::model {
namespace {

using part::NodeKind;

bool is_within(const part::StorageTree& tree, std::optional<size_t> node, size_t ancestor) {
  while (node && *node != ancestor) node = tree.nodes[*node].parent;
  return node.has_value();
}

/// The instance that is meant; nothing for loose parts.
std::optional<size_t> instance_of(const part::StorageTree& tree, std::optional<size_t> node) {
  if (!node) {
    for (size_t i = 0; i < tree.nodes.size(); i++) {
      if (tree.nodes[i].kind == NodeKind::kInstance) return i;
    }
    return std::nullopt;
  }
  if (tree.nodes[*node].kind == NodeKind::kPart) {
    node = tree.nodes[*node].parent;
    return node && tree.nodes[*node].kind == NodeKind::kInstance ? node : std::nullopt;
  }
  // Of a directory above: the only one below it. Parts of several have the same names.
  std::optional<size_t> found;
  for (size_t i = *node; i < tree.nodes.size(); i++) {
    if (tree.nodes[i].kind != NodeKind::kInstance || !is_within(tree, i, *node)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

}  // namespace

UploadStart::UploadStart(const Document& document, PageCache& cache, std::optional<size_t> node) {
  const std::optional<size_t> instance = instance_of(document.tree, node);
  if (node && !instance && document.tree.nodes[*node].kind != NodeKind::kPart) {
    objection_ = "choose an instance or a part";
    return;
  }
  uint64_t bytes = 0;
  for (const OpenPart& part : document.parts) {
    const auto parent = document.tree.nodes[part.node].parent;
    const bool meant = instance ? parent == instance
                       : node && document.tree.nodes[*node].kind == NodeKind::kPart
                           ? part.node == *node
                           : true;
    if (!meant) continue;
    want_part(part);
    bytes += part.size_bytes;
  }
  name_ = document.name;
  if (instance) {
    const part::StorageNode& root = document.tree.nodes[*instance];
    if (!root.name.empty()) name_ = root.name;
    for (const part::SnapshotFile& snapshot : root.snapshots) {
      files_.want(snapshot.name, cache.source(snapshot.file, document.listing[snapshot.file].size));
      bytes += document.listing[snapshot.file].size;
    }
  }
  if (files_.empty()) objection_ = "there is no part to start from";
  if (bytes > kStartBytesMax) {
    objection_ = "these parts have " + std::to_string(bytes) +
                 " bytes; a scenario can start from " + std::to_string(kStartBytesMax) +
                 " at most: open fewer parts";
  }
}

void UploadStart::want_part(const OpenPart& part) {
  for (const auto& [name, file] : part.reader.files().files()) {
    files_.want(part.name + "/" + name, file.source);
  }
}

bool UploadStart::advance() {
  if (!objection_.empty()) return true;
  const bool done = files_.advance();
  objection_ = files_.objection();
  return done;
}

Session::Start UploadStart::take() { return {name_, as_instance(files_.take())}; }

}  // namespace sidx::model
