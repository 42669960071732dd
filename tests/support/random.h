#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/bytes.h"

namespace sidx::testing {

/// Seeded random numbers (SplitMix64) that are the same on every platform.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  /// A number from 0 to limit - 1.
  size_t below(size_t limit) { return static_cast<size_t>(next() % limit); }
  bool one_in(size_t count) { return below(count) == 0; }

  /// A number of any magnitude: as many leading zero bits are as likely as none.
  uint64_t any_size() { return next() >> below(64); }

  Bytes bytes(size_t size) {
    Bytes result(size);
    for (uint8_t& byte : result) byte = static_cast<uint8_t>(next());
    return result;
  }
  std::string text(size_t size) {
    const Bytes content = bytes(size);
    return {content.begin(), content.end()};
  }

 private:
  uint64_t state_;
};

}  // namespace sidx::testing
