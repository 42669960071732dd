#include "wasm/platform/key_codes.h"

#include <algorithm>
#include <iterator>

namespace sidx {
namespace {

struct KeyCode {
  std::string_view code;
  ImGuiKey key;
};

/// Keys whose names follow no rule, sorted by code.
constexpr KeyCode kKeyCodes[] = {
    {"AltLeft", ImGuiKey_LeftAlt},
    {"AltRight", ImGuiKey_RightAlt},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"Backquote", ImGuiKey_GraveAccent},
    {"Backslash", ImGuiKey_Backslash},
    {"Backspace", ImGuiKey_Backspace},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"BracketRight", ImGuiKey_RightBracket},
    {"CapsLock", ImGuiKey_CapsLock},
    {"Comma", ImGuiKey_Comma},
    {"ContextMenu", ImGuiKey_Menu},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"Delete", ImGuiKey_Delete},
    {"End", ImGuiKey_End},
    {"Enter", ImGuiKey_Enter},
    {"Equal", ImGuiKey_Equal},
    {"Escape", ImGuiKey_Escape},
    {"Home", ImGuiKey_Home},
    {"Insert", ImGuiKey_Insert},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"MetaRight", ImGuiKey_RightSuper},
    {"Minus", ImGuiKey_Minus},
    {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadDecimal", ImGuiKey_KeypadDecimal},
    {"NumpadDivide", ImGuiKey_KeypadDivide},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"NumpadEqual", ImGuiKey_KeypadEqual},
    {"NumpadMultiply", ImGuiKey_KeypadMultiply},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract},
    {"PageDown", ImGuiKey_PageDown},
    {"PageUp", ImGuiKey_PageUp},
    {"Period", ImGuiKey_Period},
    {"Quote", ImGuiKey_Apostrophe},
    {"Semicolon", ImGuiKey_Semicolon},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"Slash", ImGuiKey_Slash},
    {"Space", ImGuiKey_Space},
    {"Tab", ImGuiKey_Tab},
};
constexpr bool operator<(const KeyCode& a, const KeyCode& b) { return a.code < b.code; }
static_assert(std::is_sorted(std::begin(kKeyCodes), std::end(kKeyCodes)));

/// `first` moved on by `offset` places of ImGui's enumeration.
ImGuiKey nth_key(ImGuiKey first, int offset) { return static_cast<ImGuiKey>(first + offset); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "F1" to "F12".
ImGuiKey function_key(std::string_view digits) {
  if (digits.empty() || digits.size() > 2 || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return ImGuiKey_None;
  }
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number >= 1 && number <= 12 ? nth_key(ImGuiKey_F1, number - 1) : ImGuiKey_None;
}

}  // namespace

ImGuiKey key_from_code(std::string_view code) {
  if (code.size() == 4 && code.starts_with("Key") && code[3] >= 'A' && code[3] <= 'Z') {
    return nth_key(ImGuiKey_A, code[3] - 'A');
  }
  if (code.size() == 6 && code.starts_with("Digit") && is_digit(code[5])) {
    return nth_key(ImGuiKey_0, code[5] - '0');
  }
  if (code.size() == 7 && code.starts_with("Numpad") && is_digit(code[6])) {
    return nth_key(ImGuiKey_Keypad0, code[6] - '0');
  }
  const auto* found =
      std::lower_bound(std::begin(kKeyCodes), std::end(kKeyCodes), KeyCode{code, ImGuiKey_None});
  if (found != std::end(kKeyCodes) && found->code == code) return found->key;
  return code.starts_with('F') ? function_key(code.substr(1)) : ImGuiKey_None;
}

}  // namespace sidx
