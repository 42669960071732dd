#include "core/encoding/bloom_filter.h"

#include <xxhash.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/encoding/fixed_int.h"
#include "core/encoding/uint64_block.h"

namespace sidx::encoding {
namespace {

constexpr uint64_t kBitsPerWord = 64;

/// The bits of one item, probe by probe. Precondition: word_count > 0.
class Probes {
 public:
  Probes(std::string_view item, uint64_t word_count)
      : hash_(XXH64(item.data(), item.size(), 0)), bit_count_(word_count * kBitsPerWord) {}

  uint64_t next() {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = static_cast<uint8_t>(hash_ >> (8 * i));
    hash_++;
    return XXH64(bytes, sizeof(bytes), 0) % bit_count_;
  }

 private:
  uint64_t hash_;
  uint64_t bit_count_;
};

uint64_t mask_of(uint64_t bit) { return 1ULL << (bit % kBitsPerWord); }

}  // namespace

uint64_t bloom_word_count(BloomParameters parameters, uint64_t item_count) {
  // ceil(bits * n / 64) or floor, without overflow for any n.
  const uint64_t bits = parameters.bits_per_item;
  const uint64_t whole = item_count / kBitsPerWord * bits;
  const uint64_t rest = item_count % kBitsPerWord * bits;
  if (parameters == kSeedBloom) return whole + (rest + kBitsPerWord - 1) / kBitsPerWord;
  return std::max<uint64_t>(1, whole + rest / kBitsPerWord);
}

Result<BloomFilter> read_bloom_filter(const ByteView& record) {
  ByteReader reader(record);
  BloomFilter filter;
  SIDX_ASSIGN(const uint64_t item_count, reader.read_u64be("bloom filter item count"));
  filter.item_count = unzigzag(item_count);
  if (filter.item_count < 0) {
    return reader.fail(ErrorCode::kBadValue, "bloom filter item count", "0 or more",
                       std::to_string(filter.item_count), 8, 8);
  }
  SIDX_ASSIGN(filter.words, read_uint64_block(reader, std::nullopt, "bloom filter words"));
  SIDX_TRY(reader.expect_end("bloom filter"));
  return filter;
}

void append_bloom_filter(Bytes& out, const BloomFilter& filter) {
  append_u64be(out, zigzag(filter.item_count));
  append_uint64_block(out, filter.words);
}

std::vector<uint64_t> bloom_bit_indexes(std::string_view item, uint64_t word_count, int probes) {
  std::vector<uint64_t> bits;
  if (word_count == 0) return bits;
  Probes source(item, word_count);
  for (int i = 0; i < probes; i++) bits.push_back(source.next());
  return bits;
}

bool bloom_might_contain(const BloomFilter& filter, std::string_view item, int probes) {
  if (filter.words.empty()) return true;
  Probes source(item, filter.words.size());
  for (int i = 0; i < probes; i++) {
    const uint64_t bit = source.next();
    if ((filter.words[static_cast<size_t>(bit / kBitsPerWord)] & mask_of(bit)) == 0) return false;
  }
  return true;
}

void bloom_add(BloomFilter& filter, std::string_view item, int probes) {
  if (filter.words.empty()) return;
  Probes source(item, filter.words.size());
  for (int i = 0; i < probes; i++) {
    const uint64_t bit = source.next();
    filter.words[static_cast<size_t>(bit / kBitsPerWord)] |= mask_of(bit);
  }
}

}  // namespace sidx::encoding
