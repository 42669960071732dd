#include "core/part/storage_tree.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/format/file_names.h"

namespace sidx::part {
namespace {

using format::FileRole;

/// A directory of the listing while the tree is being built. Children sorted by name.
struct Directory {
  std::string name;
  std::string path;
  std::map<std::string, size_t> files;  // name -> index in the listing
  std::map<std::string, Directory> directories;
};

constexpr size_t kDepthMax = 64;  // deeper paths are not storage of the engine

std::vector<std::string> split_path(const std::string& path) {
  std::vector<std::string> components;
  size_t start = 0;
  while (start <= path.size()) {
    const size_t end = std::min(path.find('/', start), path.size());
    if (end > start && path.compare(start, end - start, ".") != 0) {
      components.push_back(path.substr(start, end - start));
    }
    start = end + 1;
  }
  return components;
}

bool has_file(const Directory& directory, const char* name) {
  return directory.files.count(name) > 0;
}

bool has_extension(const Directory& directory, std::string_view extension) {
  return std::any_of(directory.files.begin(), directory.files.end(),
                     [&](const auto& file) { return file.first.ends_with(extension); });
}

/// Why a directory with part-like files is another kind of storage; empty if it is not.
std::string_view foreign_reason(const Directory& directory) {
  if (has_file(directory, "bluge.pid") || has_extension(directory, ".seg")) {
    return "series index (another engine)";
  }
  if (has_file(directory, "spans.bin")) return "trace part (not a secondary index part)";
  if (has_file(directory, "fv.bin")) return "measure part (not a secondary index part)";
  if (has_file(directory, "timestamps.bin")) return "stream part (not a secondary index part)";
  return {};
}

/// A part directory shows itself by its core files; one that lost some of them is still one.
bool looks_like_part(const Directory& directory) {
  if (!foreign_reason(directory).empty()) return false;
  int core_files = 0;
  int tag_files = 0;
  for (const auto& [name, index] : directory.files) {
    const FileRole role = format::classify_file(name).role;
    if (role == FileRole::kOther) continue;
    (role >= FileRole::kTagData ? tag_files : core_files)++;
  }
  if (core_files >= 2) return true;
  const bool named_like_part = format::is_canonical_part_directory_name(directory.name);
  return named_like_part && core_files + tag_files > 0;
}

std::string_view file_skip_reason(const std::string& name) {
  if (name == ".DS_Store" || name == "Thumbs.db" || name == "desktop.ini" ||
      name.starts_with("._")) {
    return "file of the operating system";
  }
  if (name == "lock" || name == "LOCK") return "lock file";
  if (name == "metadata") return "segment metadata (version and end time)";
  return "not part of a secondary index";
}

class TreeBuilder {
 public:
  TreeBuilder(const std::vector<ListedFile>& listing, StorageTree& tree)
      : listing_(listing), tree_(tree) {}

  /// True when `directory` is or holds something of the engine's; only then a node stays.
  bool add(const Directory& directory, std::optional<size_t> parent) {
    if (const std::string_view reason = foreign_reason(directory); !reason.empty()) {
      skip_all(directory, reason);
      return false;
    }
    if (looks_like_part(directory)) {
      add_part(directory, parent);
      return true;
    }
    const size_t node = push_node(directory, parent);
    const size_t skipped_before = tree_.skipped.size();
    for (const auto& [name, child] : directory.directories) add(child, node);
    collect_snapshots(directory, node);
    if (tree_.nodes[node].children.empty() && tree_.nodes[node].snapshots.empty() && parent) {
      tree_.nodes.erase(tree_.nodes.begin() + static_cast<ptrdiff_t>(node), tree_.nodes.end());
      tree_.nodes[*parent].children.pop_back();
      tree_.skipped.resize(skipped_before);
      skip_all(directory, directory_skip_reason(directory));
      return false;
    }
    skip_files(directory, node);
    classify(directory, node);
    return true;
  }

  void skip(const std::string& path, std::string_view reason, uint64_t size) {
    tree_.skipped.push_back({path, std::string(reason), 1, size});
  }

 private:
  size_t push_node(const Directory& directory, std::optional<size_t> parent) {
    const size_t node = tree_.nodes.size();
    tree_.nodes.push_back({});
    tree_.nodes[node].name = directory.name;
    tree_.nodes[node].path = directory.path;
    tree_.nodes[node].parent = parent;
    if (parent) tree_.nodes[*parent].children.push_back(node);
    return node;
  }

  void add_part(const Directory& directory, std::optional<size_t> parent) {
    const size_t node = push_node(directory, parent);
    StorageNode& part = tree_.nodes[node];
    part.kind = NodeKind::kPart;
    part.part_id = format::parse_part_directory_name(directory.name);
    for (const auto& [name, index] : directory.files) part.files.push_back(index);
    tree_.parts.push_back(node);
    for (const auto& [name, child] : directory.directories) {
      skip_all(child, "directory inside a part");
    }
  }

  void collect_snapshots(const Directory& directory, size_t node) {
    for (const auto& [name, index] : directory.files) {
      const std::optional<uint64_t> epoch = format::parse_snapshot_file_name(name);
      if (epoch) tree_.nodes[node].snapshots.push_back({name, index, *epoch});
    }
    std::stable_sort(
        tree_.nodes[node].snapshots.begin(), tree_.nodes[node].snapshots.end(),
        [](const SnapshotFile& a, const SnapshotFile& b) { return a.epoch > b.epoch; });
  }

  void skip_files(const Directory& directory, size_t node) {
    for (const auto& [name, index] : directory.files) {
      const auto& snapshots = tree_.nodes[node].snapshots;
      const bool shown = std::any_of(snapshots.begin(), snapshots.end(),
                                     [i = index](const auto& file) { return file.file == i; });
      if (!shown) skip(listing_[index].path, file_skip_reason(name), listing_[index].size);
    }
  }

  /// An instance holds parts; a shard holds instances; a segment holds shards.
  void classify(const Directory& directory, size_t node) {
    StorageNode& self = tree_.nodes[node];
    const auto has_child = [&](NodeKind kind) {
      return std::any_of(self.children.begin(), self.children.end(),
                         [&](size_t child) { return tree_.nodes[child].kind == kind; });
    };
    const bool named_shard = self.name.starts_with("shard-");
    if (named_shard || directory.directories.count("sidx") > 0) {
      const bool is_segment = has_child(NodeKind::kShard) && !named_shard;
      self.kind = is_segment ? NodeKind::kSegment : NodeKind::kShard;
    } else if (has_child(NodeKind::kShard)) {
      self.kind = NodeKind::kSegment;
    } else if (has_child(NodeKind::kPart) || (self.children.empty() && !self.snapshots.empty())) {
      self.kind = NodeKind::kInstance;
    }
  }

  static std::string_view directory_skip_reason(const Directory& directory) {
    if (directory.name == "__MACOSX") return "directory of the operating system";
    return "holds nothing of a secondary index";
  }

  void skip_all(const Directory& directory, std::string_view reason) {
    SkippedFiles row{directory.path, std::string(reason), 0, 0};
    count(directory, row);
    tree_.skipped.push_back(std::move(row));
  }

  void count(const Directory& directory, SkippedFiles& row) const {
    for (const auto& [name, index] : directory.files) {
      row.file_count++;
      row.size_bytes += listing_[index].size;
    }
    for (const auto& [name, child] : directory.directories) count(child, row);
  }

  const std::vector<ListedFile>& listing_;
  StorageTree& tree_;
};

}  // namespace

std::string_view name_of(NodeKind kind) {
  static constexpr std::array<std::string_view, 5> kNames{"directory", "segment", "shard",
                                                          "instance", "part"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view name_of(SnapshotStatus status) {
  static constexpr std::array<std::string_view, 4> kNames{"unknown", "no snapshot", "live",
                                                          "stale"};
  return kNames[static_cast<size_t>(status)];
}

StorageTree build_storage_tree(const std::string& name, const std::vector<ListedFile>& listing) {
  StorageTree tree;
  TreeBuilder builder(listing, tree);
  Directory root;
  root.name = name;
  std::vector<std::pair<size_t, std::string_view>> odd;
  for (size_t i = 0; i < listing.size(); i++) {
    const std::vector<std::string> components = split_path(listing[i].path);
    if (components.empty() || components.size() > kDepthMax) {
      odd.emplace_back(i, "path of an unusual shape");
      continue;
    }
    Directory* directory = &root;
    for (size_t c = 0; c + 1 < components.size(); c++) {
      Directory& child = directory->directories[components[c]];
      if (child.name.empty()) {
        child.name = components[c];
        child.path = directory->path.empty() ? child.name : directory->path + "/" + child.name;
      }
      directory = &child;
    }
    if (!directory->files.emplace(components.back(), i).second) odd.emplace_back(i, "listed twice");
  }
  // A dropped directory is the only thing in its listing: it becomes the root itself.
  const Directory* top = &root;
  if (root.files.empty() && root.directories.size() == 1) top = &root.directories.begin()->second;
  builder.add(*top, std::nullopt);
  if (tree.nodes.empty())
    tree.nodes.push_back({NodeKind::kDirectory, top->name, top->path, {}, {}, {}, {}, {}});
  for (const auto& [file, reason] : odd) {
    builder.skip(listing[file].path, reason, listing[file].size);
  }
  return tree;
}

std::optional<DecidingSnapshot> deciding_snapshot(const StorageTree& tree, size_t part_node) {
  std::optional<size_t> node = tree.nodes[part_node].parent;
  while (node) {
    const StorageNode& candidate = tree.nodes[*node];
    if (!candidate.snapshots.empty()) return DecidingSnapshot{*node, &candidate.snapshots.front()};
    if (candidate.kind == NodeKind::kShard) break;
    node = candidate.parent;
  }
  return std::nullopt;
}

SnapshotStatus snapshot_status(const format::SnapshotManifest& listed,
                               const std::string& part_name) {
  return std::find(listed.begin(), listed.end(), part_name) != listed.end()
             ? SnapshotStatus::kLive
             : SnapshotStatus::kStale;
}

std::vector<std::string> missing_parts(const StorageTree& tree, size_t instance_node,
                                       const format::SnapshotManifest& listed) {
  // A shard's snapshot lists trace parts, which are not in the tree.
  if (tree.nodes[instance_node].kind == NodeKind::kShard) return {};
  std::set<std::string> present;
  for (const size_t child : tree.nodes[instance_node].children) {
    if (tree.nodes[child].kind == NodeKind::kPart) present.insert(tree.nodes[child].name);
  }
  std::vector<std::string> missing;
  for (const std::string& name : listed) {
    if (present.count(name) == 0) missing.push_back(name);
  }
  return missing;
}

}  // namespace sidx::part
