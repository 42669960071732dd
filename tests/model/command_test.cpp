#include "wasm/model/command.h"

#include <catch_amalgamated.hpp>
#include <set>
#include <string>

using namespace sidx::model;

namespace {

/// The command that `json` stands for; fails the test when it is refused.
template <typename T>
T parsed(const std::string& json) {
  INFO(json);
  const auto result = parse_command(json);
  if (const auto* refusal = std::get_if<std::string>(&result)) FAIL(*refusal);
  const auto* command = std::get_if<T>(&std::get<Command>(result));
  REQUIRE(command != nullptr);
  return *command;
}

std::string refusal(const std::string& json) {
  const auto result = parse_command(json);
  const auto* text = std::get_if<std::string>(&result);
  return text != nullptr ? *text : "";
}

}  // namespace

TEST_CASE("select picks as much as it says") {
  const auto all =
      parsed<SelectCommand>(R"({"op":"select","part":0,"block":3,"tag":"svc","row":5})");
  CHECK(all.part == 0);
  CHECK(all.block == 3);
  CHECK(all.tag == "svc");
  CHECK(all.row == 5);
  CHECK_FALSE(all.node.has_value());
  const auto nothing = parsed<SelectCommand>(R"({"op":"select"})");
  CHECK_FALSE(nothing.part.has_value());
  CHECK(nothing.tag.empty());
  CHECK(parsed<SelectCommand>(R"({"op":"select","node":2})").node == 2);
}

TEST_CASE("views, drawers and panels go by their names") {
  for (int i = 0; i < kViewTabCount; i++) {
    const auto view = static_cast<ViewTab>(i);
    const std::string json = R"({"op":"view","name":")" + std::string(name_of(view)) + "\"}";
    CHECK(parsed<ViewCommand>(json).view == view);
  }
  for (int i = 0; i < kDrawerTabCount; i++) {
    const auto tab = static_cast<DrawerTab>(i);
    const std::string json = R"({"op":"drawer","name":")" + std::string(name_of(tab)) + "\"}";
    CHECK(parsed<DrawerCommand>(json).tab == tab);
  }
  const auto panel = parsed<PanelCommand>(R"({"op":"panel","name":"inspector","open":false})");
  CHECK(panel.panel == Panel::kInspector);
  CHECK_FALSE(panel.open);
  CHECK(parsed<PanelCommand>(R"({"op":"panel","name":"drawer"})").open);
  CHECK(parsed<PanelCommand>(R"({"op":"panel","name":"explorer"})").panel == Panel::kExplorer);
}

TEST_CASE("axis takes a scale or chooses") {
  CHECK(parsed<AxisCommand>(R"({"op":"axis","scale":"linear"})").scale == AxisScale::kLinear);
  CHECK(parsed<AxisCommand>(R"({"op":"axis","scale":"rank"})").scale == AxisScale::kRank);
  CHECK(parsed<AxisCommand>(R"({"op":"axis","scale":"log"})").scale == AxisScale::kSymmetricLog);
  CHECK_FALSE(parsed<AxisCommand>(R"({"op":"axis","scale":"auto"})").scale.has_value());
}

TEST_CASE("zoom takes keys of 64 bits, as text or numbers") {
  const auto zoom = parsed<ZoomCommand>(
      R"({"op":"zoom","from":"-9223372036854775808","to":"9223372036854775807"})");
  CHECK(zoom.from == INT64_MIN);
  CHECK(zoom.to == INT64_MAX);
  CHECK(parsed<ZoomCommand>(R"({"op":"zoom","from":-5,"to":7})").from == -5);
  CHECK(parsed<ZoomCommand>(R"({"op":"zoom","from":"7","to":"7"})").to == 7);
}

TEST_CASE("the other commands") {
  const auto window = parsed<WindowCommand>(R"({"op":"window","from":-1.5,"to":2})");
  CHECK(window.from == -1.5);
  CHECK(window.to == 2);
  CHECK_FALSE(parsed<FitCommand>(R"({"op":"fit"})").selection);
  CHECK(parsed<FitCommand>(R"({"op":"fit","what":"selection"})").selection);
  const auto sort = parsed<SortCommand>(R"({"op":"sort","column":3,"descending":true})");
  CHECK(sort.column == 3);
  CHECK(sort.descending);
  CHECK(parsed<SortCommand>(R"({"op":"sort","column":-1})").column == -1);
  CHECK_FALSE(parsed<VerifyCommand>(R"({"op":"verify"})").part.has_value());
  CHECK(parsed<VerifyCommand>(R"({"op":"verify","part":1})").part == 1);
  parsed<CancelCommand>(R"({"op":"cancel"})");
  parsed<ResumeCommand>(R"({"op":"resume"})");
}

TEST_CASE("what is not understood is refused with a reason") {
  for (const char* json : {
           "",
           "x",
           "17",
           "[]",
           "null",
           "{}",
           R"({"op":7})",
           R"({"op":"fly"})",
           R"({"op":"Select"})",
           R"({"op":"view"})",
           R"({"op":"view","name":"hex"})",
           R"({"op":"drawer","name":"blocks"})",
           R"({"op":"panel","name":"blocks"})",
           R"({"op":"axis"})",
           R"({"op":"axis","scale":"sqrt"})",
           R"({"op":"zoom"})",
           R"({"op":"zoom","from":"5","to":"4"})",
           R"({"op":"zoom","from":"1","to":"9223372036854775808"})",
           R"({"op":"zoom","from":1,"to":18446744073709551615})",
           R"({"op":"zoom","from":"1.5","to":"2"})",
           R"({"op":"zoom","from":1.5,"to":2})",
           R"({"op":"window","from":"1","to":"2"})",
           R"({"op":"window","from":1})",
           R"({"op":"sort"})",
           R"({"op":"sort","column":-2})",
           R"({"op":"sort","column":101})",
           R"({"op":"select","part":"0"})",
           R"({"op":"select","part":-1})",
           R"({"op":"select","part":0,"block":1.5})",
           R"({"op":"select","part":0,"row":true})",
           R"({"op":"verify","part":"0"})",
           R"({"op":"verify","part":-1})",
       }) {
    INFO(json);
    CHECK_FALSE(refusal(json).empty());
  }
}

TEST_CASE("indexes beyond what there can be do not wrap around") {
  const auto select = parsed<SelectCommand>(R"({"op":"select","part":18446744073709551615})");
  CHECK(select.part == SIZE_MAX);
  // On 32 bits this one would be 0.
  CHECK(parsed<SelectCommand>(R"({"op":"select","part":4294967296})").part != 0);
  CHECK_FALSE(parsed<SelectCommand>(R"({"op":"select","part":null})").part.has_value());
}
