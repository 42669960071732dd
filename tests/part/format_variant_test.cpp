#include "core/part/format_variant.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "tests/support/damage.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;
using encoding::LengthForm;

namespace {

using Names = std::vector<std::string>;

FormatVariant variant_of(const FileBytes& files) {
  return detect_format_variant(PartReader(files_in_memory("d/0000000000000001", files))).value();
}

FormatVariant damaged_variant(const std::string& golden, const Damage& damage) {
  PartImage image = take_apart(golden);
  return variant_of(put_together(image, damage));
}

const Names kSinceV0100 = {"v0.10.0", "v0.10.1", "v0.10.2", "v0.10.3", "head"};

}  // namespace

TEST_CASE("each sign narrows down who can have written a part") {
  struct Case {
    const char* part;
    LengthForm lengths;
    BloomForm bloom;
    bool min_max_trusted;
    bool merged;
    Names engines;
  };
  const Case cases[] = {
      {"seed/tiny", LengthForm::kPlain, BloomForm::kSeed, false, false, {"seed"}},
      {"seed/big_series", LengthForm::kPlain, BloomForm::kSeed, false, false, {"seed"}},
      {"seed/merged_overlap", LengthForm::kPlain, BloomForm::kNone, false, true, {"seed"}},
      {"seed/bug_merged_id0", LengthForm::kPlain, BloomForm::kNone, false, true, {"seed"}},
      // Without tags the two are the same.
      {"seed/bug_s1_key_range",
       LengthForm::kPlain,
       BloomForm::kNone,
       false,
       false,
       {"seed", "v0.9.0"}},
      {"v0.9.0/tiny", LengthForm::kPlain, BloomForm::kCurrent, false, false, {"v0.9.0"}},
      {"v0.9.0/merged_mixed_tags",
       LengthForm::kPlain,
       BloomForm::kCurrent,
       false,
       true,
       {"v0.9.0"}},
      {"v0.10.0/tiny", LengthForm::kPlusOne, BloomForm::kCurrent, true, false, kSinceV0100},
      {"head/tiny", LengthForm::kPlusOne, BloomForm::kCurrent, true, false, kSinceV0100},
      {"head/types", LengthForm::kPlusOne, BloomForm::kCurrent, true, false, {"head"}},
      {"v0.10.3/types", LengthForm::kPlusOne, BloomForm::kCurrent, true, false, kSinceV0100},
      {"v0.10.3/merged_typed_tags",
       LengthForm::kPlusOne,
       BloomForm::kCurrent,
       true,
       true,
       {"v0.10.3", "head"}},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.part) {
      const FormatVariant variant = variant_of(load_files(test.part));
      CHECK(encoding::name_of(variant.lengths) == encoding::name_of(test.lengths));
      CHECK(name_of(variant.bloom) == name_of(test.bloom));
      CHECK(variant.min_max_trusted == test.min_max_trusted);
      CHECK(variant.merged == test.merged);
      CHECK(variant.engines == test.engines);
      CHECK_FALSE(variant.evidence.empty());
    }
  }
}

TEST_CASE("signs of parts are told one by one") {
  CHECK(variant_of(load_files("seed/big_series")).has_unbounded_block);
  CHECK_FALSE(variant_of(load_files("v0.9.0/big_series")).has_unbounded_block);
  CHECK_FALSE(variant_of(load_files("seed/merged_overlap")).has_unbounded_block);
  CHECK(variant_of(load_files("head/types")).has_positive_exponent);
  CHECK_FALSE(variant_of(load_files("v0.10.3/types")).has_positive_exponent);
  CHECK(variant_of(load_files("head/tiny")).has_timestamps);
  CHECK_FALSE(variant_of(load_files("v0.9.0/tiny")).has_timestamps);
  CHECK(variant_of(load_files("head/merged_typed_tags")).has_typed_columns);
  CHECK(variant_of(load_files("v0.9.0/tiny")).has_filter_on_dictionary);
  CHECK_FALSE(variant_of(load_files("head/tiny")).has_filter_on_dictionary);
  CHECK(variant_of(load_files("head/tiny")).has_dictionary_without_filter);
}

TEST_CASE("signs that contradict each other leave nobody") {
  Damage damage;
  damage.manifest = [](PartImage& part) { part.manifest.timestamp_min = 1; };
  const FormatVariant variant = damaged_variant("seed/tiny", damage);
  CHECK(variant.engines.empty());
  CHECK(variant.evidence.back() == "the signs contradict each other");
}

TEST_CASE("a small filter that fits both forms is told by what it holds") {
  // Two words: 8 rows need ceil(15 * 8 / 64) at the seed, 8 distinct values 8 / 4 later.
  PartImage image = take_apart("v0.9.0/tiny");
  const FormatVariant current = variant_of(put_together(image, {}));
  CHECK(name_of(current.bloom) == name_of(BloomForm::kCurrent));
  // One bit more than ten probes of the values give: left over from an earlier filter.
  PartImage stale = take_apart("v0.9.0/tiny");
  Damage damage;
  damage.payloads = [](PartImage& part) {
    for (TagImage& tag : part.block(0).tags) {
      auto filter = encoding::read_bloom_filter(ByteView(tag.filter)).value();
      filter.words[0] = UINT64_MAX;
      tag.filter.clear();
      encoding::append_bloom_filter(tag.filter, filter);
    }
  };
  CHECK(name_of(variant_of(put_together(stale, damage)).bloom) == name_of(BloomForm::kSeed));
}

TEST_CASE("a part that cannot be read has no signs, and that is not an error") {
  const FormatVariant nothing = variant_of({});
  CHECK(nothing.engines.size() == 7);
  CHECK(encoding::name_of(nothing.lengths) == encoding::name_of(LengthForm::kUndecided));
  CHECK_FALSE(nothing.merged);
  CHECK_FALSE(nothing.min_max_trusted);

  const FileBytes whole = load_files("seed/tiny");
  for (const auto& [broken, bytes] : whole) {
    INFO(broken);
    FileBytes files = whole;
    files[broken] = hex("ffffffff");
    const FormatVariant variant = variant_of(files);
    CHECK(std::count(variant.engines.begin(), variant.engines.end(), "seed") == 1);
  }
}

TEST_CASE("detection waits for bytes and asks for all it can at once") {
  const PartReader reader(late_files("d", load_files("seed/types")));
  int attempts = 0;
  auto variant = detect_format_variant(reader);
  while (!variant.ok()) {
    CHECK(name_of(variant.error().code) == name_of(ErrorCode::kNotResident));
    REQUIRE(++attempts < 20);
    variant = detect_format_variant(reader);
  }
  // Index, records, encodings and filters, columns: one round for each level, not for each file.
  CHECK(attempts <= 8);
  CHECK(variant->engines == Names{"seed"});
}

TEST_CASE("detection looks at a bounded number of blocks") {
  auto log = std::make_shared<ReadLog>();
  auto files = std::make_shared<PartFiles>("d");
  for (const auto& [name, bytes] : load_files("head/many_series")) {
    files->add(name, std::make_shared<LoggedSource>(bytes, name, log));
  }
  REQUIRE(detect_format_variant(PartReader(files)).ok());
  size_t records = 0;
  size_t primaries = 0;
  for (const auto& entry : log->entries) {
    records += entry.name == "svc.tm" ? 1 : 0;
    primaries += entry.name == "primary.bin" ? 1 : 0;
  }
  CHECK(records <= kVariantBlocksMax);
  CHECK(primaries == 1);
}

TEST_CASE("a filter of unknown parameters is probed so that nothing is missed") {
  CHECK(bloom_probes(BloomForm::kSeed) == 6);
  CHECK(bloom_probes(BloomForm::kCurrent) == 10);
  CHECK(bloom_probes(BloomForm::kAmbiguous) == 6);
}
