#include "core/encoding/fixed_int.h"

#include <catch_amalgamated.hpp>
#include <limits>
#include <string>

#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

TEST_CASE("fixed integers are big-endian and appended behind what is there") {
  Bytes out = hex("ff");
  append_u16be(out, 0x0102);
  append_u32be(out, 0x03040506);
  append_u64be(out, 0x0708090a0b0c0d0e);
  CHECK(to_hex(out) == "ff0102030405060708090a0b0c0d0e");
  CHECK(load_u64be(hex_string("0708090a0b0c0dff")) == 0x0708090a0b0c0dff);
}

TEST_CASE("ord64 is the value with its sign bit flipped") {
  struct Case {
    int64_t value;
    const char* bytes;
  };
  const Case cases[] = {
      {0, "8000000000000000"},         {1, "8000000000000001"},  {7, "8000000000000007"},
      {-1, "7fffffffffffffff"},        {-3, "7ffffffffffffffd"}, {INT64_MAX, "ffffffffffffffff"},
      {INT64_MIN, "0000000000000000"},
  };
  for (const Case& test : cases) {
    Bytes out;
    append_ord64(out, test.value);
    CHECK(to_hex(out) == test.bytes);
    CHECK(decode_ord64(load_u64be(hex_string(test.bytes))) == test.value);
  }
}

TEST_CASE("ord64 bytes sort like their numbers") {
  Random random(1);
  for (int i = 0; i < 1000; i++) {
    const int64_t a = static_cast<int64_t>(random.next());
    const int64_t b = static_cast<int64_t>(random.next());
    CHECK((a < b) == (encode_ord64(a) < encode_ord64(b)));
    CHECK(decode_ord64(encode_ord64(a)) == a);
  }
}

TEST_CASE("zig-zag alternates between the signs") {
  CHECK(zigzag(0) == 0);
  CHECK(zigzag(-1) == 1);
  CHECK(zigzag(1) == 2);
  CHECK(zigzag(INT64_MAX) == UINT64_MAX - 1);
  CHECK(zigzag(INT64_MIN) == UINT64_MAX);
  for (int64_t value = -1000; value <= 1000; value++) CHECK(unzigzag(zigzag(value)) == value);
  for (const int64_t value : {INT64_MIN, INT64_MIN + 1, INT64_MAX}) {
    CHECK(unzigzag(zigzag(value)) == value);
  }
}

TEST_CASE("float64 bits are kept, those of NaN too") {
  for (const uint64_t bits : {0ULL, 1ULL << 63, 0x3ff8000000000000ULL, 0x7ff8000000000001ULL}) {
    Bytes out;
    append_f64be(out, decode_f64(bits));
    CHECK(load_u64be({reinterpret_cast<const char*>(out.data()), 8}) == bits);
  }
  CHECK(decode_f64(0x3ff8000000000000) == 1.5);
}
