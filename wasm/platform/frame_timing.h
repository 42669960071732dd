#pragma once

namespace sidx {

/// When ImGui itself needs the next frame, looked up after the current one: see shell::frame.
double next_frame_delay(bool wants_more);

}  // namespace sidx
