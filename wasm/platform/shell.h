#pragma once

/// The frame: owns the ImGui context and the GL context, and decides when the next frame is due.
/// The page (web/js/loop.js) keeps no animation loop of its own: it does what `frame` returns.
namespace sidx::shell {

/// Creates the ImGui context. Runs before anything else.
void create();

/// Takes the canvas, builds fonts and style, starts the app. False without WebGL2.
bool start(bool is_mac);

/// Draws one frame. Returns 0 when another frame is due at once, the milliseconds until it is due
/// (caret, tooltip delay, held button), or a negative number to rest until something happens.
double frame(double now_ms);

/// The browser took the graphics away (true until `context_restored`): nothing is drawn.
void context_lost();
void context_restored();

/// CPU milliseconds of the last complete frame, and the number of frames since the start.
double last_frame_ms();
unsigned long frame_count();

}  // namespace sidx::shell
