#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// A record of `<tag>.tf`: a Bloom filter over the values of one tag in one block.
///
///     offset  size  type          field
///     0       8     zz64be        n, the number of items the filter was made for
///     8       …     uint64 block  words; bit i is bit i % 64 of word i / 64, 0 is the lowest
///
///     The item "a" alone, at the seed: 0000000000000002 | 00 05 02 0602a800.
///
/// Bits of an item: let h be its XXH64 with seed 0. Probe number p (0, 1, …) sets bit x % 64w,
/// where x is the XXH64 of the 8 little-endian bytes of h + p, and w the number of words.
///
/// Neither the number of probes nor the number of words is stored; they depend on the version that
/// wrote the part. Mirrors pkg/filter/bloom_filter.go and banyand/internal/sidx/tag.go
/// (encodeBloomFilter).
namespace sidx::encoding {

struct BloomParameters {
  uint8_t probes;
  uint8_t bits_per_item;

  bool operator==(const BloomParameters&) const = default;
};
/// The seed: ceil(15n / 64) words, where n counts rows.
inline constexpr BloomParameters kSeedBloom{6, 15};
/// Since v0.9.0: max(1, n / 4) words, where n counts distinct values.
inline constexpr BloomParameters kCurrentBloom{10, 16};

/// The number of words a writer with these parameters uses for `item_count` items.
uint64_t bloom_word_count(BloomParameters parameters, uint64_t item_count);

struct BloomFilter {
  int64_t item_count = 0;
  std::vector<uint64_t> words;
};

/// The whole record must be used. A negative item count is kBadValue.
Result<BloomFilter> read_bloom_filter(const ByteView& record);
void append_bloom_filter(Bytes& out, const BloomFilter& filter);

/// The bits of `item`, in the order of the probes, possibly with repetitions. A filter without
/// words has no bits.
std::vector<uint64_t> bloom_bit_indexes(std::string_view item, uint64_t word_count, int probes);

/// True unless the filter proves that `item` was never added. A filter without words proves
/// nothing.
bool bloom_might_contain(const BloomFilter& filter, std::string_view item, int probes);
void bloom_add(BloomFilter& filter, std::string_view item, int probes);

}  // namespace sidx::encoding
