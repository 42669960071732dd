#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/part/part_reader.h"

/// The string arrays of a part as they are stored, and as releases from v0.10.0 on read them (L4).
namespace sidx::part {

struct ArrayRow {
  uint64_t series_id = 0;
  int64_t key = 0;
  std::string data;
  std::string tag;
  std::string stored;
  /// Stored form of what is read in place: what a merge writes.
  std::string in_place;
  bool changes() const { return stored != in_place; }
};

/// Every row with a string array, in file order. The first block or column that cannot be read is
/// the error.
Result<std::vector<ArrayRow>> read_array_rows(const PartReader& reader);

}  // namespace sidx::part
