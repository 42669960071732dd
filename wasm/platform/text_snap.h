#pragma once

struct ImDrawData;

namespace sidx {

/// Moves text to whole device pixels vertically, so that it stays crisp at densities such as 1.25.
/// Does nothing at whole densities, where it already is.
void snap_text(ImDrawData& draw_data);

}  // namespace sidx
