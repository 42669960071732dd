#include "core/encoding/array_in_place.h"

#include <catch_amalgamated.hpp>

#include "core/encoding/array_value.h"

namespace sidx::encoding {
namespace {

using Strings = std::vector<std::string>;

TEST_CASE("rows that share an array value change it for each other") {
  InPlaceArrays arrays({join_str_array({"a|b"})});
  for (int row = 0; row < 3; row++) CHECK(arrays.read(0));
  CHECK(arrays.elements(0) == Strings{"a|b"});
  CHECK(arrays.elements(1) == Strings{"a", "bb"});
  CHECK(arrays.elements(2) == Strings{"a", "bb"});
}

TEST_CASE("an earlier row changes when a later one is read") {
  InPlaceArrays arrays({join_str_array({"back\\slash", "z"})});
  arrays.read(0);
  CHECK(arrays.elements(0) == Strings{"back\\slash", "z"});
  arrays.read(0);
  CHECK(arrays.elements(0) == Strings{"backslashh", "z"});
  CHECK(arrays.elements(1) == Strings{"backslashh", "z"});
  arrays.read(0);
  CHECK(arrays.elements(1) == Strings{"backslashh", "z"});
  CHECK(arrays.elements(2) == Strings{"backslashhh", "z"});
}

TEST_CASE("arrays without escapes, and values of one row, are read right") {
  const Strings plain{"", "plain", "z"};
  InPlaceArrays arrays({join_str_array(plain), join_str_array({"|", "\\"}), ""});
  for (const size_t value : {0u, 1u, 0u, 2u, 0u}) CHECK(arrays.read(value));
  CHECK(arrays.size() == 5);
  for (const size_t row : {0u, 2u, 4u}) CHECK(arrays.elements(row) == plain);
  CHECK(arrays.elements(1) == Strings{"|", "\\"});
  CHECK(arrays.elements(3).empty());
}

TEST_CASE("malformed arrays have no elements") {
  for (const char* bytes : {"a", "a|b", "a\\", "a|\\"}) {
    INFO(bytes);
    InPlaceArrays arrays({bytes});
    CHECK_FALSE(arrays.read(0));
    CHECK(arrays.elements(0).empty());
  }
}

}  // namespace
}  // namespace sidx::encoding
