#include "wasm/model/block_rows.h"

#include <algorithm>

#include "core/encoding/int64_list.h"

namespace sidx::model {
namespace {

bool less_in_column(int column, const BlockSummary& a, const BlockSummary& b) {
  switch (column) {
    case kSeriesColumn:
      return a.series_id < b.series_id;
    case kKeyMinColumn:
      return a.key_min < b.key_min;
    case kKeyMaxColumn:
      return a.key_max < b.key_max;
    case kRowsColumn:
      return a.row_count < b.row_count;
    case kRawColumn:
      return a.uncompressed_size < b.uncompressed_size;
    case kStoredColumn:
      return a.stored_size < b.stored_size;
    case kEncodingColumn:
      return a.keys_encoding < b.keys_encoding;
    case kTagsColumn:
      return a.tag_count < b.tag_count;
    default:
      return false;  // file order
  }
}

}  // namespace

std::vector<BlockRow> block_rows(const AppState& state) {
  const std::vector<OpenPart>& parts = state.document().parts;
  const std::optional<size_t> scope = state.selection().part;
  const TableSort& sort = state.block_sort();
  std::vector<BlockRow> rows;
  for (size_t p = 0; p < parts.size(); p++) {
    if ((scope && *scope != p) || !parts[p].has_blocks()) continue;
    for (size_t b = 0; b < parts[p].blocks.size(); b++) {
      rows.push_back({static_cast<uint32_t>(p), static_cast<uint32_t>(b)});
    }
  }
  if (sort.column >= kSeriesColumn && sort.column <= kTagsColumn) {
    const auto less = [&](BlockRow a, BlockRow b) {
      return less_in_column(sort.column, parts[a.part].blocks[a.block],
                            parts[b.part].blocks[b.block]);
    };
    std::stable_sort(rows.begin(), rows.end(), [&](BlockRow a, BlockRow b) {
      return sort.descending ? less(b, a) : less(a, b);
    });
  } else if (sort.column >= 0 && sort.descending) {
    std::reverse(rows.begin(), rows.end());
  }
  return rows;
}

std::string keys_encoding_text(uint8_t code) {
  return std::string(encoding::name_of(static_cast<encoding::Int64ListType>(code)));
}

}  // namespace sidx::model
