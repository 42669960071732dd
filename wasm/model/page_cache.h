#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "core/part/part_files.h"

/// Bytes of the open files, fetched on demand and kept as long as there is room. Files are never
/// loaded whole unless they are small: a directory of 10 GB takes the same memory as one of 100 MB.
namespace sidx::model {

/// Fetches arrive in pages of this size; longer ranges are fetched as they are.
inline constexpr uint64_t kPageSize = 256 * 1024;
/// Longer ranges are not cut into pages.
inline constexpr uint64_t kPagedRangeMax = 4 * 1024 * 1024;
/// `trim` drops the least recently used bytes beyond this.
inline constexpr uint64_t kCacheBytesMax = 96 * 1024 * 1024;

class PageCache {
 public:
  using Done = std::function<void(Result<Bytes>)>;
  /// Asks the platform for exactly [offset, offset + size) of a listed file. `done` comes later.
  using Fetch = std::function<void(size_t file, format::Extent range, Done done)>;

  explicit PageCache(Fetch fetch);

  /// A source that answers kNotResident, and starts the fetch, for bytes that are not here yet.
  std::shared_ptr<part::ByteSource> source(size_t file, uint64_t size);

  /// Drops bytes beyond the limit. Call when nobody is in the middle of waiting for several ranges.
  void trim();
  /// Fetches that have not been answered.
  size_t outstanding() const { return shared_->outstanding; }
  uint64_t resident_bytes() const { return shared_->resident; }
  /// Bytes fetched since the start.
  uint64_t fetched_bytes() const { return shared_->fetched; }
  /// Counts arrivals: whoever waited may try again when it has changed.
  uint64_t arrivals() const { return shared_->arrivals; }

 private:
  friend class CachedSource;
  struct Key {
    size_t file;
    uint64_t offset;
    uint64_t size;
    auto operator<=>(const Key&) const = default;
  };
  struct Entry {
    std::shared_ptr<const Bytes> bytes;  // null while on its way
    std::shared_ptr<const Error> error;
    uint64_t used = 0;
  };
  /// Shared with fetches on their way, which may outlive the cache.
  struct Shared {
    Fetch fetch;
    std::map<Key, Entry> entries;
    uint64_t clock = 0;
    uint64_t resident = 0;
    uint64_t fetched = 0;
    uint64_t arrivals = 0;
    size_t outstanding = 0;

    Entry& want(const std::shared_ptr<Shared>& self, const Key& key);
  };
  std::shared_ptr<Shared> shared_;
};

}  // namespace sidx::model
