#pragma once

#include <vector>

#include "wasm/model/app_state.h"

/// Views draw the state into the current ImGui window and say what the user wants; they change
/// nothing themselves. Each keeps only what is its own: hover, scroll, an open menu.
namespace sidx::views {

/// Commands of this frame, executed after it has been drawn.
using Commands = std::vector<model::Command>;

class View {
 public:
  virtual ~View() = default;
  /// Draws into the space that is left in the current window. Only called with a document.
  virtual void draw(const model::AppState& state, Commands& commands) = 0;
};

}  // namespace sidx::views
