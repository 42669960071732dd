#pragma once

#include <optional>
#include <string>

#include "wasm/model/batch_draft.h"

namespace sidx::views {

/// A write batch as a table of fields, and as CSV or JSON to be pasted.
class BatchForm {
 public:
  model::BatchDraft& draft() { return draft_; }
  const model::BatchDraft& draft() const { return draft_; }
  /// `wrong_row` is marked.
  void draw(std::optional<size_t> wrong_row);

 private:
  void draw_table(std::optional<size_t> wrong_row);
  void draw_header();
  void draw_row(size_t row, bool wrong);
  void draw_paste();

  model::BatchDraft draft_;
  std::string pasted_;
  std::string paste_problem_;
};

}  // namespace sidx::views
