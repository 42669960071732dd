#pragma once

#include <cstddef>
#include <cstdint>

/// Everything the page calls. Flat and without logic: each function forwards to the platform layer
/// or to the app. Text is UTF-8 as pointer and byte count, lent for the call unless said otherwise.
/// Text results end with a zero byte and stay valid until the next call of the same function.
extern "C" {

// Start. Fonts first (0 interface, 1 strong, 2 mono; malloc'ed bytes, owned by us from then on).
void ps_font(int slot, uint8_t* bytes, size_t size);
/// 1 when the first frame can be drawn, 0 when there is no WebGL2.
int ps_start(int is_mac);

// Frames. The result of ps_frame is when the next one is needed: 0 at once, > 0 in so many
// milliseconds, < 0 not until something happens.
double ps_frame(double now_ms);
void ps_resize(float css_width, float css_height, int pixel_width, int pixel_height);
void ps_dark(int dark);
void ps_reduced_motion(int reduced);
void ps_context_lost();
void ps_context_restored();

// Input, in CSS pixels. `device`: 0 mouse, 1 touch, 2 pen. `buttons` as ImGui counts them.
void ps_pointer_move(float x, float y, int device);
void ps_pointer_button(int button, int down);
void ps_pointer_leave();
void ps_wheel(float notches_x, float notches_y);
void ps_pinch(float log2_factor);
void ps_modifiers(int ctrl, int shift, int alt, int meta);
void ps_key(const char* code, size_t size, int down);
void ps_text(const char* text, size_t size);
void ps_focus(int focused);
/// The clipboard commands of the browser. 0 copy, 1 cut: ImGui answers in one of the next frames.
void ps_copy(int cut);
void ps_paste(const char* text, size_t size);

// Files. ps_file_buffer: where to put the bytes of a read, 0 when nobody waits for it any more.
void ps_open(const char* listing, size_t size);
/// A scenario replaces what is open; the result is {"ok":true,..} or {"ok":false,"error":".."}.
const char* ps_open_scenario(const char* name, size_t name_size, const char* text,
                             size_t text_size);
void ps_cancel_open();
uint8_t* ps_file_buffer(uint32_t request, size_t size);
void ps_file_bytes(uint32_t request);
void ps_file_failed(uint32_t request, const char* path, size_t path_size, const char* message,
                    size_t message_size);

// Automation.
const char* ps_state();
const char* ps_command(const char* json, size_t size);
int ps_idle();
}
