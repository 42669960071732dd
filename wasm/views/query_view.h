#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/query/explanation_text.h"
#include "wasm/ui/draw.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// A query explained: its form, the funnel from parts to elements with the reason behind every
/// discard, the answer beside the repaired one, and the heap merge step by step.
class QueryView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  struct Fields {
    std::string series = "1";
    std::string min;
    std::string max;
    int order = 0;
    std::string limit;
    std::string quota;
    std::string instances;
    std::string project;
    std::string filter;
  };

  void fill(const query::QueryRequest& request);
  void draw_form(const model::AppState& state, Commands& commands);
  void draw_filter_builder();
  void draw_buttons(const model::AppState& state, Commands& commands);
  std::string command_json(bool as_step) const;
  void draw_answer_side(const model::AppState& state, Commands& commands);
  void draw_funnel(const model::AppState& state, const query::Explanation& answer,
                   Commands& commands);
  void draw_reasons(const model::AppState& state, const query::Explanation& answer,
                    Commands& commands);
  void draw_rows(const model::AppState& state, const query::Explanation& answer,
                 Commands& commands) const;
  static void draw_heap(const model::AppState& state, const query::Explanation& answer,
                        Commands& commands);

  Fields fields_;
  std::string reader_;
  std::string problem_;
  std::string builder_tag_;
  std::string builder_value_;
  int builder_kind_ = 0;
  /// Sentences of the open level, made when they come into sight.
  std::vector<std::optional<query::ItemText>> texts_;
  std::pair<uint64_t, query::FunnelLevel> texts_of_{};
  uint64_t serial_ = 0;
};

}  // namespace sidx::views
