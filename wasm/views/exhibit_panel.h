#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

/// The text of the open exhibit, beside the views: goal, what to watch for, what happens, who
/// repaired it. The switch plays the same steps with and without the repair.
class ExhibitPanel : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;
};

/// Asks the page for the list of exhibits, unless it is there or on its way.
void want_museum(const model::AppState& state);

}  // namespace sidx::views
