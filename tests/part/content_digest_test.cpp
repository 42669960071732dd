#include "core/part/content_digest.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/items.h"
#include "tests/support/sources.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;
using encoding::ValueType;

namespace {

std::string sha256_of(const Bytes& bytes) {
  Sha256 hash;
  hash.update(bytes.data(), bytes.size());
  return hash.finish_hex();
}

encoding::BytesBlock data_of(const Items& items) {
  encoding::BytesBlock data;
  data.values = list_of(items);
  return data;
}

BlockContent some_content() {
  BlockContent content{std::vector<int64_t>{-1, 258}, data_of({"t1", "t"}), {}};
  encoding::TagColumn column;
  column.type = ValueType::kStr;
  column.values = list_of({"abc", {}});
  content.tags.push_back({"svc", format::TagMetadata{}, column});
  return content;
}

const char* const kSomeRows =
    "ffffffffffffffff 00000002 7431 00000003 616263 | 0000000000000102 00000001 74 ffffffff";

}  // namespace

TEST_CASE("the row digest covers keys, data and tags") {
  RowDigest digest;
  REQUIRE(digest.add(some_content()).ok());
  CHECK(digest.finish_hex() == sha256_of(hex(kSomeRows)));

  RowDigest twice;
  REQUIRE(twice.add(some_content()).ok());
  REQUIRE(twice.add(some_content()).ok());
  CHECK(twice.finish_hex() == sha256_of(concat(hex(kSomeRows), hex(kSomeRows))));
  CHECK(RowDigest().finish_hex() == sha256_of({}));
}

TEST_CASE("a block with something unreadable adds nothing to the row digest") {
  const Error fault{ErrorCode::kBadZstd, {"data.bin", 7, 1, {}}, "data", "a frame", "none"};
  BlockContent broken = some_content();
  broken.data = fault;
  RowDigest digest;
  const Status status = digest.add(broken);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error() == fault);
  CHECK(digest.finish_hex() == sha256_of({}));

  BlockContent tag_broken = some_content();
  tag_broken.tags[0].column = fault;
  CHECK_FALSE(RowDigest().add(tag_broken).ok());
}

TEST_CASE("the block digest is over a line for each block") {
  const format::TagMetadata tag{"svc",   ValueType::kInt64,       {0, 10},
                                {3, 19}, hex("8000000000000007"), hex("8000000000000006")};
  Bytes record;
  format::append_tag_metadata(record, tag);
  FileBytes bytes{{"svc.tm", record}, {"svc.td", hex("02 8000000000000005 02")}};
  const PartReader reader(files_in_memory("d", bytes));
  const format::BlockMetadata block{
      UINT64_MAX, -5, 300, {1, 14}, {2, 3}, 4, 6, 75, {{"svc", {0, record.size()}}}};
  BlockDigest digest;
  REQUIRE(digest.add(reader, block).ok());
  CHECK(digest.finish_hex() ==
        sha256_of(bytes_of("18446744073709551615,-5,300,6,75,4,1,14,2,3;svc,2,0,27,0,10,3,19,"
                           "8000000000000007,8000000000000006,2\n")));

  const format::BlockMetadata lost{1, 0, 0, {}, {}, 1, 1, 8, {{"gone", {0, 9}}}};
  const Status status = BlockDigest().add(reader, lost);
  REQUIRE_FALSE(status.ok());
  check_fault(status.error(), ErrorCode::kMissingFile, 0);
}
