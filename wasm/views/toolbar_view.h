#pragma once

#include "wasm/views/view.h"

namespace sidx::views {

/// Opening, samples, scenarios; loading progress with its cancel button, or the transport of a
/// scenario; panels, theme, palette, help.
class ToolbarView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_open_menu();
  void draw_samples_menu();
  void draw_scenarios_menu(const model::AppState& state, Commands& commands);
  static void draw_playing(const model::Session& session, Commands& commands);
  static void draw_progress(const model::AppState& state, Commands& commands);
  static void draw_right(const model::AppState& state, Commands& commands);

  struct Sample {
    std::string id;
    std::string title;
    std::string sentence;
  };
  bool compact_ = false;  // icons without words
  // Read when the menu is opened.
  std::vector<Sample> samples_;
  std::vector<Sample> scenarios_;
};

}  // namespace sidx::views
