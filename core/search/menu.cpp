#include "core/search/menu.h"

namespace sidx::search {

const std::vector<MenuItemText>& all_menu_items() {
  static const std::vector<MenuItemText> kTexts{
      {MenuItem::kWrite, "write", "Write small batches"},
      {MenuItem::kFlush, "flush", "Flush"},
      {MenuItem::kMerge, "merge", "Merge file parts"},
      {MenuItem::kMergeMem, "merge_mem", "Merge mem parts"},
      {MenuItem::kSync, "sync", "Sync parts away"},
      {MenuItem::kFlushSplit, "flush_begin", "Flush in two steps"},
      {MenuItem::kMergeSplit, "merge_begin", "Merge file parts in two steps"},
      {MenuItem::kMergeMemSplit, "merge_mem_begin", "Merge mem parts in two steps"},
      {MenuItem::kHold, "hold", "Hold a snapshot"},
      {MenuItem::kQuery, "query", "Query, both orders, ranges, limits"},
      {MenuItem::kHeldQuery, "query_begin", "Query in three steps"},
      {MenuItem::kFilteredQuery, "query_filter", "Query with tag filters"},
      {MenuItem::kReopen, "reopen", "Close and open again"},
  };
  return kTexts;
}

std::optional<MenuItem> find_menu_item(std::string_view id) {
  for (const MenuItemText& text : all_menu_items()) {
    if (text.id == id) return text.item;
  }
  return std::nullopt;
}

}  // namespace sidx::search
