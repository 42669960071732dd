#include <catch_amalgamated.hpp>

#include "core/merge/merge_blocks.h"
#include "tests/support/part_compare.h"

namespace sidx::merge {
namespace {

using testing::open_golden;

/// The inputs of a golden merge, in the order of their numbers.
std::vector<Rc<part::PartContent>> open_inputs(const std::string& name) {
  std::vector<Rc<part::PartContent>> inputs;
  for (int number = 1;; number++) {
    const std::string input = name + "/in/" + std::to_string(number);
    const auto& names = testing::golden_part_names();
    if (std::find(names.begin(), names.end(), input) == names.end()) return inputs;
    inputs.push_back(open_golden(input));
  }
}

TEST_CASE("merges of the seed come out the same") {
  for (const char* name : {"seed/bug_merged_id0", "seed/merged_overlap", "seed/merged_mixed_tags",
                           "seed/stress/time_based_index"}) {
    INFO(name);
    const auto inputs = open_inputs(name);
    REQUIRE(inputs.size() >= 2);
    const MergeOutput output = merge_parts(inputs, MergeParameters());
    INFO(output.fault.message);
    REQUIRE(output.content);
    testing::check_same_part(*output.content, *open_golden(name));
  }
}

}  // namespace
}  // namespace sidx::merge
