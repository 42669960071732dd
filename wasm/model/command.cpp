#include "wasm/model/command.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace sidx::model {
namespace {

using Json = nlohmann::json;
using Parsed = std::variant<Command, std::string>;

constexpr std::array<std::string_view, kViewTabCount> kViewNames{"key_ranges", "blocks",
                                                                 "elements"};
constexpr std::array<std::string_view, kDrawerTabCount> kDrawerNames{"findings", "skipped"};
constexpr std::array<std::string_view, 3> kPanelNames{"explorer", "inspector", "drawer"};
constexpr std::array<std::string_view, 2> kOverlayNames{"palette", "help"};
constexpr std::array<std::string_view, 3> kScaleNames{"linear", "rank", "log"};

template <typename Enum, size_t N>
std::optional<Enum> enum_of(const std::array<std::string_view, N>& names, const std::string& name) {
  for (size_t i = 0; i < N; i++) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

std::string text_member(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::optional<size_t> index_member(const Json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end() || !at->is_number_unsigned()) return std::nullopt;
  // On 32 bits an index of more must not wrap around to one that exists.
  return static_cast<size_t>(std::min<uint64_t>(at->get<uint64_t>(), SIZE_MAX));
}

/// Whether the member is absent, null or an index.
bool may_be_index(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at == json.end() || at->is_null() || at->is_number_unsigned();
}

bool bool_member(const Json& json, const char* name, bool otherwise) {
  const auto at = json.find(name);
  return at != json.end() && at->is_boolean() ? at->get<bool>() : otherwise;
}

/// A 64-bit integer: a decimal string, or a number.
std::optional<int64_t> int64_member(const Json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end()) return std::nullopt;
  if (at->is_number_unsigned() && at->get<uint64_t>() > INT64_MAX) return std::nullopt;
  if (at->is_number_integer()) return at->get<int64_t>();
  if (!at->is_string()) return std::nullopt;
  const std::string& text = at->get_ref<const std::string&>();
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

template <size_t N>
std::string one_of(const char* what, const std::array<std::string_view, N>& names) {
  std::string text = std::string(what) + " is one of";
  for (const std::string_view name : names) text += " " + std::string(name);
  return text;
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
  for (const char* name : {"node", "part", "block", "row"}) {
    if (!may_be_index(json, name)) return std::string(name) + " is a number from 0 on";
  }
  if (op == "select") {
    return Command(SelectCommand{index_member(json, "node"), index_member(json, "part"),
                                 index_member(json, "block"), text_member(json, "tag"),
                                 index_member(json, "row")});
  }
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
  return "no such command: '" + op + "'";
}

}  // namespace sidx::model
