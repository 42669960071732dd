#include "wasm/model/world_document.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/format/file_names.h"

namespace sidx::model {
namespace {

using sim::DiskEntry;
using sim::PartKind;
using sim::PartState;
using sim::PartWrapper;
using sim::World;

constexpr uint64_t kOrphanBit = uint64_t{1} << 63;

/// Whether an open part has these very files.
bool has_files(const OpenPart& part, const part::FileMap& files) {
  const auto& open = part.reader.files().files();
  if (open.size() != files.size()) return false;
  return std::all_of(files.begin(), files.end(), [&](const auto& file) {
    const auto at = open.find(file.first);
    if (at == open.end()) return false;
    const auto slice = at->second.source->read({0, at->second.source->size()}, file.first);
    return slice.ok() && slice->owner == file.second;
  });
}

class Builder {
 public:
  Builder(const std::string& name, const World& world, const sim::WorldChanges& changes,
          Document previous)
      : world_(world), changes_(changes), previous_(std::move(previous)) {
    document_.name = name;
    part::StorageNode root;
    root.kind = part::NodeKind::kInstance;
    root.name = name;
    document_.tree.nodes.push_back(std::move(root));
    for (OpenPart& part : previous_.parts) known_.emplace(part.identity, &part);
  }

  Document build() {
    std::set<uint64_t> owned;
    for (const Rc<PartWrapper>& part : world_.live) {
      add_wrapper(*part);
      if (part->kind == PartKind::kFile) owned.insert(part->directory_serial);
    }
    for (const Rc<DiskEntry>& entry : world_.disk) {
      if (entry->is_directory && owned.count(entry->serial) == 0) add_orphan(*entry);
    }
    add_newest_snapshot();
    return std::move(document_);
  }

 private:
  void add_wrapper(const PartWrapper& wrapper) {
    if (!wrapper.content) return;
    const bool is_mem = wrapper.kind == PartKind::kMem;
    SimulatedPart simulated{role_of(world_, wrapper), wrapper.number, wrapper.ref, false, false};
    simulated.changed =
        std::binary_search(changes_.parts.begin(), changes_.parts.end(), wrapper.number);
    simulated.is_new = simulated.changed && changes_.is_new_part(wrapper.number);
    const uint64_t identity = (uint64_t{world_.process} << 32) | wrapper.number;
    const std::string directory = is_mem ? "mem " + std::to_string(wrapper.part_id)
                                         : format::part_directory_name(wrapper.directory_id);
    if (OpenPart* same = reusable(identity, directory, wrapper.content)) {
      push(std::move(*same), std::move(simulated));
      return;
    }
    const part::FileMap files = wrapper.content->files_of_part(wrapper.part_id);
    push(open(files, directory, identity, wrapper.content), std::move(simulated));
  }

  void add_orphan(const DiskEntry& entry) {
    SimulatedPart simulated{PartRole::kOrphan, 0, 0, false, false};
    simulated.changed = simulated.is_new =
        std::find(changes_.disk.begin(), changes_.disk.end(), entry.name) != changes_.disk.end();
    const uint64_t identity = kOrphanBit | entry.serial;
    OpenPart* same = reusable(identity, entry.name, entry.content);
    if (same != nullptr && (entry.content || has_files(*same, entry.files))) {
      push(std::move(*same), std::move(simulated));
      return;
    }
    push(open(sim::files_of(entry), entry.name, identity, entry.content), std::move(simulated));
  }

  OpenPart* reusable(uint64_t identity, const std::string& name,
                     const Rc<part::PartContent>& content) {
    const auto known = known_.find(identity);
    if (known == known_.end()) return nullptr;
    OpenPart& part = *known->second;
    // In another branch the same rows may have become a part of another ID.
    if (!(part.content == content) || part.name != name) return nullptr;
    if (part.verifier) {  // it looks at the part where it was
      part.verifier.reset();
      part.findings.clear();
      part.broken_blocks.clear();
      part.verify_stage = VerifyStage::kQueued;
    }
    return &part;
  }

  static OpenPart open(const part::FileMap& files, const std::string& name, uint64_t identity,
                       const Rc<part::PartContent>& content) {
    OpenPart part(part::as_part_files(files, name));
    part.identity = identity;
    part.content = content;
    part.name = name;
    part.short_name = short_part_name(name);
    for (const auto& [file, bytes] : files) part.size_bytes += bytes->size();
    return part;
  }

  void push(OpenPart part, SimulatedPart simulated) {
    part::StorageNode node;
    node.kind = part::NodeKind::kPart;
    node.name = part.name;
    node.path = part.name;
    node.parent = 0;
    if (simulated.role != PartRole::kMem) {
      node.part_id = format::parse_part_directory_name(part.name);
    }
    const size_t index = document_.tree.nodes.size();
    document_.tree.nodes[0].children.push_back(index);
    document_.tree.nodes.push_back(std::move(node));
    document_.tree.parts.push_back(index);
    part.node = index;
    part.simulated = std::move(simulated);
    part.snapshot = part::SnapshotStatus::kUnknown;
    document_.size_bytes += part.size_bytes;
    document_.parts.push_back(std::move(part));
  }

  /// The .snp that a process which opened the directory now would go by.
  void add_newest_snapshot() {
    const DiskEntry* newest = nullptr;
    uint64_t newest_epoch = 0;
    for (const Rc<DiskEntry>& entry : world_.disk) {
      const auto epoch = format::parse_snapshot_file_name(entry->name);
      if (entry->is_directory || !epoch) continue;
      document_.tree.nodes[0].snapshots.push_back({entry->name, 0, *epoch});
      if (newest == nullptr || *epoch > newest_epoch) {
        newest = entry.get();
        newest_epoch = *epoch;
      }
    }
    auto& snapshots = document_.tree.nodes[0].snapshots;
    std::sort(snapshots.begin(), snapshots.end(),
              [](const auto& a, const auto& b) { return a.epoch > b.epoch; });
    if (newest == nullptr) return;
    part::FileMap files{{newest->name, newest->bytes}};
    document_.snapshots.push_back(
        {0, newest->name, part::as_part_files(files, document_.name), {}, {}, {}});
  }

  const World& world_;
  const sim::WorldChanges& changes_;
  Document previous_;
  Document document_;
  std::unordered_map<uint64_t, OpenPart*> known_;
};

}  // namespace

PartRole role_of(const World& world, const PartWrapper& part) {
  const sim::Snapshot* current = world.current_snapshot();
  const bool listed = current != nullptr &&
                      std::find(current->parts->begin(), current->parts->end(), part.number) !=
                          current->parts->end();
  if (listed) return part.kind == PartKind::kMem ? PartRole::kMem : PartRole::kFile;
  if (part.state != PartState::kActive) return PartRole::kRemoving;
  for (const Rc<sim::Operation>& operation : world.operations) {
    const auto& flushed = operation->flushed;
    if (operation->output == part.number ||
        std::any_of(flushed.begin(), flushed.end(),
                    [&](const auto& item) { return item.file_part == part.number; })) {
      return PartRole::kPrepared;
    }
  }
  return PartRole::kRemoving;
}

Document make_world_document(const std::string& name, const World& world,
                             const sim::WorldChanges& changes, Document previous) {
  return Builder(name, world, changes, std::move(previous)).build();
}

}  // namespace sidx::model
