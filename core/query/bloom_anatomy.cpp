#include "core/query/bloom_anatomy.h"

#include <algorithm>
#include <cmath>

#include "core/part/tag_filter.h"

namespace sidx::query {
namespace {

/// Sample number `index`: text that no data has by chance.
std::string sample(uint64_t index) {
  uint64_t mixed = (index + 1) * 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return "sample-" + std::to_string(mixed ^ (mixed >> 31));
}

uint64_t count_bits(uint64_t word) {
  uint64_t count = 0;
  for (; word != 0; word &= word - 1) count++;
  return count;
}

/// Samples that pass, and samples that were tried.
struct Trial {
  size_t passed = 0;
  size_t tried = 0;
};
Trial try_samples(const encoding::BloomFilter& filter, int probes,
                  const std::vector<std::string>& values, size_t count) {
  Trial trial;
  for (size_t i = 0; i < count; i++) {
    const std::string value = sample(i);
    if (std::binary_search(values.begin(), values.end(), value)) continue;
    trial.tried++;
    trial.passed += encoding::bloom_might_contain(filter, value, probes) ? 1 : 0;
  }
  return trial;
}

double rate(const Trial& trial) {
  if (trial.tried == 0) return 0;
  return static_cast<double>(trial.passed) / static_cast<double>(trial.tried);
}

}  // namespace

BloomAnatomy bloom_anatomy(const encoding::BloomFilter& filter, int probes,
                           const std::vector<std::string>& values) {
  BloomAnatomy anatomy;
  anatomy.probes = probes;
  anatomy.items = filter.item_count;
  anatomy.words = filter.words.size();
  anatomy.bits = anatomy.words * 64;
  for (const uint64_t word : filter.words) anatomy.bits_set += count_bits(word);
  if (anatomy.bits > 0) {
    anatomy.fill = static_cast<double>(anatomy.bits_set) / static_cast<double>(anatomy.bits);
  }
  // A filter without words proves nothing.
  anatomy.expected = anatomy.bits > 0 ? std::pow(anatomy.fill, probes) : 1;
  anatomy.measured = rate(try_samples(filter, probes, values, kBloomSamples));
  return anatomy;
}

BloomProbe probe_bloom(const encoding::BloomFilter& filter, std::string_view item, int probes) {
  BloomProbe probe;
  probe.bits = encoding::bloom_bit_indexes(item, filter.words.size(), probes);
  for (const uint64_t bit : probe.bits) {
    const bool set = (filter.words[static_cast<size_t>(bit / 64)] >> (bit % 64) & 1) != 0;
    probe.set.push_back(set);
    probe.may_contain = probe.may_contain && set;
  }
  return probe;
}

BloomWhatIf bloom_what_if(const part::PartContent& content, std::string_view tag,
                          uint32_t bits_per_item, int probes, std::string_view item) {
  BloomWhatIf result;
  Trial all;
  for (size_t i = 0; i < content.headers().size() && result.blocks < kWhatIfBlocksMax; i++) {
    const part::LoadedBlock loaded = content.load(i);
    const part::TagData* column = loaded.block == nullptr ? nullptr : loaded.block->find_tag(tag);
    if (column == nullptr) continue;
    const std::vector<std::string> values = part::column_items(*column);
    encoding::BloomFilter filter;
    filter.item_count = static_cast<int64_t>(values.size());
    const uint64_t bits = values.size() * uint64_t{bits_per_item};
    filter.words.resize(static_cast<size_t>(std::max<uint64_t>(1, (bits + 63) / 64)));
    for (const std::string& value : values) encoding::bloom_add(filter, value, probes);
    result.blocks++;
    result.words += filter.words.size();
    result.pruned += encoding::bloom_might_contain(filter, item, probes) ? 0 : 1;
    const Trial trial = try_samples(filter, probes, values, kBloomSamples / 8);
    all.passed += trial.passed;
    all.tried += trial.tried;
  }
  result.measured = rate(all);
  return result;
}

}  // namespace sidx::query
