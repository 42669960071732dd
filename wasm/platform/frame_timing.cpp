#include "wasm/platform/frame_timing.h"

#include <cmath>
#include <initializer_list>

#include "imgui.h"
#include "imgui_internal.h"

namespace sidx {
namespace {

// ImGui's caret, as imgui_widgets.cpp draws it: shown for 0.8 s of every 1.2 s.
constexpr float kCaretPeriod = 1.2f;
constexpr float kCaretShown = 0.8f;
/// Seconds after the last key when the caret stops blinking, so that a forgotten field costs
/// nothing.
constexpr float kCaretRest = 5.0f;
/// While a button is held: often enough for repeating buttons and for scrolling past an edge.
constexpr double kHeldButtonMs = 33.0;

/// The earliest of several moments; negative is never.
class Earliest {
 public:
  void consider_seconds(float seconds) { consider_ms(1000.0 * static_cast<double>(seconds) + 1.0); }
  void consider_ms(double ms) {
    if (ms_ < 0.0 || ms < ms_) ms_ = ms;
  }
  double ms() const { return ms_; }

 private:
  double ms_ = -1.0;
};

void consider_caret(const ImGuiContext& context, Earliest& earliest) {
  const ImGuiInputTextState& state = context.InputTextState;
  if (!context.IO.ConfigInputTextCursorBlink || !context.IO.WantTextInput) return;
  if (context.ActiveId == 0 || state.ID != context.ActiveId) return;
  const float phase =
      state.CursorAnim <= 0.0f ? state.CursorAnim : std::fmod(state.CursorAnim, kCaretPeriod);
  const bool shown = phase <= kCaretShown;
  if (shown && state.CursorAnim > kCaretRest) return;
  earliest.consider_seconds(shown ? kCaretShown - phase : kCaretPeriod - phase);
}

/// Tooltips wait for the pointer to rest; each delay that has not passed yet needs a frame.
void consider_tooltips(const ImGuiContext& context, Earliest& earliest) {
  if (context.HoverItemDelayId == 0) return;
  const ImGuiStyle& style = context.Style;
  for (const float delay : {style.HoverDelayShort, style.HoverDelayNormal}) {
    if (context.HoverItemDelayTimer < delay) {
      earliest.consider_seconds(delay - context.HoverItemDelayTimer);
    }
  }
  if (context.MouseStationaryTimer < style.HoverStationaryDelay) {
    earliest.consider_seconds(style.HoverStationaryDelay - context.MouseStationaryTimer);
  }
}

}  // namespace

double next_frame_delay(double wanted_ms) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  // ImGui spreads quick events (press and release) over frames; modal windows dim in steps.
  const bool dimming = context.DimBgRatio > 0.0f && context.DimBgRatio < 1.0f;
  if (wanted_ms == 0.0 || dimming || !context.InputEventsQueue.empty()) return 0.0;
  Earliest earliest;
  if (wanted_ms > 0.0) earliest.consider_ms(wanted_ms);
  consider_caret(context, earliest);
  consider_tooltips(context, earliest);
  if (ImGui::IsAnyMouseDown()) earliest.consider_ms(kHeldButtonMs);
  return earliest.ms();
}

}  // namespace sidx
