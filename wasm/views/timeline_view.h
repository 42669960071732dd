#pragma once

#include <string>
#include <vector>

#include "wasm/model/timeline.h"
#include "wasm/ui/draw.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// Steps from left to right: who acts, which snapshots exist and who pins them, which parts, with
/// their reference counts. A click goes to a step, dragging the header scrubs.
class TimelineView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  /// A row on screen: a title of a group, or a row of the timeline.
  struct Line {
    bool is_title = false;
    size_t index = 0;  // of the group, or of the row
  };
  struct Places {
    ui::Box all;
    ui::Box header;
    ui::Box labels;
    ui::Box cells;
    float first_x = 0;  // left edge of column 0, scrolled
  };
  struct Pointed {
    bool in_header = false;
    const Line* line = nullptr;
    size_t column = SIZE_MAX;
  };

  void follow(const model::AppState& state);
  Places arrange();
  void find_lines(const Places& places);
  float x_of(const Places& places, size_t column) const;
  size_t column_at(const Places& places, float x) const;
  Pointed point(const Places& places) const;
  void draw_header(const model::AppState& state, const Places& places) const;
  void draw_lines(const model::AppState& state, const Places& places);
  void draw_label(const model::AppState& state, const model::TimelineRow& row,
                  const ui::Box& box) const;
  void draw_actor(const Places& places, const model::TimelineRow& row, const ui::Box& box) const;
  void draw_bars(const model::AppState& state, const Places& places, const model::TimelineRow& row,
                 const ui::Box& box) const;
  void draw_bar(const Places& places, const model::TimelineRow& row, size_t segment,
                const ui::Box& box, size_t current) const;
  void draw_counts(const Places& places, const model::TimelineRow& row, size_t segment,
                   const ui::Box& bar, size_t current) const;
  void draw_tooltip(const model::AppState& state, const Pointed& pointed) const;
  /// Of a step: right click on its column.
  void draw_menu(const model::AppState& state, const Pointed& pointed, bool hovered,
                 Commands& commands);
  void handle(const model::AppState& state, const Places& places, const Pointed& pointed,
              Commands& commands);
  void zoom(const Places& places, float factor, float x);
  void reveal(const Places& places, size_t column);
  void clamp_scroll(const Places& places);
  void draw_scrollbars(const Places& places);
  float whole_width() const;
  float whole_height() const;

  model::Timeline timeline_;
  uint64_t generation_ = 0;
  std::vector<Line> lines_;
  float column_width_ = 0;  // 0: as wide as fits
  float scroll_x_ = 0;
  float scroll_y_ = 0;
  size_t shown_position_ = SIZE_MAX;
  size_t menu_step_ = 0;
  size_t shown_length_ = 0;
  float shown_width_ = 0;
  bool scrubbing_ = false;
};

}  // namespace sidx::views
