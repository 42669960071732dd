#include "core/format/file_names.h"

#include <catch_amalgamated.hpp>
#include <string>

using namespace sidx::format;

TEST_CASE("files of a part are told by their names") {
  struct Case {
    const char* name;
    FileRole role;
    const char* tag;
  };
  const Case cases[] = {
      {"manifest.json", FileRole::kManifest, ""},
      {"meta.bin", FileRole::kMeta, ""},
      {"primary.bin", FileRole::kPrimary, ""},
      {"keys.bin", FileRole::kKeys, ""},
      {"data.bin", FileRole::kData, ""},
      {"svc.td", FileRole::kTagData, "svc"},
      {"svc.tm", FileRole::kTagMetadata, "svc"},
      {"svc.tf", FileRole::kTagFilter, "svc"},
      {"a.td.td", FileRole::kTagData, "a.td"},  // a tag may be called a.td
      {"meta.bin.tm", FileRole::kTagMetadata, "meta.bin"},
      {"x#int.tf", FileRole::kTagFilter, "x#int"},
      {"a b.td", FileRole::kTagData, "a b"},
      {".td", FileRole::kOther, ""},
      {"", FileRole::kOther, ""},
      {"manifest.json.tmp", FileRole::kOther, ""},
      {"Meta.bin", FileRole::kOther, ""},
      {"svc.TD", FileRole::kOther, ""},
      {"svc.t", FileRole::kOther, ""},
      {"spans.bin", FileRole::kOther, ""},
      {"td", FileRole::kOther, ""},
  };
  for (const Case& test : cases) {
    INFO(test.name);
    const FileKind kind = classify_file(test.name);
    CHECK(static_cast<int>(kind.role) == static_cast<int>(test.role));
    CHECK(kind.tag == test.tag);
  }
}

TEST_CASE("names of tag files are built and taken apart alike") {
  for (const char* tag : {"svc", "a.td", "x#str_arr", "ü"}) {
    INFO(tag);
    CHECK(classify_file(tag_data_file(tag)).tag == tag);
    CHECK(classify_file(tag_metadata_file(tag)).tag == tag);
    CHECK(classify_file(tag_filter_file(tag)).tag == tag);
    for (const FileRole role : {FileRole::kTagData, FileRole::kTagMetadata, FileRole::kTagFilter}) {
      CHECK(classify_file(tag_file(role, tag)).role == role);
    }
  }
  CHECK(tag_data_file("svc") == "svc.td");
  CHECK(tag_metadata_file("svc") == "svc.tm");
  CHECK(tag_filter_file("svc") == "svc.tf");
}

TEST_CASE("part directories are 16 hex digits") {
  CHECK(part_directory_name(1) == "0000000000000001");
  CHECK(part_directory_name(0) == "0000000000000000");
  CHECK(part_directory_name(0xabcdef) == "0000000000abcdef");
  CHECK(part_directory_name(UINT64_MAX) == "ffffffffffffffff");
}

TEST_CASE("part directory names are read as the reference reads them") {
  struct Case {
    const char* name;
    std::optional<uint64_t> id;
    bool canonical;
  };
  const Case cases[] = {
      {"0000000000000001", 1, true},
      {"ffffffffffffffff", UINT64_MAX, true},
      {"a", 10, false},
      {"00A", 10, false},
      {"000000000000000A", 10, false},
      {"00000000000000001", 1, false},
      {"10000000000000000", std::nullopt, false},
      {"", std::nullopt, false},
      {"sidx", std::nullopt, false},
      {"0x1", std::nullopt, false},
      {"-1", std::nullopt, false},
      {"+1", std::nullopt, false},
      {" 1", std::nullopt, false},
      {"000000000000000g", std::nullopt, false},
  };
  for (const Case& test : cases) {
    INFO(test.name);
    CHECK(parse_part_directory_name(test.name) == test.id);
    CHECK(is_canonical_part_directory_name(test.name) == test.canonical);
  }
}

TEST_CASE("snapshot files carry their epoch in the first 16 digits") {
  struct Case {
    const char* name;
    std::optional<uint64_t> epoch;
  };
  const Case cases[] = {
      {"0000000000000001.snp", 1},
      {"00000000000000ff.snp", 255},
      {"ffffffffffffffff.snp", UINT64_MAX},
      {"0000000000000001junk.snp", 1},  // QUIRK: as in the reference
      {"1.snp", std::nullopt},
      {".snp", std::nullopt},
      {"000000000001.snp", std::nullopt},  // 16 characters, but not 16 digits
      {"0000000000000001", std::nullopt},
      {"0000000000000001.snp.tmp", std::nullopt},
      {"000000000000000g.snp", std::nullopt},
  };
  for (const Case& test : cases) {
    INFO(test.name);
    CHECK(parse_snapshot_file_name(test.name) == test.epoch);
  }
  CHECK(snapshot_file_name(1) == "0000000000000001.snp");
  CHECK(parse_snapshot_file_name(snapshot_file_name(UINT64_MAX)) == UINT64_MAX);
}

TEST_CASE("typed columns are name, mark and one of seven types") {
  for (const char* type : {"str", "int", "float", "bin", "str_arr", "int_arr", "ts"}) {
    INFO(type);
    const std::string column = std::string("x#") + type;
    const auto parsed = parse_typed_tag_name(column);
    REQUIRE(parsed.has_value());
    CHECK(parsed->name == "x");
    CHECK(parsed->type == type);
  }
  const auto twice = parse_typed_tag_name("a#int#str");
  REQUIRE(twice.has_value());
  CHECK(twice->name == "a#int");
  CHECK(twice->type == "str");
  for (const char* other : {"", "x", "#int", "x#", "x#INT", "x#integer", "x#int ", "int"}) {
    INFO(other);
    CHECK_FALSE(parse_typed_tag_name(other).has_value());
  }
}
