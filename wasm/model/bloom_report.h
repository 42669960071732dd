#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/query/bloom_anatomy.h"
#include "wasm/model/app_state.h"

/// What the Bloom view says of the filter of the selected block's tag.
namespace sidx::model {

struct BloomReport {
  std::string tag;
  /// Null: the tag has no filter; `why` says so.
  const encoding::BloomFilter* filter = nullptr;
  std::string why;
  query::BloomAnatomy anatomy;
  size_t distinct = 0;  // values in the block
  /// The value that is tried, in each form a query could look it up in.
  struct Try {
    std::string form;  // "as text", "as stored int64"
    query::BloomProbe probe;
    bool is_there = false;  // the block holds it
  };
  std::vector<Try> tries;
  /// Filters of another size, over all blocks of the part; of none that cannot be read whole.
  std::optional<query::BloomWhatIf> what_if;
};

/// Tags of the selected block, in its order; empty without a block.
std::vector<std::string> bloom_tags(const AppState& state);
/// Of the selected tag, or the first that has a filter. Nothing without a decoded block or a tag.
std::optional<BloomReport> bloom_report(const AppState& state);

}  // namespace sidx::model
