#include "wasm/model/page_cache.h"

#include <catch_amalgamated.hpp>
#include <initializer_list>
#include <optional>

#include "tests/support/fake_files.h"
#include "tests/support/faults.h"
#include "tests/support/hex.h"

using namespace sidx;
using namespace sidx::model;
using namespace sidx::testing;

namespace {

/// One file of random bytes behind a cache.
struct CachedFile {
  explicit CachedFile(size_t size) : bytes(Random(11).bytes(size)) {
    files.add("f", bytes);
    cache.emplace(files.fetch());
    source = cache->source(0, size);
  }

  Result<part::FileSlice> read(uint64_t offset, uint64_t size) {
    return source->read({offset, size}, "f");
  }
  Bytes expected(uint64_t offset, uint64_t size) const {
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
    return {begin, begin + static_cast<std::ptrdiff_t>(size)};
  }
  void check_read(uint64_t offset, uint64_t size) {
    const auto slice = read(offset, size);
    REQUIRE(slice.ok());
    CHECK((Bytes(slice->view.begin(), slice->view.end()) == expected(offset, size)));
    CHECK(slice->view.location(0, static_cast<size_t>(size)) == Location{"f", offset, size, {}});
  }

  Bytes bytes;
  FakeFiles files;
  std::optional<PageCache> cache;
  std::shared_ptr<part::ByteSource> source;
};

}  // namespace

TEST_CASE("bytes that are not here are asked for once") {
  CachedFile file(1000);
  CHECK(file.files.pending() == 0);
  check_fault(file.read(10, 20), ErrorCode::kNotResident, 10);
  check_fault(file.read(500, 20), ErrorCode::kNotResident, 500);  // the same page
  CHECK(file.files.pending() == 1);
  CHECK(file.cache->outstanding() == 1);
  CHECK(file.cache->arrivals() == 0);
  file.files.answer_all();
  CHECK(file.cache->outstanding() == 0);
  CHECK(file.cache->arrivals() == 1);
  CHECK(file.cache->resident_bytes() == 1000);
  CHECK(file.cache->fetched_bytes() == 1000);
  file.check_read(10, 20);
  file.check_read(0, 1000);
  file.check_read(999, 1);
  CHECK(file.files.asked().size() == 1);
}

TEST_CASE("nothing is there at once") {
  CachedFile file(10);
  file.check_read(0, 0);
  file.check_read(10, 0);
  CHECK(file.files.asked().empty());
}

TEST_CASE("ranges are cut into pages, the last one shorter") {
  CachedFile file(kPageSize * 3 + 5);
  CHECK_FALSE(file.read(kPageSize - 1, kPageSize + 2).ok());
  REQUIRE(file.files.asked().size() == 3);  // all are asked for at once
  CHECK(file.files.asked()[1].second == format::Extent{kPageSize, kPageSize});
  file.files.answer(2);
  file.files.answer(0);
  CHECK_FALSE(file.read(kPageSize - 1, kPageSize + 2).ok());
  file.files.answer(0);
  file.check_read(kPageSize - 1, kPageSize + 2);
  file.check_read(kPageSize, kPageSize);
  CHECK(file.files.asked().size() == 3);

  CHECK_FALSE(file.read(kPageSize * 3, 5).ok());
  CHECK(file.files.asked().back().second == format::Extent{kPageSize * 3, 5});
  file.files.answer_all();
  file.check_read(kPageSize * 3 - 1, 6);
}

TEST_CASE("long ranges are fetched as they are") {
  CachedFile file(kPagedRangeMax + 100);
  CHECK_FALSE(file.read(50, kPagedRangeMax + 1).ok());
  REQUIRE(file.files.asked().size() == 1);
  CHECK(file.files.asked()[0].second == format::Extent{50, kPagedRangeMax + 1});
  file.files.answer_all();
  file.check_read(50, kPagedRangeMax + 1);
  CHECK_FALSE(file.read(0, kPagedRangeMax).ok());
  CHECK(file.files.asked().size() == 1 + kPagedRangeMax / kPageSize);
}

TEST_CASE("a page that cannot be read is an error at each read, asked for once") {
  CachedFile file(1000);
  file.files.make_unreadable(0);
  CHECK_FALSE(file.read(10, 20).ok());
  file.files.answer_all();
  check_fault(file.read(10, 20), ErrorCode::kUnreadable, 0);
  check_fault(file.read(10, 20), ErrorCode::kUnreadable, 0);
  CHECK(file.files.asked().size() == 1);
  CHECK(file.cache->resident_bytes() == 0);
  CHECK(file.cache->arrivals() == 1);
}

TEST_CASE("an answer of another length is a file that changed") {
  PageCache::Done done;
  PageCache cache(
      [&](size_t, format::Extent, PageCache::Done answer) { done = std::move(answer); });
  for (const auto size : std::initializer_list<size_t>{0, 999, 1001}) {
    const auto source = cache.source(size, 1000);
    CHECK_FALSE(source->read({0, 10}, "f").ok());
    done(Bytes(size));
    const auto result = source->read({990, 10}, "f");
    check_fault(result, ErrorCode::kUnreadable, 0);
    CHECK(result.error().where.file == "f");
  }
}

TEST_CASE("an answer may come at once") {
  PageCache cache([](size_t, format::Extent range, const PageCache::Done& done) {
    done(Bytes(static_cast<size_t>(range.size), 7));
  });
  const auto source = cache.source(0, 10);
  CHECK(source->read({0, 10}, "f")->view[9] == 7);
  CHECK(cache.outstanding() == 0);
}

TEST_CASE("an answer may come when the cache is gone") {
  FakeFiles files;
  files.add("f", Bytes(10, 1));
  {
    PageCache cache(files.fetch());
    CHECK_FALSE(cache.source(0, 10)->read({0, 10}, "f").ok());
  }
  REQUIRE(files.pending() == 1);
  files.answer_all();
}

TEST_CASE("beyond the limit the bytes that were used longest ago go") {
  // Long ranges of one file, 8 MiB each.
  constexpr uint64_t kRange = 8 * 1024 * 1024;
  constexpr uint64_t kCount = kCacheBytesMax / kRange + 1;
  PageCache cache([](size_t, format::Extent range, const PageCache::Done& done) {
    done(Bytes(static_cast<size_t>(range.size)));
  });
  const auto source = cache.source(0, kRange * kCount);
  const auto read = [&](uint64_t index) {
    return source->read({index * kRange, kRange}, "f").ok();
  };
  for (uint64_t i = 0; i + 1 < kCount; i++) CHECK(read(i));
  cache.trim();
  CHECK(cache.resident_bytes() == kCacheBytesMax);  // at the limit nothing goes
  CHECK(read(0));                                   // used again
  CHECK(read(kCount - 1));
  const auto kept = source->read({kRange, kRange}, "f");  // somebody holds it; used last
  cache.trim();
  CHECK(cache.resident_bytes() <= kCacheBytesMax / 2);
  CHECK(cache.resident_bytes() > 0);
  CHECK(kept->view.size() == kRange);

  const uint64_t fetched = cache.fetched_bytes();
  CHECK(read(0));
  CHECK(read(kCount - 1));
  CHECK(read(1));
  CHECK(cache.fetched_bytes() == fetched);
  CHECK(read(2));
  CHECK(cache.fetched_bytes() == fetched + kRange);
}

TEST_CASE("what is on its way is not dropped") {
  CachedFile file(kPageSize);
  CHECK_FALSE(file.read(0, 1).ok());
  file.cache->trim();
  file.files.answer_all();
  file.check_read(0, 1);
  CHECK(file.files.asked().size() == 1);
}

TEST_CASE("any reads of any files give their bytes") {
  Random random(12);
  FakeFiles files;
  std::vector<Bytes> contents;
  for (int i = 0; i < 3; i++) {
    contents.push_back(random.bytes(random.below(kPageSize * 4) + 1));
    files.add(std::to_string(i), contents.back());
  }
  PageCache cache(files.fetch());
  for (int round = 0; round < 300; round++) {
    const size_t file = random.below(3);
    const Bytes& bytes = contents[file];
    const size_t offset = random.below(bytes.size() + 1);
    const size_t size = random.below(bytes.size() - offset + 1);
    const auto source = cache.source(file, bytes.size());
    auto slice = source->read({offset, size}, "f");
    while (!slice.ok()) {
      REQUIRE(files.pending() > 0);
      files.answer_one(random);
      slice = source->read({offset, size}, "f");
    }
    const bool same = std::equal(slice->view.begin(), slice->view.end(),
                                 bytes.begin() + static_cast<std::ptrdiff_t>(offset));
    if (!same || slice->view.size() != size) FAIL("round " << round);
  }
}
