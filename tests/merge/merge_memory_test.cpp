#include "core/merge/merge_memory.h"

#include <catch_amalgamated.hpp>

#include "core/part/element_batch.h"

namespace sidx::merge {
namespace {

Rc<part::PartContent> part_of(int64_t key) {
  part::ElementBatch batch;
  batch.add(1, key, "d");
  std::vector<Rc<part::BlockData>> blocks;
  for (auto& block : part::split_into_blocks(batch, batch.sorted_order(), {})) {
    blocks.emplace_back(std::move(block));
  }
  return Rc<part::PartContent>(part::PartContent(std::move(blocks), true, {}, 0));
}

TEST_CASE("a merge is remembered by its very inputs, in their order") {
  MergeMemory memory;
  const auto a = part_of(1);
  const auto b = part_of(2);
  CHECK(memory.find({a, b}) == nullptr);
  const MergeOutput output = merge_parts({a, b}, {});
  memory.keep({a, b}, output);
  REQUIRE(memory.find({a, b}) != nullptr);
  CHECK(memory.find({a, b})->content == output.content);
  CHECK(memory.find({b, a}) == nullptr);
  CHECK(memory.find({a, part_of(2)}) == nullptr);
  CHECK(memory.find({a}) == nullptr);
}

TEST_CASE("a full memory forgets, and goes on") {
  MergeMemory memory;
  const auto a = part_of(1);
  const auto first = part_of(0);
  memory.keep({a, first}, {});
  Rc<part::PartContent> last;
  for (int i = 0; i < 5000; i++) memory.keep({a, last = part_of(i)}, {});
  CHECK(memory.find({a, first}) == nullptr);
  CHECK(memory.find({a, last}) != nullptr);
}

}  // namespace
}  // namespace sidx::merge
