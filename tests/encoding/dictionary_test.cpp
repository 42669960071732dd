#include "core/encoding/dictionary.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "core/base/limits.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/items.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

const auto kNil = std::nullopt;

Result<Dictionary> read(const Bytes& bytes, uint64_t row_count) {
  ByteReader reader(view_of(bytes, 10));
  return read_dictionary(reader, row_count, "dictionary");
}

Bytes encoded(const Items& rows, LengthForm form) {
  Bytes out;
  CHECK(append_dictionary(out, list_of(rows), form));
  return out;
}

Items repeated(const Items& items, size_t count) {
  Items all;
  for (size_t i = 0; i < count; i++) all.insert(all.end(), items.begin(), items.end());
  return all;
}

}  // namespace

TEST_CASE("dictionaries have the bytes of the format document") {
  struct Case {
    const char* name;
    Items rows;
    LengthForm form;
    const char* bytes;
  };
  const Case cases[] = {
      {"a a b",
       {"a", "a", "b"},
       LengthForm::kPlain,
       "02 | 00 03 00 0101 | 00 02 6162 | 00000004 02 25"},
      {"one row", {"x"}, LengthForm::kPlain, "01 00020001 000178 00000002 01 40"},
      {"alternating",
       {"a", "b", "a", "b"},
       LengthForm::kPlain,
       "02 00030001 01 00026162 00000008 01 77"},
      {"nil first",
       {kNil, "x"},
       LengthForm::kPlain,
       "02 | 00 03 00 0001 | 00 01 78 | 00000004 01 70"},
      {"plus one",
       {"x|y", kNil},
       LengthForm::kPlusOne,
       "02 | 00 03 00 0400 | 00 03 787c79 | 00000004 01 70"},
      {"no rows", {}, LengthForm::kPlain, "00 | 00 01 00 | 00 00 | 00000000"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = encoded(test.rows, test.form);
      CHECK(to_hex(bytes) == plain_hex(test.bytes));
      const auto dictionary = read(bytes, test.rows.size());
      REQUIRE(dictionary.ok());
      CHECK(items_of(dictionary->rows()) == test.rows);
    }
  }
}

TEST_CASE("a dictionary keeps its values and runs") {
  const auto dictionary = read(hex("02 | 00 03 00 0101 | 00 02 6162 | 00000004 02 25"), 3);
  REQUIRE(dictionary.ok());
  CHECK(items_of(dictionary->values) == Items{"a", "b"});
  CHECK(dictionary->runs == std::vector<DictionaryRun>{{0, 2}, {1, 1}});
  CHECK(dictionary->lengths == LengthForm::kPlain);
}

TEST_CASE("nil and the empty string share an entry in the plain form only") {
  const Items rows = {"", kNil, "a", kNil, ""};
  const auto plain = read(encoded(rows, LengthForm::kPlain), 5);
  CHECK(items_of(plain.value().values) == Items{kNil, "a"});
  CHECK(plain.value().runs == std::vector<DictionaryRun>{{0, 2}, {1, 1}, {0, 2}});
  const auto plus_one = read(encoded(rows, LengthForm::kPlusOne), 5);
  CHECK(items_of(plus_one.value().values) == Items{"", kNil, "a"});
  CHECK(items_of(plus_one.value().rows()) == rows);
}

TEST_CASE("a dictionary takes 256 values and no more") {
  Items rows;
  for (int i = 0; i < 256; i++) rows.emplace_back("value " + std::to_string(i));
  const Bytes bytes = encoded(rows, LengthForm::kPlusOne);
  CHECK(items_of(read(bytes, 256).value().rows()) == rows);

  rows.emplace_back(kNil);
  Bytes out = hex("aabb");
  CHECK_FALSE(append_dictionary(out, list_of(rows), LengthForm::kPlusOne));
  CHECK(to_hex(out) == "aabb");
  // What is known already still fits.
  rows.back() = rows.front();
  CHECK(append_dictionary(out, list_of(rows), LengthForm::kPlusOne));
}

TEST_CASE("items are as wide as the largest needs") {
  struct Case {
    size_t run_length;
    uint8_t width;
  };
  for (const Case& test : {Case{1, 1}, {2, 2}, {3, 2}, {4, 3}, {255, 8}, {256, 9}, {65536, 17}}) {
    const Items rows = repeated({"x"}, test.run_length);
    const Bytes bytes = encoded(rows, LengthForm::kPlain);
    // In front of the width: value count, lengths, content, item count.
    CHECK(bytes[1 + 4 + 3 + 4] == test.width);
    const auto dictionary = read(bytes, rows.size());
    REQUIRE(dictionary.ok());
    CHECK(dictionary->rows().size() == test.run_length);
  }
}

TEST_CASE("all short columns come back") {
  const Items alphabet = {kNil, "", "a", "bc"};
  for (size_t length = 0; length <= 5; length++) {
    size_t combinations = 1;
    for (size_t i = 0; i < length; i++) combinations *= alphabet.size();
    for (size_t code = 0; code < combinations; code++) {
      Items rows;
      for (size_t rest = code; rows.size() < length; rest /= alphabet.size()) {
        rows.push_back(alphabet[rest % alphabet.size()]);
      }
      const auto plus_one = read(encoded(rows, LengthForm::kPlusOne), length);
      REQUIRE(plus_one.ok());
      CHECK(items_of(plus_one->rows()) == rows);
      const auto plain = read(encoded(rows, LengthForm::kPlain), length);
      REQUIRE(plain.ok());
      CHECK(items_of(plain->rows()) == empty_as_nil(rows));
    }
  }
}

TEST_CASE("random columns come back and keep what is around them") {
  Random random(9);
  for (int round = 0; round < 100; round++) {
    Items values;
    const size_t value_count = 1 + random.below(40);
    for (size_t i = 0; i < value_count; i++) values.emplace_back(random.text(i));
    Items rows;
    while (rows.size() < 300) {
      const auto& value = values[random.below(values.size())];
      rows.insert(rows.end(), 1 + random.below(20), value);
    }
    Bytes out = hex("ee");
    CHECK(append_dictionary(out, list_of(rows), LengthForm::kPlusOne));
    out.push_back(0xdd);
    ByteReader reader(view_of(out));
    CHECK(reader.read_u8("prefix").ok());
    const auto dictionary = read_dictionary(reader, rows.size(), "dictionary");
    REQUIRE(dictionary.ok());
    CHECK(items_of(dictionary->rows()) == rows);
    CHECK(reader.read_u8("suffix").value() == 0xdd);
  }
}

TEST_CASE("every shorter prefix of a dictionary is truncated") {
  check_prefixes_fail(encoded({"a", "a", "b", kNil, "a"}, LengthForm::kPlusOne),
                      [](ByteReader& reader) { return read_dictionary(reader, 5, "x"); });
}

TEST_CASE("faults of dictionaries are located") {
  // Offsets: 10 value count, 11 lengths, 16 content, 20 item count, 24 width, 25 items.
  const std::string values = "02 | 00 03 00 0101 | 00 02 6162 | ";
  struct Case {
    const char* name;
    std::string bytes;
    uint64_t row_count;
    ErrorCode code;
    uint64_t offset;
  };
  const Case cases[] = {
      {"257 values", "8102", 3, ErrorCode::kOverLimit, 10},
      {"more values than memory", "ffffffffffffffffff01", 3, ErrorCode::kOverLimit, 10},
      {"more values than lengths", "03 00030001 01 00026162", 3, ErrorCode::kBadLength, 14},
      {"odd item count", values + "00000003 02 25", 3, ErrorCode::kBadLength, 20},
      {"more runs than rows", values + "00000004 02 25", 1, ErrorCode::kMismatch, 20},
      {"more items than bytes", values + "fffffffe 20 25", 1ULL << 40, ErrorCode::kTruncated, 25},
      {"no runs, but rows", values + "00000000", 3, ErrorCode::kMismatch, 20},
      {"width 0", values + "00000004 00", 3, ErrorCode::kBadValue, 24},
      {"width 33", values + "00000004 21 0000000000000000000000000000000000", 3,
       ErrorCode::kBadValue, 24},
      {"value index 2", values + "00000004 02 29", 3, ErrorCode::kBadValue, 25},
      {"empty run", values + "00000004 02 04", 3, ErrorCode::kBadValue, 25},
      {"fewer rows than there should be", values + "00000004 02 25", 4, ErrorCode::kMismatch, 25},
      {"more rows than there should be", values + "00000004 02 25", 2, ErrorCode::kMismatch, 25},
      {"set bits behind the runs", values + "00000004 01 58", 2, ErrorCode::kBadValue, 25},
      {"fault in the second byte", values + "00000004 08 00 02 02 01", 3, ErrorCode::kBadValue, 27},
      {"rows, but no values", "00 | 00 01 00 | 00 00 | 00000002 01 40", 1, ErrorCode::kBadValue,
       21},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      check_fault(read(hex(test.bytes), test.row_count), test.code, test.offset);
    }
  }
}

TEST_CASE("items of 32 bits are read whole") {
  const auto dictionary = read(hex("01 00020001 000178 00000002 20 00000000 00010000"), 0x10000);
  REQUIRE(dictionary.ok());
  CHECK(dictionary->runs == std::vector<DictionaryRun>{{0, 0x10000}});
}

TEST_CASE("damaged dictionaries never do harm") {
  Random random(10);
  const Bytes bytes = encoded({"a", "a", "b", kNil, "ccc", "a"}, LengthForm::kPlusOne);
  for (int round = 0; round < 20000; round++) {
    Bytes damaged = bytes;
    const size_t damage_count = 1 + random.below(3);
    for (size_t i = 0; i < damage_count; i++) {
      damaged[random.below(damaged.size())] = static_cast<uint8_t>(random.next());
    }
    const auto dictionary = read(damaged, 6);
    if (dictionary.ok()) CHECK(dictionary->rows().size() == 6);
  }
}
