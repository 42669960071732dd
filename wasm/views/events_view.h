#pragma once

#include <string>

#include "wasm/views/view.h"

namespace sidx::views {

/// The steps of the active branch, a line each with what it did; branches and their comparison.
class EventsView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  static void draw_branches(const model::AppState& state, Commands& commands);
  static void draw_row(const model::AppState& state, size_t step, size_t differs_at,
                       Commands& commands);
  static void draw_other(const sim::History& history, size_t branch, size_t step);
  static void draw_menu(const model::AppState& state, size_t step, Commands& commands);

  size_t shown_position_ = SIZE_MAX;
  uint64_t generation_ = 0;
};

}  // namespace sidx::views
