#include "core/encoding/uint64_block.h"

#include <catch_amalgamated.hpp>
#include <optional>
#include <vector>

#include "core/base/limits.h"
#include "core/encoding/compress_block.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

using List = std::vector<uint64_t>;

Result<List> read(const Bytes& bytes, std::optional<uint64_t> count) {
  ByteReader reader(view_of(bytes, 10));
  return read_uint64_block(reader, count, "block");
}

}  // namespace

TEST_CASE("uint64 blocks have the bytes of the format document") {
  struct Case {
    const char* name;
    List values;
    const char* bytes;
  };
  const Case cases[] = {
      {"empty", {}, "00 01 00"},
      {"zero", {0}, "00 02 00 00"},
      {"one byte", {3, 1, 0}, "00 04 00 030100"},
      {"widest of one byte", {255}, "00 02 00 ff"},
      {"two bytes", {256, 1}, "00 05 01 0100 0001"},
      {"widest of two bytes", {65535}, "00 03 01 ffff"},
      {"four bytes", {65536, 1}, "00 09 02 00010000 00000001"},
      {"widest of four bytes", {0xffffffff}, "00 05 02 ffffffff"},
      {"eight bytes", {1ULL << 32, 1}, "00 11 03 0000000100000000 0000000000000001"},
      {"widest of eight bytes", {UINT64_MAX}, "00 09 03 ffffffffffffffff"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      Bytes out;
      append_uint64_block(out, test.values);
      CHECK(to_hex(out) == plain_hex(test.bytes));
      CHECK(read(out, test.values.size()).value() == test.values);
      CHECK(read(out, std::nullopt).value() == test.values);
      check_fault(read(out, test.values.size() + 1), ErrorCode::kBadLength, 13);
    }
  }
}

TEST_CASE("random uint64 blocks come back and keep what is around them") {
  Random random(7);
  for (int round = 0; round < 200; round++) {
    const uint64_t width_limit = random.any_size() | 1;
    List values(random.below(200));
    for (uint64_t& value : values) value = random.next() % width_limit;
    Bytes out = hex("ee");
    append_uint64_block(out, values);
    out.push_back(0xdd);
    ByteReader reader(view_of(out));
    CHECK(reader.read_u8("prefix").ok());
    CHECK(read_uint64_block(reader, values.size(), "block").value() == values);
    CHECK(reader.read_u8("suffix").value() == 0xdd);
  }
}

TEST_CASE("every shorter prefix of a uint64 block is truncated") {
  check_prefixes_fail(hex("00 05 01 0100 0001"),
                      [](ByteReader& reader) { return read_uint64_block(reader, 2, "block"); });
}

TEST_CASE("faults of uint64 blocks are located") {
  struct Case {
    const char* name;
    const char* bytes;
    std::optional<uint64_t> count;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"no width code", "00 00", 0, ErrorCode::kTruncated, 12},
      {"width code 4", "00 01 04", 0, ErrorCode::kUnknownCode, 12},
      {"one too few", "00 03 00 0102", 3, ErrorCode::kBadLength, 13},
      {"one too many", "00 03 00 0102", 1, ErrorCode::kBadLength, 13},
      {"a count beyond all memory", "00 03 00 0102", UINT64_MAX, ErrorCode::kBadLength, 13},
      {"a count that wraps to the size", "00 09 03 0000000000000001", (1ULL << 61) + 1,
       ErrorCode::kBadLength, 13},
      {"half an item", "00 04 01 010203", std::nullopt, ErrorCode::kBadLength, 13},
      {"half an item, counted", "00 04 01 010203", 1, ErrorCode::kBadLength, 13},
      {"items for a count of none", "00 02 00 07", 0, ErrorCode::kBadLength, 13},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      check_fault(read(hex(test.bytes), test.count), test.code, test.offset);
    }
  }
}

TEST_CASE("a small block that expands to too many items is stopped") {
  const auto block_of_bytes = [](uint64_t size) {
    const Bytes content(static_cast<size_t>(size), 0);
    Bytes out;
    append_envelope(out, content.data(), content.size());
    return out;
  };
  const uint64_t items = limits::kRowsPerBlockMax;
  CHECK(read(block_of_bytes(1 + items), std::nullopt).value().size() == items);
  const Bytes too_many = block_of_bytes(2 + items);
  CHECK(too_many.size() < 4096);
  check_fault(read(too_many, std::nullopt), ErrorCode::kOverLimit, 13, 1);
  check_fault(read(too_many, items), ErrorCode::kBadLength, 13, 1);
  check_fault(read(block_of_bytes(2 + 8 * items), std::nullopt), ErrorCode::kOverLimit, 13);
}

TEST_CASE("faults inside a frame have an inner offset") {
  Bytes content(150, 0);
  content[0] = 9;
  Bytes out;
  append_envelope(out, content.data(), content.size());
  check_fault(read(out, 149), ErrorCode::kUnknownCode, 12, 0);
  out.clear();
  content[0] = 0;
  append_envelope(out, content.data(), content.size());
  check_fault(read(out, 148), ErrorCode::kBadLength, 12, 1);
}
