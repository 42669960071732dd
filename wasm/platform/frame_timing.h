#pragma once

namespace sidx {

/// When the next frame is needed, looked up after the current one: see shell::frame. `wanted_ms` is
/// when the app wants it, negative if it does not.
double next_frame_delay(double wanted_ms);

}  // namespace sidx
