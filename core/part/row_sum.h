#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What rows there are, whatever their order: two multisets of rows are compared by comparing the
/// sums of their hashes. Equal sums of different rows are possible and, at 64 bits, will not
/// happen.
namespace sidx::part {

/// Of what identifies a row; tags are left out.
inline uint64_t row_hash(uint64_t series_id, int64_t key, std::string_view data) {
  const auto mix = [](uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
  };
  uint64_t hash = mix(series_id + 0x9e3779b97f4a7c15);
  hash = mix(hash ^ static_cast<uint64_t>(key));
  for (size_t at = 0; at < data.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    for (size_t i = at; i < data.size() && i < at + sizeof(uint64_t); i++) {
      word = word << 8 | static_cast<uint8_t>(data[i]);
    }
    hash = mix(hash ^ word) + 0x9e3779b97f4a7c15;
  }
  return mix(hash ^ data.size());
}

struct RowSum {
  uint64_t count = 0;
  uint64_t hashes = 0;

  void add(uint64_t hash) {
    count++;
    hashes += hash;
  }
  RowSum& operator+=(const RowSum& other) {
    count += other.count;
    hashes += other.hashes;
    return *this;
  }
  RowSum& operator-=(const RowSum& other) {
    count -= other.count;
    hashes -= other.hashes;
    return *this;
  }
  bool operator==(const RowSum&) const = default;
};

}  // namespace sidx::part
