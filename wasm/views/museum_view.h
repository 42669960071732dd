#pragma once

#include <cstdint>
#include <string>

#include "wasm/views/view.h"

namespace sidx::views {

/// The bug museum: cards of all exhibits by symptom, with a field to look for words. An exhibit
/// that shows parts has its table here.
class MuseumView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_filter(const model::AppState& state, Commands& commands);
  void draw_cards(const model::AppState& state);

  std::string filter_;
  bool filter_has_focus_ = false;
  uint64_t generation_ = 0;
  bool shows_list_ = false;  // of all exhibits, though one that shows parts is open
};

}  // namespace sidx::views
