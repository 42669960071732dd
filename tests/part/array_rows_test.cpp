#include "core/part/array_rows.h"

#include <catch_amalgamated.hpp>
#include <map>
#include <tuple>

#include "tests/support/part_compare.h"

namespace sidx::part {
namespace {

std::vector<ArrayRow> array_rows(const std::string& name) {
  const Rc<PartContent> content = testing::open_golden(name);
  const auto rows = read_array_rows(PartReader(as_part_files(content->files(), name)));
  REQUIRE(rows.ok());
  return *rows;
}

TEST_CASE("L4: a merge stores what is read in place") {
  for (const std::string version : {"v0.10.0", "v0.10.3", "head"}) {
    INFO(version);
    using Place = std::tuple<uint64_t, int64_t, std::string, std::string>;
    std::map<Place, std::string> merged;
    for (const ArrayRow& row : array_rows(version + "/merged_mixed_tags")) {
      merged[{row.series_id, row.key, row.data, row.tag}] = row.stored;
    }
    size_t changed = 0;
    const auto rows = array_rows(version + "/merged_mixed_tags/in/5");
    for (const ArrayRow& row : rows) {
      INFO(row.series_id << "/" << row.key << " " << row.stored);
      CHECK(merged.at({row.series_id, row.key, row.data, row.tag}) == row.in_place);
      changed += row.changes() ? 1 : 0;
    }
    CHECK(rows.size() == merged.size());
    CHECK(changed == 32);
  }
}

TEST_CASE("releases before v0.10.0 merge array values as they are") {
  size_t kept = 0;
  std::map<std::pair<int64_t, std::string>, std::string> merged;
  for (const ArrayRow& row : array_rows("v0.9.0/merged_mixed_tags")) {
    merged[{row.key, row.data}] = row.stored;
  }
  for (const ArrayRow& row : array_rows("v0.9.0/merged_mixed_tags/in/5")) {
    kept += merged.at({row.key, row.data}) == row.stored ? 1 : 0;
  }
  CHECK(kept == merged.size());
}

}  // namespace
}  // namespace sidx::part
