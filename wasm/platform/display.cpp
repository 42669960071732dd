#include "wasm/platform/display.h"

#include <algorithm>

#include "imgui.h"

namespace sidx::display {
namespace {

struct State {
  float css_width = 0.0f;
  float css_height = 0.0f;
  int pixel_width = 0;
  int pixel_height = 0;
  float ui_scale = 1.0f;
  bool dark = true;
  bool reduced_motion = false;
  bool style_outdated = true;
};
State state;

}  // namespace

void resize(float css_width, float css_height, int pixel_width, int pixel_height) {
  const float before = density();
  state.css_width = css_width;
  state.css_height = css_height;
  state.pixel_width = pixel_width;
  state.pixel_height = pixel_height;
  if (density() != before) state.style_outdated = true;
}

void set_dark(bool dark) {
  state.dark = dark;
  state.style_outdated = true;
}

void set_reduced_motion(bool reduced) {
  state.reduced_motion = reduced;
  state.style_outdated = true;
}

void set_ui_scale(float scale) {
  state.ui_scale = std::clamp(scale, 0.75f, 2.0f);
  state.style_outdated = true;
}

float ui_scale() { return state.ui_scale; }
bool dark() { return state.dark; }
bool reduced_motion() { return state.reduced_motion; }
int pixel_width() { return state.pixel_width; }
int pixel_height() { return state.pixel_height; }
bool has_area() { return state.pixel_width > 0 && state.pixel_height > 0; }

float density() {
  if (!has_area() || state.css_width <= 0.0f) return state.ui_scale;
  // Sizes in whole pixels make the quotient wobble by a thousandth; fonts must not follow that.
  const float ratio = static_cast<float>(state.pixel_width) / state.css_width;
  return static_cast<float>(static_cast<int>(ratio * 64.0f + 0.5f)) / 64.0f * state.ui_scale;
}

void begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(state.pixel_width) / density(),
                    static_cast<float>(state.pixel_height) / density()};
  io.DisplayFramebufferScale = {density(), density()};
  io.ConfigInputTextCursorBlink = !state.reduced_motion;
}

bool style_outdated() { return state.style_outdated; }
void style_applied() { state.style_outdated = false; }

}  // namespace sidx::display
