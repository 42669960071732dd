#include "core/base/result.h"

#include <catch_amalgamated.hpp>
#include <memory>
#include <set>
#include <string>

using namespace sidx;

namespace {

Error some_error() {
  return {ErrorCode::kBadValue, {"a.tm", 7, 1, std::nullopt}, "value type", "0 to 7", "9"};
}

Result<int> half_of(int number) {
  if (number % 2 != 0) return some_error();
  return number / 2;
}

Result<int> quarter_of(int number) {
  SIDX_ASSIGN(const int half, half_of(number));
  SIDX_TRY(half_of(half));
  return half / 2;
}

Status check_even(int number) {
  SIDX_TRY(half_of(number));
  return {};
}

}  // namespace

TEST_CASE("a result holds a value or an error") {
  const Result<int> good = half_of(4);
  REQUIRE(good.ok());
  CHECK(*good == 2);

  const Result<int> bad = half_of(3);
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error() == some_error());
}

TEST_CASE("errors pass through SIDX_TRY and SIDX_ASSIGN") {
  CHECK(quarter_of(8).value() == 2);
  CHECK(quarter_of(3).error() == some_error());
  CHECK(quarter_of(6).error() == some_error());
  CHECK(check_even(2).ok());
  CHECK(check_even(1).error() == some_error());
}

TEST_CASE("a result can hold what only moves") {
  Result<std::unique_ptr<std::string>> result(std::make_unique<std::string>("x"));
  REQUIRE(result.ok());
  const std::unique_ptr<std::string> value = std::move(result).value();
  CHECK(*value == "x");
}

TEST_CASE("errors read as one line") {
  CHECK(to_string(some_error()) == "a.tm:7: value type: expected 0 to 7, found 9");
  Error inside = some_error();
  inside.where.inner_offset = 30;
  CHECK(to_string(inside) == "a.tm:7+30: value type: expected 0 to 7, found 9");
}

TEST_CASE("every error code has a name of its own and a sentence") {
  std::set<std::string_view> names;
  for (int i = 0; i < kErrorCodeCount; i++) {
    const auto code = static_cast<ErrorCode>(i);
    names.insert(name_of(code));
    CHECK(describe(code).back() == '.');
  }
  CHECK(names.size() == static_cast<size_t>(kErrorCodeCount));
}
