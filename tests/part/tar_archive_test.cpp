#include "core/part/tar_archive.h"

#include <catch_amalgamated.hpp>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>

namespace sidx::part {
namespace {

/// Appends a header of `type` and its content, padded.
void append_entry(Bytes& tar, const std::string& name, char type, const std::string& content) {
  char header[512] = {};
  std::snprintf(header, 100, "%s", name.c_str());
  std::snprintf(header + 124, 12, "%011o", static_cast<unsigned>(content.size()));
  header[156] = type;
  std::memcpy(header + 257, "ustar", 5);
  std::memset(header + 148, ' ', 8);
  unsigned sum = 0;
  for (const char byte : header) sum += static_cast<uint8_t>(byte);
  std::snprintf(header + 148, 8, "%06o", sum);
  tar.insert(tar.end(), header, header + 512);
  tar.insert(tar.end(), content.begin(), content.end());
  tar.resize((tar.size() + 511) / 512 * 512);
}

TEST_CASE("a tar lists its regular files") {
  Bytes tar;
  append_entry(tar, "part/", '5', "");
  append_entry(tar, "part/keys.bin", '0', "abc");
  append_entry(tar, "ignored", 'L', "part/a long name");
  append_entry(tar, "part/short", '0', "d");
  append_entry(tar, "ignored", 'x', "20 path=part/by pax\n");
  append_entry(tar, "part/short", '0', "");
  append_entry(tar, "part/link", '2', "");
  tar.resize(tar.size() + 1024);
  const ByteView view(tar, "a.tar");
  REQUIRE(looks_like_tar(view));
  const auto files = read_tar(view);
  REQUIRE(files.ok());
  REQUIRE(files->size() == 3);
  CHECK((*files)[0].path == "part/keys.bin");
  CHECK((*files)[0].content == format::Extent{1024, 3});
  CHECK((*files)[1].path == "part/a long name");
  CHECK((*files)[2].path == "part/by pax");
}

TEST_CASE("a damaged tar is a located error") {
  Bytes tar;
  append_entry(tar, "keys.bin", '0', "abc");
  append_entry(tar, "data.bin", '0', "def");
  SECTION("a changed header") {
    tar[1024] ^= 1;
    const auto files = read_tar(ByteView(tar, "a.tar"));
    REQUIRE_FALSE(files.ok());
    CHECK(files.error().code == ErrorCode::kMismatch);
    CHECK(files.error().where.offset == 1024);
  }
  SECTION("every shorter prefix lists what is there or fails, and never reads on") {
    for (size_t size = 0; size < tar.size(); size++) {
      const auto files = read_tar(ByteView(tar.data(), size, "a.tar"));
      if (files.ok()) {
        for (const ArchivedFile& file : *files) {
          CHECK(file.content.offset + file.content.size <= size);
        }
      }
    }
  }
}

/// "name": size and content of each file of an archive.
std::map<std::string, std::string> contents_of(const Bytes& archive) {
  const auto files = read_tar(ByteView(archive, "a.tar"));
  REQUIRE(files.ok());
  std::map<std::string, std::string> contents;
  for (const ArchivedFile& file : *files) {
    const auto begin = archive.begin() + static_cast<ptrdiff_t>(file.content.offset);
    const bool is_new =
        contents
            .emplace(file.path,
                     std::string(begin, begin + static_cast<ptrdiff_t>(file.content.size)))
            .second;
    CHECK(is_new);
  }
  return contents;
}

FileMap file_map(const std::map<std::string, std::string>& contents) {
  FileMap files;
  for (const auto& [path, text] : contents) {
    files[path] = std::make_shared<const Bytes>(text.begin(), text.end());
  }
  return files;
}

TEST_CASE("what is written as tar is read back") {
  const std::map<std::string, std::string> contents{
      {"0000000000000001.snp", "[]"},
      {"0000000000000001/empty", ""},
      {"0000000000000001/one", "x"},
      {"0000000000000001/one record less one", std::string(511, 'a')},
      {"0000000000000001/one record", std::string(512, 'b')},
      {"0000000000000001/one record and one", std::string(513, 'c')},
      {std::string(99, 'n'), "99"},
      {std::string(100, 'n'), "100: the field is full, without a NUL"},
      {std::string(101, 'n'), "101: a long name"},
      {"d/" + std::string(600, 'n'), "a name of several records"},
      {"d/\xff\x01 bytes", std::string("\0\xff", 2)}};
  const Bytes archive = write_tar(file_map(contents));
  CHECK(contents_of(archive) == contents);
  CHECK(looks_like_tar(ByteView(archive, "a.tar")));
  CHECK(archive.size() % 512 == 0);
  CHECK(write_tar(file_map(contents)) == archive);
}

TEST_CASE("a written header has the fields that tar programs look at") {
  const Bytes archive = write_tar(file_map({{"part/keys.bin", std::string(1000, 'k')}}));
  REQUIRE(archive.size() == 512 + 1024 + 1024);
  const auto field = [&](size_t offset, size_t size) {
    return std::string(archive.begin() + static_cast<ptrdiff_t>(offset),
                       archive.begin() + static_cast<ptrdiff_t>(offset + size));
  };
  CHECK(field(0, 14) == std::string("part/keys.bin\0", 14));
  CHECK(field(100, 8) == std::string("0000600\0", 8));
  CHECK(field(124, 12) == std::string("00000001750\0", 12));
  CHECK(field(136, 12) == std::string("00000000000\0", 12));
  CHECK(field(156, 1) == "0");
  CHECK(field(257, 8) == std::string("ustar\00000", 8));
  unsigned sum = 0;
  for (size_t i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : archive[i];
  char digits[9] = {};
  std::snprintf(digits, sizeof(digits), "%06o", sum);
  CHECK(field(148, 8) == std::string(digits, 6) + std::string("\0 ", 2));
  CHECK(field(512, 1000) == std::string(1000, 'k'));
  CHECK(field(1512, 24 + 1024) == std::string(24 + 1024, '\0'));
}

TEST_CASE("a tar of nothing is two empty records") {
  const Bytes archive = write_tar({});
  CHECK(archive == Bytes(1024, 0));
  CHECK(contents_of(archive).empty());
}

}  // namespace
}  // namespace sidx::part
