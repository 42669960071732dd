#pragma once

#include <cstdint>

namespace sidx::format {

/// A byte range of one file. Read from disk, so nothing about it may be trusted.
struct Extent {
  uint64_t offset = 0;
  uint64_t size = 0;

  bool operator==(const Extent&) const = default;
};

}  // namespace sidx::format
