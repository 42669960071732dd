#pragma once

#include <string>
#include <string_view>

/// Turns the page's events (web/js/pointer.js, keyboard.js) into ImGui's. Positions are CSS pixels.
namespace sidx::input {

/// Connects ImGui's text fields with the page's hidden one, which brings input methods and phones'
/// keyboards. Called once.
void install();

/// `device`: 0 mouse, 1 touch, 2 pen.
void pointer_move(float x, float y, int device);
/// `button`: 0 left, 1 right, 2 middle.
void pointer_button(int button, bool down);
void pointer_leave();
/// Positive is up and left; one notch of a wheel is 1.
void wheel(float notches_x, float notches_y);
/// A pinch on a touchpad, or the wheel with Ctrl held: not given to ImGui as scrolling.
void pinch(float log2_factor);

void modifiers(bool ctrl, bool shift, bool alt, bool meta);
/// `code` is the position of a key as KeyboardEvent.code names it, such as "KeyA" or "ArrowUp".
void key(std::string_view code, bool down);
void text(const std::string& utf8);
void focus(bool focused);

/// The browser's commands for copy, cut and paste: the same keys on every layout.
void copy_command(bool cut);
void paste_command();

/// For views: by what factor the pinches since the last frame zoom; 1 without any.
float pinch_factor();

/// After each frame.
void end_frame();

}  // namespace sidx::input
