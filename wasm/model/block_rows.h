#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wasm/model/app_state.h"

/// The rows of the Blocks table: which blocks, and in which order.
namespace sidx::model {

/// Columns of the table, by the number that SortCommand uses.
enum BlockColumn : int {
  kPartColumn,
  kBlockColumn,
  kSeriesColumn,
  kKeyMinColumn,
  kKeyMaxColumn,
  kRowsColumn,
  kRawColumn,
  kStoredColumn,
  kEncodingColumn,
  kTagsColumn,
  kPrimaryColumn,
  kBlockColumnCount,
};

struct BlockRow {
  uint32_t part = 0;  // index in Document::parts
  uint32_t block = 0;
};
/// Of the selected part, or of all; as the state sorts them.
std::vector<BlockRow> block_rows(const AppState& state);

/// "delta of delta": how the user keys of a block are encoded.
std::string keys_encoding_text(uint8_t code);

}  // namespace sidx::model
