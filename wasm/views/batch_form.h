#pragma once

#include <optional>
#include <string>
#include <utility>

#include "wasm/model/batch_draft.h"

namespace sidx::views {

/// A write batch as a table of fields, and as CSV or JSON to be pasted.
class BatchForm {
 public:
  model::BatchDraft& draft() { return draft_; }
  const model::BatchDraft& draft() const { return draft_; }
  /// `wrong_row` is marked.
  void draw(std::optional<size_t> wrong_row);
  /// Whether something was edited since the last call.
  bool take_changed() { return std::exchange(changed_, false); }

 private:
  void draw_table(std::optional<size_t> wrong_row);
  void draw_header();
  void draw_row(size_t row);
  void draw_paste();

  model::BatchDraft draft_;
  std::string pasted_;
  std::string paste_problem_;
  bool changed_ = false;
};

}  // namespace sidx::views
