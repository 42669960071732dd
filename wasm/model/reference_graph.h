#pragma once

#include <string>
#include <vector>

#include "core/sim/changes.h"
#include "core/sim/world.h"
#include "wasm/model/document.h"

/// Who holds what after a step: holders, snapshots, parts, and what lies on disk, with an edge for
/// each reference. References that nobody can give back any more are leaked; directories and .snp
/// files that nobody knows are orphans.
namespace sidx::model {

struct ReferenceNode {
  enum class Kind : uint8_t { kHolder, kSnapshot, kPart, kFile };
  Kind kind = Kind::kHolder;
  std::string label;    // "current", "q1", "epoch 3", "part 1", "0000000000000001/"
  std::string detail;   // "2 refs", "query", "orphan"
  std::string name;     // of an operation or a file
  uint32_t number = 0;  // of a snapshot or part wrapper
  PartRole role = PartRole::kFile;
  bool is_reader = false;  // a holder that is a query or hold
  bool is_new = false;     // made by the step
  bool changed = false;    // by the step
  bool wrong = false;      // leaked, or an orphan
};

struct ReferenceEdge {
  size_t from = 0;  // nodes
  size_t to = 0;
  int32_t count = 1;
  bool wrong = false;  // leaked
};

struct ReferenceGraph {
  std::vector<ReferenceNode> nodes;  // holders first, then snapshots, parts, files
  std::vector<ReferenceEdge> edges;
};

/// "epoch 3"; the second snapshot of one epoch (S4) is "epoch 3 again".
std::string snapshot_title(const sim::World& world, uint32_t number);

ReferenceGraph reference_graph(const sim::World& world, const sim::WorldChanges& changes);

}  // namespace sidx::model
