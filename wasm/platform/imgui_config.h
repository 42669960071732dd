#pragma once

// Dear ImGui's compile-time configuration, included by imgui.h itself.

// A frame can draw 100 000 bars in one list: 16-bit indices would wrap.
#define ImDrawIdx unsigned int

// Old spellings would let us write code that the next version breaks.
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS

// Not part of the product, and a third of the library's size.
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS

// There is no file system.
#define IMGUI_DISABLE_FILE_FUNCTIONS
