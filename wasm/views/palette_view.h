#pragma once

#include <functional>
#include <string>
#include <vector>

#include "wasm/views/view.h"

namespace sidx::views {

/// The command palette (everything that can be done, with its key), the help sheet, and the keys
/// themselves: one list serves all three.
class PaletteView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  struct Entry {
    std::string title;
    const char* key;  // as the user reads it; empty if it has none
    int chord;        // ImGuiKeyChord, 0 if it has none
    std::function<void(Commands&)> run;
  };
  static void add_museum_entries(const model::AppState& state, std::vector<Entry>& list);
  static void add_scenario_entries(const model::AppState& state, std::vector<Entry>& list);
  static void add_share_entries(const model::AppState& state, std::vector<Entry>& list);
  static void add_query_entries(const model::AppState& state, std::vector<Entry>& list);
  static void add_search_entries(const model::AppState& state, std::vector<Entry>& list);
  static std::vector<Entry> entries(const model::AppState& state);
  void run_keys(const std::vector<Entry>& entries, Commands& commands);
  void draw_palette(const std::vector<Entry>& entries, Commands& commands);
  static void draw_help(const std::vector<Entry>& entries);

  char query_[128] = "";
  int chosen_ = 0;
  uint64_t overlay_serial_ = 0;
  bool popup_was_open_ = false;
};

}  // namespace sidx::views
