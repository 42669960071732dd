#pragma once

#include <cstddef>
#include <cstdint>

#include "imgui.h"

namespace sidx::ui {

/// The four fonts of the interface. Sizes are CSS sizes (of the em); all but `small` share one line
/// height and baseline, so they can stand on one line.
struct Fonts {
  ImFont* ui = nullptr;         // 15 px, the default
  ImFont* ui_strong = nullptr;  // 15 px semibold: titles, the current thing
  ImFont* mono = nullptr;       // 14 px: keys, ids, bytes
  ImFont* small = nullptr;      // 13 px: axis labels, captions
};

const Fonts& fonts();

/// Gives the bytes of a font file: 0 interface, 1 strong, 2 mono. malloc'ed; ours from now on.
void set_font_file(int slot, uint8_t* bytes, size_t size);
/// Draws the glyphs anew for so many device pixels per interface pixel. Not within a frame.
void build_fonts(float density);
bool fonts_outdated(float density);

}  // namespace sidx::ui
