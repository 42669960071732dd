#include "core/encoding/zstd_frame.h"

#include <catch_amalgamated.hpp>
#include <initializer_list>
#include <string>

#include "tests/support/faults.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::encoding;
using namespace sidx::testing;

namespace {

constexpr uint64_t kMany = 1ULL << 28;

Result<Bytes> decompress(const Bytes& frame, uint64_t content_size_max = kMany) {
  return decompress_frame(view_of(frame, 10), content_size_max, "frame");
}

// Frames of the reference's encoder.
const char* const kAbc = "28b52ffd 00 00 190000 616263";
const char* const k128As = "28b52ffd 00 00 030400 41";

}  // namespace

TEST_CASE("frames of the reference decompress") {
  CHECK(decompress(hex(kAbc)).value() == bytes_of("abc"));
  CHECK(decompress(hex(k128As)).value() == Bytes(128, 'A'));
  // meta.bin of the tiny part.
  CHECK(to_hex(decompress(hex("28b52ffd0000dd00007800000000000000010064012c000028040020e395815506d6"
                              "50b8"))
                   .value()) == plain_hex("0000000000000001 0000000000000064 000000000000012c "
                                          "0000000000000000 0000000000000028"));
}

TEST_CASE("nothing compresses to nothing") {
  CHECK(compress_frame(nullptr, 0).empty());
  CHECK(decompress({}).value().empty());
  CHECK(decompress({}, 0).value().empty());
}

TEST_CASE("what we compress decompresses") {
  Random random(4);
  for (const size_t size :
       std::initializer_list<size_t>{1, 127, 128, 255, 256, 257, 5000, 65536, 131073, 3 << 20}) {
    for (const bool noise : {false, true}) {
      INFO(size << " bytes, noise " << noise);
      Bytes content = random.bytes(size);
      if (!noise) {
        for (size_t i = 0; i < size; i++) content[i] = static_cast<uint8_t>(i / 700);
      }
      const Bytes frame = compress_frame(content.data(), content.size());
      CHECK((decompress(frame).value() == content));
      CHECK((decompress(frame, size).value() == content));
      check_fault(decompress(frame, size - 1), ErrorCode::kOverLimit, 10);
    }
  }
}

TEST_CASE("several frames in a row are one content") {
  CHECK(decompress(concat(hex(kAbc), hex(kAbc))).value() == bytes_of("abcabc"));
}

TEST_CASE("every cut frame is bad") {
  for (const char* whole : {kAbc, k128As}) {
    const Bytes frame = hex(whole);
    for (size_t size = 1; size < frame.size(); size++) {
      INFO(size);
      const Bytes cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
      check_fault(decompress(cut), ErrorCode::kBadZstd, 10);
    }
  }
}

TEST_CASE("faults of frames are located") {
  struct Case {
    const char* name;
    std::string bytes;
    ErrorCode code;
    uint64_t offset;
  };
  const std::string abc = kAbc;
  const Case cases[] = {
      {"no magic", "28b52ffe 00 00 190000 616263", ErrorCode::kBadZstd, 10},
      {"text", "68656c6c6f20776f726c64", ErrorCode::kBadZstd, 10},
      {"reserved block type", "28b52ffd 00 00 1f0000 616263", ErrorCode::kBadZstd, 10},
      {"zeros behind the frame", abc + "0000000000", ErrorCode::kTrailingBytes, 22},
      {"one byte behind the frame", abc + "28", ErrorCode::kTrailingBytes, 22},
      {"a cut frame behind the frame", abc + "28b52ffd 00", ErrorCode::kBadZstd, 22},
      {"needs a dictionary", "28b52ffd 21 07 03 190000 616263", ErrorCode::kBadZstd, 10},
      {"states more than it holds", "28b52ffd 20 09 190000 616263", ErrorCode::kBadZstd, 10},
      {"states less than it holds", "28b52ffd 20 02 190000 616263", ErrorCode::kBadZstd, 10},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) { check_fault(decompress(hex(test.bytes)), test.code, test.offset); }
  }
}

TEST_CASE("the size that a frame claims does not make us allocate") {
  // 2^60 bytes of content claimed, 3 there.
  const Bytes frame = hex("28b52ffd e0 0000000000000010 190000 616263");
  check_fault(decompress(frame), ErrorCode::kBadZstd, 10);
  check_fault(decompress(frame, UINT64_MAX), ErrorCode::kBadZstd, 10);
}

TEST_CASE("a frame that really expands is stopped at the limit") {
  // 4 KiB of runs (RLE blocks of 128 KiB) that make 128 MiB.
  Bytes frame = hex("28b52ffd 00 58");
  for (int i = 0; i < 1024; i++) {
    const uint32_t header = (131072U << 3) | (1U << 1) | (i == 1023 ? 1 : 0);
    for (int byte = 0; byte < 3; byte++) frame.push_back(static_cast<uint8_t>(header >> 8 * byte));
    frame.push_back('x');
  }
  check_fault(decompress(frame, 1 << 22), ErrorCode::kOverLimit, 10);
  const auto whole = decompress(frame, 1 << 27);
  REQUIRE(whole.ok());
  CHECK(whole->size() == 1 << 27);
}

TEST_CASE("damaged frames never do harm") {
  Random random(5);
  Bytes content;
  for (int i = 0; i < 300; i++) content.push_back(static_cast<uint8_t>(random.below(7)));
  const Bytes frame = compress_frame(content.data(), content.size());
  for (int round = 0; round < 3000; round++) {
    Bytes damaged = frame;
    damaged[random.below(damaged.size())] = static_cast<uint8_t>(random.next());
    if (random.one_in(4)) damaged.resize(random.below(damaged.size() + 1));
    const auto result = decompress(damaged, 1 << 20);
    if (result.ok()) CHECK(result->size() <= 1 << 20);
  }
}
