#include "wasm/views/depth_strip.h"

#include <algorithm>

#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

namespace sidx::views {

using model::AppState;
using ui::Box;
using ui::theme;

namespace {

uint32_t depth_of_column(const model::OverlapDepth& depth, const model::KeyColumns& columns,
                         int column) {
  const std::optional<int64_t> first = columns.first_key(column);
  if (!first) return 0;
  if (columns.has_keys(column)) return depth.max_between(*first, columns.last_key(column));
  // It shows what the keys on both sides of it have in common.
  if (*first == INT64_MIN) return 0;
  return std::min(depth.max_between(*first - 1, *first - 1), depth.max_between(*first, *first));
}

}  // namespace

std::string depth_sentence(const AppState& state) {
  const uint32_t depth = state.depth().max();
  if (depth == 0) {
    if (state.loader().was_cancelled()) return "Reading was stopped: overlap is not known";
    return state.loader().busy() ? "Overlap is known when blocks have been read"
                                 : "No part has blocks with keys: the findings say why";
  }
  if (depth == 1) return "No key is in more than one part";
  const std::string count = model::grouped(static_cast<uint64_t>(depth));
  return "Up to " + count + " parts hold one key: a point query reads " + count + " blocks";
}

void DepthStrip::measure(const AppState& state, const model::KeyColumns& columns) {
  if (version_ == columns.version()) return;
  version_ = columns.version();
  depths_.assign(static_cast<size_t>(columns.count()), 0);
  for (int column = 0; column < columns.count(); column++) {
    depths_[static_cast<size_t>(column)] = depth_of_column(state.depth(), columns, column);
  }
}

void DepthStrip::draw(ImDrawList& list, const Box& box, const AppState& state,
                      const model::KeyColumns& columns) {
  measure(state, columns);
  const auto greatest = static_cast<float>(std::max(state.depth().max(), 1U));
  const float room = box.height() - 4.0f;
  const ImU32 quiet = ui::mix(theme().panel, theme().dim, 0.5f);
  const ImU32 strong = ui::mix(theme().panel, theme().dim, 0.95f);
  for (int begin = 0; begin < columns.count();) {
    const uint32_t depth = depths_[static_cast<size_t>(begin)];
    int end = begin + 1;
    while (end < columns.count() && depths_[static_cast<size_t>(end)] == depth) end++;
    const float top = box.max.y - room * static_cast<float>(depth) / greatest;
    const bool is_greatest = depth > 1 && depth == state.depth().max();
    ui::fill(list, {{columns.x(begin), top}, {columns.x(end), box.max.y}},
             is_greatest ? strong : quiet);
    begin = end;
  }
  if (state.depth().max() > 1) mark_greatest(list, box, state, columns);
}

/// A small mark above the first key with the greatest depth.
void DepthStrip::mark_greatest(ImDrawList& list, const Box& box, const AppState& state,
                               const model::KeyColumns& columns) const {
  const int column = columns.column_of(state.depth().key_of_max());
  if (column < 0 || column >= columns.count()) return;
  const float x = columns.x(column) + 1.0f;
  list.AddTriangleFilled({x - 4.0f, box.min.y - 1.0f}, {x + 4.0f, box.min.y - 1.0f},
                         {x, box.min.y + 4.0f}, theme().text);
}

DepthStrip::Reading DepthStrip::at(float x, const model::KeyColumns& columns) const {
  const int column = std::clamp(static_cast<int>(x - columns.left()), 0, columns.count() - 1);
  const int64_t first = columns.first_key(column).value_or(INT64_MAX);
  const auto index = static_cast<size_t>(column);
  return {{first, std::max(first, columns.last_key(column))},
          index < depths_.size() ? depths_[index] : 0};
}

}  // namespace sidx::views
