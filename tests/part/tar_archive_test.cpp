#include "core/part/tar_archive.h"

#include <catch_amalgamated.hpp>
#include <cstdio>
#include <cstring>

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

}  // namespace
}  // namespace sidx::part
