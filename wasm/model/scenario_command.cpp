#include "wasm/model/scenario_command.h"

#include "core/sim/scenario.h"
#include "wasm/model/command_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using Parsed = std::variant<ScenarioCommand, std::string>;

constexpr std::array<std::string_view, 5> kPlaces{"step", "start", "end", "next", "previous"};
constexpr std::array<std::string_view, 5> kKinds{"introduction", "merge", "count_to_zero", "panic",
                                                 "refused"};
constexpr std::array<std::string_view, 2> kProfiles{"seed", "fixed"};
constexpr std::array<std::string_view, 4> kExports{"scenario", "trace", "directory", "go_test"};
constexpr double kSpeedMax = 1000;

template <typename Command>
Parsed ok(Command command) {
  return ScenarioCommand(std::move(command));
}

/// The event of a command, or what is wrong with it.
std::variant<sim::Event, std::string> event_member(const Json& json) {
  const auto at = json.find("event");
  if (at == json.end() || !at->is_object()) return std::string("event is a step of a scenario");
  Result<sim::Event> event =
      sim::read_event(at->dump(-1, ' ', false, Json::error_handler_t::replace), "event");
  if (!event.ok()) return to_string(event.error());
  return std::move(*event);
}

Parsed parse_do(const Json& json) {
  auto event = event_member(json);
  if (auto* problem = std::get_if<std::string>(&event)) return std::move(*problem);
  return ok(DoCommand{std::get<sim::Event>(std::move(event))});
}

Parsed parse_go(const Json& json) {
  GoCommand go;
  if (const auto step = index_member(json, "step")) {
    go.step = *step;
    return ok(go);
  }
  const auto to = enum_of<GoCommand::To>(kPlaces, text_member(json, "to"));
  if (!to || *to == GoCommand::To::kStep) {
    return std::string("go needs a step, or to: start, end, next or previous");
  }
  go.to = *to;
  if (json.contains("kind")) {
    go.kind = enum_of<sim::StepKind>(kKinds, text_member(json, "kind"));
    if (!go.kind) return one_of("kind", kKinds);
  }
  return ok(go);
}

Parsed parse_autoplay(const Json& json) {
  AutoplayCommand autoplay{bool_member(json, "on", true), {}};
  const auto speed = json.find("speed");
  if (speed != json.end()) {
    if (!speed->is_number() || !(speed->get<double>() > 0) || speed->get<double>() > kSpeedMax) {
      return std::string("speed is a number of steps a second, up to 1000");
    }
    autoplay.speed = speed->get<double>();
  }
  return ok(autoplay);
}

Parsed parse_engine(const Json& json) {
  EngineCommand engine;
  if (const std::string profile = text_member(json, "profile"); !profile.empty()) {
    const auto known = enum_of<int>(kProfiles, profile);
    if (!known) return one_of("profile", kProfiles);
    engine.fixed = *known == 1;
  }
  if (const std::string fix = text_member(json, "fix"); !fix.empty()) {
    engine.fix = sim::parse_fix(fix);
    if (!engine.fix) return "there is no repair '" + fix + "'";
    engine.on = bool_member(json, "on", true);
  }
  if (const auto workers = index_member(json, "workers")) {
    if (*workers == 0 || *workers > sim::kWorkersMax) return std::string("workers: 1 to 64");
    engine.workers = static_cast<uint32_t>(*workers);
  }
  if (!engine.fixed && !engine.fix && !engine.workers) {
    return std::string("engine needs a profile, a fix or workers");
  }
  return ok(engine);
}

Parsed parse_replace(const Json& json) {
  const auto step = index_member(json, "step");
  if (!step || *step == 0) return std::string("step is a number from 1 on");
  ReplaceStepCommand replace{*step, {}};
  if (json.contains("event")) {
    auto event = event_member(json);
    if (auto* problem = std::get_if<std::string>(&event)) return std::move(*problem);
    replace.event = std::get<sim::Event>(std::move(event));
  }
  return ok(std::move(replace));
}

Parsed parse_form(const Json& json) {
  FormCommand form;
  form.as = text_member(json, "as");
  form.step = index_member(json, "step");
  if (form.step) return ok(std::move(form));
  const std::string event = text_member(json, "event");
  for (int i = 0; i < sim::kOpCount; i++) {
    form.event = static_cast<sim::Op>(i);
    if (sim::name_of(form.event) == event) return ok(std::move(form));
  }
  return std::string("form needs a step, or an event such as write");
}

Parsed parse_index(const std::string& op, const Json& json) {
  const char* member = op == "compare" ? "branch" : "index";
  const auto index = index_member(json, member);
  if (!may_be_index(json, member)) return std::string(member) + " is a number from 0 on";
  if (op == "compare") return ok(CompareCommand{index});
  if (!index) return op + " needs an index";
  if (op == "branch") return ok(BranchCommand{*index});
  return ok(MergeStepCommand{*index});
}

}  // namespace

std::optional<Parsed> parse_scenario_command(const std::string& op, const Json& json) {
  if (op == "new_scenario") return ok(NewScenarioCommand{});
  if (op == "open_scenario") {
    return ok(OpenScenarioCommand{text_member(json, "name"), text_member(json, "text")});
  }
  if (op == "back_to_scenario") return ok(BackToScenarioCommand{});
  if (op == "start_here") return ok(StartHereCommand{index_member(json, "node")});
  if (op == "do") return parse_do(json);
  if (op == "go") return parse_go(json);
  if (op == "autoplay") return parse_autoplay(json);
  if (op == "undo") return ok(UndoCommand{});
  if (op == "redo") return ok(RedoCommand{});
  if (op == "branch" || op == "compare" || op == "merge_step") return parse_index(op, json);
  if (op == "engine") return parse_engine(json);
  if (op == "replace_step") return parse_replace(json);
  if (op == "edit_scenario") return ok(EditScenarioCommand{text_member(json, "text")});
  if (op == "form") return parse_form(json);
  if (op == "export") {
    const auto what = enum_of<ExportCommand::What>(kExports, text_member(json, "what"));
    if (!what) return Parsed(one_of("what", kExports) + " csv markdown png");
    return ok(ExportCommand{*what});
  }
  return std::nullopt;
}

}  // namespace sidx::model
