#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>

#include "core/sim/event.h"
#include "core/sim/fixes.h"
#include "core/sim/history.h"

/// What can be done with a scenario; see command.h.
namespace sidx::model {

/// {"op":"new_scenario"}: an empty instance.
struct NewScenarioCommand {};
/// {"op":"open_scenario","name":"race.json","text":".."}
struct OpenScenarioCommand {
  std::string name;
  std::string text;
};
/// {"op":"back_to_scenario"}: the edited one that something else has replaced
struct BackToScenarioCommand {};
/// {"op":"start_here"}: the upload becomes the start of a scenario; {"op":"start_here","node":2}
struct StartHereCommand {
  std::optional<size_t> node;
};
/// {"op":"do","event":{"op":"flush"}}: plays a step of a scenario behind the current one.
struct DoCommand {
  sim::Event event;
};
/// {"op":"go","step":3}; {"op":"go","to":"start"}, "end", "next" or "previous"; the latter two also
/// with {"kind":"introduction"}, "merge", "count_to_zero", "panic" or "refused".
struct GoCommand {
  enum class To : uint8_t { kStep, kStart, kEnd, kNext, kPrevious };
  To to = To::kStep;
  size_t step = 0;
  std::optional<sim::StepKind> kind;
};
/// {"op":"autoplay","on":true,"speed":2}: steps a second
struct AutoplayCommand {
  bool on = false;
  std::optional<double> speed;
};
/// {"op":"undo"}, {"op":"redo"}: edits, not movements
struct UndoCommand {};
struct RedoCommand {};
/// {"op":"branch","index":1}
struct BranchCommand {
  size_t branch = 0;
};
/// {"op":"compare","branch":0}: with the active one; without a branch: no more
struct CompareCommand {
  std::optional<size_t> branch;
};
/// {"op":"engine","profile":"fixed"}; {"op":"engine","fix":"S1","on":true};
/// {"op":"engine","workers":2}. The same events are played again.
struct EngineCommand {
  std::optional<bool> fixed;
  std::optional<sim::Fix> fix;
  bool on = true;
  std::optional<uint32_t> workers;
};
/// {"op":"replace_step","step":3,"event":{..}}; without an event the step is left out.
struct ReplaceStepCommand {
  size_t step = 0;
  std::optional<sim::Event> event;
};
/// {"op":"edit_scenario","text":".."}: another text for what is open
struct EditScenarioCommand {
  std::string text;
};
/// {"op":"form","event":"write"}: asks for what the step needs; {"op":"form","event":"query_begin",
/// "as":"q1"}; {"op":"form","step":3} shows a step that was played, to be played differently.
struct FormCommand {
  sim::Op event = sim::Op::kWrite;
  std::string as;
  std::optional<size_t> step;
};
/// {"op":"merge_step","index":4}: how far the Merge view has gone
struct MergeStepCommand {
  size_t index = 0;
};
/// {"op":"export","what":"scenario"}, "trace", "directory" (as .tar) or "go_test"
struct ExportCommand {
  enum class What : uint8_t { kScenario, kTrace, kDirectory, kGoTest };
  What what = What::kScenario;
};

using ScenarioCommand =
    std::variant<NewScenarioCommand, OpenScenarioCommand, BackToScenarioCommand, StartHereCommand,
                 DoCommand, GoCommand, AutoplayCommand, UndoCommand, RedoCommand, BranchCommand,
                 CompareCommand, EngineCommand, ReplaceStepCommand, EditScenarioCommand,
                 FormCommand, MergeStepCommand, ExportCommand>;

/// Nothing if `op` is no such command; otherwise the command or what is wrong with it.
std::optional<std::variant<ScenarioCommand, std::string>> parse_scenario_command(
    const std::string& op, const nlohmann::ordered_json& json);

}  // namespace sidx::model
