#include "core/encoding/bytes_block.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "core/encoding/compress_block.h"
#include "core/encoding/uint64_block.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/items.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

const auto kNil = std::nullopt;

Result<BytesBlock> read(const Bytes& bytes, uint64_t count) {
  ByteReader reader(view_of(bytes, 10));
  return read_bytes_block(reader, count, "block");
}

Bytes encoded(const Items& items, LengthForm form) {
  Bytes out;
  append_bytes_block(out, list_of(items), form);
  return out;
}

/// A block of these lengths over that content, whether they fit or not.
Bytes block_of(const std::vector<uint64_t>& lengths, std::string_view content) {
  Bytes out;
  append_uint64_block(out, lengths);
  append_envelope(out, reinterpret_cast<const uint8_t*>(content.data()), content.size());
  return out;
}

}  // namespace

TEST_CASE("bytes blocks have the bytes of the format document") {
  struct Case {
    const char* name;
    Items items;
    LengthForm form;
    const char* bytes;
  };
  const Case cases[] = {
      {"plain", {"abc", kNil, "d"}, LengthForm::kPlain, "00 04 00 030001 | 00 04 61626364"},
      {"plus one", {"abc", kNil, "d"}, LengthForm::kPlusOne, "00 04 00 040002 | 00 04 61626364"},
      {"plain empty string", {""}, LengthForm::kPlain, "00 02 00 00 | 00 00"},
      {"plus one empty string", {""}, LengthForm::kPlusOne, "00 02 00 01 | 00 00"},
      {"nil", {kNil}, LengthForm::kPlusOne, "00 02 00 00 | 00 00"},
      {"no items", {}, LengthForm::kPlusOne, "00 01 00 | 00 00"},
      {"undecided is plain", {"ab"}, LengthForm::kUndecided, "00 02 00 02 | 00 02 6162"},
      {"data.bin of the tiny part",
       {"t1", "t2", "t3"},
       LengthForm::kPlain,
       "000400020202 | 0006743174327433"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      CHECK(to_hex(encoded(test.items, test.form)) == plain_hex(test.bytes));
    }
  }
}

TEST_CASE("a block of the reference with a frame is read") {
  const auto block = read(hex("00 02 00 80 | 01 0a 28b52ffd000003040041"), 1);
  REQUIRE(block.ok());
  CHECK(items_of(block->values) == Items{std::string(128, 'A')});
  CHECK(block->lengths == LengthForm::kPlain);
  CHECK(block->raw_size == 128);
  CHECK(block->stored_size == 16);
}

TEST_CASE("the form of the lengths is told from their sum") {
  struct Case {
    const char* name;
    Bytes bytes;
    Items items;
    LengthForm form;
  };
  const Case cases[] = {
      {"plain", block_of({3, 0, 1}, "abcd"), {"abc", kNil, "d"}, LengthForm::kPlain},
      {"plus one", block_of({4, 0, 2}, "abcd"), {"abc", kNil, "d"}, LengthForm::kPlusOne},
      {"plus one, all empty", block_of({1, 1, 0}, ""), {"", "", kNil}, LengthForm::kPlusOne},
      {"all nil", block_of({0, 0}, ""), {kNil, kNil}, LengthForm::kUndecided},
      {"nothing", block_of({}, ""), {}, LengthForm::kUndecided},
      // The reference of v0.10.0 and later reads this one as "t", "1t2", "22".
      {"shifted by the reference",
       block_of({2, 4, 3}, "t1t222t33"),
       {"t1", "t222", "t33"},
       LengthForm::kPlain},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const auto block = read(test.bytes, test.items.size());
      REQUIRE(block.ok());
      CHECK(items_of(block->values) == test.items);
      CHECK(name_of(block->lengths) == name_of(test.form));
      CHECK(block->stored_size == test.bytes.size());
    }
  }
}

TEST_CASE("all short lists come back in both forms") {
  const Items alphabet = {kNil, "", "a", "bc"};
  for (size_t length = 0; length <= 4; length++) {
    size_t combinations = 1;
    for (size_t i = 0; i < length; i++) combinations *= alphabet.size();
    for (size_t code = 0; code < combinations; code++) {
      Items items;
      for (size_t rest = code; items.size() < length; rest /= alphabet.size()) {
        items.push_back(alphabet[rest % alphabet.size()]);
      }
      const auto plus_one = read(encoded(items, LengthForm::kPlusOne), items.size());
      CHECK(items_of(plus_one.value().values) == items);
      const auto plain = read(encoded(items, LengthForm::kPlain), items.size());
      CHECK(items_of(plain.value().values) == empty_as_nil(items));
    }
  }
}

TEST_CASE("random lists come back and keep what is around them") {
  Random random(8);
  for (int round = 0; round < 200; round++) {
    Items items;
    const size_t count = random.below(60);
    for (size_t i = 0; i < count; i++) {
      items.emplace_back();
      if (!random.one_in(5)) items.back() = random.text(random.below(40));
    }
    Bytes out = hex("ee");
    append_bytes_block(out, list_of(items), LengthForm::kPlusOne);
    out.push_back(0xdd);
    ByteReader reader(view_of(out));
    CHECK(reader.read_u8("prefix").ok());
    CHECK(items_of(read_bytes_block(reader, count, "block").value().values) == items);
    CHECK(reader.read_u8("suffix").value() == 0xdd);
  }
}

TEST_CASE("every shorter prefix of a bytes block is truncated") {
  const auto read_two = [](ByteReader& reader) { return read_bytes_block(reader, 2, "block"); };
  check_prefixes_fail(encoded({"abc", ""}, LengthForm::kPlusOne), read_two);
  check_prefixes_fail(encoded({"abc", std::string(200, 'x')}, LengthForm::kPlain), read_two);
}

TEST_CASE("lengths that fit neither form are bad") {
  struct Case {
    const char* name;
    std::vector<uint64_t> lengths;
    const char* content;
  };
  const Case cases[] = {
      {"too short", {1, 1}, "abc"},
      {"between the forms", {3, 2}, "abcd"},
      {"too long", {5, 3}, "abcd"},
      {"all nil, but content", {0, 0}, "a"},
      {"one beyond all memory", {UINT64_MAX, 0}, "a"},
      {"a sum that wraps to the size", {UINT64_MAX, 3}, "ab"},
      {"a sum that wraps to the size and one each", {UINT64_MAX, 5}, "ab"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      check_fault(read(block_of(test.lengths, test.content), test.lengths.size()),
                  ErrorCode::kBadLength, 10);
    }
  }
}

TEST_CASE("the count of a bytes block must be right") {
  check_fault(read(block_of({1, 1}, "ab"), 1), ErrorCode::kBadLength, 13);
  check_fault(read(block_of({1, 1}, "ab"), 3), ErrorCode::kBadLength, 13);
  check_fault(read(block_of({1, 1}, "ab"), UINT64_MAX), ErrorCode::kBadLength, 13);
}
