#include "core/base/sha256.h"

#include <catch_amalgamated.hpp>
#include <initializer_list>
#include <string>

using namespace sidx;

namespace {

std::string digest_of(const std::string& text) {
  Sha256 hash;
  hash.update(text.data(), text.size());
  return hash.finish_hex();
}

}  // namespace

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  struct Case {
    std::string text;
    const char* digest;
  };
  const Case cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlm"
       "nopqrsmnopqrstnopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1000000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const Case& test : cases) CHECK(digest_of(test.text) == test.digest);
}

TEST_CASE("SHA-256 does not depend on how the bytes are split") {
  // Lengths around the block size and around where the padding needs another block.
  for (const auto size : std::initializer_list<size_t>{1, 55, 56, 63, 64, 65, 119, 120, 128, 200}) {
    std::string text;
    for (size_t i = 0; i < size; i++) text += static_cast<char>(i * 7);
    const std::string whole = digest_of(text);
    for (size_t split = 0; split <= size; split++) {
      Sha256 hash;
      hash.update(text.data(), split);
      hash.update(text.data() + split, size - split);
      if (hash.finish_hex() != whole) FAIL(size << " bytes, split at " << split);
    }
  }
}
