#include "core/part/filter_items.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "core/encoding/array_value.h"
#include "tests/support/hex.h"
#include "tests/support/items.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;
using encoding::TagColumn;
using encoding::ValueType;

namespace {

using Strings = std::vector<std::string>;

TagColumn column_of(ValueType type, const Items& items) {
  TagColumn column;
  column.type = type;
  column.values = list_of(items);
  return column;
}

}  // namespace

TEST_CASE("scalar values are items, each once, sorted, without nil and without empty ones") {
  CHECK(filter_items(column_of(ValueType::kStr, {"b", {}, "a", "b", ""})) == Strings{"a", "b"});
  CHECK(filter_items(column_of(ValueType::kBinary, {std::string("\0", 1)})) ==
        Strings{std::string("\0", 1)});
  CHECK(filter_items(column_of(ValueType::kStr, {})).empty());
  CHECK(filter_items(column_of(ValueType::kStr, {{}, {}})).empty());
}

TEST_CASE("numbers are items in their stored form") {
  TagColumn ints;
  ints.type = ValueType::kInt64;
  ints.values = std::vector<int64_t>{1, -1, 1};
  CHECK(filter_items(ints) ==
        Strings{hex_string("7fffffffffffffff"), hex_string("8000000000000001")});
  TagColumn floats;
  floats.type = ValueType::kFloat64;
  floats.values = std::vector<double>{1.5};
  CHECK(filter_items(floats) == Strings{hex_string("3ff8000000000000")});
  CHECK(filter_items(column_of(ValueType::kInt64, {"null"})) == Strings{"null"});
}

TEST_CASE("array elements are items, not the arrays") {
  CHECK(filter_items(column_of(ValueType::kStrArr,
                               {encoding::join_str_array({"b|c", "a", ""}), {}, "a|"})) ==
        Strings{"a", "b|c"});
  CHECK(filter_items(column_of(ValueType::kInt64Arr, {encoding::join_int64_array({2, 1, 2})})) ==
        Strings{hex_string("8000000000000001"), hex_string("8000000000000002")});
}

TEST_CASE("malformed arrays give what can be read of them") {
  CHECK(filter_items(column_of(ValueType::kStrArr, {"a|b"})) == Strings{"a", "b"});
  CHECK(filter_items(column_of(ValueType::kInt64Arr, {"12345678abc"})) == Strings{"12345678"});
}
