#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

/// Opening, samples, loading progress with its cancel button, panels, theme, palette, help.
class ToolbarView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  static void draw_open_menu();
  void draw_samples_menu();
  static void draw_progress(const model::AppState& state, Commands& commands);
  static void draw_right(const model::AppState& state, Commands& commands);

  struct Sample {
    std::string id;
    std::string title;
    std::string sentence;
  };
  std::vector<Sample> samples_;  // read when the menu is first opened
};

}  // namespace sidx::views
