#include "core/encoding/varint.h"

#include <catch_amalgamated.hpp>
#include <cstdint>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

std::string encoded_unsigned(uint64_t value) {
  Bytes out;
  append_varuint(out, value);
  return to_hex(out);
}

std::string encoded(int64_t value) {
  Bytes out;
  append_varint(out, value);
  return to_hex(out);
}

}  // namespace

TEST_CASE("varints have the bytes of the format document") {
  CHECK(encoded(0) == "00");
  CHECK(encoded(63) == "7e");
  CHECK(encoded(64) == "8001");
  CHECK(encoded(-64) == "7f");
  CHECK(encoded(8192) == "808001");
  CHECK(encoded(INT64_MIN) == "ffffffffffffffffff01");
  CHECK(encoded_unsigned(300) == "ac02");
  CHECK(encoded_unsigned(UINT64_MAX) == "ffffffffffffffffff01");
  // A negative user key as block metadata stores it.
  CHECK(encoded_unsigned(static_cast<uint64_t>(int64_t{-5})) == "fbffffffffffffffff01");
}

TEST_CASE("varints of every length come back and keep what is in front") {
  Random random(2);
  for (int i = 0; i < 5000; i++) {
    const uint64_t number = random.any_size();
    Bytes out = hex("ee");
    append_varuint(out, number);
    append_varint(out, static_cast<int64_t>(number));
    ByteReader reader(view_of(out));
    CHECK(reader.read_u8("prefix").value() == 0xee);
    CHECK(read_varuint(reader, "x").value() == number);
    CHECK(read_varint(reader, "x").value() == static_cast<int64_t>(number));
    CHECK(reader.remaining() == 0);
  }
}

TEST_CASE("a cut varint is truncated, at every length") {
  check_prefixes_fail(hex("ffffffffffffffffff01"),
                      [](ByteReader& reader) { return read_varuint(reader, "x"); });
  check_prefixes_fail(hex("808001"), [](ByteReader& reader) { return read_varint(reader, "x"); });
}

TEST_CASE("a varint of more than 64 bits is bad") {
  for (const char* bytes : {"ffffffffffffffffff02", "ffffffffffffffffff7f",
                            "8080808080808080808000", "ffffffffffffffffffffffff"}) {
    INFO(bytes);
    const Bytes input = hex(bytes);
    ByteReader reader(view_of(input, 20));
    check_fault(read_varuint(reader, "x"), ErrorCode::kBadVarint, 20);
    check_fault(read_varint(reader, "x"), ErrorCode::kBadVarint, 20);
    CHECK(reader.position() == 0);
  }
}
