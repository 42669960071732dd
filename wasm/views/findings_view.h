#pragma once

#include <array>
#include <vector>

#include "wasm/views/view.h"

namespace sidx::views {

/// What is wrong with the parts: one row a finding, the chosen one explained below.
class FindingsView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  struct RowRef {
    size_t part;
    size_t finding;
  };
  void collect(const model::AppState& state);
  void draw_filter(const model::AppState& state, Commands& commands);
  void draw_table(const model::AppState& state, Commands& commands);
  static void draw_explanation(const part::Finding& finding);
  void draw_row(const model::AppState& state, size_t row, Commands& commands);

  std::vector<RowRef> rows_;
  std::array<size_t, 3> counts_{};               // by severity, over all parts
  std::array<bool, 3> shown_{true, true, true};  // by severity
  size_t chosen_ = SIZE_MAX;
  /// What the rows were made from.
  struct Source {
    uint64_t document_serial = 0;
    size_t finding_count = 0;
    std::array<bool, 3> shown{};
    bool operator==(const Source&) const = default;
  };
  Source source_;
};

/// Files of the upload that are not shown, and why.
class SkippedView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;
};

}  // namespace sidx::views
