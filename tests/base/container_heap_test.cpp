#include "core/base/container_heap.h"

#include <catch_amalgamated.hpp>
#include <utility>

namespace sidx {
namespace {

using Item = std::pair<int, char>;
struct ByKey {
  bool operator()(const Item& a, const Item& b) const { return a.first < b.first; }
};

std::string drain(ContainerHeap<Item, ByKey>& heap) {
  std::string order;
  while (!heap.empty()) {
    order.push_back(heap.top().second);
    heap.pop();
  }
  return order;
}

TEST_CASE("equal items come out in the order of Go's container/heap") {
  // Expected orders were worked out by hand with the sift rules of container/heap: Pop swaps the
  // first with the last item and sifts it down.
  ContainerHeap<Item, ByKey> three{ByKey()};
  for (const char c : {'a', 'b', 'c'}) three.append({1, c});
  three.init();
  CHECK(drain(three) == "acb");

  ContainerHeap<Item, ByKey> five{ByKey()};
  for (const char c : {'a', 'b', 'c', 'd', 'e'}) five.append({1, c});
  five.init();
  CHECK(drain(five) == "aedcb");
}

TEST_CASE("a changed top item sinks only below smaller ones") {
  ContainerHeap<Item, ByKey> heap{ByKey()};
  heap.append({1, 'a'});
  heap.append({2, 'b'});
  heap.append({3, 'c'});
  heap.init();
  heap.top().first = 2;
  heap.fix_top();
  CHECK(heap.top().second == 'a');
  heap.top().first = 4;
  heap.fix_top();
  CHECK(drain(heap) == "bca");
}

}  // namespace
}  // namespace sidx
