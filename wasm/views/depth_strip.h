#pragma once

#include <string>
#include <vector>

#include "wasm/model/app_state.h"
#include "wasm/model/key_columns.h"
#include "wasm/ui/draw.h"

namespace sidx::views {

inline constexpr float kDepthStripHeight = 24.0f;

/// "Up to 4 parts hold one key: a point query reads 4 blocks", or why that is not known.
std::string depth_sentence(const model::AppState& state);

/// How many parts hold each key, as steps: what a query for one key must read.
class DepthStrip {
 public:
  void draw(ImDrawList& list, const ui::Box& box, const model::AppState& state,
            const model::KeyColumns& columns);
  /// What the strip says at a place.
  struct Reading {
    model::KeyRange keys;  // of the column
    uint32_t depth = 0;
  };
  Reading at(float x, const model::KeyColumns& columns) const;

 private:
  void measure(const model::AppState& state, const model::KeyColumns& columns);
  void mark_greatest(ImDrawList& list, const ui::Box& box, const model::AppState& state,
                     const model::KeyColumns& columns) const;

  std::vector<uint32_t> depths_;  // greatest of each column
  uint64_t version_ = 0;          // of the columns they were measured for
};

}  // namespace sidx::views
