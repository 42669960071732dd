#pragma once

#include <string>

#include "wasm/views/view.h"

namespace sidx::views {

/// The scenario as JSON, to be read, copied and edited; an error is marked at its line.
class ScenarioTextView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  const model::TextProblem* problem_of(const model::AppState& state) const;
  void refresh(const model::AppState& state);
  void draw_buttons(const model::AppState& state, Commands& commands);
  void draw_editor(const model::AppState& state);

  std::string text_;
  std::string shown_;   // the scenario as it is
  std::string played_;  // handed over, not answered yet
  uint64_t generation_ = 0;
  uint64_t session_serial_ = 0;
};

}  // namespace sidx::views
