#pragma once

#include <string>
#include <vector>

#include "core/encoding/tag_values.h"

namespace sidx::part {

/// What the engine puts into the bloom filter of a column: the stored bytes of each scalar value,
/// or each element of an array value; nil is left out. Distinct and sorted. Empty array elements
/// are left out too, because the seed does not add them.
std::vector<std::string> filter_items(const encoding::TagColumn& column);

}  // namespace sidx::part
