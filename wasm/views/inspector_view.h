#pragma once

#include <string>

#include "wasm/views/view.h"

namespace sidx::views {

/// Every field of what is selected: the upload, a directory, a part, a block, a tag or an element,
/// with offsets and sizes. Every value can be copied.
class InspectorView : public View {
 public:
  void draw(const model::AppState& state, Commands& commands) override;

 private:
  void draw_document(const model::AppState& state);
  static void draw_node(const model::AppState& state, size_t node);
  void draw_part(const model::AppState& state, const model::OpenPart& part, Commands& commands);
  static void draw_manifest(const model::OpenPart& part);
  static void draw_variant(const model::OpenPart& part);
  void draw_block(const model::AppState& state, const model::OpenBlock& block, Commands& commands);
  static void draw_tag(const model::OpenBlock& block, size_t tag);
  static void draw_element(const model::OpenBlock& block, size_t row);

  std::string hint_;  // for whoever opened a sample
  uint64_t hint_generation_ = 0;
};

}  // namespace sidx::views
