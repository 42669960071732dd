#include "wasm/platform/clipboard.h"

#include <emscripten/emscripten.h>

#include <utility>

#include "imgui.h"

EM_JS(void, clipboard_write, (const char* text, size_t size),
      { Module.host.writeClipboard(text, size); });

namespace sidx::clipboard {
namespace {

std::string& held() {
  static std::string text;
  return text;
}

const char* get_for_imgui(void*) { return held().c_str(); }
void set_for_imgui(void*, const char* text) { write(text); }

}  // namespace

void install() {
  ImGuiIO& io = ImGui::GetIO();
  io.GetClipboardTextFn = get_for_imgui;
  io.SetClipboardTextFn = set_for_imgui;
}

void write(std::string_view text) {
  held() = text;
  clipboard_write(text.data(), text.size());
}

void receive(std::string text) { held() = std::move(text); }

}  // namespace sidx::clipboard
