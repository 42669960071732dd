#include "core/share/base64url.h"

#include <catch_amalgamated.hpp>

#include "tests/support/random.h"

namespace sidx::share {
namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

TEST_CASE("base64url is that of RFC 4648, without padding") {
  const std::pair<const char*, const char*> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbf", "-_-_"},
  };
  for (const auto& [plain, letters] : vectors) {
    INFO(letters);
    CHECK(encode_base64url(bytes_of(plain)) == letters);
    const auto decoded = decode_base64url(letters, "link", 0);
    REQUIRE(decoded.ok());
    CHECK(*decoded == bytes_of(plain));
  }
}

TEST_CASE("any bytes come back from base64url") {
  testing::Random random(7);
  for (size_t size = 0; size < 100; size++) {
    const Bytes bytes = random.bytes(size);
    const auto decoded = decode_base64url(encode_base64url(bytes), "link", 0);
    REQUIRE(decoded.ok());
    CHECK(*decoded == bytes);
  }
}

TEST_CASE("a letter that base64url does not have is told with its place") {
  struct Case {
    const char* text;
    size_t offset;
    const char* found;
    ErrorCode code = ErrorCode::kBadValue;
  };
  const Case cases[] = {{"Zm9v+A", 14, "'+'"},
                        {"Zm8=", 13, "'='"},
                        {"Zm 9", 12, "byte 32"},
                        {"\xc3\xa9", 10, "byte 195"},
                        {"Zm9vY", 15, "the end", ErrorCode::kTruncated},
                        {"Zm9vYh", 15, "'h'", ErrorCode::kTruncated},
                        {"Zm9vYmF", 16, "'F'", ErrorCode::kTruncated}};
  for (const Case& bad : cases) {
    INFO(bad.text);
    const auto decoded = decode_base64url(bad.text, "link", 10);
    REQUIRE_FALSE(decoded.ok());
    CHECK(decoded.error().code == bad.code);
    CHECK(decoded.error().where.file == "link");
    CHECK(decoded.error().where.offset == bad.offset);
    CHECK(decoded.error().found == bad.found);
  }
}

}  // namespace
}  // namespace sidx::share
