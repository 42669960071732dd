#include "core/part/row_sum.h"

#include <catch_amalgamated.hpp>
#include <set>

#include "core/part/element_batch.h"
#include "core/part/part_content.h"

namespace sidx::part {
namespace {

Rc<PartContent> part_of(const std::vector<std::pair<int64_t, std::string>>& rows) {
  ElementBatch batch;
  for (const auto& [key, data] : rows) batch.add(3, key, data);
  std::vector<Rc<BlockData>> blocks;
  for (auto& block : split_into_blocks(batch, batch.sorted_order(), {})) {
    blocks.emplace_back(std::move(block));
  }
  return Rc<PartContent>(PartContent(std::move(blocks), true, {}, 0));
}

TEST_CASE("hashes tell series, keys and data apart") {
  std::set<uint64_t> hashes;
  size_t count = 0;
  for (uint64_t series = 0; series < 4; series++) {
    for (int64_t key = -2; key < 3; key++) {
      for (const char* data : {"", "a", "b", "ab", "ba", "aaaaaaaa", "aaaaaaaab", "aaaaaaaaa"}) {
        hashes.insert(row_hash(series, key, data));
        count++;
      }
    }
  }
  CHECK(hashes.size() == count);
  CHECK(row_hash(1, 2, std::string_view("\0", 1)) != row_hash(1, 2, ""));
}

TEST_CASE("the sum of a part is the sum of its rows, however they lie in parts") {
  const auto all = part_of({{1, "a"}, {2, "b"}, {2, "b"}});
  RowSum parts = part_of({{2, "b"}})->row_sum();
  CHECK_FALSE(parts == all->row_sum());
  parts += part_of({{2, "b"}, {1, "a"}})->row_sum();
  CHECK(parts == all->row_sum());
  CHECK(parts.count == 3);
  parts -= part_of({{2, "b"}})->row_sum();
  CHECK(parts == part_of({{1, "a"}, {2, "b"}})->row_sum());
  const auto opened = PartContent::open(all->files_of_part(1), "part");
  REQUIRE(opened.ok());
  CHECK((*opened)->row_sum() == all->row_sum());
}

}  // namespace
}  // namespace sidx::part
