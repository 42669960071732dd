#pragma once

/// Size, density and appearance of the canvas. ImGui works in interface pixels: CSS pixels divided
/// by the interface scale. Views use plain numbers from the design and need not know either factor.
namespace sidx::display {

// What the page reports.
void resize(float css_width, float css_height, int pixel_width, int pixel_height);
void set_dark(bool dark);
void set_reduced_motion(bool reduced);

/// Interface scale the user chose, 0.75 to 2; takes effect with the next frame.
void set_ui_scale(float scale);
float ui_scale();

bool dark();
/// True when the user asked the system for less motion: no animation then.
bool reduced_motion();
/// Device pixels per interface pixel. One device pixel is 1 / density() wide.
float density();
int pixel_width();
int pixel_height();
/// False while the canvas is hidden.
bool has_area();

/// Gives ImGui the current size. Before each frame.
void begin_frame();
/// True from a change of dark, motion or density until the style followed.
bool style_outdated();
void style_applied();

}  // namespace sidx::display
