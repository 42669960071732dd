#include "wasm/model/reference_graph.h"

#include <algorithm>
#include <map>

#include "core/format/file_names.h"
#include "core/sim/narration.h"
#include "wasm/model/key_axis.h"
#include "wasm/model/world_document.h"

namespace sidx::model {

using sim::OperationKind;
using sim::World;

namespace {

using Kind = ReferenceNode::Kind;

template <typename T>
bool contains(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string references(int32_t count) {
  return counted(static_cast<uint64_t>(std::max(count, 0)), "ref");
}

const char* words_of(OperationKind kind) {
  switch (kind) {
    case OperationKind::kFlush:
      return "flush, not introduced";
    case OperationKind::kMerge:
    case OperationKind::kMergeMem:
      return "merge, not introduced";
    case OperationKind::kHold:
      return "reader";
    case OperationKind::kQuery:
      return "query";
  }
  return "";
}

class GraphBuilder {
 public:
  GraphBuilder(const World& world, const sim::WorldChanges& changes)
      : world_(world), changes_(changes) {}

  ReferenceGraph build() {
    add_holders();
    add_snapshots();
    add_parts();
    add_files();
    link_holders();
    add_leaks();
    return std::move(graph_);
  }

 private:
  size_t push(ReferenceNode node) {
    graph_.nodes.push_back(std::move(node));
    return graph_.nodes.size() - 1;
  }
  void link(size_t from, size_t to, int32_t count = 1, bool wrong = false) {
    graph_.edges.push_back({from, to, count, wrong});
    if (graph_.nodes[from].kind == Kind::kHolder || graph_.nodes[to].kind == Kind::kPart) {
      explained_[to] += count;
    }
  }

  /// In the order of their snapshots, so that few lines cross.
  void add_holders() {
    std::vector<const sim::Operation*> operations;
    for (const Rc<sim::Operation>& operation : world_.operations) {
      operations.push_back(operation.get());
    }
    std::stable_sort(operations.begin(), operations.end(),
                     [](const auto* a, const auto* b) { return a->snapshot < b->snapshot; });
    bool has_current = world_.current == 0;
    for (const sim::Operation* operation : operations) {
      if (!has_current && operation->snapshot > world_.current) {
        add_current();
        has_current = true;
      }
      ReferenceNode node;
      node.label = node.name = operation->name;
      node.detail = operation->snapshot == 0 ? "holds nothing" : words_of(operation->kind);
      node.is_reader =
          operation->kind == OperationKind::kHold || operation->kind == OperationKind::kQuery;
      node.is_new = node.changed = contains(changes_.operations, operation->name);
      holder_of_[operation->name] = push(std::move(node));
    }
    if (!has_current) add_current();
  }

  void add_current() {
    ReferenceNode node;
    node.label = "current";
    node.detail = "the instance";
    node.changed = changes_.current;
    current_holder_ = push(std::move(node));
  }

  void add_snapshots() {
    for (const Rc<sim::Snapshot>& snapshot : world_.snapshots) {
      ReferenceNode node;
      node.kind = Kind::kSnapshot;
      node.number = snapshot->number;
      node.label = snapshot_title(world_, snapshot->number);
      node.detail = references(snapshot->ref);
      node.changed = contains(changes_.snapshots, snapshot->number);
      node.is_new = node.changed && changes_.is_new_snapshot(snapshot->number);
      snapshot_node_[snapshot->number] = push(std::move(node));
    }
  }

  void add_parts() {
    for (const Rc<sim::PartWrapper>& part : world_.live) {
      ReferenceNode node;
      node.kind = Kind::kPart;
      node.number = part->number;
      node.role = role_of(world_, *part);
      node.label = sim::part_title(*part);
      node.detail = references(part->ref) + ", " + describe(node.role);
      node.changed = contains(changes_.parts, part->number);
      node.is_new = node.changed && changes_.is_new_part(part->number);
      part_node_[part->number] = push(std::move(node));
    }
    for (const Rc<sim::Snapshot>& snapshot : world_.snapshots) {
      for (const uint32_t part : *snapshot->parts) {
        const auto node = part_node_.find(part);
        if (node != part_node_.end()) link(snapshot_node_[snapshot->number], node->second);
      }
    }
  }

  void add_files() {
    for (const Rc<sim::DiskEntry>& entry : world_.disk) {
      ReferenceNode node;
      node.kind = Kind::kFile;
      node.name = entry->name;
      node.label = entry->name + (entry->is_directory ? "/" : "");
      node.changed = node.is_new = contains(changes_.disk, entry->name);
      const std::optional<size_t> owner = owner_of(*entry, node.detail);
      node.wrong = !owner && node.detail.empty();
      if (node.wrong) node.detail = "orphan";
      const bool is_directory = entry->is_directory;
      const size_t at = push(std::move(node));
      // A list of parts is no reference: a line would say too much.
      if (owner && is_directory) graph_.edges.push_back({*owner, at, 1, false});
    }
  }

  /// The part or snapshot an entry belongs to; or in `detail` who else knows it.
  std::optional<size_t> owner_of(const sim::DiskEntry& entry, std::string& detail) const {
    if (entry.is_directory) {
      for (const Rc<sim::PartWrapper>& part : world_.live) {
        if (part->kind == sim::PartKind::kFile && part->directory_serial == entry.serial) {
          detail = "directory of part " + sim::part_text(*part);
          return part_node_.at(part->number);
        }
      }
      return std::nullopt;
    }
    const auto epoch = format::parse_snapshot_file_name(entry.name);
    if (!epoch) return std::nullopt;
    if (contains(world_.gc_deletable.get(), *epoch)) detail = "to be deleted";
    if (world_.gc_live_epoch == *epoch)
      detail = "list of epoch " + std::to_string(*epoch) + ", live";
    for (size_t i = world_.snapshots.size(); i-- > 0;) {
      if (world_.snapshots[i]->epoch == *epoch) {
        return snapshot_node_.at(world_.snapshots[i]->number);
      }
    }
    return std::nullopt;
  }

  void link_holders() {
    if (world_.current != 0) link(current_holder_, snapshot_node_[world_.current]);
    for (const Rc<sim::Operation>& operation : world_.operations) {
      const size_t holder = holder_of_[operation->name];
      const auto snapshot = snapshot_node_.find(operation->snapshot);
      if (snapshot != snapshot_node_.end()) link(holder, snapshot->second);
      const auto prepared = [&](uint32_t part) {
        const auto node = part_node_.find(part);
        if (node != part_node_.end()) link(holder, node->second);
      };
      for (const auto& flushed : operation->flushed) prepared(flushed.file_part);
      if (operation->output != 0) prepared(operation->output);
    }
  }

  /// What is counted and has no holder.
  void add_leaks() {
    std::vector<std::pair<size_t, int32_t>> leaks;
    const auto look = [&](size_t node, int32_t ref) {
      const int32_t leaked = ref - explained_[node];
      if (leaked > 0) leaks.emplace_back(node, leaked);
    };
    for (const Rc<sim::Snapshot>& snapshot : world_.snapshots) {
      look(snapshot_node_[snapshot->number], snapshot->ref);
    }
    for (const Rc<sim::PartWrapper>& part : world_.live) {
      look(part_node_[part->number], part->ref);
    }
    if (leaks.empty()) return;
    ReferenceNode node;
    node.label = "nobody";
    node.detail = "leaked";
    node.wrong = true;
    const size_t nobody = push(std::move(node));
    for (const auto& [target, count] : leaks) {
      graph_.edges.push_back({nobody, target, count, true});
      graph_.nodes[target].wrong = true;
      std::string& detail = graph_.nodes[target].detail;
      detail = std::to_string(count) + " leaked of " + detail;
    }
  }

  const World& world_;
  const sim::WorldChanges& changes_;
  ReferenceGraph graph_;
  size_t current_holder_ = 0;
  std::map<std::string, size_t> holder_of_;
  std::map<uint32_t, size_t> snapshot_node_;
  std::map<uint32_t, size_t> part_node_;
  std::map<size_t, int32_t> explained_;
};

}  // namespace

std::string snapshot_title(const World& world, uint32_t number) {
  const sim::Snapshot* snapshot = world.find_snapshot(number);
  if (snapshot == nullptr) return "snapshot " + std::to_string(number);
  std::string title = "epoch " + std::to_string(snapshot->epoch);
  for (const Rc<sim::Snapshot>& other : world.snapshots) {
    if (other->epoch == snapshot->epoch && other->number < number) {
      return title + " again";
    }
  }
  return title;
}

ReferenceGraph reference_graph(const World& world, const sim::WorldChanges& changes) {
  return GraphBuilder(world, changes).build();
}

}  // namespace sidx::model
