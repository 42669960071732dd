#include "wasm/model/scenario_json.h"

#include <nlohmann/json.hpp>

#include "core/sim/enabled.h"
#include "core/sim/invariants.h"
#include "core/sim/trace.h"
#include "wasm/model/reference_graph.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using sim::PlayedStep;

const char* name_of(sim::Outcome outcome) {
  switch (outcome) {
    case sim::Outcome::kOk:
      return "ok";
    case sim::Outcome::kError:
      return "error";
    case sim::Outcome::kPanic:
      return "panic";
  }
  return "";
}

Json changes_json(const sim::WorldChanges& changes) {
  return {{"parts", changes.parts},
          {"snapshots", changes.snapshots},
          {"operations", changes.operations},
          {"disk", changes.disk},
          {"current", changes.current}};
}

Json branches_json(const Session& session) {
  Json branches = Json::array();
  for (size_t i = 0; i < session.history().branch_count(); i++) {
    Json branch{{"steps", session.history().length(i)}};
    if (const auto fork = session.history().fork_of(i)) {
      branch["from"] = fork->branch;
      branch["behind"] = fork->step;
    }
    branches.push_back(std::move(branch));
  }
  return branches;
}

Json commands_json(const sim::World& world) {
  Json commands = Json::array();
  for (const sim::Command& command : sim::possible_commands(world)) {
    commands.push_back({{"op", sim::name_of(command.op)},
                        {"as", command.as},
                        {"enabled", command.enabled},
                        {"needs_input", command.needs_input},
                        {"reason", command.reason}});
  }
  return commands;
}

Json graph_json(const Session& session) {
  const ReferenceGraph graph = reference_graph(session.world(), session.changes());
  Json leaked = Json::array();
  Json orphans = Json::array();
  for (const ReferenceNode& node : graph.nodes) {
    if (node.wrong && node.kind == ReferenceNode::Kind::kFile) orphans.push_back(node.name);
    const bool counted =
        node.kind == ReferenceNode::Kind::kSnapshot || node.kind == ReferenceNode::Kind::kPart;
    if (node.wrong && counted) leaked.push_back(node.label);
  }
  return {{"nodes", graph.nodes.size()},
          {"edges", graph.edges.size()},
          {"leaked", std::move(leaked)},
          {"orphans", std::move(orphans)}};
}

/// The state as a trace has it.
Json trace_state(const Session& session) {
  const size_t index = session.position() == 0 ? 0 : session.position() - 1;
  return Json::parse(sim::write_state(index, session.step()), nullptr, false);
}

}  // namespace

Json scenario_json(const AppState& state) {
  const Session* session = state.session();
  if (session == nullptr) return {};
  const PlayedStep& step = session->step();
  const sim::Scenario& header = session->header();
  Json json{{"title", header.title},
            {"profile", header.profile_name()},
            {"workers", header.workers},
            {"step", session->position()},
            {"steps", session->length()},
            {"loading", session->is_loading()},
            {"outcome", name_of(step.outcome)},
            {"message", step.message},
            {"summary", step.summary},
            {"branch", session->history().active_branch()},
            {"branches", branches_json(*session)},
            {"can_undo", session->can_undo()},
            {"can_redo", session->can_redo()},
            {"edited", session->is_edited()},
            {"autoplay", state.autoplay()},
            {"changes", changes_json(session->changes())},
            {"references", graph_json(*session)},
            {"commands", commands_json(session->world())}};
  Json fixes = Json::array();
  for (const sim::Fix fix : header.fixes) {
    fixes.push_back(sim::all_fixes()[static_cast<size_t>(fix)].id);
  }
  json["fixes"] = std::move(fixes);
  if (session->position() > 0) {
    json["event"] = Json::parse(sim::write_event(step.event), nullptr, false);
    json["state"] = trace_state(*session);
  }
  json["compared"] = session->compared_branch() ? Json(*session->compared_branch()) : Json();
  const auto difference = session->difference();
  json["difference"] =
      difference ? Json{{"step", difference->step}, {"event", difference->event_differs}} : Json();
  if (!session->world().dead) {
    Json violations = Json::array();
    for (const auto& violation : sim::check_invariants(session->world(), true)) {
      violations.push_back({{"id", violation.invariant->id}, {"witness", violation.witness}});
    }
    json["violations"] = std::move(violations);
  }
  if (const MergeRecording* recording = state.merge_recording()) {
    json["merge"] = {{"of_step", state.merge_at()},
                     {"inputs", recording->inputs().size()},
                     {"steps", recording->steps().size()},
                     {"step", state.merge_step()}};
    if (state.merge_step() > 0) {
      json["merge"]["sentence"] = recording->sentence(state.merge_step() - 1);
    }
  }
  if (const auto& problem = state.text_problem()) {
    json["text_problem"] = {
        {"message", problem->message}, {"line", problem->line}, {"column", problem->column}};
  }
  return json;
}

}  // namespace sidx::model
