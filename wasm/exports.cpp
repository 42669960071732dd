#include "wasm/exports.h"

#include <emscripten/emscripten.h>

#include <string>
#include <string_view>

#include "wasm/app_entry.h"
#include "wasm/platform/clipboard.h"
#include "wasm/platform/display.h"
#include "wasm/platform/files.h"
#include "wasm/platform/input.h"
#include "wasm/platform/shell.h"
#include "wasm/ui/fonts.h"

using namespace sidx;

extern "C" {

EMSCRIPTEN_KEEPALIVE void ps_font(int slot, uint8_t* bytes, size_t size) {
  ui::set_font_file(slot, bytes, size);
}
EMSCRIPTEN_KEEPALIVE int ps_start(int is_mac) { return shell::start(is_mac != 0) ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE double ps_frame(double now_ms) { return shell::frame(now_ms); }
EMSCRIPTEN_KEEPALIVE void ps_resize(float css_width, float css_height, int pixel_width,
                                    int pixel_height) {
  display::resize(css_width, css_height, pixel_width, pixel_height);
}
EMSCRIPTEN_KEEPALIVE void ps_dark(int dark) { display::set_dark(dark != 0); }
EMSCRIPTEN_KEEPALIVE void ps_reduced_motion(int reduced) {
  display::set_reduced_motion(reduced != 0);
}
EMSCRIPTEN_KEEPALIVE void ps_context_lost() { shell::context_lost(); }
EMSCRIPTEN_KEEPALIVE void ps_context_restored() { shell::context_restored(); }

EMSCRIPTEN_KEEPALIVE void ps_pointer_move(float x, float y, int device) {
  input::pointer_move(x, y, device);
}
EMSCRIPTEN_KEEPALIVE void ps_pointer_button(int button, int down) {
  input::pointer_button(button, down != 0);
}
EMSCRIPTEN_KEEPALIVE void ps_pointer_leave() { input::pointer_leave(); }
EMSCRIPTEN_KEEPALIVE void ps_wheel(float notches_x, float notches_y) {
  input::wheel(notches_x, notches_y);
}
EMSCRIPTEN_KEEPALIVE void ps_pinch(float log2_factor) { input::pinch(log2_factor); }
EMSCRIPTEN_KEEPALIVE void ps_modifiers(int ctrl, int shift, int alt, int meta) {
  input::modifiers(ctrl != 0, shift != 0, alt != 0, meta != 0);
}
EMSCRIPTEN_KEEPALIVE void ps_key(const char* code, size_t size, int down) {
  input::key(std::string_view(code, size), down != 0);
}
EMSCRIPTEN_KEEPALIVE void ps_text(const char* text, size_t size) {
  input::text(std::string(text, size));
}
EMSCRIPTEN_KEEPALIVE void ps_focus(int focused) { input::focus(focused != 0); }
EMSCRIPTEN_KEEPALIVE void ps_copy(int cut) { input::copy_command(cut != 0); }
EMSCRIPTEN_KEEPALIVE void ps_paste(const char* text, size_t size) {
  clipboard::receive(std::string(text, size));
  input::paste_command();
}

EMSCRIPTEN_KEEPALIVE void ps_open(const char* listing, size_t size) {
  files::cancel_all();
  app::open(std::string(listing, size));
}
EMSCRIPTEN_KEEPALIVE const char* ps_open_scenario(const char* name, size_t name_size,
                                                  const char* text, size_t text_size) {
  static std::string result;
  result = app::open_scenario(std::string(name, name_size), std::string_view(text, text_size));
  return result.c_str();
}
EMSCRIPTEN_KEEPALIVE void ps_cancel_open() { files::fail_all("the read was cancelled"); }
EMSCRIPTEN_KEEPALIVE uint8_t* ps_file_buffer(uint32_t request, size_t size) {
  return files::buffer(request, size);
}
EMSCRIPTEN_KEEPALIVE void ps_file_bytes(uint32_t request) { files::complete(request); }
EMSCRIPTEN_KEEPALIVE void ps_file_failed(uint32_t request, const char* path, size_t path_size,
                                         const char* message, size_t message_size) {
  files::fail(request, std::string(path, path_size), std::string(message, message_size));
}

EMSCRIPTEN_KEEPALIVE const char* ps_state() {
  static std::string state;
  state = app::state_json();
  return state.c_str();
}
EMSCRIPTEN_KEEPALIVE const char* ps_command(const char* json, size_t size) {
  static std::string result;
  result = app::run_command(std::string_view(json, size));
  return result.c_str();
}
EMSCRIPTEN_KEEPALIVE int ps_idle() { return app::idle() && files::outstanding() == 0 ? 1 : 0; }
}
