#pragma once

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/fake_files.h"
#include "wasm/model/app_state.h"
#include "wasm/model/state_json.h"

namespace sidx::testing {

/// The app with a scenario in it.
struct ScenarioApp {
  ScenarioApp() : state(files.fetch()) {}
  explicit ScenarioApp(const std::string& scenario) : ScenarioApp() { open(scenario); }

  void open(const std::string& scenario, const std::string& name = "test.json") {
    const auto error = state.open_scenario(name, scenario);
    INFO((error ? to_string(*error) : ""));
    REQUIRE_FALSE(error);
    settle();
  }
  /// Works until the app is idle. A scenario needs nothing from outside.
  void settle() {
    for (int round = 0; round < 100000; round++) {
      const bool more = state.advance([] { return false; });
      if (!more && state.idle()) return;
      if (files.pending() > 0) files.answer_all();
    }
    FAIL("it does not end");
  }
  /// Executes a command given as JSON; returns what it refuses.
  std::string command(const std::string& text) {
    const auto parsed = model::parse_command(text);
    if (const auto* refusal = std::get_if<std::string>(&parsed)) return *refusal;
    return state.execute(std::get<model::Command>(parsed)).value_or("");
  }
  void must(const std::string& text) {
    INFO(text);
    REQUIRE(command(text).empty());
    settle();
  }
  void go(size_t step) { must(R"({"op":"go","step":)" + std::to_string(step) + "}"); }
  nlohmann::json report() const { return nlohmann::json::parse(model::state_json(state)); }
  nlohmann::json scenario() const { return report().at("scenario"); }
  size_t position() const { return state.session()->position(); }
  /// "mem 1 mem", "0000000000000001 file"
  std::vector<std::string> parts() const {
    std::vector<std::string> texts;
    for (const model::OpenPart& part : state.document().parts) {
      texts.push_back(part.name + " " + std::string(name_of(part.simulated->role)));
    }
    return texts;
  }

  FakeFiles files;
  model::AppState state;
};

inline std::string scenario_text(const std::vector<std::string>& steps,
                                 const std::string& members = "") {
  std::string text =
      "{\"format\": \"sidx-scenario/1\", \"title\": \"A small test\", " + members + "\"steps\": [";
  for (const std::string& step : steps) text += (&step == &steps.front() ? "\n" : ",\n") + step;
  return text + "\n]}";
}

}  // namespace sidx::testing
