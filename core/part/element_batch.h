#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/part/block_data.h"
#include "core/part/write_parameters.h"

/// What one Write hands to the engine: elements in any order, column by column. Mirrors elements in
/// banyand/internal/sidx/element.go.
namespace sidx::part {

class ElementBatch {
 public:
  size_t size() const { return keys_.size(); }
  void reserve(size_t rows);
  /// Starts an element; tags follow.
  void add(uint64_t series_id, int64_t key, std::string_view data);
  /// A tag of the last element, in stored form. A second value for a name replaces nothing: the
  /// engine takes the first.
  void add_tag(std::string_view name, encoding::ValueType type, std::string_view stored);

  uint64_t series_id(size_t row) const { return series_ids_[row]; }
  int64_t key(size_t row) const { return keys_[row]; }
  std::string_view data(size_t row) const { return data_.at(row); }
  struct Column {
    std::string name;
    encoding::BytesList values;              // nil: the element has no such tag
    std::vector<encoding::ValueType> types;  // kUnknown: likewise
  };
  /// Columns may be shorter than the batch: what is missing is nil.
  const std::vector<Column>& columns() const { return columns_; }

  /// Rows in (series, key) order; equal keys in the order they were added.
  // QUIRK: The reference's sort is not stable beyond 12 rows, so its order of equal keys is open.
  std::vector<uint32_t> sorted_order() const;

 private:
  Column& column(std::string_view name);

  std::vector<uint64_t> series_ids_;
  std::vector<int64_t> keys_;
  encoding::BytesList data_;
  std::vector<Column> columns_;  // by name, bytewise
};

/// Blocks in (series, key) order: one for each series (seed), or as many as the limit asks for.
std::vector<BlockData> split_into_blocks(const ElementBatch& batch,
                                         const std::vector<uint32_t>& order,
                                         const WriteParameters& parameters);

/// The suffix of a typed column (S18), without `#`: "str", "int", …
std::string_view type_suffix(encoding::ValueType type);
/// Splits `tag` into one column for each type that occurs, if there are several.
std::vector<TagData> split_by_type(TagData tag);

}  // namespace sidx::part
