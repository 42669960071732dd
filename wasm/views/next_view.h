#pragma once

#include <vector>

#include "core/sim/enabled.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// What can happen next: every step the engine could take now. One that would do nothing is grey
/// and says why. Picking one plays it behind the current step.
class NextView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  static void draw_command(const sim::Command& command, Commands& commands);

  std::vector<sim::Command> list_;
  uint64_t session_serial_ = 0;
};

}  // namespace sidx::views
