#include "wasm/views/key_axis_ruler.h"

#include <algorithm>
#include <cmath>

#include "core/part/value_text.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

namespace sidx::views {

using model::AppState;
using model::KeyAxis;
using ui::Box;
using ui::theme;

namespace {

constexpr float kTickLength = 4.0f;
constexpr float kMarkLength = 2.0f;
constexpr int kMarksPerLabel = 5;
constexpr float kLineHeight = 15.0f;
/// Least room between two labels.
constexpr float kLabelGap = 20.0f;
/// Keys of years 1973 to 2096 in nanoseconds.
constexpr int64_t kTimeMin = 100'000'000'000'000'000;
constexpr int64_t kTimeMax = 4'000'000'000'000'000'000;

bool is_time_axis(const KeyAxis& axis) {
  return axis.key_min() >= kTimeMin && axis.key_max() <= kTimeMax;
}

/// Keys between two labels where labels are a usual distance apart.
double keys_per_label(const model::KeyColumns& columns) {
  const float middle = (columns.left() + columns.right()) / 2;
  return static_cast<double>(columns.key_at(middle + 50.0f)) -
         static_cast<double>(columns.key_at(middle - 50.0f));
}

/// Left edge of a label centred at `x` that stays between the edges of `box`.
float place_label(const Box& box, float x, float width) {
  return std::clamp(x - width / 2, box.min.x, std::max(box.min.x, box.max.x - width));
}

}  // namespace

std::string time_of_key(const KeyAxis& axis, int64_t key, double unit) {
  if (!is_time_axis(axis) || key < kTimeMin || key > kTimeMax) return {};
  // "2023-11-14T22:13:20.000000000Z"
  std::string text = part::timestamp_text(key);
  constexpr size_t kSeconds = 19;
  if (text.size() < kSeconds + 11) return text;
  text[10] = ' ';
  if (unit >= 86'400e9) return text.substr(0, 10);
  if (unit >= 1e9) return text.substr(0, kSeconds);
  const auto digits = static_cast<size_t>(std::clamp(9.0 - std::floor(std::log10(unit)), 1.0, 9.0));
  return text.substr(0, kSeconds + 1 + digits);
}

float KeyAxisRuler::height() const {
  return kTickLength + kLineHeight * (shows_times_ ? 2.0f : 1.0f) + 3.0f;
}

void KeyAxisRuler::update(const AppState& state, const model::KeyColumns& columns) {
  shows_times_ = is_time_axis(state.axis());
  if (version_ == columns.version()) return;
  version_ = columns.version();
  make_labels(state, columns);
}

void KeyAxisRuler::make_labels(const AppState& state, const model::KeyColumns& columns) {
  const KeyAxis& axis = state.axis();
  const ImFont& font = *ui::fonts().small;
  const float widest =
      std::max(ui::text_width(font, model::grouped(columns.key_at(columns.left()))),
               ui::text_width(font, model::grouped(columns.key_at(columns.right()))));
  const float room = columns.right() - columns.left();
  const int count = std::max(1, static_cast<int>(room / (widest + kLabelGap)));
  const double unit = std::max(1.0, keys_per_label(columns) / 10.0);
  const double from = columns.place_at(columns.left());
  const double to = columns.place_at(columns.right());
  std::vector<KeyAxis::Tick> ticks = axis.ticks(from, to, count);
  // One label says where the axis is, but not how long it is; what has no room is not drawn.
  for (int more = count + 1; ticks.size() < 2 && more <= count + 2; more++) {
    ticks = axis.ticks(from, to, more);
  }
  labels_.clear();
  for (const KeyAxis::Tick& tick : ticks) {
    labels_.push_back({tick.key, model::grouped(tick.key), time_of_key(axis, tick.key, unit)});
  }
  marks_.clear();
  for (const KeyAxis::Tick& tick : axis.ticks(from, to, count * kMarksPerLabel)) {
    marks_.push_back(tick.key);
  }
}

void KeyAxisRuler::draw_grid(ImDrawList& list, const Box& lanes,
                             const model::KeyColumns& columns) const {
  for (const Label& label : labels_) {
    const float x = std::floor(columns.x_of(label.key));
    ui::fill(list, lanes.columns(x, x + ui::hairline()), ui::with_alpha(theme().line, 0.55f));
  }
}

void KeyAxisRuler::draw(ImDrawList& list, const Box& box, const model::KeyColumns& columns) const {
  const ImFont& font = *ui::fonts().small;
  ui::fill(list, box.rows(box.min.y, box.min.y + ui::hairline()), theme().line);
  for (const int64_t key : marks_) {
    const float x = std::floor(columns.x_of(key));
    ui::fill(list, {{x, box.min.y}, {x + ui::hairline(), box.min.y + kMarkLength}}, theme().dim);
  }
  float free_from = box.min.x - kLabelGap;
  for (const Label& label : labels_) {
    const float x = std::floor(columns.x_of(label.key));
    ui::fill(list, {{x, box.min.y}, {x + ui::hairline(), box.min.y + kTickLength}}, theme().dim);
    const float width =
        std::max(ui::text_width(font, label.text), ui::text_width(font, label.time)) + 1.0f;
    const float left = place_label(box, x, width);
    if (left < free_from + kLabelGap / 2) continue;
    free_from = left + width;
    const float top = box.min.y + kTickLength;
    const Box line{{left, top}, {left + width, top + kLineHeight}};
    ui::text_in(list, font, line, theme().dim, label.text, ui::Align::kCentre);
    ui::text_in(list, font, line.rows(line.max.y, line.max.y + kLineHeight), theme().dim,
                label.time, ui::Align::kCentre);
  }
}

void KeyAxisRuler::draw_pointer(ImDrawList& list, const Box& box, const AppState& state,
                                const model::KeyColumns& columns, float x) const {
  const int64_t key = columns.key_at(x);
  const ImFont& font = *ui::fonts().small;
  const std::string text = model::grouped(key);
  const double keys_per_pixel = std::max(1.0, keys_per_label(columns) / 100.0);
  const std::string time = time_of_key(state.axis(), key, keys_per_pixel);
  const float width = std::max(ui::text_width(font, text), ui::text_width(font, time)) + 1.0f;
  const float left = place_label(box.shrunk(ui::kGap1, 0.0f), x, width);
  const float top = box.min.y + kTickLength;
  const Box ground{{left - ui::kGap1, box.min.y + 1.0f}, {left + width + ui::kGap1, box.max.y}};
  list.AddRectFilled(ground.min, ground.max, theme().text, 3.0f);
  const Box line{{left, top}, {left + width, top + kLineHeight}};
  ui::text_in(list, font, line, theme().panel, text, ui::Align::kCentre);
  ui::text_in(list, font, line.rows(line.max.y, line.max.y + kLineHeight), theme().panel, time,
              ui::Align::kCentre);
}

}  // namespace sidx::views
