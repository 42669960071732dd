#include "wasm/platform/cursor.h"

#include <emscripten/emscripten.h>

#include "imgui.h"

EM_JS(void, cursor_set, (const char* name), { Module.host.setCursor(name); });

namespace sidx {
namespace {

/// CSS keyword of an ImGuiMouseCursor.
const char* css_cursor(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_None:
      return "none";
    case ImGuiMouseCursor_TextInput:
      return "text";
    case ImGuiMouseCursor_ResizeAll:
      return "move";
    case ImGuiMouseCursor_ResizeNS:
      return "ns-resize";
    case ImGuiMouseCursor_ResizeEW:
      return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW:
      return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE:
      return "nwse-resize";
    case ImGuiMouseCursor_Hand:
      return "pointer";
    case ImGuiMouseCursor_NotAllowed:
      return "not-allowed";
    default:
      return "default";
  }
}

}  // namespace

void update_cursor() {
  static ImGuiMouseCursor shown = ImGuiMouseCursor_Arrow;
  const ImGuiMouseCursor wanted = ImGui::GetMouseCursor();
  if (wanted == shown) return;
  shown = wanted;
  cursor_set(css_cursor(wanted));
}

}  // namespace sidx
