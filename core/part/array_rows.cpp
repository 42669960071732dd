#include "core/part/array_rows.h"

#include <utility>

#include "core/encoding/array_in_place.h"
#include "core/encoding/array_value.h"

namespace sidx::part {
namespace {

using encoding::Dictionary;
using encoding::InPlaceArrays;

/// Rows of a plain column share nothing: each is read from bytes of its own.
Dictionary dictionary_of(const encoding::TagColumn& column) {
  if (column.dictionary) return *column.dictionary;
  Dictionary own;
  for (size_t row = 0; row < column.size(); row++) {
    if (column.is_nil(row)) {
      own.values.push_nil();
    } else {
      own.values.push(column.stored(row));
    }
    own.runs.push_back({static_cast<uint32_t>(row), 1});
  }
  return own;
}

void append_column(uint64_t series_id, const BlockContent& block, const TagContent& tag,
                   std::vector<ArrayRow>& rows) {
  const Dictionary dictionary = dictionary_of(*tag.column);
  std::vector<std::string> values;
  for (size_t i = 0; i < dictionary.values.size(); i++) {
    values.emplace_back(dictionary.values.at(i));
  }
  InPlaceArrays in_place(std::move(values));
  const size_t first = rows.size();
  size_t row = 0;
  for (const encoding::DictionaryRun& run : dictionary.runs) {
    for (uint32_t i = 0; i < run.length; i++, row++) {
      if (dictionary.values.is_nil(run.value)) continue;
      ArrayRow read;
      read.series_id = series_id;
      read.key = (*block.keys)[row];
      read.data = block.data->values.at(row);
      read.tag = tag.name;
      read.stored = dictionary.values.at(run.value);
      rows.push_back(std::move(read));
      in_place.read(run.value);
    }
  }
  for (size_t i = first; i < rows.size(); i++) {
    rows[i].in_place = encoding::join_str_array(in_place.elements(i - first));
  }
}

}  // namespace

Result<std::vector<ArrayRow>> read_array_rows(const PartReader& reader) {
  std::vector<ArrayRow> rows;
  SIDX_ASSIGN(const auto primaries, reader.read_primary_blocks());
  for (const auto& metadata : primaries) {
    SIDX_ASSIGN(const PrimaryBlock primary, reader.read_primary_block(metadata));
    if (primary.error) return *primary.error;
    for (const format::BlockMetadata& record : primary.blocks) {
      const BlockContent block = reader.read_block(record);
      if (const Error* error = block.first_error()) return *error;
      for (const TagContent& tag : block.tags) {
        if (tag.column->type == encoding::ValueType::kStrArr) {
          append_column(record.series_id, block, tag, rows);
        }
      }
    }
  }
  return rows;
}

}  // namespace sidx::part
