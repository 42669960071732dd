#include "wasm/model/listing.h"

#include <catch_amalgamated.hpp>
#include <string>

using namespace sidx;
using namespace sidx::model;

TEST_CASE("a listing has a name and files with sizes") {
  const auto listing =
      parse_listing(R"({"name":"shard-0","files":[{"path":"a/meta.bin","size":"123"},)"
                    R"({"path":"ü","size":"18446744073709551615"}]})");
  REQUIRE(listing.has_value());
  CHECK(listing->name == "shard-0");
  REQUIRE(listing->files.size() == 2);
  CHECK(listing->files[0].path == "a/meta.bin");
  CHECK(listing->files[0].size == 123);
  CHECK(listing->files[1].path == "ü");
  CHECK(listing->files[1].size == UINT64_MAX);
}

TEST_CASE("a listing may be empty or without a name") {
  CHECK(parse_listing(R"({"files":[]})")->files.empty());
  CHECK(parse_listing(R"({"files":[]})")->name.empty());
  CHECK(parse_listing(R"({"name":7,"files":[]})")->name.empty());
}

TEST_CASE("odd files keep their index") {
  const auto listing = parse_listing(
      R"({"files":[17,{},{"path":3,"size":"5"},{"path":"a","size":"x"},{"path":"b","size":-1},)"
      R"({"path":"c","size":"7"}]})");
  REQUIRE(listing.has_value());
  REQUIRE(listing->files.size() == 6);
  CHECK(listing->files[0].path.empty());
  CHECK(listing->files[2].path.empty());
  CHECK(listing->files[3].path == "a");
  CHECK(listing->files[3].size == 0);
  CHECK(listing->files[4].size == 0);
  CHECK(listing->files[5].size == 7);
}

TEST_CASE("anything else is no listing") {
  for (const std::string text : {"", "x", "17", "null", "[]", "{}", R"({"files":7})",
                                 R"({"files":{}})", R"({"files":[)", R"({"name":"a"})"}) {
    INFO(text);
    CHECK_FALSE(parse_listing(text).has_value());
  }
  CHECK_FALSE(parse_listing(std::string(100000, '[')).has_value());
}
