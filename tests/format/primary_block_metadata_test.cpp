#include "core/format/primary_block_metadata.h"

#include <catch_amalgamated.hpp>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::format;
using namespace sidx::testing;

namespace {

Bytes bytes_of_record(const PrimaryBlockMetadata& record) {
  Bytes out;
  append_primary_block_metadata(out, record);
  return out;
}

const PrimaryBlockMetadata kFull{UINT64_MAX, INT64_MIN, -1, {UINT64_MAX - 1, 1ULL << 63}};

}  // namespace

TEST_CASE("primary block metadata has the bytes of the format document") {
  struct Case {
    const char* name;
    PrimaryBlockMetadata record;
    const char* bytes;
  };
  const Case cases[] = {
      {"tiny part",
       {1, 100, 300, {0, 40}},
       "0000000000000001 0000000000000064 000000000000012c 0000000000000000 0000000000000028"},
      {"negative key",
       {1, -50, 300, {0, 78}},
       "0000000000000001 ffffffffffffffce 000000000000012c 0000000000000000 000000000000004e"},
      {"zero",
       {},
       "0000000000000000 0000000000000000 0000000000000000 0000000000000000 0000000000000000"},
      {"full", kFull,
       "ffffffffffffffff 8000000000000000 ffffffffffffffff fffffffffffffffe 8000000000000000"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const Bytes bytes = bytes_of_record(test.record);
      CHECK(to_hex(bytes) == plain_hex(test.bytes));
      CHECK(bytes.size() == kPrimaryBlockMetadataSize);
      ByteReader reader(view_of(bytes));
      const auto read = read_primary_block_metadata(reader);
      REQUIRE(read.ok());
      CHECK(*read == test.record);
      CHECK(reader.remaining() == 0);
    }
  }
}

TEST_CASE("primary block metadata is appended") {
  Bytes out = hex("aabb");
  append_primary_block_metadata(out, kFull);
  CHECK(out == concat(hex("aabb"), bytes_of_record(kFull)));
}

TEST_CASE("cut primary block metadata is truncated") {
  check_prefixes_fail(bytes_of_record(kFull), read_primary_block_metadata);
}

TEST_CASE("meta.bin is whole records") {
  Bytes bytes = bytes_of_record({1, 2, 3, {4, 5}});
  append_primary_block_metadata(bytes, kFull);
  const auto both = read_all_primary_block_metadata(view_of(bytes));
  REQUIRE(both.ok());
  CHECK(*both == std::vector<PrimaryBlockMetadata>{{1, 2, 3, {4, 5}}, kFull});

  const auto none = read_all_primary_block_metadata(ByteView());
  REQUIRE(none.ok());
  CHECK(none->empty());

  for (size_t left = 1; left < kPrimaryBlockMetadataSize; left++) {
    INFO(left << " bytes of the second record");
    const Bytes cut(bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(kPrimaryBlockMetadataSize + left));
    check_fault(read_all_primary_block_metadata(view_of(cut, 1000)), ErrorCode::kTruncated, 1040);
  }
}

TEST_CASE("any 40 bytes are primary block metadata and come back") {
  Random random(1);
  for (int round = 0; round < 200; round++) {
    const Bytes bytes = random.bytes(kPrimaryBlockMetadataSize);
    ByteReader reader(view_of(bytes));
    const auto record = read_primary_block_metadata(reader);
    REQUIRE(record.ok());
    CHECK((bytes_of_record(*record) == bytes));
  }
}
