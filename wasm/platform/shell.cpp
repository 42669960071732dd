#include "wasm/platform/shell.h"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>

#include <algorithm>

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "wasm/app_entry.h"
#include "wasm/platform/clipboard.h"
#include "wasm/platform/cursor.h"
#include "wasm/platform/display.h"
#include "wasm/platform/frame_timing.h"
#include "wasm/platform/input.h"
#include "wasm/platform/text_snap.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

// Gives the page's functions a way to see our memory, which moves when it grows.
EM_JS(void, shell_attach, (), { Module.host.attach(function() { return HEAPU8; }); });

// Neither alpha nor depth, stencil or multisampling: ImGui smooths its own edges. The second number
// is 0 when the browser has no WebGL2.
EM_JS(int, shell_create_gl, (), {
  var handle = GL.createContext(Module.canvas, {
    alpha : false,
    depth : false,
    stencil : false,
    antialias : false,
    majorVersion : 2,
    minorVersion : 0
  });
  return handle && GL.makeContextCurrent(handle) ? 1 : 0;
});

namespace sidx::shell {
namespace {

/// Longest step of ImGui's clock: a tab that rested for an hour must not see an hour pass.
constexpr double kStepMaxMs = 1000.0;

bool has_graphics = false;
double last_now_ms = 0.0;
double last_duration_ms = 0.0;
unsigned long frames = 0;

/// Fonts are drawn for one density; the texture follows when that changes.
void refresh_fonts() {
  if (!ui::fonts_outdated(display::density())) return;
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ui::build_fonts(display::density());
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void refresh_style() {
  if (!display::style_outdated()) return;
  ui::apply_theme(display::dark(), display::density());
  display::style_applied();
}

void render() {
  const ImVec4 background = ui::to_vec4(ui::theme().background);
  glViewport(0, 0, display::pixel_width(), display::pixel_height());
  glDisable(GL_SCISSOR_TEST);
  glClearColor(background.x, background.y, background.z, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
  ImDrawData* draw_data = ImGui::GetDrawData();
  snap_text(*draw_data);
  ImGui_ImplOpenGL3_RenderDrawData(draw_data);
}

}  // namespace

void create() {
  shell_attach();
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
}

bool start(bool is_mac) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // settings go through platform/storage
  io.LogFilename = nullptr;
  io.BackendPlatformName = "partscope";
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigMacOSXBehaviors = is_mac;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  clipboard::install();
  input::install();
  if (shell_create_gl() == 0 || !ImGui_ImplOpenGL3_Init("#version 300 es")) return false;
  has_graphics = true;
  ui::build_fonts(display::density());
  refresh_style();
  app::start();
  return true;
}

double frame(double now_ms) {
  if (!has_graphics || !display::has_area()) return -1.0;
  const double started_ms = emscripten_get_now();
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = static_cast<float>(std::clamp(now_ms - last_now_ms, 0.1, kStepMaxMs) / 1000.0);
  last_now_ms = now_ms;

  display::begin_frame();
  refresh_fonts();
  refresh_style();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  const double wanted_ms = app::draw();
  ImGui::Render();
  render();
  update_cursor();
  input::end_frame();

  frames++;
  last_duration_ms = emscripten_get_now() - started_ms;
  return next_frame_delay(display::style_outdated() ? 0.0 : wanted_ms);
}

void context_lost() {
  if (!has_graphics) return;
  has_graphics = false;
  // The objects died with the context: the backend forgets them now, while deleting is harmless.
  ImGui_ImplOpenGL3_Shutdown();
}

void context_restored() {
  if (!has_graphics) has_graphics = ImGui_ImplOpenGL3_Init("#version 300 es");
}

double last_frame_ms() { return last_duration_ms; }
unsigned long frame_count() { return frames; }

}  // namespace sidx::shell
