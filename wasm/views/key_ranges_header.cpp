#include "wasm/views/key_ranges_header.h"

#include <array>
#include <string>

#include "imgui_internal.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/depth_strip.h"

namespace sidx::views {

using model::AppState;
using model::AxisScale;
using ui::theme;

namespace {

constexpr float kSwatch = 10.0f;

/// Puts items on a line until it is full.
class Flow {
 public:
  Flow() : right_(ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x) {}

  bool fits(float width, float gap) const {
    return !first_ && ImGui::GetItemRectMax().x + gap + width <= right_;
  }
  /// Call before each item. `gap` separates it from the one before.
  void next(float width, float gap = ui::kGap4) {
    if (fits(width, gap)) ImGui::SameLine(0, gap);
    first_ = false;
  }
  /// The next item begins a line.
  void break_line() { first_ = true; }

 private:
  float right_;
  bool first_ = true;
};

float button_width(const char* label) {
  return ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
}

/// A caption and one of several: the index that was picked, or -1.
template <size_t kCount>
int choice(Flow& flow, const char* caption, const std::array<const char*, kCount>& labels,
           int current, const char* help) {
  float width = ImGui::CalcTextSize(caption).x + ui::kGap2;
  for (const char* label : labels) width += button_width(label) + 1.0f;
  flow.next(width);
  ImGui::BeginGroup();
  ImGui::AlignTextToFramePadding();
  ui::text_dim(caption);
  ImGui::SameLine(0, ui::kGap2);
  const bool picked =
      ui::segmented(caption, labels.data(), static_cast<int>(labels.size()), current);
  ImGui::EndGroup();
  ImGui::SetItemTooltip("%s", help);
  return picked ? current : -1;
}

void draw_axis_choice(Flow& flow, const AppState& state, Commands& commands) {
  constexpr std::array<const char*, 4> kLabels{"Auto", "Linear", "Rank", "Log"};
  constexpr std::array kScales{AxisScale::kLinear, AxisScale::kRank, AxisScale::kSymmetricLog};
  int current = 0;
  for (size_t i = 0; i < kScales.size() && !state.axis_is_automatic(); i++) {
    if (state.axis().scale() == kScales[i]) current = static_cast<int>(i) + 1;
  }
  const int picked = choice(flow, "Axis", kLabels, current,
                            "Auto: the scale that shows most.\n"
                            "Linear: equal distances between keys are equal.\n"
                            "Rank: every first and last key of a block gets equal room.\n"
                            "Log: small keys get as much room as large ones.");
  if (picked < 0) return;
  model::AxisCommand command;
  if (picked > 0) command.scale = kScales[static_cast<size_t>(picked - 1)];
  commands.emplace_back(command);
}

void draw_colour_choice(Flow& flow, const AppState& state, BarColours& colours) {
  constexpr std::array<const char*, kColourByCount> kLabels{"Kind", "Encoding", "Rows", "Bytes"};
  const int picked = choice(flow, "Colour", kLabels, static_cast<int>(colours.by()),
                            "What the colour of a block says: the kind of its part, how its keys\n"
                            "are encoded, how many rows it has, or how many bytes it takes.");
  if (picked < 0) return;
  colours.choose(static_cast<ColourBy>(picked));
  colours.refresh(state.document());
}

/// A colour and what it means; true when it was clicked.
bool legend_entry(Flow& flow, const BarClass& entry, bool lit, bool can_pick) {
  const ImFont& font = *ui::fonts().small;
  const float width = kSwatch + 6.0f + ui::text_width(font, entry.name);
  flow.next(width, ui::kGap3);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(entry.name);
  const bool clicked = ImGui::InvisibleButton("legend", {width, ui::kRowHeight});
  ImGui::PopID();
  const bool hovered = can_pick && ImGui::IsItemHovered();
  ImGui::SetItemTooltip(can_pick ? "%s\nClick: dim the others" : "%s", entry.help);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ui::Box box{at, {at.x + width, at.y + ui::kRowHeight}};
  ImGui::RenderNavHighlight({box.min, box.max}, ImGui::GetItemID());
  const float top = box.middle_y() - kSwatch / 2;
  const ui::Box swatch{{at.x, top}, {at.x + kSwatch, top + kSwatch}};
  ui::fill(list, swatch, lit ? entry.colour : ui::with_alpha(entry.colour, 0.25f));
  // A quiet class must not look like the ground.
  ui::outline(list, swatch, ui::mix(entry.colour, theme().text, 0.25f));
  ui::text_in(list, font, box.columns(swatch.max.x + 6.0f, box.max.x + 1.0f),
              hovered ? theme().accent
              : lit   ? theme().text
                      : theme().dim,
              entry.name);
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return clicked && can_pick;
}

/// The longest legend decides where all of them stand: choosing another colour must not move the
/// lanes.
constexpr float kLegendWidthMax = 460.0f;

void draw_legend(Flow& flow, BarColours& colours) {
  if (!flow.fits(kLegendWidthMax, ui::kGap3)) flow.break_line();
  for (size_t i = 0; i < colours.classes().size(); i++) {
    const bool lit = !colours.any_picked() || colours.is_picked(i);
    if (legend_entry(flow, colours.classes()[i], lit, true)) colours.toggle(i);
  }
  if (colours.several() != nullptr) {
    legend_entry(flow, *colours.several(), !colours.any_picked(), false);
  }
}

}  // namespace

void draw_key_ranges_header(const AppState& state, BarColours& colours, Commands& commands) {
  Flow flow;
  draw_axis_choice(flow, state, commands);
  draw_colour_choice(flow, state, colours);
  flow.next(button_width("Fit"));
  if (ImGui::Button("Fit")) commands.emplace_back(model::FitCommand{});
  ImGui::SetItemTooltip("Show all keys (double click, or F twice)");
  draw_legend(flow, colours);
  ui::text_dim(depth_sentence(state));
}

}  // namespace sidx::views
