#include "core/part/part_files.h"

#include <catch_amalgamated.hpp>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/sources.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;
using sidx::format::FileRole;

namespace {

std::shared_ptr<PartFiles> some_files() {
  return files_in_memory("a/0000000000000001", {{"keys.bin", hex("00010203")}, {"empty.tf", {}}});
}

}  // namespace

TEST_CASE("ranges of files are read and located") {
  const auto files = some_files();
  const auto slice = files->read("keys.bin", {1, 2}, "user keys");
  REQUIRE(slice.ok());
  CHECK(to_hex(slice->view) == "0102");
  CHECK(slice->view.location(1, 1) == Location{"a/0000000000000001/keys.bin", 2, 1, {}});
  CHECK(to_hex(files->read_all("keys.bin", "user keys")->view) == "00010203");
  CHECK(files->read("keys.bin", {4, 0}, "user keys")->view.empty());
  CHECK(files->read_all("empty.tf", "filters")->view.empty());
}

TEST_CASE("files of a tag are read by tag") {
  const auto files = files_in_memory(
      "d", {{"a.td", hex("01")}, {"a.tm", hex("02")}, {"a.tf", hex("03")}, {".td", hex("04")}});
  const auto text = [&](FileRole role, const char* tag) {
    return to_hex(files->read(role, tag, {0, 1}, "tag")->view);
  };
  CHECK(text(FileRole::kTagData, "a") == "01");
  CHECK(text(FileRole::kTagMetadata, "a") == "02");
  CHECK(text(FileRole::kTagFilter, "a") == "03");
  CHECK(text(FileRole::kTagData, "") == "04");
  const auto outside = files->read(FileRole::kTagData, "a", {1, 1}, "tag");
  check_fault(outside, ErrorCode::kOutOfFile, 1);
  CHECK(outside.error().where.file == "d/a.td");
  const auto missing = files->read(FileRole::kTagMetadata, "b", {7, 3}, "tag");
  check_fault(missing, ErrorCode::kMissingFile, 7);
  CHECK(missing.error().where.file == "d/b.tm");
}

TEST_CASE("a file that is added again takes the place of the first") {
  const auto files = files_in_memory("d", {{"a.td", hex("01")}});
  files->add("a.td", std::make_shared<MemorySource>(hex("0203")));
  CHECK(to_hex(files->read(FileRole::kTagData, "a", {0, 2}, "tag")->view) == "0203");
}

TEST_CASE("bytes stay alive as long as their slice") {
  auto files = some_files();
  auto slice = files->read_all("keys.bin", "user keys").value();
  const PartFiles& kept = *files;  // names belong to the files
  CHECK(kept.has("keys.bin"));
  const auto owner = slice.owner;
  slice = {};
  CHECK(to_hex(*owner) == "00010203");
}

TEST_CASE("ranges outside a file are refused, whatever their numbers") {
  const auto files = some_files();
  struct Case {
    const char* name;
    format::Extent range;
  };
  const Case cases[] = {
      {"one byte too many", {0, 5}},
      {"begins behind the end", {5, 0}},
      {"ends behind the end", {3, 2}},
      {"huge size", {1, UINT64_MAX}},
      {"huge offset", {UINT64_MAX, 1}},
      {"sum wraps to 1", {UINT64_MAX, 2}},
      {"sum wraps to 0", {1ULL << 63, 1ULL << 63}},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const auto result = files->read("keys.bin", test.range, "user keys");
      check_fault(result, ErrorCode::kOutOfFile, test.range.offset);
      CHECK(result.error().where.file == "a/0000000000000001/keys.bin");
      CHECK(result.error().where.length == test.range.size);
      CHECK(result.error().field == "user keys");
    }
  }
}

TEST_CASE("missing files are named") {
  const auto files = some_files();
  const auto result = files->read("svc.tm", {7, 3}, "tag metadata");
  check_fault(result, ErrorCode::kMissingFile, 7);
  CHECK(result.error().where.file == "a/0000000000000001/svc.tm");
  check_fault(files->read_all("svc.tm", "tag metadata"), ErrorCode::kMissingFile, 0);
  CHECK_FALSE(files->has("svc.tm"));
  CHECK_FALSE(files->size_of("svc.tm").has_value());
}

TEST_CASE("files are listed by name, each once") {
  auto files = some_files();
  files->add("a.td", std::make_shared<MemorySource>(hex("07")));
  files->add("keys.bin", std::make_shared<MemorySource>(hex("0a0b")));  // the later one counts
  std::vector<std::string> names;
  for (const auto& [name, file] : files->files()) names.push_back(name);
  CHECK(names == std::vector<std::string>{"a.td", "empty.tf", "keys.bin"});
  CHECK(files->size_of("keys.bin") == 2);
  CHECK(to_hex(files->read_all("keys.bin", "user keys")->view) == "0a0b");
}

TEST_CASE("a part without a directory is named by its files") {
  const auto files = files_in_memory("", {{"keys.bin", hex("00")}});
  CHECK(files->files().at("keys.bin").path == "keys.bin");
  CHECK(files->read_all("data.bin", "data").error().where.file == "data.bin");
}

TEST_CASE("what a source answers is passed on") {
  PartFiles files("d");
  files.add("keys.bin", std::make_shared<UnreadableSource>(4));
  files.add("data.bin", std::make_shared<LateSource>(hex("0102")));
  const auto unreadable = files.read("keys.bin", {1, 2}, "user keys");
  check_fault(unreadable, ErrorCode::kUnreadable, 1);
  CHECK(unreadable.error().where.file == "d/keys.bin");
  check_fault(files.read_all("data.bin", "data"), ErrorCode::kNotResident, 0);
  CHECK(to_hex(files.read_all("data.bin", "data")->view) == "0102");
}
