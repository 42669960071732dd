#include "wasm/model/page_cache.h"

#include <algorithm>
#include <vector>

namespace sidx::model {

/// One listed file, read through the cache.
class CachedSource : public part::ByteSource {
 public:
  CachedSource(std::shared_ptr<PageCache::Shared> cache, size_t file, uint64_t size)
      : cache_(std::move(cache)), file_(file), size_(size) {}

  uint64_t size() const override { return size_; }

  Result<part::FileSlice> read(format::Extent range, std::string_view file) override {
    if (range.size == 0) {
      auto nothing = std::make_shared<const Bytes>();
      return part::FileSlice{ByteView(*nothing, file, range.offset), nothing};
    }
    if (range.size > kPagedRangeMax) return read_whole(range, file);
    const uint64_t first = range.offset / kPageSize;
    const uint64_t last = (range.offset + range.size - 1) / kPageSize;
    std::vector<std::shared_ptr<const Bytes>> pages;
    for (uint64_t page = first; page <= last; page++) {
      const uint64_t offset = page * kPageSize;
      PageCache::Entry& entry =
          cache_->want(cache_, {file_, offset, std::min(kPageSize, size_ - offset)});
      if (entry.error) return named(*entry.error, file);
      if (entry.bytes) pages.push_back(entry.bytes);
    }
    if (pages.size() != last - first + 1) return not_resident(range, file);
    const auto in_page = static_cast<size_t>(range.offset - first * kPageSize);
    if (pages.size() == 1) {
      const ByteView page(*pages[0], file, first * kPageSize);
      return part::FileSlice{page.subview(in_page, static_cast<size_t>(range.size)), pages[0]};
    }
    Bytes joined;
    joined.reserve(pages.size() * kPageSize);
    for (const auto& page : pages) joined.insert(joined.end(), page->begin(), page->end());
    auto owner = std::make_shared<const Bytes>(std::move(joined));
    const ByteView view(*owner, file, first * kPageSize);
    return part::FileSlice{view.subview(in_page, static_cast<size_t>(range.size)), owner};
  }

 private:
  Result<part::FileSlice> read_whole(format::Extent range, std::string_view file) {
    PageCache::Entry& entry = cache_->want(cache_, {file_, range.offset, range.size});
    if (entry.error) return named(*entry.error, file);
    if (!entry.bytes) return not_resident(range, file);
    return part::FileSlice{ByteView(*entry.bytes, file, range.offset), entry.bytes};
  }

  /// The platform may know the file by its index only.
  static Error named(Error error, std::string_view file) {
    if (error.where.file.empty()) error.where.file = std::string(file);
    return error;
  }

  static Error not_resident(format::Extent range, std::string_view file) {
    return {ErrorCode::kNotResident,
            {std::string(file), range.offset, range.size, {}},
            "bytes",
            "loaded bytes",
            "bytes on their way"};
  }

  std::shared_ptr<PageCache::Shared> cache_;
  size_t file_;
  uint64_t size_;
};

PageCache::PageCache(Fetch fetch) : shared_(std::make_shared<Shared>()) {
  shared_->fetch = std::move(fetch);
}

std::shared_ptr<part::ByteSource> PageCache::source(size_t file, uint64_t size) {
  return std::make_shared<CachedSource>(shared_, file, size);
}

PageCache::Entry& PageCache::Shared::want(const std::shared_ptr<Shared>& self, const Key& key) {
  const auto [at, is_new] = entries.try_emplace(key);
  at->second.used = ++clock;
  if (!is_new) return at->second;
  outstanding++;
  fetch(key.file, {key.offset, key.size}, [self, key](Result<Bytes> result) {
    Entry& entry = self->entries[key];
    self->outstanding--;
    self->arrivals++;
    if (result.ok() && result->size() != key.size) {
      result = Error{ErrorCode::kUnreadable,
                     {{}, key.offset, key.size, {}},
                     "file",
                     std::to_string(key.size) + " bytes, as when it was opened",
                     std::to_string(result->size()) + " bytes"};
    }
    if (!result.ok()) {
      entry.error = std::make_shared<const Error>(std::move(result).error());
      return;
    }
    self->fetched += result->size();
    self->resident += result->size();
    entry.bytes = std::make_shared<const Bytes>(std::move(*result));
  });
  return at->second;
}

void PageCache::trim() {
  if (shared_->resident <= kCacheBytesMax) return;
  std::vector<std::pair<uint64_t, Key>> by_age;
  for (const auto& [key, entry] : shared_->entries) {
    if (entry.bytes) by_age.emplace_back(entry.used, key);
  }
  std::sort(by_age.begin(), by_age.end());
  for (const auto& [used, key] : by_age) {
    if (shared_->resident <= kCacheBytesMax / 2) break;
    const auto at = shared_->entries.find(key);
    shared_->resident -= at->second.bytes->size();
    shared_->entries.erase(at);
  }
}

}  // namespace sidx::model
