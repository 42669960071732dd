#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace sidx {

/// SHA-256 (FIPS 180-4) of a byte stream: names the content of a part, so that two parts can be
/// compared across compressors. Not used for anything that needs secrecy.
class Sha256 {
 public:
  Sha256();
  void update(const void* data, size_t size);
  /// The digest as 64 lower-case hex digits. Ends the stream.
  std::string finish_hex();

 private:
  void absorb_block(const uint8_t* block);

  std::array<uint32_t, 8> state_;
  std::array<uint8_t, 64> pending_{};
  size_t pending_size_ = 0;
  uint64_t total_size_ = 0;
};

}  // namespace sidx
