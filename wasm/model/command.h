#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "wasm/model/key_axis.h"
#include "wasm/model/museum_command.h"
#include "wasm/model/query_command.h"
#include "wasm/model/scenario_command.h"
#include "wasm/model/search_command.h"
#include "wasm/model/share_command.h"

/// What can be done to the app. Buttons, keys, the palette and `window.partscope.command` all emit
/// these, so everything a person can do a script can do.
namespace sidx::model {

enum class ViewTab : uint8_t {
  kKeyRanges,
  kTimeline,
  kSnapshots,
  kMerge,
  kQuery,
  kBloom,
  kBlocks,
  kElements,
  kMuseum,
  kSearch,
};
inline constexpr int kViewTabCount = 10;
std::string_view name_of(ViewTab view);  // "key_ranges", "timeline", …
/// Whether the view shows the steps of a scenario, and nothing without one.
inline bool needs_scenario(ViewTab view) {
  return view == ViewTab::kTimeline || view == ViewTab::kSnapshots || view == ViewTab::kMerge;
}

/// Whether the view shows parts, and nothing where there are none.
inline bool needs_parts(ViewTab view) {
  return !needs_scenario(view) && view != ViewTab::kMuseum && view != ViewTab::kSearch;
}

/// The first four need a scenario.
enum class DrawerTab : uint8_t { kEvents, kResult, kLedger, kScenario, kFindings, kSkipped };
inline constexpr int kDrawerTabCount = 6;
std::string_view name_of(DrawerTab tab);  // "events", "result", …
inline bool needs_scenario(DrawerTab tab) { return tab <= DrawerTab::kScenario; }

/// The panels around the view.
enum class Panel : uint8_t { kExplorer, kInspector, kDrawer, kNext, kExhibit };
std::string_view name_of(Panel panel);  // "explorer", "inspector", "drawer", "next", "exhibit"

/// Sheets over everything.
enum class Overlay : uint8_t { kPalette, kHelp };
std::string_view name_of(Overlay overlay);  // "palette", "help"

/// {"op":"select","part":0,"block":3,"tag":"svc","row":5}; less selects higher up, nothing clears.
/// {"op":"select","node":2} selects a directory, instance, shard or segment of the tree. In a
/// scenario also {"wrapper":3}, a part by its number, gone or not; {"snapshot":2}; {"holder":"q1"}.
struct SelectCommand {
  std::optional<size_t> node;
  std::optional<size_t> part;
  std::optional<size_t> block;
  std::string tag;
  std::optional<size_t> row;
  std::optional<uint32_t> wrapper = {};
  std::optional<uint32_t> snapshot = {};
  std::string holder = {};
};
/// {"op":"view","name":"blocks"}
struct ViewCommand {
  ViewTab view = ViewTab::kKeyRanges;
};
/// {"op":"drawer","name":"findings"}
struct DrawerCommand {
  DrawerTab tab = DrawerTab::kFindings;
};
/// {"op":"panel","name":"inspector","open":false}
struct PanelCommand {
  Panel panel = Panel::kExplorer;
  bool open = true;
};
/// {"op":"overlay","name":"help"}
struct OverlayCommand {
  Overlay overlay = Overlay::kPalette;
};
/// {"op":"axis","scale":"linear"}, "rank", "log" or "auto"
struct AxisCommand {
  std::optional<AxisScale> scale;
};
/// {"op":"zoom","from":"100","to":"900"}: keys at the edges of the window
struct ZoomCommand {
  int64_t from = 0;
  int64_t to = 0;
};
/// Emitted while dragging and wheeling: places of the axis, see KeyAxis.
/// {"op":"window","from","to"}
struct WindowCommand {
  double from = 0;
  double to = 1;
};
/// {"op":"fit"}: everything; {"op":"fit","what":"selection"}
struct FitCommand {
  bool selection = false;
};
/// {"op":"sort","column":3,"descending":true}; column -1 is file order
struct SortCommand {
  int column = -1;
  bool descending = false;
};
/// {"op":"verify"}: all parts; {"op":"verify","part":0}
struct VerifyCommand {
  std::optional<size_t> part;
};
/// {"op":"cancel"} stops reading, {"op":"resume"} goes on.
struct CancelCommand {};
struct ResumeCommand {};

using Command =
    std::variant<SelectCommand, ViewCommand, DrawerCommand, PanelCommand, OverlayCommand,
                 AxisCommand, ZoomCommand, WindowCommand, FitCommand, SortCommand, VerifyCommand,
                 CancelCommand, ResumeCommand, ScenarioCommand, MuseumCommand, ShareCommand,
                 QueryViewCommand, SearchCommand>;

/// The command a JSON text stands for, or what is wrong with the text.
std::variant<Command, std::string> parse_command(std::string_view json);

}  // namespace sidx::model
