#pragma once

#include "imgui.h"

/// Colours and measures of the design. Views take every colour from here: a colour means something.
namespace sidx::ui {

/// One appearance. Colours are packed as ImDrawList wants them.
struct Theme {
  bool dark = true;

  // Surfaces and text.
  ImU32 background = 0;  // behind everything
  ImU32 panel = 0;       // what data lies on
  ImU32 raised = 0;      // controls, headers, popups
  ImU32 line = 0;        // quiet borders
  ImU32 text = 0;
  ImU32 dim = 0;     // secondary text; still readable (contrast 4.5)
  ImU32 accent = 0;  // selection, focus, links
  ImU32 on_accent = 0;

  // Meaning. Never without a second sign: hatch, mark or word.
  ImU32 mem_part = 0;      // diagonal hatch
  ImU32 file_part = 0;     // solid
  ImU32 merge_output = 0;  // also: new in this step; bold edge
  ImU32 removing = 0;      // cross hatch; removed is an outline
  ImU32 reader = 0;        // held reference; pin mark
  ImU32 wrong = 0;         // finding, panic, lost row, leak; never anything else

  // Derived, for controls of our own.
  ImU32 hovered = 0;   // behind a row or control under the pointer
  ImU32 selected = 0;  // behind the selected row
  ImU32 track = 0;     // grooves of scrollbars, sliders, bars
};

/// The appearance in use.
const Theme& theme();

/// Chooses the appearance and sets ImGui's whole style. `density` is device pixels per interface
/// pixel: borders are whole device pixels.
void apply_theme(bool dark, float density);

/// Thickness of a quiet line: one interface pixel, rounded to whole device pixels.
float hairline();

// Measures, in interface pixels.
inline constexpr float kGap1 = 4.0f;
inline constexpr float kGap2 = 8.0f;
inline constexpr float kGap3 = 12.0f;
inline constexpr float kGap4 = 16.0f;
inline constexpr float kRadius = 4.0f;
inline constexpr float kRowHeight = 24.0f;
inline constexpr float kToolbarHeight = 44.0f;

/// `colour` at `alpha` (0 to 1) of its own opacity.
ImU32 with_alpha(ImU32 colour, float alpha);
/// `from` at 0, `to` at 1.
ImU32 mix(ImU32 from, ImU32 to, float t);
inline ImVec4 to_vec4(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

}  // namespace sidx::ui
