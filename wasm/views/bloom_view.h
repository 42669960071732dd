#pragma once

#include <optional>
#include <string>

#include "wasm/model/bloom_report.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// The bloom filter of a tag in the selected block: how full it is and how often it errs, its bits,
/// where a value would be, and what filters of another size would save.
class BloomView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_numbers() const;
  void draw_probe(const model::AppState& state, Commands& commands);
  void draw_what_if(const model::AppState& state, Commands& commands);
  void draw_bits() const;

  std::optional<model::BloomReport> report_;
  std::string made_for_;  // what the report depends on
  std::string value_;
};

}  // namespace sidx::views
