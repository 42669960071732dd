#include "wasm/model/reference_graph.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/sim/history.h"
#include "tests/support/golden_traces.h"
#include "tests/support/random_scenario.h"
#include "wasm/model/world_document.h"

namespace sidx::model {
namespace {

using sim::History;
using sim::World;
using testing::event_of;
using Kind = ReferenceNode::Kind;
using Texts = std::vector<std::string>;

const char* kWriteA = R"({"op": "write", "elements": [{"series": "1", "key": "1", "data": "a"}]})";
const char* kWriteB = R"({"op": "write", "elements": [{"series": "1", "key": "2", "data": "b"}]})";
const char* kFlush = R"({"op": "flush"})";
const char* kReopen = R"({"op": "reopen"})";

History play(const std::vector<std::string>& steps, const std::vector<sim::Fix>& fixes = {}) {
  sim::Settings settings;
  for (const sim::Fix fix : fixes) settings.fixes.add(fix);
  History history(sim::new_world(settings));
  for (const std::string& text : steps) history.play(event_of(text));
  return history;
}

ReferenceGraph graph_at(const History& history, size_t step) {
  const World& world = history.at(history.active_branch(), step).world;
  if (step == 0) return reference_graph(world, {});
  const World& before = history.at(history.active_branch(), step - 1).world;
  return reference_graph(world, sim::compare(before, world));
}
ReferenceGraph last_graph(const History& history) {
  return graph_at(history, history.length(history.active_branch()));
}

/// "part 1 !" for a node that is wrong, with + for new and ~ for changed.
Texts nodes_of(const ReferenceGraph& graph, Kind kind) {
  Texts texts;
  for (const ReferenceNode& node : graph.nodes) {
    if (node.kind != kind) continue;
    CHECK_FALSE(node.detail.empty());
    texts.push_back(node.label + (node.wrong ? " !" : "") +
                    (node.is_new    ? " +"
                     : node.changed ? " ~"
                                    : ""));
  }
  return texts;
}

/// "current → epoch 0", "nobody → part 1 !"
Texts edges_of(const ReferenceGraph& graph) {
  Texts texts;
  for (const ReferenceEdge& edge : graph.edges) {
    texts.push_back(graph.nodes.at(edge.from).label + " → " + graph.nodes.at(edge.to).label +
                    (edge.count == 1 ? "" : " ×" + std::to_string(edge.count)) +
                    (edge.wrong ? " !" : ""));
  }
  return texts;
}

const ReferenceNode& node_of(const ReferenceGraph& graph, const std::string& label) {
  const auto at = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                               [&](const ReferenceNode& node) { return node.label == label; });
  REQUIRE(at != graph.nodes.end());
  return *at;
}

bool has_node(const ReferenceGraph& graph, const std::string& label) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [&](const ReferenceNode& node) { return node.label == label; });
}

TEST_CASE("an empty instance has no references") {
  const ReferenceGraph graph = last_graph(play({}));
  CHECK(graph.nodes.empty());
  CHECK(graph.edges.empty());
}

TEST_CASE("the graph shows who holds what while a flush is prepared and a reader reads") {
  const ReferenceGraph graph = last_graph(play({kWriteA, R"({"op": "hold", "as": "h1"})",
                                                R"({"op": "query_begin", "as": "q1",
                                                    "series": ["1"]})",
                                                R"({"op": "flush_begin", "as": "f1"})"}));
  CHECK(nodes_of(graph, Kind::kHolder) == Texts{"h1", "q1", "f1 +", "current"});
  CHECK(nodes_of(graph, Kind::kSnapshot) == Texts{"epoch 0 ~"});
  CHECK(nodes_of(graph, Kind::kPart) == Texts{"mem part 1", "part 1 +"});
  CHECK(nodes_of(graph, Kind::kFile) == Texts{"0000000000000001/ +"});
  CHECK(edges_of(graph) == Texts{"epoch 0 → mem part 1", "part 1 → 0000000000000001/",
                                 "current → epoch 0", "h1 → epoch 0", "q1 → epoch 0",
                                 "f1 → epoch 0", "f1 → part 1"});
  CHECK(node_of(graph, "h1").is_reader);
  CHECK(node_of(graph, "q1").is_reader);
  CHECK_FALSE(node_of(graph, "f1").is_reader);
  CHECK_FALSE(node_of(graph, "current").is_reader);
  CHECK(node_of(graph, "f1").name == "f1");
  CHECK(node_of(graph, "epoch 0").number == 1);
  CHECK(node_of(graph, "mem part 1").number == 1);
  CHECK(node_of(graph, "mem part 1").role == PartRole::kMem);
  CHECK(node_of(graph, "part 1").number == 2);
  CHECK(node_of(graph, "part 1").role == PartRole::kPrepared);
  CHECK(node_of(graph, "0000000000000001/").name == "0000000000000001");
}

TEST_CASE("a snapshot that a reader holds keeps the parts that have left the current one") {
  const ReferenceGraph graph = last_graph(play({kWriteA, R"({"op": "hold", "as": "h1"})", kFlush}));
  CHECK(nodes_of(graph, Kind::kHolder) == Texts{"h1", "current ~"});
  CHECK(nodes_of(graph, Kind::kSnapshot) == Texts{"epoch 0 ~", "epoch 1 +"});
  CHECK(nodes_of(graph, Kind::kPart) == Texts{"mem part 1 ~", "part 1 +"});
  CHECK(nodes_of(graph, Kind::kFile) == Texts{"0000000000000001/ +", "0000000000000001.snp +"});
  CHECK(edges_of(graph) == Texts{"epoch 0 → mem part 1", "epoch 1 → part 1",
                                 "part 1 → 0000000000000001/", "current → epoch 1",
                                 "h1 → epoch 0"});
}

TEST_CASE("an operation that began with nothing to do holds nothing") {
  const ReferenceGraph graph =
      last_graph(play({kWriteA, kFlush, R"({"op": "flush_begin", "as": "f1"})",
                       R"({"op": "merge_begin", "as": "m1"})"}));
  CHECK(nodes_of(graph, Kind::kHolder) == Texts{"f1", "m1 +", "current"});
  CHECK(edges_of(graph) ==
        Texts{"epoch 1 → part 1", "part 1 → 0000000000000001/", "current → epoch 1"});
}

TEST_CASE("a merge that is prepared holds its snapshot and its output") {
  const ReferenceGraph graph =
      last_graph(play({kWriteA, kWriteB, kFlush, R"({"op": "merge_begin", "as": "m1"})"}));
  CHECK(node_of(graph, "part 3").role == PartRole::kPrepared);
  const Texts edges = edges_of(graph);
  CHECK(std::count(edges.begin(), edges.end(), "m1 → epoch 2") == 1);
  CHECK(std::count(edges.begin(), edges.end(), "m1 → part 3") == 1);
}

TEST_CASE("the references of the loader leak at the seed, S8") {
  const ReferenceGraph graph = last_graph(play({kWriteA, kWriteB, kFlush, kReopen}));
  CHECK(nodes_of(graph, Kind::kHolder) == Texts{"current ~", "nobody !"});
  CHECK(nodes_of(graph, Kind::kSnapshot) == Texts{"epoch 2 ! +"});
  CHECK(nodes_of(graph, Kind::kPart) == Texts{"part 1 ! +", "part 2 ! +"});
  Texts leaks;
  for (const ReferenceEdge& edge : graph.edges) {
    if (edge.wrong) leaks.push_back(graph.nodes.at(edge.to).label);
  }
  CHECK(leaks == Texts{"epoch 2", "part 1", "part 2"});
  // The files are all owned, leak or not.
  for (const ReferenceNode& node : graph.nodes) {
    if (node.kind == Kind::kFile) CHECK_FALSE(node.wrong);
  }
}

TEST_CASE("nothing leaks with S8 repaired") {
  const ReferenceGraph graph =
      last_graph(play({kWriteA, kWriteB, kFlush, kReopen}, {sim::Fix::kS8}));
  CHECK_FALSE(has_node(graph, "nobody"));
  CHECK(nodes_of(graph, Kind::kSnapshot) == Texts{"epoch 2 +"});
  CHECK(nodes_of(graph, Kind::kPart) == Texts{"part 1 +", "part 2 +"});
  for (const ReferenceNode& node : graph.nodes) CHECK_FALSE(node.wrong);
  for (const ReferenceEdge& edge : graph.edges) CHECK_FALSE(edge.wrong);
}

TEST_CASE("a flush that loses the race leaks what it had prepared") {
  const ReferenceGraph graph =
      last_graph(play({kWriteA, kWriteB, R"({"op": "flush_begin", "as": "f1"})",
                       R"({"op": "merge_mem"})", R"({"op": "introduce", "as": "f1"})"}));
  CHECK(node_of(graph, "part 1").wrong);
  CHECK(node_of(graph, "part 1").role == PartRole::kRemoving);
  CHECK(node_of(graph, "part 2").wrong);
  CHECK_FALSE(node_of(graph, "part 3").wrong);
  const Texts edges = edges_of(graph);
  CHECK(std::count(edges.begin(), edges.end(), "nobody → part 1 !") == 1);
}

TEST_CASE("directories and files that nobody knows are orphans") {
  SECTION("a part that was written and not introduced before the restart") {
    const ReferenceGraph graph =
        last_graph(play({kWriteA, R"({"op": "flush_begin", "as": "f1"})", kReopen}));
    CHECK(nodes_of(graph, Kind::kFile) == Texts{"0000000000000001/ !"});
    CHECK(edges_of(graph).empty());
  }
  SECTION("a snapshot file that the restart did not look at, S5") {
    // The last part is synced away; without parts the new process begins at epoch 0.
    const ReferenceGraph graph =
        last_graph(play({kWriteA, kFlush, R"({"op": "sync", "parts": ["1"]})", kReopen, kWriteB}));
    CHECK(nodes_of(graph, Kind::kFile) == Texts{"0000000000000002.snp !"});
    CHECK(node_of(graph, "0000000000000002.snp").detail == "orphan");
    CHECK(edges_of(graph) == Texts{"epoch 0 → mem part 1", "current → epoch 0"});
  }
  SECTION("what came from outside") {
    const ReferenceGraph graph = last_graph(
        play({R"({"op": "write_file", "path": "notes.txt", "text": "x"})",
              R"({"op": "write_file", "path": "0000000000000009/keys.bin", "text": "x"})",
              R"({"op": "write_file", "path": "0000000000000004.snp", "text": "[]"})"}));
    CHECK(nodes_of(graph, Kind::kFile) ==
          Texts{"0000000000000004.snp ! +", "0000000000000009/ !", "notes.txt !"});
  }
}

TEST_CASE("a snapshot file that only the collector knows is no orphan") {
  // Epoch 2 is not persisted, and the snapshot of epoch 1 is gone.
  const ReferenceGraph graph = last_graph(play({kWriteA, kFlush, kWriteB}));
  CHECK(nodes_of(graph, Kind::kSnapshot) == Texts{"epoch 2 +"});
  CHECK(nodes_of(graph, Kind::kFile) == Texts{"0000000000000001/", "0000000000000001.snp"});
}

TEST_CASE("after a second restart everything is new, though nothing looks different") {
  const ReferenceGraph graph = last_graph(play({kWriteA, kFlush, kReopen, kReopen}));
  CHECK(nodes_of(graph, Kind::kPart) == Texts{"part 1 ! +"});
  CHECK(nodes_of(graph, Kind::kSnapshot) == Texts{"epoch 1 ! +"});
}

// ---- All golden scenarios

void check_graph(const World& world, const ReferenceGraph& graph) {
  std::map<size_t, int32_t> sums;
  for (const ReferenceEdge& edge : graph.edges) {
    REQUIRE(edge.from < graph.nodes.size());
    REQUIRE(edge.to < graph.nodes.size());
    CHECK(edge.count > 0);
    sums[edge.to] += edge.count;
  }
  size_t snapshots = 0;
  size_t parts = 0;
  size_t files = 0;
  for (size_t i = 0; i < graph.nodes.size(); i++) {
    const ReferenceNode& node = graph.nodes[i];
    INFO(node.label);
    if (node.kind == Kind::kSnapshot) {
      const sim::Snapshot* snapshot = world.find_snapshot(node.number);
      REQUIRE(snapshot != nullptr);
      CHECK(sums[i] == snapshot->ref);
      snapshots++;
    } else if (node.kind == Kind::kPart) {
      const sim::PartWrapper* part = world.find_live(node.number);
      REQUIRE(part != nullptr);
      CHECK(sums[i] == part->ref);
      CHECK(node.role == role_of(world, *part));
      parts++;
    } else if (node.kind == Kind::kFile) {
      CHECK(world.find_entry(node.name) != nullptr);
      CHECK(sums[i] <= 1);
      CHECK((sums[i] == 1 || !node.detail.empty()));
      CHECK(node.wrong == (node.detail == "orphan"));
      files++;
    }
  }
  CHECK(snapshots == world.snapshots.size());
  CHECK(parts == world.live.size());
  CHECK(files == world.disk.size());
}

TEST_CASE("edges add up to the counts, at every step of every golden scenario") {
  for (const std::string& name : testing::golden_trace_names()) {
    const auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    const History history = History::of(*scenario);
    for (size_t step = 0; step <= history.length(0); step++) {
      INFO(name << ", step " << step);
      check_graph(history.at(0, step).world, graph_at(history, step));
    }
  }
}

TEST_CASE("edges add up to the counts, under the repaired engine too") {
  for (const std::string& name : testing::golden_trace_names()) {
    auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    scenario->fixed = true;
    const History history = History::of(*scenario);
    for (size_t step = 0; step <= history.length(0); step++) {
      INFO(name << ", step " << step);
      const World& world = history.at(0, step).world;
      const ReferenceGraph graph = graph_at(history, step);
      check_graph(world, graph);
      if (!world.dead) CHECK_FALSE(has_node(graph, "nobody"));
    }
  }
}

}  // namespace
}  // namespace sidx::model
