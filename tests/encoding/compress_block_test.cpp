#include "core/encoding/compress_block.h"

#include <catch_amalgamated.hpp>
#include <utility>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

Result<Envelope> read(const Bytes& bytes, uint64_t content_size_max = 1 << 20) {
  ByteReader reader(view_of(bytes, 10));
  return read_envelope(reader, content_size_max, "envelope");
}

}  // namespace

TEST_CASE("short content is stored raw") {
  Bytes out = hex("ff");
  append_envelope(out, bytes_of("abc").data(), 3);
  append_envelope(out, nullptr, 0);
  CHECK(to_hex(out) == plain_hex("ff | 00 03 616263 | 00 00"));

  ByteReader reader(view_of(out, 10));
  CHECK(reader.read_u8("prefix").ok());
  const auto abc = read_envelope(reader, 3, "envelope");
  REQUIRE(abc.ok());
  CHECK(abc->content.text() == "abc");
  CHECK_FALSE(abc->compressed);
  CHECK(abc->stored_size == 5);
  CHECK(abc->content.location(1, 2) == Location{"file", 14, 2, std::nullopt});
  const auto nothing = read_envelope(reader, 0, "envelope");
  REQUIRE(nothing.ok());
  CHECK(nothing->content.empty());
  CHECK(reader.remaining() == 0);
}

TEST_CASE("content is compressed from 128 bytes on") {
  Bytes out;
  const Bytes content(128, 'A');
  append_envelope(out, content.data(), 127);
  CHECK(out.size() == 129);
  CHECK(out[0] == 0);
  out.clear();
  append_envelope(out, content.data(), 128);
  CHECK(out[0] == 1);
  CHECK(out.size() == size_t{2} + out[1]);
  CHECK(out.size() < 30);
}

TEST_CASE("a compressed envelope of the reference opens, and moves") {
  const Bytes bytes = hex("01 0a 28b52ffd000003040041");
  auto result = read(bytes);
  REQUIRE(result.ok());
  const Envelope moved = std::move(result).value();
  CHECK(moved.compressed);
  CHECK(moved.stored_size == 12);
  CHECK(moved.content.size() == 128);
  CHECK(moved.content[127] == 'A');
  CHECK(moved.content.data() == moved.storage.data());
  CHECK(moved.content.location(100, 1) == Location{"file", 12, 10, 100});
}

TEST_CASE("envelopes of every size come back") {
  Random random(6);
  for (size_t size = 0; size < 400; size++) {
    const Bytes content = random.bytes(size);
    Bytes out;
    append_envelope(out, content.data(), content.size());
    const auto envelope = read(out, size);
    REQUIRE(envelope.ok());
    CHECK(Bytes(envelope->content.begin(), envelope->content.end()) == content);
    CHECK(envelope->compressed == (size >= 128));
    CHECK(envelope->stored_size == out.size());
  }
}

TEST_CASE("every shorter prefix of an envelope is truncated") {
  const auto read_one = [](ByteReader& reader) { return read_envelope(reader, 1 << 20, "x"); };
  check_prefixes_fail(hex("00 03 616263"), read_one);
  check_prefixes_fail(hex("01 0a 28b52ffd000003040041"), read_one);
}

TEST_CASE("faults of envelopes are located") {
  struct Case {
    const char* name;
    const char* bytes;
    uint64_t content_size_max;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"type 2", "02 00", 100, ErrorCode::kUnknownCode, 10},
      {"raw over the limit", "00 03 616263", 2, ErrorCode::kOverLimit, 11},
      {"zstd over the limit", "01 0a 28b52ffd000003040041", 127, ErrorCode::kOverLimit, 12},
      {"zstd, frame behind the end", "01 0b 28b52ffd000003040041", 200, ErrorCode::kTruncated, 12},
      {"zstd, huge frame", "01 ffffffffffffffffff01", 200, ErrorCode::kTruncated, 21},
      {"zstd, 65-bit size", "01 ffffffffffffffffff02", 200, ErrorCode::kBadVarint, 11},
      {"zstd, not a frame", "01 05 6162636465", 200, ErrorCode::kBadZstd, 12},
      {"zstd, size too long", "01 0b 28b52ffd000003040041 00", 200, ErrorCode::kTrailingBytes, 22},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      check_fault(read(hex(test.bytes), test.content_size_max), test.code, test.offset);
    }
  }
}

TEST_CASE("unusual envelopes that the reference accepts are accepted") {
  Bytes raw200 = hex("00 c8");
  raw200.resize(202, 'x');
  CHECK(read(raw200).value().content.size() == 200);
  // An empty frame is how nothing compresses.
  CHECK(read(hex("01 00")).value().content.empty());
}
