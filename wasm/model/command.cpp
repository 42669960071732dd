#include "wasm/model/command.h"

#include <algorithm>
#include <array>

#include "wasm/model/command_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using Parsed = std::variant<Command, std::string>;

constexpr std::array<std::string_view, kViewTabCount> kViewNames{
    "key_ranges", "timeline", "snapshots", "merge",  "query",
    "bloom",      "blocks",   "elements",  "museum", "search"};
constexpr std::array<std::string_view, kDrawerTabCount> kDrawerNames{
    "events", "result", "ledger", "scenario", "findings", "skipped"};
constexpr std::array<std::string_view, 5> kPanelNames{"explorer", "inspector", "drawer", "next",
                                                      "exhibit"};
constexpr std::array<std::string_view, 2> kOverlayNames{"palette", "help"};
constexpr std::array<std::string_view, 3> kScaleNames{"linear", "rank", "log"};

SelectCommand parse_select(const Json& json) {
  SelectCommand select;
  select.node = index_member(json, "node");
  select.part = index_member(json, "part");
  select.block = index_member(json, "block");
  select.tag = text_member(json, "tag");
  select.row = index_member(json, "row");
  if (const auto wrapper = index_member(json, "wrapper")) {
    select.wrapper = static_cast<uint32_t>(std::min<size_t>(*wrapper, UINT32_MAX));
  }
  if (const auto snapshot = index_member(json, "snapshot")) {
    select.snapshot = static_cast<uint32_t>(std::min<size_t>(*snapshot, UINT32_MAX));
  }
  select.holder = text_member(json, "holder");
  return select;
}

Parsed parse_axis(const Json& json) {
  const std::string scale = text_member(json, "scale");
  if (scale == "auto") return Command(AxisCommand{});
  const auto known = enum_of<AxisScale>(kScaleNames, scale);
  if (!known) return one_of("scale", kScaleNames) + " auto";
  return Command(AxisCommand{known});
}

Parsed parse_zoom(const Json& json) {
  const auto from = int64_member(json, "from");
  const auto to = int64_member(json, "to");
  if (!from || !to || *from > *to) return std::string("zoom needs keys, from <= to");
  return Command(ZoomCommand{*from, *to});
}

Parsed parse_window(const Json& json) {
  const auto from = json.find("from");
  const auto to = json.find("to");
  if (from == json.end() || to == json.end() || !from->is_number() || !to->is_number()) {
    return std::string("window needs the numbers from and to");
  }
  return Command(WindowCommand{from->get<double>(), to->get<double>()});
}

Parsed parse_sort(const Json& json) {
  const auto column = int64_member(json, "column");
  if (!column || *column < -1 || *column > 100) return std::string("sort needs a column");
  return Command(SortCommand{static_cast<int>(*column), bool_member(json, "descending", false)});
}

Parsed parse_named(const std::string& op, const Json& json) {
  const std::string name = text_member(json, "name");
  if (op == "view") {
    if (const auto view = enum_of<ViewTab>(kViewNames, name)) return Command(ViewCommand{*view});
    return one_of("view", kViewNames);
  }
  if (op == "drawer") {
    const auto tab = enum_of<DrawerTab>(kDrawerNames, name);
    if (tab) return Command(DrawerCommand{*tab});
    return one_of("drawer", kDrawerNames);
  }
  if (op == "overlay") {
    if (const auto overlay = enum_of<Overlay>(kOverlayNames, name)) {
      return Command(OverlayCommand{*overlay});
    }
    return one_of("overlay", kOverlayNames);
  }
  const auto panel = enum_of<Panel>(kPanelNames, name);
  if (panel) return Command(PanelCommand{*panel, bool_member(json, "open", true)});
  return one_of("panel", kPanelNames);
}

}  // namespace

std::string_view name_of(ViewTab view) { return kViewNames[static_cast<size_t>(view)]; }
std::string_view name_of(DrawerTab tab) { return kDrawerNames[static_cast<size_t>(tab)]; }
std::string_view name_of(Overlay overlay) { return kOverlayNames[static_cast<size_t>(overlay)]; }
std::string_view name_of(Panel panel) { return kPanelNames[static_cast<size_t>(panel)]; }

Parsed parse_command(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::string("a command is a JSON object with an op");
  const std::string op = text_member(json, "op");
  for (const char* name : {"node", "part", "block", "row", "wrapper", "snapshot"}) {
    if (!may_be_index(json, name)) return std::string(name) + " is a number from 0 on";
  }
  if (op == "select") return Command(parse_select(json));
  if (op == "view" || op == "drawer" || op == "panel" || op == "overlay")
    return parse_named(op, json);
  if (op == "axis") return parse_axis(json);
  if (op == "zoom") return parse_zoom(json);
  if (op == "window") return parse_window(json);
  if (op == "fit") return Command(FitCommand{text_member(json, "what") == "selection"});
  if (op == "sort") return parse_sort(json);
  if (op == "verify") return Command(VerifyCommand{index_member(json, "part")});
  if (op == "cancel") return Command(CancelCommand{});
  if (op == "resume") return Command(ResumeCommand{});
  if (auto parsed = parse_share_command(op, json)) {
    if (auto* problem = std::get_if<std::string>(&*parsed)) return std::move(*problem);
    return Command(std::get<ShareCommand>(std::move(*parsed)));
  }
  if (auto parsed = parse_scenario_command(op, json)) {
    if (auto* problem = std::get_if<std::string>(&*parsed)) return std::move(*problem);
    return Command(std::get<ScenarioCommand>(std::move(*parsed)));
  }
  if (auto parsed = parse_museum_command(op, json)) {
    if (auto* problem = std::get_if<std::string>(&*parsed)) return std::move(*problem);
    return Command(std::get<MuseumCommand>(std::move(*parsed)));
  }
  if (auto parsed = parse_query_command(op, json)) {
    if (auto* problem = std::get_if<std::string>(&*parsed)) return std::move(*problem);
    return Command(std::get<QueryViewCommand>(std::move(*parsed)));
  }
  if (auto parsed = parse_search_command(op, json)) {
    if (auto* problem = std::get_if<std::string>(&*parsed)) return std::move(*problem);
    return Command(std::get<SearchCommand>(std::move(*parsed)));
  }
  return "no such command: '" + op + "'";
}

}  // namespace sidx::model
