// Parts with one thing wrong: each error code that reading can give, at the place where the damage
// is, with everything else still readable.

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/base/limits.h"
#include "core/part/part_reader.h"
#include "tests/support/damage.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;

namespace {

using Names = std::vector<std::string>;

/// Three blocks of several tags, in one primary block.
constexpr const char* kParts = "head/types";
constexpr const char* kTiny = "seed/tiny";

/// Whatever is in a part, read one after the other; what fails is named.
class Reading {
 public:
  explicit Reading(const PartReader& reader) : reader_(reader) {
    keep("manifest", reader.read_manifest());
    const auto primaries = reader.read_primary_blocks();
    keep("index", primaries);
    if (!primaries.ok()) return;
    for (size_t i = 0; i < primaries->size(); i++) read_primary_block((*primaries)[i], i);
  }

  const Names& failed() const { return failed_; }
  const std::vector<Error>& errors() const { return errors_; }
  size_t block_count() const { return block_count_; }

 private:
  void read_primary_block(const format::PrimaryBlockMetadata& metadata, size_t index) {
    const auto primary = reader_.read_primary_block(metadata);
    const std::string name = "primary block " + std::to_string(index);
    keep(name, primary);
    if (!primary.ok()) return;
    if (primary->error) add(name, *primary->error);
    for (const format::BlockMetadata& block : primary->blocks) read_block(block);
  }

  void read_block(const format::BlockMetadata& block) {
    const std::string name = "block " + std::to_string(block_count_++);
    const BlockContent content = reader_.read_block(block);
    keep(name + " keys", content.keys);
    keep(name + " data", content.data);
    for (const TagContent& tag : content.tags) {
      keep(name + " record of " + tag.name, tag.metadata);
      if (!tag.metadata.ok()) continue;
      keep(name + " " + tag.name, tag.column);
      if (tag.metadata->filter.size > 0) {
        keep(name + " filter of " + tag.name, reader_.read_tag_filter(*tag.metadata));
      }
    }
  }

  template <typename T>
  void keep(const std::string& name, const Result<T>& result) {
    if (!result.ok()) add(name, result.error());
  }
  void add(const std::string& name, const Error& error) {
    failed_.push_back(name);
    errors_.push_back(error);
  }

  PartReader reader_;
  Names failed_;
  std::vector<Error> errors_;
  size_t block_count_ = 0;
};

struct FaultCase {
  const char* name;
  ErrorCode code;
  const char* golden;
  Names failed;  // what cannot be read; the first has the error
  Damage damage;
  Place (*place)(const PartImage&);
};

/// Replaces the record of a tag in its file, which nothing else is made to fit.
void set_record(FileBytes& files, const std::string& file, const Bytes& record) {
  files[file] = record;
}

const std::vector<FaultCase> kFaultCases = {
    {.name = "the values of a tag are gone",
     .code = ErrorCode::kMissingFile,
     .golden = kTiny,
     .failed = {"block 0 svc"},
     .damage = {.files = [](FileBytes& files) { files.erase("svc.td"); }},
     .place =
         [](const PartImage&) {
           return Place{"svc.td", 0, {}};
         }},
    {.name = "data of a block ends behind the end",
     .code = ErrorCode::kOutOfFile,
     .golden = kParts,
     .failed = {"block 2 data"},
     .damage = {.blocks = [](PartImage& part) { part.block(2).record.data.size++; }},
     .place =
         [](const PartImage& part) {
           return Place{"data.bin", part.block(2).record.data.offset, {}};
         }},
    {.name = "a primary block lies behind the end",
     .code = ErrorCode::kOutOfFile,
     .golden = "seed/many_series",
     .failed = {"primary block 1"},
     .damage = {.primaries =
                    [](PartImage& part) { part.primaries[1].record.frame.offset = 1 << 30; }},
     .place =
         [](const PartImage&) {
           return Place{"primary.bin", 1 << 30, {}};
         }},
    {.name = "the last record of a primary block is cut",
     .code = ErrorCode::kTruncated,
     .golden = kTiny,
     .failed = {"primary block 0"},
     .damage = {.records = [](Bytes& records) { records.pop_back(); }},
     .place =
         [](const PartImage&) {
           return Place{"primary.bin", 0, 30};
         }},
    {.name = "meta.bin has half a record too many",
     .code = ErrorCode::kTruncated,
     .golden = kTiny,
     .failed = {"index"},
     .damage = {.meta = [](Bytes& meta) { meta.resize(meta.size() + 20); }},
     .place =
         [](const PartImage&) {
           return Place{"meta.bin", 0, 40};
         }},
    {.name = "data has a byte too many",
     .code = ErrorCode::kTrailingBytes,
     .golden = kParts,
     .failed = {"block 1 data"},
     .damage = {.payloads = [](PartImage& part) { part.block(1).data.push_back(0); }},
     .place =
         [](const PartImage& part) {
           const format::Extent data = part.block(1).record.data;
           return Place{"data.bin", data.offset + data.size - 1, {}};
         }},
    {.name = "the keys of a block go on",
     .code = ErrorCode::kTrailingBytes,
     .golden = kTiny,
     .failed = {"block 0 keys"},
     .damage = {.payloads = [](PartImage& part) { part.block(0).keys.push_back(2); }},
     .place =
         [](const PartImage&) {
           return Place{"keys.bin", 2, {}};
         }},
    {.name = "an offset in a tag record exceeds 64 bits",
     .code = ErrorCode::kBadVarint,
     .golden = kTiny,
     .failed = {"block 0 record of svc"},
     .damage = {
         .blocks = [](PartImage& part) { part.block(0).tag("svc").reference.metadata.size = 20; },
         .files =
             [](FileBytes& files) {
               set_record(files, "svc.tm", hex("03737663 01 ffffffffffffffffff7f 00 00 00 00 00"));
             }},
     .place =
         [](const PartImage&) {
           return Place{"svc.tm", 5, {}};
         }},
    {.name = "a row count exceeds 64 bits",
     .code = ErrorCode::kBadVarint,
     .golden = kTiny,
     .failed = {"primary block 0"},
     .damage = {.records =
                    [](Bytes& records) {
                      records =
                          hex("0000000000000001 64 ac02 00 0e 00 02 02 ffffffffffffffffff02 4b 00");
                    }},
     .place =
         [](const PartImage&) {
           return Place{"primary.bin", 0, 16};
         }},
    {.name = "a value type that does not exist",
     .code = ErrorCode::kUnknownCode,
     .golden = kParts,
     .failed = {"block 1 record of ts"},
     .damage = {.tags =
                    [](PartImage& part) {
                      part.block(1).tag("ts").record.type = static_cast<encoding::ValueType>(9);
                    }},
     .place =
         [](const PartImage& part) {
           const auto& tags = part.block(1).tags;
           const auto tag = std::find_if(tags.begin(), tags.end(), [](const TagImage& image) {
             return image.reference.name == "ts";
           });
           return Place{"ts.tm", tag->reference.metadata.offset + 3, {}};
         }},
    {.name = "a key list of unknown type",
     .code = ErrorCode::kUnknownCode,
     .golden = kTiny,
     .failed = {"block 0 keys"},
     .damage = {.blocks = [](PartImage& part) { part.block(0).record.keys_encoding = 7; }},
     .place =
         [](const PartImage&) {
           return Place{"keys.bin", 0, {}};
         }},
    {.name = "tag values of unknown encoding",
     .code = ErrorCode::kUnknownCode,
     .golden = kTiny,
     .failed = {"block 0 dur"},
     .damage = {.payloads = [](PartImage& part) { part.block(0).tag("dur").values[0] = 11; }},
     .place =
         [](const PartImage&) {
           return Place{"dur.td", 0, {}};
         }},
    {.name = "lengths of data add up to something else",
     .code = ErrorCode::kBadLength,
     .golden = kTiny,
     .failed = {"block 0 data"},
     .damage = {.payloads = [](PartImage& part) { part.block(0).data[5] = 0x7f; }},
     .place =
         [](const PartImage&) {
           return Place{"data.bin", 0, {}};
         }},
    {.name = "a filter of a negative number of items",
     .code = ErrorCode::kBadValue,
     .golden = kTiny,
     .failed = {"block 0 filter of svc"},
     .damage = {.payloads = [](PartImage& part) { part.block(0).tag("svc").filter[7] = 1; }},
     .place =
         [](const PartImage&) {
           return Place{"svc.tf", 0, {}};
         }},
    {.name = "more rows than we accept",
     .code = ErrorCode::kOverLimit,
     .golden = kTiny,
     .failed = {"block 0 keys", "block 0 data", "block 0 dur", "block 0 svc"},
     .damage = {.blocks =
                    [](PartImage& part) {
                      part.block(0).record.row_count = limits::kRowsPerBlockMax + 1;
                    }},
     .place =
         [](const PartImage&) {
           return Place{"data.bin", 0, {}};
         }},
    {.name = "meta.bin is no frame",
     .code = ErrorCode::kBadZstd,
     .golden = kTiny,
     .failed = {"index"},
     .damage = {.files = [](FileBytes& files) { files["meta.bin"] = bytes_of("no frame"); }},
     .place =
         [](const PartImage&) {
           return Place{"meta.bin", 0, {}};
         }},
    {.name = "the frame of a primary block is damaged",
     .code = ErrorCode::kBadZstd,
     .golden = "seed/many_series",
     .failed = {"primary block 2"},
     .damage = {.primaries =
                    [](PartImage& part) {
                      part.primaries[2].record.frame.offset++;
                      part.primaries[2].record.frame.size--;
                    }},
     .place =
         [](const PartImage& part) {
           return Place{"primary.bin", part.primaries[2].record.frame.offset, {}};
         }},
    {.name = "the manifest is cut",
     .code = ErrorCode::kBadJson,
     .golden = kTiny,
     .failed = {"manifest"},
     .damage = {.files = [](FileBytes& files) { files["manifest.json"].resize(20); }},
     .place =
         [](const PartImage&) {
           return Place{"manifest.json", 20, {}};
         }},
    {.name = "a tag record of another tag",
     .code = ErrorCode::kMismatch,
     .golden = kTiny,
     .failed = {"block 0 record of svc"},
     .damage = {.tags = [](PartImage& part) { part.block(0).tag("svc").record.name = "svd"; }},
     .place =
         [](const PartImage&) {
           return Place{"svc.tm", 0, {}};
         }},
    {.name = "a dictionary of fewer rows than the block",
     .code = ErrorCode::kMismatch,
     .golden = kTiny,
     .failed = {"block 0 svc"},
     .damage = {.payloads =
                    [](PartImage& part) {
                      // 00 10 01 01 becomes 00 01 01 01: one row of each value.
                      part.block(0).tag("svc").values.back() = 0x15;
                    }},
     .place =
         [](const PartImage& part) {
           return Place{"svc.td", part.block(0).tags[1].record.values.size - 1, {}};
         }},
};

}  // namespace

TEST_CASE("a part that was taken apart and put together again is the same part") {
  for (const char* name : {kTiny, kParts, "seed/many_series", "v0.9.0/merged_mixed_tags"}) {
    INFO(name);
    PartImage image = take_apart(name);
    const FileBytes files = put_together(image, {});
    const FileBytes golden = load_files(name);
    REQUIRE(files.size() == golden.size());
    for (const auto& [file, bytes] : golden) {
      INFO(file);
      if (file == "meta.bin" || file == "primary.bin" || file == "manifest.json") continue;
      CHECK((files.at(file) == bytes));
    }
    CHECK(Reading(PartReader(files_in_memory(directory_of(image), files))).failed().empty());
  }
}

TEST_CASE("one damage is one located error, and the rest is read") {
  for (const FaultCase& test : kFaultCases) {
    DYNAMIC_SECTION(name_of(test.code) << ": " << test.name) {
      PartImage image = take_apart(test.golden);
      const auto files = files_in_memory(directory_of(image), put_together(image, test.damage));
      const Reading reading{PartReader(files)};
      CHECK(reading.failed() == test.failed);
      REQUIRE_FALSE(reading.errors().empty());
      const Error& error = reading.errors().front();
      INFO(to_string(error));
      CHECK(name_of(error.code) == name_of(test.code));
      check_place(error.where, image, test.place(image));
    }
  }
}

TEST_CASE("a file that the platform cannot read is an error of its own") {
  const FileBytes golden = load_files(kTiny);
  auto files = files_in_memory("store/1", golden);
  files->add("dur.td", std::make_shared<UnreadableSource>(golden.at("dur.td").size()));
  const Reading reading{PartReader(files)};
  CHECK(reading.failed() == Names{"block 0 dur"});
  check_fault(reading.errors().at(0), ErrorCode::kUnreadable, 0);
  CHECK(reading.errors()[0].where.file == "store/1/dur.td");
}

TEST_CASE("every error code that reading gives has a damaged part") {
  std::set<ErrorCode> covered = {ErrorCode::kUnreadable};
  for (const FaultCase& test : kFaultCases) covered.insert(test.code);
  // Not a fault; and an order that only writers and verification look at.
  covered.insert(ErrorCode::kNotResident);
  covered.insert(ErrorCode::kBadOrder);
  CHECK(covered.size() == static_cast<size_t>(kErrorCodeCount));
}
