#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wasm/model/app_state.h"
#include "wasm/model/key_columns.h"
#include "wasm/ui/draw.h"

namespace sidx::views {

/// The date and time a key stands for: "2023-11-14 22:13:20.5". Empty unless all keys of the axis
/// look like nanoseconds since 1970. Fractions finer than `unit` nanoseconds are left out.
std::string time_of_key(const model::KeyAxis& axis, int64_t key, double unit);

/// The scale under the lanes: round keys with their lines, and where the pointer is.
class KeyAxisRuler {
 public:
  /// Chooses the keys to label; call before the drawing functions.
  void update(const model::AppState& state, const model::KeyColumns& columns);
  float height() const;

  /// Faint lines behind the bars.
  void draw_grid(ImDrawList& list, const ui::Box& lanes, const model::KeyColumns& columns) const;
  void draw(ImDrawList& list, const ui::Box& box, const model::KeyColumns& columns) const;
  /// The key under the pointer, in a box over the labels.
  void draw_pointer(ImDrawList& list, const ui::Box& box, const model::AppState& state,
                    const model::KeyColumns& columns, float x) const;

 private:
  struct Label {
    int64_t key = 0;
    std::string text;
    std::string time;
  };
  void make_labels(const model::AppState& state, const model::KeyColumns& columns);

  std::vector<Label> labels_;
  std::vector<int64_t> marks_;  // keys between them
  bool shows_times_ = false;
  uint64_t version_ = 0;  // of the columns the labels were made for
};

}  // namespace sidx::views
