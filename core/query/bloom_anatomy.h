#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/encoding/bloom_filter.h"
#include "core/part/part_content.h"

/// A bloom filter taken apart: how full it is, how often it errs, which bits a value has, and what
/// one of another size would have saved.
namespace sidx::query {

/// Values that are tried to measure how often a filter says "may be there" of what is not.
inline constexpr size_t kBloomSamples = 4096;

struct BloomAnatomy {
  int probes = 0;
  int64_t items = 0;   // the filter was made for: rows at the seed, distinct values later
  uint64_t words = 0;  // of 64 bits
  uint64_t bits = 0;
  uint64_t bits_set = 0;
  double fill = 0;      // share of bits that are set
  double expected = 0;  // false-positive rate by the fill: fill ^ probes
  double measured = 0;  // share of kBloomSamples values that are not there and pass
};

/// `values`: distinct stored values of the block, sorted; see part::column_items. The samples are
/// the same every time.
BloomAnatomy bloom_anatomy(const encoding::BloomFilter& filter, int probes,
                           const std::vector<std::string>& values);

/// The bits of an item, probe by probe, and whether each is set.
struct BloomProbe {
  std::vector<uint64_t> bits;
  std::vector<bool> set;
  bool may_contain = true;
};
BloomProbe probe_bloom(const encoding::BloomFilter& filter, std::string_view item, int probes);

/// All blocks of a part that have the tag, with filters of another size.
struct BloomWhatIf {
  size_t blocks = 0;    // looked at, at most kWhatIfBlocksMax
  uint64_t words = 0;   // of all their filters
  size_t pruned = 0;    // blocks that would be skipped for the value
  double measured = 0;  // false-positive rate over all of them
};
inline constexpr size_t kWhatIfBlocksMax = 128;
/// As many words as `bits_per_item` bits for each distinct value take, at least one. `item` is in
/// stored form.
BloomWhatIf bloom_what_if(const part::PartContent& content, std::string_view tag,
                          uint32_t bits_per_item, int probes, std::string_view item);

}  // namespace sidx::query
