#pragma once

#include <string>

#include "wasm/views/view.h"

namespace sidx::views {

/// The search for steps that break an invariant: its form on the left, how far it is and what it
/// found on the right.
class SearchView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  /// What is typed, which need not be a number; follows the form while nobody types.
  struct NumberField {
    std::string text;
    bool has_focus = false;
  };

  void draw_form(const model::AppState& state, Commands& commands);
  void draw_numbers(const model::SearchForm& form, Commands& commands);

  NumberField seed_;
  NumberField steps_;
  NumberField depth_;
};

}  // namespace sidx::views
