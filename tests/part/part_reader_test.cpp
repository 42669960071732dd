#include "core/part/part_reader.h"

#include <catch_amalgamated.hpp>
#include <chrono>
#include <set>
#include <string>

#include "core/base/limits.h"
#include "core/encoding/bytes_block.h"
#include "tests/support/damage.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;

namespace {

using Names = std::vector<std::string>;

/// A golden part whose reads are logged.
struct LoggedPart {
  explicit LoggedPart(const std::string& golden) : log(std::make_shared<ReadLog>()) {
    auto files = std::make_shared<PartFiles>("d/0000000000000001");
    for (const auto& [name, bytes] : load_files(golden)) {
      files->add(name, std::make_shared<LoggedSource>(bytes, name, log));
    }
    reader.emplace(files);
  }

  std::shared_ptr<ReadLog> log;
  std::optional<PartReader> reader;
};

std::vector<format::BlockMetadata> all_blocks(const PartReader& reader) {
  std::vector<format::BlockMetadata> blocks;
  const auto primaries = reader.read_primary_blocks().value();
  for (const auto& metadata : primaries) {
    const PrimaryBlock primary = reader.read_primary_block(metadata).value();
    blocks.insert(blocks.end(), primary.blocks.begin(), primary.blocks.end());
  }
  return blocks;
}

PartReader reader_of(const FileBytes& files) {
  return PartReader(files_in_memory("d/0000000000000001", files));
}

}  // namespace

TEST_CASE("making a reader reads nothing") {
  const LoggedPart part("head/types");
  CHECK(part.log->entries.empty());
}

TEST_CASE("opening a part reads manifest.json, meta.bin and primary.bin only") {
  const LoggedPart part("head/types");
  CHECK(part.reader->read_manifest().ok());
  CHECK(part.log->names() == Names{"manifest.json"});
  const auto primaries = part.reader->read_primary_blocks().value();
  CHECK(part.log->names() == Names{"manifest.json", "meta.bin"});
  REQUIRE(primaries.size() == 1);
  const auto primary = part.reader->read_primary_block(primaries[0]);
  CHECK(primary->blocks.size() == 3);
  CHECK(part.log->names() == Names{"manifest.json", "meta.bin", "primary.bin"});
}

TEST_CASE("one primary block is read without the others") {
  const LoggedPart part("head/many_series");
  const auto primaries = part.reader->read_primary_blocks().value();
  REQUIRE(primaries.size() == 3);
  part.log->entries.clear();
  REQUIRE(part.reader->read_primary_block(primaries[1]).ok());
  REQUIRE(part.log->entries.size() == 1);
  CHECK(part.log->entries[0].range == primaries[1].frame);
}

TEST_CASE("a block is read from its own ranges only") {
  const LoggedPart part("head/types");
  const auto blocks = all_blocks(*part.reader);
  part.log->entries.clear();
  const Names wanted = {"str_all", "no such tag"};
  const BlockContent content = part.reader->read_block(blocks[1], &wanted);
  REQUIRE(content.tags.size() == 1);
  CHECK(content.tags[0].name == "str_all");
  CHECK(content.first_error() == nullptr);
  const auto names = part.log->names();
  CHECK(std::set<std::string>(names.begin(), names.end()) ==
        std::set<std::string>{"data.bin", "keys.bin", "str_all.tm", "str_all.td"});
  for (const auto& entry : part.log->entries) {
    if (entry.name == "data.bin") CHECK(entry.range == blocks[1].data);
    if (entry.name == "keys.bin") CHECK(entry.range == blocks[1].keys);
  }
}

TEST_CASE("the tags of a block come in the order of its record") {
  const PartReader reader = reader_of(load_files("head/types"));
  const auto block = all_blocks(reader)[0];
  const BlockContent content = reader.read_block(block);
  REQUIRE(content.tags.size() == block.tags.size());
  for (size_t i = 0; i < block.tags.size(); i++) CHECK(content.tags[i].name == block.tags[i].name);
  CHECK_FALSE(content.waits_for_bytes());
}

TEST_CASE("an encoding is read without decoding the values") {
  const LoggedPart part("head/types");
  const auto block = all_blocks(*part.reader)[0];
  const auto tag = part.reader->read_tag_metadata(block.tags[0]).value();
  part.log->entries.clear();
  CHECK(part.reader->read_tag_encoding(tag).value() == encoding::kDictionaryEncoding);
  REQUIRE(part.log->entries.size() == 1);
  CHECK(part.log->entries[0].range.size == 1);

  format::TagMetadata empty = tag;
  empty.values.size = 0;
  CHECK(part.reader->read_tag_encoding(empty).value() == 0);
}

TEST_CASE("a part without blocks is empty files") {
  const PartReader reader = reader_of({{"meta.bin", {}}, {"primary.bin", {}}});
  CHECK(reader.read_primary_blocks().value().empty());
}

TEST_CASE("every file of a part may be missing, and the rest is still there") {
  const FileBytes whole = load_files("seed/tiny");
  for (const auto& [missing, bytes] : whole) {
    DYNAMIC_SECTION(missing) {
      FileBytes files = whole;
      files.erase(missing);
      const PartReader reader = reader_of(files);
      CHECK(reader.read_manifest().ok() == (missing != "manifest.json"));
      const auto primaries = reader.read_primary_blocks();
      CHECK(primaries.ok() == (missing != "meta.bin"));
      if (!primaries.ok()) continue;
      const auto primary = reader.read_primary_block((*primaries)[0]);
      CHECK(primary.ok() == (missing != "primary.bin"));
      if (!primary.ok()) continue;
      const BlockContent content = reader.read_block(primary->blocks[0]);
      CHECK(content.data.ok() == (missing != "data.bin"));
      CHECK(content.keys.ok() == (missing != "keys.bin"));
      for (const TagContent& tag : content.tags) {
        CHECK(tag.metadata.ok() == (missing != tag.name + ".tm"));
        CHECK(tag.column.ok() == (missing != tag.name + ".tm" && missing != tag.name + ".td"));
        if (!tag.metadata.ok()) continue;
        CHECK(reader.read_tag_filter(*tag.metadata).ok() == (missing != tag.name + ".tf"));
      }
    }
  }
}

TEST_CASE("a record that cannot be read hides only those behind it") {
  PartImage image = take_apart("seed/many_series");
  const size_t first_size = image.primaries[0].blocks.size();
  Damage damage;
  damage.records = [](Bytes& records) { records.pop_back(); };
  const PartReader reader = reader_of(put_together(image, damage));
  const auto primaries = reader.read_primary_blocks().value();
  const auto cut = reader.read_primary_block(primaries[0]).value();
  CHECK(cut.blocks.size() == first_size - 1);
  CHECK(cut.record_offsets.size() == first_size);
  REQUIRE(cut.error.has_value());
  CHECK(name_of(cut.error->code) == name_of(ErrorCode::kTruncated));
  CHECK(cut.error->where.inner_offset.has_value());
  const auto next = reader.read_primary_block(primaries[1]).value();
  CHECK_FALSE(next.error.has_value());
  CHECK(next.blocks.size() == image.primaries[1].blocks.size());
}

TEST_CASE("bytes that are on their way are asked for, and what is there is read") {
  const FileBytes whole = load_files("seed/tiny");
  const PartReader reader(late_files("d", whole));
  check_fault(reader.read_manifest(), ErrorCode::kNotResident, 0);
  CHECK(reader.read_manifest().ok());
  check_fault(reader.read_primary_blocks(), ErrorCode::kNotResident, 0);
  const auto primaries = reader.read_primary_blocks().value();
  check_fault(reader.read_primary_block(primaries[0]), ErrorCode::kNotResident, 0);
  const auto primary = reader.read_primary_block(primaries[0]).value();

  const BlockContent first = reader.read_block(primary.blocks[0]);
  CHECK(first.waits_for_bytes());
  REQUIRE(first.first_error() != nullptr);
  CHECK(name_of(first.first_error()->code) == name_of(ErrorCode::kNotResident));
  // One attempt asks for keys, data and the records of all tags at once.
  const BlockContent second = reader.read_block(primary.blocks[0]);
  CHECK(second.keys.ok());
  CHECK(second.data.ok());
  for (const TagContent& tag : second.tags) {
    CHECK(tag.metadata.ok());
    CHECK_FALSE(tag.column.ok());
  }
  CHECK(second.waits_for_bytes());
  const BlockContent third = reader.read_block(primary.blocks[0]);
  CHECK_FALSE(third.waits_for_bytes());
  CHECK(third.first_error() == nullptr);
}

TEST_CASE("a block of absurd row count is refused without being expanded") {
  struct Case {
    const char* name;
    uint64_t rows;
  };
  for (const Case& test :
       {Case{"one beyond the limit", limits::kRowsPerBlockMax + 1}, Case{"all ones", UINT64_MAX}}) {
    DYNAMIC_SECTION(test.name) {
      PartImage image = take_apart("seed/tiny");
      Damage damage;
      damage.blocks = [&](PartImage& part) { part.block(0).record.row_count = test.rows; };
      const PartReader reader = reader_of(put_together(image, damage));
      const BlockContent content = reader.read_block(all_blocks(reader)[0]);
      check_fault(content.keys, ErrorCode::kOverLimit, 0);
      check_fault(content.data, ErrorCode::kOverLimit, 0);
      for (const TagContent& tag : content.tags) {
        CHECK(tag.metadata.ok());
        check_fault(tag.column, ErrorCode::kOverLimit, 0);
      }
    }
  }
}

TEST_CASE("many tags of many rows are not all expanded") {
  // All rows nil: a few bytes of data prove a million of them, and each tag gives a million values.
  constexpr uint64_t kRows = 1ULL << 20;
  PartImage image = take_apart("head/tiny");
  Damage damage;
  damage.payloads = [&](PartImage& part) {
    BlockImage& block = part.block(0);
    encoding::BytesList nils;
    for (uint64_t row = 0; row < kRows; row++) nils.push_nil();
    block.data.clear();
    encoding::append_bytes_block(block.data, nils, encoding::LengthForm::kPlusOne);
    block.tag("dur").values = hex("01 8000000000000007");
    block.tag("dur").filter.clear();
    block.keys.clear();
    block.record.keys_encoding = 1;
    block.record.row_count = kRows;
  };
  damage.blocks = [](PartImage& part) {
    auto& tags = part.block(0).tags;
    const TagImage dur = tags[0];
    tags.assign(100, dur);
  };
  const FileBytes files = put_together(image, damage);
  CHECK(files.at("data.bin").size() < 10000);
  const PartReader reader = reader_of(files);
  const BlockContent content = reader.read_block(all_blocks(reader)[0]);
  CHECK(content.keys.ok());
  CHECK(content.data.ok());
  REQUIRE(content.tags.size() == 100);
  constexpr uint64_t kReadable = limits::kValuesPerBlockMax / kRows - 2;
  for (size_t i = 0; i < 100; i++) CHECK(content.tags[i].column.ok() == (i < kReadable));
  check_fault(content.tags[kReadable].column, ErrorCode::kOverLimit, 0);
  CHECK(content.tags[kReadable].column.error().where.file == "d/0000000000000001/dur.td");
}

TEST_CASE("rows that nothing proves are not expanded beyond a small number") {
  for (const uint64_t rows : {limits::kUnprovenRowsMax, limits::kUnprovenRowsMax + 1}) {
    INFO(rows << " rows");
    PartImage image = take_apart("seed/tiny");
    Damage damage;
    damage.blocks = [&](PartImage& part) { part.block(0).record.row_count = rows; };
    const PartReader reader = reader_of(put_together(image, damage));
    const BlockContent content = reader.read_block(all_blocks(reader)[0]);
    CHECK_FALSE(content.data.ok());
    // The keys are "delta const": they would give any number.
    CHECK(content.keys.ok() == (rows == limits::kUnprovenRowsMax));
    if (!content.keys.ok()) CHECK(content.keys.error() == content.data.error());
  }
}
