#include "core/base/bytes.h"

#include <catch_amalgamated.hpp>

#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::testing;

TEST_CASE("a view locates its bytes in the file") {
  const Bytes bytes = hex("00 11 22 33 44");
  const ByteView view(bytes, "keys.bin", 100);
  CHECK(view.location(1, 2) == Location{"keys.bin", 101, 2, std::nullopt});

  const ByteView part = view.subview(2, 3);
  CHECK(part.size() == 3);
  CHECK(part[0] == 0x22);
  CHECK(part.location(0, 1) == Location{"keys.bin", 102, 1, std::nullopt});
  CHECK(view.subview(5, 0).empty());
}

TEST_CASE("a view of decompressed bytes keeps the frame and counts inside it") {
  const Bytes file = hex("aa bb cc dd");
  const Bytes content = hex("00 01 02 03 04 05 06 07");
  const ByteView frame = ByteView(file, "primary.bin", 40).subview(1, 3);
  const ByteView inside = ByteView::decompressed(content, frame);
  CHECK(inside.location(0, 8) == Location{"primary.bin", 41, 3, 0});
  CHECK(inside.subview(2, 4).subview(3, 1).location(0, 1) == Location{"primary.bin", 41, 3, 5});
}

TEST_CASE("same_bytes compares content, not place") {
  const Bytes bytes = hex("01 02 01 02 03");
  const ByteView view(bytes, "a");
  CHECK(same_bytes(view.subview(0, 2), view.subview(2, 2)));
  CHECK_FALSE(same_bytes(view.subview(0, 2), view.subview(2, 3)));
  CHECK_FALSE(same_bytes(view.subview(0, 2), view.subview(3, 2)));
  CHECK(same_bytes(ByteView(), view.subview(1, 0)));
}

TEST_CASE("a reader takes big-endian fields in order") {
  const Bytes bytes = hex("01 | 0203 | 04050607 | 08090a0b0c0d0e0f | aabb");
  ByteReader reader(view_of(bytes));
  CHECK(reader.read_u8("a").value() == 0x01);
  CHECK(reader.read_u16be("b").value() == 0x0203);
  CHECK(reader.read_u32be("c").value() == 0x04050607);
  CHECK(reader.read_u64be("d").value() == 0x08090a0b0c0d0e0f);
  CHECK(reader.position() == 15);
  CHECK(to_hex(reader.rest()) == "aabb");
  CHECK(to_hex(reader.read_bytes(2, "e").value()) == "aabb");
  CHECK(reader.remaining() == 0);
  CHECK(reader.expect_end("end").ok());
}

TEST_CASE("a reader that runs out of bytes says where and stays") {
  const Bytes bytes = hex("01 02 03");
  ByteReader reader(view_of(bytes, 50));
  CHECK(reader.read_u8("first").ok());
  check_fault(reader.read_u32be("number"), ErrorCode::kTruncated, 51);
  check_fault(reader.read_u64be("number"), ErrorCode::kTruncated, 51);
  check_fault(reader.read_bytes(3, "text"), ErrorCode::kTruncated, 51);
  check_fault(reader.read_bytes(UINT64_MAX, "text"), ErrorCode::kTruncated, 51);
  CHECK(reader.position() == 1);

  const auto result = reader.read_u32be("number");
  REQUIRE_FALSE(result.ok());
  CHECK(to_string(result.error()) == "file:51: number: expected 4 bytes, found 2 bytes left");
  check_fault(reader.expect_end("end"), ErrorCode::kTrailingBytes, 51);

  ByteReader nothing{ByteView()};
  CHECK_FALSE(nothing.read_u8("x").ok());
  CHECK(nothing.read_bytes(0, "x").ok());
  CHECK(nothing.expect_end("x").ok());
}

TEST_CASE("try_read_leb128 takes whole numbers only") {
  struct Case {
    const char* name;
    const char* bytes;
    bool ok;
    uint64_t value;
    size_t size;
  };
  const Case cases[] = {
      {"zero", "00", true, 0, 1},
      {"one byte", "7f ff", true, 127, 1},
      {"two bytes", "ac 02", true, 300, 2},
      {"padded zero", "80 80 00", true, 0, 3},
      {"largest", "ffffffffffffffffff 01", true, UINT64_MAX, 10},
      {"65 bits", "ffffffffffffffffff 02", false, 0, 0},
      {"eleven bytes", "80808080808080808080 00", false, 0, 0},
      {"empty", "", false, 0, 0},
      {"cut", "ac", false, 0, 0},
      {"cut at nine", "ffffffffffffffffff", false, 0, 0},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = hex(test.bytes);
      ByteReader reader(view_of(bytes));
      uint64_t value = 0;
      CHECK(reader.try_read_leb128(value) == test.ok);
      CHECK(value == test.value);
      CHECK(reader.position() == test.size);
    }
  }
}

TEST_CASE("a rollback takes a reader back unless it is cancelled") {
  const Bytes bytes = hex("01 02 03");
  ByteReader reader(view_of(bytes));
  CHECK(reader.read_u8("first").ok());
  {
    const Rollback rollback(reader);
    CHECK(rollback.start() == 1);
    CHECK(reader.read_u16be("pair").ok());
  }
  CHECK(reader.position() == 1);
  {
    Rollback rollback(reader);
    CHECK(reader.read_u16be("pair").ok());
    rollback.cancel();
  }
  CHECK(reader.position() == 3);
}

TEST_CASE("to_hex writes lower-case digits") {
  CHECK(to_hex(Bytes{0x00, 0x9f, 0xff}) == "009fff");
  CHECK(to_hex(Bytes{}).empty());
}
