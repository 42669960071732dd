#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sidx::search {

/// What a search may do next; each stands for one or several operations of a scenario.
enum class MenuItem : uint8_t {
  kWrite,
  kFlush,
  kMerge,
  kMergeMem,
  kSync,
  kFlushSplit,     // flush_begin and introduce, others between them
  kMergeSplit,     // likewise
  kMergeMemSplit,  // likewise
  kHold,           // and release
  kQuery,
  kHeldQuery,  // query_begin, query_run, query_end
  kFilteredQuery,
  kReopen,
};
inline constexpr int kMenuItemCount = 13;

struct MenuItemText {
  MenuItem item;
  std::string_view id;
  std::string_view words;
};
/// In the order of the enum.
const std::vector<MenuItemText>& all_menu_items();
std::optional<MenuItem> find_menu_item(std::string_view id);

class Menu {
 public:
  static Menu all() { return Menu((uint32_t{1} << kMenuItemCount) - 1); }
  Menu() = default;

  bool has(MenuItem item) const { return (bits_ >> static_cast<int>(item) & 1) != 0; }
  void add(MenuItem item) { bits_ |= uint32_t{1} << static_cast<int>(item); }
  void remove(MenuItem item) { bits_ &= ~(uint32_t{1} << static_cast<int>(item)); }
  bool empty() const { return bits_ == 0; }
  bool operator==(const Menu&) const = default;

 private:
  explicit Menu(uint32_t bits) : bits_(bits) {}
  uint32_t bits_ = 0;
};

}  // namespace sidx::search
