#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/encoding/tag_values.h"

/// The rows of one block in memory, column by column. Mirrors block and tagData in
/// banyand/internal/sidx/block.go and tag.go.
namespace sidx::part {

/// Values of a tag, one for each row. The two number forms hold columns without nil; everything
/// else, in stored form, is bytes.
using ColumnValues = std::variant<std::vector<int64_t>, std::vector<double>, encoding::BytesList>;

struct TagData {
  std::string name;
  encoding::ValueType type = encoding::ValueType::kUnknown;
  ColumnValues values;
  /// Type of each row's value, given only where they differ (S18): filters depend on it.
  std::vector<encoding::ValueType> row_types;

  size_t size() const;
  bool is_nil(size_t row) const;
  /// Appends the stored form of a value; nothing for nil.
  void append_stored(size_t row, Bytes& out) const;
  /// Bytes of all values together, and the number of values that are not nil.
  struct Extent {
    uint64_t bytes = 0;
    uint64_t present = 0;
  };
  Extent extent() const;
  /// Turns numbers into their stored bytes.
  void to_bytes();
  encoding::BytesList as_bytes() const;
  void append_nils(size_t count);
  /// Appends rows [from, to) of `source`, whatever its type. Nothing is checked here: a column that
  /// got too long shows when the block is written, as in the reference.
  void append_range(const TagData& source, size_t from, size_t to);
};

struct BlockData {
  uint64_t series_id = 0;
  std::vector<int64_t> keys;  // non-decreasing
  encoding::BytesList data;
  std::vector<TagData> tags;  // by name, bytewise

  size_t row_count() const { return keys.size(); }
  /// Precondition: at least one row.
  int64_t key_min() const { return keys.front(); }
  int64_t key_max() const { return keys.back(); }
  const TagData* find_tag(std::string_view name) const;
  /// 8 bytes a row, data, and name and value of each tag that has one.
  uint64_t uncompressed_size() const;
};

/// What the engine checks before it writes a block, and what its encoders cannot write: lengths
/// that differ, keys out of order, numbers that are not 8 bytes long. The engine panics.
Status check_block(const BlockData& block);

/// The block as it reads back: decimal floats lose what their form cannot hold (S29).
bool changes_when_stored(const BlockData& block, encoding::DecimalForm form);
BlockData as_stored(const BlockData& block, encoding::DecimalForm form);

}  // namespace sidx::part
