#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/encoding/bytes_list.h"

namespace sidx::testing {

/// A BytesList as the tests write it; std::nullopt is nil.
using Items = std::vector<std::optional<std::string>>;

inline encoding::BytesList list_of(const Items& items) {
  encoding::BytesList list;
  for (const auto& item : items) {
    if (item) {
      list.push(*item);
    } else {
      list.push_nil();
    }
  }
  return list;
}

inline Items items_of(const encoding::BytesList& list) {
  Items items;
  for (size_t i = 0; i < list.size(); i++) {
    if (list.is_nil(i)) {
      items.emplace_back();
    } else {
      items.emplace_back(std::string(list.at(i)));
    }
  }
  return items;
}

/// What is left of `items` when nil and "" are written alike.
inline Items empty_as_nil(Items items) {
  for (auto& item : items) {
    if (item && item->empty()) item.reset();
  }
  return items;
}

}  // namespace sidx::testing
