#include "wasm/model/scenario_command.h"

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "core/sim/scenario.h"
#include "wasm/model/command.h"

namespace sidx::model {
namespace {

/// The command that `json` stands for, by way of the whole parser; fails the test when it is
/// refused.
template <typename T>
T parsed(const std::string& json) {
  INFO(json);
  const auto result = parse_command(json);
  if (const auto* refusal = std::get_if<std::string>(&result)) FAIL(*refusal);
  const auto* command = std::get_if<ScenarioCommand>(&std::get<Command>(result));
  REQUIRE(command != nullptr);
  const auto* one = std::get_if<T>(command);
  REQUIRE(one != nullptr);
  return *one;
}

std::string refusal(const std::string& json) {
  const auto result = parse_command(json);
  const auto* text = std::get_if<std::string>(&result);
  return text != nullptr ? *text : "";
}

TEST_CASE("what is no command of scenarios is left to others") {
  const nlohmann::json nothing = nlohmann::json::object();
  for (const char* op : {"", "select", "view", "fit", "scenario", "Go", "new scenario"}) {
    INFO(op);
    CHECK_FALSE(parse_scenario_command(op, nothing));
  }
  // Every operation of the header; those that need more say what.
  const std::set<std::string> complete{"new_scenario", "open_scenario", "back_to_scenario",
                                       "start_here",   "autoplay",      "undo",
                                       "redo",         "compare",       "edit_scenario"};
  for (const char* op : {"new_scenario", "open_scenario", "back_to_scenario", "start_here", "do",
                         "go", "autoplay", "undo", "redo", "branch", "compare", "engine",
                         "replace_step", "edit_scenario", "form", "merge_step", "export"}) {
    INFO(op);
    const auto result = parse_scenario_command(op, nothing);
    REQUIRE(result);
    CHECK(std::holds_alternative<ScenarioCommand>(*result) == (complete.count(op) == 1));
  }
}

TEST_CASE("scenarios are opened, edited and begun") {
  parsed<NewScenarioCommand>(R"({"op":"new_scenario"})");
  parsed<BackToScenarioCommand>(R"({"op":"back_to_scenario"})");
  const auto opened =
      parsed<OpenScenarioCommand>(R"({"op":"open_scenario","name":"race.json","text":"{}"})");
  CHECK(opened.name == "race.json");
  CHECK(opened.text == "{}");
  CHECK(parsed<EditScenarioCommand>(R"({"op":"edit_scenario","text":"[\n]"})").text == "[\n]");
  CHECK_FALSE(parsed<StartHereCommand>(R"({"op":"start_here"})").node);
  CHECK(parsed<StartHereCommand>(R"({"op":"start_here","node":2})").node == 2);
}

TEST_CASE("a step to be played is a step of a scenario") {
  const auto command = parsed<DoCommand>(
      R"({"op":"do","event":{"op":"query_begin","as":"q1","series":["18446744073709551615"]}})");
  CHECK(command.event.op == sim::Op::kQueryBegin);
  CHECK(command.event.as == "q1");
  REQUIRE(command.event.request);
  CHECK(command.event.request->series_ids == std::vector<uint64_t>{UINT64_MAX});
  CHECK(parsed<DoCommand>(R"({"op":"do","event":{"op":"flush"}})").event.op == sim::Op::kFlush);
  const auto write = parsed<DoCommand>(
      R"({"op":"do","event":{"op":"write","elements":[{"series":"1","key":"-9","data":"ü"}]}})");
  CHECK(write.event.write->batch.key(0) == -9);
  CHECK(write.event.write->batch.data(0) == "ü");
}

TEST_CASE("a step that is none is refused, with the place") {
  for (const char* json : {R"({"op":"do"})", R"({"op":"do","event":"flush"})",
                           R"({"op":"do","event":null})", R"({"op":"do","event":[]})"}) {
    INFO(json);
    CHECK(refusal(json) == "event is a step of a scenario");
  }
  const std::string unknown = refusal(R"({"op":"do","event":{"op":"fly"}})");
  CHECK(unknown.find("event:") == 0);
  CHECK(unknown.find("op: expected a known operation") != std::string::npos);
  CHECK(refusal(R"({"op":"do","event":{"op":"write","elements":[{"series":"x"}]}})")
            .find("elements[0].series") != std::string::npos);
  CHECK(refusal(R"({"op":"do","event":{"op":"flush","as":"f1"}})").find("as: expected no such") !=
        std::string::npos);
  CHECK(refusal(R"({"op":"do","event":{}})").find("a member 'op'") != std::string::npos);
}

TEST_CASE("going somewhere: a step, an end, or the nearest step of a kind") {
  using To = GoCommand::To;
  const auto step = parsed<GoCommand>(R"({"op":"go","step":3})");
  CHECK(step.to == To::kStep);
  CHECK(step.step == 3);
  CHECK(parsed<GoCommand>(R"({"op":"go","step":18446744073709551615})").step == SIZE_MAX);
  CHECK(parsed<GoCommand>(R"({"op":"go","to":"start"})").to == To::kStart);
  CHECK(parsed<GoCommand>(R"({"op":"go","to":"end"})").to == To::kEnd);
  const auto next = parsed<GoCommand>(R"({"op":"go","to":"next"})");
  CHECK(next.to == To::kNext);
  CHECK_FALSE(next.kind);
  struct Named {
    const char* name;
    sim::StepKind kind;
  };
  for (const Named& named :
       {Named{"introduction", sim::StepKind::kIntroduction}, Named{"merge", sim::StepKind::kMerge},
        Named{"count_to_zero", sim::StepKind::kCountToZero}, Named{"panic", sim::StepKind::kPanic},
        Named{"refused", sim::StepKind::kRefused}}) {
    const auto go = parsed<GoCommand>(R"({"op":"go","to":"previous","kind":")" +
                                      std::string(named.name) + "\"}");
    CHECK(go.to == To::kPrevious);
    CHECK(go.kind == named.kind);
  }
}

TEST_CASE("going nowhere is refused") {
  constexpr const char* kPlaces = "go needs a step, or to: start, end, next or previous";
  for (const char* json :
       {R"({"op":"go"})", R"({"op":"go","to":"step"})", R"({"op":"go","to":"middle"})",
        R"({"op":"go","to":3})", R"({"op":"go","step":-1})", R"({"op":"go","step":1.5})",
        R"({"op":"go","step":"3"})", R"({"op":"go","kind":"merge"})"}) {
    INFO(json);
    CHECK(refusal(json) == kPlaces);
  }
  CHECK(refusal(R"({"op":"go","to":"next","kind":"flush"})") ==
        "kind is one of introduction merge count_to_zero panic refused");
  CHECK(refusal(R"({"op":"go","to":"next","kind":5})") ==
        "kind is one of introduction merge count_to_zero panic refused");
}

TEST_CASE("autoplay is on or off, with a speed") {
  const auto plain = parsed<AutoplayCommand>(R"({"op":"autoplay"})");
  CHECK(plain.on);
  CHECK_FALSE(plain.speed);
  CHECK_FALSE(parsed<AutoplayCommand>(R"({"op":"autoplay","on":false})").on);
  CHECK(parsed<AutoplayCommand>(R"({"op":"autoplay","on":true,"speed":0.5})").speed == 0.5);
  CHECK(parsed<AutoplayCommand>(R"({"op":"autoplay","speed":1000})").speed == 1000);
  for (const char* speed : {"0", "-1", "1000.5", "\"fast\"", "null", "1e999", "true"}) {
    INFO(speed);
    const std::string json = R"({"op":"autoplay","speed":)" + std::string(speed) + "}";
    CHECK_FALSE(refusal(json).empty());
  }
  CHECK(refusal(R"({"op":"autoplay","speed":0})") ==
        "speed is a number of steps a second, up to 1000");
}

TEST_CASE("undo and redo take nothing") {
  parsed<UndoCommand>(R"({"op":"undo"})");
  parsed<RedoCommand>(R"({"op":"redo"})");
}

TEST_CASE("branches are chosen and compared by index") {
  CHECK(parsed<BranchCommand>(R"({"op":"branch","index":1})").branch == 1);
  CHECK(refusal(R"({"op":"branch"})") == "branch needs an index");
  CHECK(refusal(R"({"op":"branch","index":"1"})") == "index is a number from 0 on");
  CHECK(refusal(R"({"op":"branch","index":-1})") == "index is a number from 0 on");
  CHECK(parsed<CompareCommand>(R"({"op":"compare","branch":0})").branch == 0);
  CHECK_FALSE(parsed<CompareCommand>(R"({"op":"compare"})").branch);
  CHECK_FALSE(parsed<CompareCommand>(R"({"op":"compare","branch":null})").branch);
  CHECK(refusal(R"({"op":"compare","branch":"1"})") == "branch is a number from 0 on");
  CHECK(parsed<MergeStepCommand>(R"({"op":"merge_step","index":4})").index == 4);
  CHECK(refusal(R"({"op":"merge_step"})") == "merge_step needs an index");
}

TEST_CASE("the engine is a profile, a repair or a number of workers") {
  CHECK(parsed<EngineCommand>(R"({"op":"engine","profile":"fixed"})").fixed == true);
  const auto seed = parsed<EngineCommand>(R"({"op":"engine","profile":"seed"})");
  CHECK(seed.fixed == false);
  CHECK_FALSE(seed.fix);
  CHECK_FALSE(seed.workers);
  for (const sim::FixText& text : sim::all_fixes()) {
    const auto engine =
        parsed<EngineCommand>(R"({"op":"engine","fix":")" + std::string(text.id) + "\"}");
    CHECK(engine.fix == text.fix);
    CHECK(engine.on);
  }
  const auto off = parsed<EngineCommand>(R"({"op":"engine","fix":"S8","on":false})");
  CHECK(off.fix == sim::Fix::kS8);
  CHECK_FALSE(off.on);
  CHECK_FALSE(off.fixed);
  CHECK(parsed<EngineCommand>(R"({"op":"engine","workers":1})").workers == 1);
  CHECK(parsed<EngineCommand>(R"({"op":"engine","workers":64})").workers == 64);

  CHECK(refusal(R"({"op":"engine"})") == "engine needs a profile, a fix or workers");
  CHECK(refusal(R"({"op":"engine","workers":"2"})") == "engine needs a profile, a fix or workers");
  CHECK(refusal(R"({"op":"engine","profile":"best"})") == "profile is one of seed fixed");
  CHECK(refusal(R"({"op":"engine","fix":"S99"})") == "there is no repair 'S99'");
  CHECK(refusal(R"({"op":"engine","workers":0})") == "workers: 1 to 64");
  CHECK(refusal(R"({"op":"engine","workers":65})") == "workers: 1 to 64");
  CHECK(refusal(R"({"op":"engine","workers":4294967297})") == "workers: 1 to 64");
}

TEST_CASE("a step is replaced by an event or by nothing") {
  const auto replaced =
      parsed<ReplaceStepCommand>(R"({"op":"replace_step","step":3,"event":{"op":"merge"}})");
  CHECK(replaced.step == 3);
  REQUIRE(replaced.event);
  CHECK(replaced.event->op == sim::Op::kMerge);
  CHECK_FALSE(parsed<ReplaceStepCommand>(R"({"op":"replace_step","step":1})").event);
  CHECK(refusal(R"({"op":"replace_step"})") == "step is a number from 1 on");
  CHECK(refusal(R"({"op":"replace_step","step":0})") == "step is a number from 1 on");
  CHECK(refusal(R"({"op":"replace_step","step":"1"})") == "step is a number from 1 on");
  // An event that is there and none must not leave the step out.
  CHECK(refusal(R"({"op":"replace_step","step":1,"event":null})") ==
        "event is a step of a scenario");
  CHECK_FALSE(refusal(R"({"op":"replace_step","step":1,"event":{"op":"fly"}})").empty());
}

TEST_CASE("a form asks for an event that is new, or shows one that was played") {
  for (int op = 0; op < sim::kOpCount; op++) {
    const std::string name(name_of(static_cast<sim::Op>(op)));
    const auto form = parsed<FormCommand>(R"({"op":"form","event":")" + name + "\"}");
    CHECK(form.event == static_cast<sim::Op>(op));
    CHECK(form.as.empty());
    CHECK_FALSE(form.step);
  }
  CHECK(parsed<FormCommand>(R"({"op":"form","event":"query_begin","as":"q1"})").as == "q1");
  CHECK(parsed<FormCommand>(R"({"op":"form","step":3})").step == 3);
  CHECK(refusal(R"({"op":"form"})") == "form needs a step, or an event such as write");
  CHECK(refusal(R"({"op":"form","event":"fly"})") ==
        "form needs a step, or an event such as write");
}

TEST_CASE("what is exported goes by its name") {
  using What = ExportCommand::What;
  CHECK(parsed<ExportCommand>(R"({"op":"export","what":"scenario"})").what == What::kScenario);
  CHECK(parsed<ExportCommand>(R"({"op":"export","what":"trace"})").what == What::kTrace);
  CHECK(parsed<ExportCommand>(R"({"op":"export","what":"directory"})").what == What::kDirectory);
  CHECK(refusal(R"({"op":"export"})") ==
        "what is one of scenario trace directory go_test csv markdown png");
  CHECK(refusal(R"({"op":"export","what":"tar"})") ==
        "what is one of scenario trace directory go_test csv markdown png");
}

TEST_CASE("a selection in a scenario goes by wrapper, snapshot or holder") {
  const auto select = [](const std::string& json) {
    const auto result = parse_command(json);
    REQUIRE(std::holds_alternative<Command>(result));
    return std::get<SelectCommand>(std::get<Command>(result));
  };
  CHECK(select(R"({"op":"select","wrapper":3})").wrapper == 3);
  CHECK(select(R"({"op":"select","snapshot":2})").snapshot == 2);
  CHECK(select(R"({"op":"select","holder":"q1"})").holder == "q1");
  CHECK(select(R"({"op":"select","wrapper":4294967296})").wrapper == UINT32_MAX);
  CHECK(refusal(R"({"op":"select","wrapper":-1})") == "wrapper is a number from 0 on");
  CHECK(refusal(R"({"op":"select","snapshot":"2"})") == "snapshot is a number from 0 on");
}

}  // namespace
}  // namespace sidx::model
