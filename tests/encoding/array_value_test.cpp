#include "core/encoding/array_value.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

using Strings = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

TEST_CASE("string arrays have the bytes of the format document") {
  CHECK(join_str_array({"a|b", "\\"}) == hex_string("61 5c7c 62 7c | 5c5c 7c"));
  CHECK(join_str_array({"x|y", "z"}) == hex_string("785c7c797c7a7c"));
  CHECK(join_str_array({}).empty());
  CHECK(join_str_array({"", ""}) == "||");
}

TEST_CASE("all short string arrays come back") {
  const Strings alphabet = {"", "a", "|", "\\", "\\|", "a|\\b"};
  for (const std::string& a : alphabet) {
    CHECK(split_str_array(join_str_array({a})).elements == Strings{a});
    for (const std::string& b : alphabet) {
      for (const std::string& c : alphabet) {
        const StrArray array = split_str_array(join_str_array({a, b, c}));
        CHECK(array.well_formed);
        CHECK(array.elements == Strings{a, b, c});
      }
    }
  }
  CHECK(split_str_array("").well_formed);
  CHECK(split_str_array("").elements.empty());
}

TEST_CASE("malformed string arrays are split as far as they go") {
  struct Case {
    const char* stored;
    Strings elements;
    bool well_formed;
  };
  const Case cases[] = {
      {"a", {"a"}, false},     {"a|b", {"a", "b"}, false}, {"a|\\", {"a", "\\"}, false},
      {"a\\|", {"a|"}, false}, {"\\", {"\\"}, false},      {"|\\|", {"", "|"}, false},
      {"a\\b|", {"ab"}, true},  // an escape that was not needed
  };
  for (const Case& test : cases) {
    INFO(test.stored);
    const StrArray array = split_str_array(test.stored);
    CHECK(array.elements == test.elements);
    CHECK(array.well_formed == test.well_formed);
  }
}

TEST_CASE("int64 arrays are their elements' ord64") {
  const Numbers numbers = {1, -1, INT64_MIN};
  const std::string stored = hex_string("8000000000000001 7fffffffffffffff 0000000000000000");
  CHECK(join_int64_array(numbers) == stored);
  CHECK(split_int64_array(stored).elements == numbers);
  CHECK(split_int64_array(stored).well_formed);
  CHECK(split_int64_array("").elements.empty());

  const Int64Array cut = split_int64_array(std::string_view(stored).substr(0, 15));
  CHECK_FALSE(cut.well_formed);
  CHECK(cut.elements == Numbers{1});
}
