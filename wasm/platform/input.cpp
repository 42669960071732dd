#include "wasm/platform/input.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <iterator>

#include "imgui.h"
#include "wasm/platform/display.h"
#include "wasm/platform/key_codes.h"

// Where the text field in use stands, in CSS pixels; `wanted` 0 when none is.
EM_JS(void, input_text_field, (int wanted, float x, float y, float height),
      { Module.host.setTextField(wanted, x, y, height); });

namespace sidx::input {
namespace {

float pinch_log2 = 0.0f;
bool text_wanted = false;

/// Called by ImGui at the end of a frame in which its idea of a text field changed.
void place_text_field(ImGuiViewport*, ImGuiPlatformImeData* data) {
  const float scale = display::ui_scale();
  input_text_field(data->WantVisible ? 1 : 0, data->InputPos.x * scale, data->InputPos.y * scale,
                   data->InputLineHeight * scale);
}

/// A press and release with the platform's shortcut key, whatever is held at the moment.
void send_shortcut(ImGuiKey letter) {
  ImGuiIO& io = ImGui::GetIO();
  const ImGuiKey modifier = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
  const bool held = io.ConfigMacOSXBehaviors ? io.KeySuper : io.KeyCtrl;
  io.AddKeyEvent(modifier, true);
  io.AddKeyEvent(letter, true);
  io.AddKeyEvent(letter, false);
  if (!held) io.AddKeyEvent(modifier, false);
}

}  // namespace

void install() { ImGui::GetIO().SetPlatformImeDataFn = place_text_field; }

void pointer_move(float x, float y, int device) {
  constexpr std::array kSources = {ImGuiMouseSource_Mouse, ImGuiMouseSource_TouchScreen,
                                   ImGuiMouseSource_Pen};
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(kSources[static_cast<size_t>(std::clamp(device, 0, 2))]);
  io.AddMousePosEvent(x / display::ui_scale(), y / display::ui_scale());
}

void pointer_button(int button, bool down) {
  if (button >= 0 && button < ImGuiMouseButton_COUNT) {
    ImGui::GetIO().AddMouseButtonEvent(button, down);
  }
}

void pointer_leave() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

void wheel(float notches_x, float notches_y) {
  ImGui::GetIO().AddMouseWheelEvent(notches_x, notches_y);
}

void pinch(float log2_factor) { pinch_log2 += log2_factor; }
float pinch_factor() { return std::exp2(pinch_log2); }

void modifiers(bool ctrl, bool shift, bool alt, bool meta) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
  io.AddKeyEvent(ImGuiMod_Shift, shift);
  io.AddKeyEvent(ImGuiMod_Alt, alt);
  io.AddKeyEvent(ImGuiMod_Super, meta);
}

void key(std::string_view code, bool down) {
  const ImGuiKey key = key_from_code(code);
  if (key != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(key, down);
}

void text(const std::string& utf8) { ImGui::GetIO().AddInputCharactersUTF8(utf8.c_str()); }
void focus(bool focused) { ImGui::GetIO().AddFocusEvent(focused); }

void copy_command(bool cut) { send_shortcut(cut ? ImGuiKey_X : ImGuiKey_C); }
void paste_command() { send_shortcut(ImGuiKey_V); }

void end_frame() {
  pinch_log2 = 0.0f;
  // ImGui tells the place of a field, but not reliably that the field was left.
  const bool wanted = ImGui::GetIO().WantTextInput;
  if (text_wanted && !wanted) input_text_field(0, 0.0f, 0.0f, 0.0f);
  text_wanted = wanted;
}

}  // namespace sidx::input
