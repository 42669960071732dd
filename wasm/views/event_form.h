#pragma once

#include <optional>
#include <string>

#include "wasm/model/batch_draft.h"
#include "wasm/views/batch_form.h"
#include "wasm/views/view.h"

namespace sidx::views {

/// Asks for what a step needs: a batch, a range, a query, part IDs, a path. What is filled in
/// becomes a step of a scenario in JSON, and the reader of scenarios judges it.
class EventForm : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  /// Texts of all simple fields; each form uses some.
  struct Fields {
    std::string series = "1";
    std::string from = "1";
    std::string to = "10";
    std::string step = "1";
    std::string prefix = "d";
    std::string tags;  // JSON
    std::string seed = "1";
    std::string count = "100";
    int scale = 0;
    int index = 0;
    std::string min;
    std::string max;
    int order = 0;
    std::string limit;
    std::string quota;
    std::string instances;  // lists in JSON
    std::string project;
    std::string filter;
    std::string parts;
    std::string path;
    std::string size = "0";
    std::string text;
    bool is_hex = false;
  };

  void open(const model::AppState& state);
  void fill(const sim::Event& event);
  void draw_fields(const model::AppState& state);
  void draw_range();
  void draw_generate();
  void draw_query();
  void draw_fault(const model::AppState& state);
  void draw_buttons(Commands& commands);
  std::string event_json() const;
  std::string title() const;

  sim::Op op_ = sim::Op::kWrite;
  std::string as_;
  std::optional<size_t> step_;  // that is played differently
  Fields fields_;
  BatchForm batch_;
  std::string problem_;
  std::optional<size_t> wrong_row_;
  bool was_editing_ = false;  // in the last frame: Escape then leaves the field, not the form
  uint64_t form_serial_ = 0;
};

}  // namespace sidx::views
