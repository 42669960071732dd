#pragma once

#include <cstddef>
#include <utility>
#include <vector>

/// The binary heap of Go's container/heap, move for move. The engine's order of equal items is
/// whatever this algorithm yields, so it is part of the behaviour. `Less(a, b)` compares items.
namespace sidx {

template <typename Item, typename Less>
class ContainerHeap {
 public:
  explicit ContainerHeap(Less less) : less_(std::move(less)) {}

  bool empty() const { return items_.empty(); }
  size_t size() const { return items_.size(); }
  const std::vector<Item>& items() const { return items_; }
  /// Appends without establishing the order; call init() after the last one.
  void append(Item item) { items_.push_back(std::move(item)); }
  /// heap.Init.
  void init() {
    for (size_t i = items_.size() / 2; i-- > 0;) down(i, items_.size());
  }
  const Item& top() const { return items_.front(); }
  Item& top() { return items_.front(); }
  /// heap.Fix(h, 0), after the top item has changed.
  void fix_top() { down(0, items_.size()); }
  /// heap.Pop.
  void pop() {
    const size_t last = items_.size() - 1;
    std::swap(items_[0], items_[last]);
    down(0, last);
    items_.pop_back();
  }

 private:
  void down(size_t from, size_t size) {
    size_t i = from;
    for (;;) {
      size_t child = 2 * i + 1;
      if (child >= size) return;
      if (child + 1 < size && less_(items_[child + 1], items_[child])) child++;
      if (!less_(items_[child], items_[i])) return;
      std::swap(items_[i], items_[child]);
      i = child;
    }
  }

  std::vector<Item> items_;
  Less less_;
};

}  // namespace sidx
