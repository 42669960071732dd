#include "core/part/filter_items.h"

#include <algorithm>

#include "core/encoding/array_value.h"

namespace sidx::part {

std::vector<std::string> filter_items(const encoding::TagColumn& column) {
  std::vector<std::string> items;
  for (size_t row = 0; row < column.size(); row++) {
    if (column.is_nil(row)) continue;
    std::string stored = column.stored(row);
    switch (column.type) {
      case encoding::ValueType::kStrArr:
        for (std::string& element : encoding::split_str_array(stored).elements) {
          items.push_back(std::move(element));
        }
        break;
      case encoding::ValueType::kInt64Arr:
        for (size_t at = 0; at + 8 <= stored.size(); at += 8) items.push_back(stored.substr(at, 8));
        break;
      default:
        items.push_back(std::move(stored));
    }
  }
  std::erase_if(items, [](const std::string& item) { return item.empty(); });
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

}  // namespace sidx::part
