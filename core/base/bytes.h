#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace sidx {

using Bytes = std::vector<uint8_t>;

/// Bytes that somebody else owns, together with where they stand in a file, so that whatever is
/// wrong with them can be located. The owner of the bytes and of the file name must outlive the
/// view.
class ByteView {
 public:
  ByteView() = default;
  /// Raw bytes that start at `offset` of `file`.
  ByteView(const uint8_t* data, size_t size, std::string_view file, uint64_t offset = 0)
      : data_(data), size_(size), file_(file), offset_(offset) {}
  explicit ByteView(const Bytes& bytes, std::string_view file = {}, uint64_t offset = 0)
      : ByteView(bytes.data(), bytes.size(), file, offset) {}
  /// `bytes` are what `frame`, a view of raw bytes, decompresses to.
  static ByteView decompressed(const Bytes& bytes, const ByteView& frame) {
    ByteView view(bytes.data(), bytes.size(), frame.file_, frame.offset_);
    view.frame_length_ = frame.size_;
    view.in_frame_ = true;
    return view;
  }

  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  uint8_t operator[](size_t index) const { return data_[index]; }
  const uint8_t* begin() const { return data_; }
  const uint8_t* end() const { return data_ + size_; }
  std::string_view file() const { return file_; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }

  /// Precondition: offset <= size() and length <= size() - offset.
  ByteView subview(size_t offset, size_t length) const {
    SIDX_CHECK(offset <= size_ && length <= size_ - offset);
    ByteView part = *this;
    part.data_ = data_ + offset;
    part.size_ = length;
    (in_frame_ ? part.inner_offset_ : part.offset_) += offset;
    return part;
  }

  /// Where the bytes [offset, offset + length) of this view are. The range may lie behind the end.
  Location location(size_t offset, size_t length) const {
    if (in_frame_) {
      return {std::string(file_), offset_, frame_length_, inner_offset_ + offset};
    }
    return {std::string(file_), offset_ + offset, length, std::nullopt};
  }

 private:
  const uint8_t* data_ = nullptr;
  size_t size_ = 0;
  std::string_view file_;
  uint64_t offset_ = 0;  // of data_ in the file; inside a frame: of the frame in the file
  uint64_t inner_offset_ = 0;
  uint64_t frame_length_ = 0;
  bool in_frame_ = false;
};

inline bool same_bytes(const ByteView& a, const ByteView& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

/// Reads fields from the front of a view. On failure nothing is consumed and the error names the
/// field and the offset of its first byte. This class and zstd are all that touches raw input.
class ByteReader {
 public:
  explicit ByteReader(const ByteView& view) : view_(view) {}

  size_t position() const { return position_; }
  size_t remaining() const { return view_.size() - position_; }
  const ByteView& view() const { return view_; }
  ByteView rest() const { return view_.subview(position_, remaining()); }

  Result<uint8_t> read_u8(const char* field) {
    if (remaining() < 1) return truncated(field, 1);
    return view_[position_++];
  }
  Result<uint16_t> read_u16be(const char* field) { return read_big_endian<uint16_t>(field); }
  Result<uint32_t> read_u32be(const char* field) { return read_big_endian<uint32_t>(field); }
  Result<uint64_t> read_u64be(const char* field) { return read_big_endian<uint64_t>(field); }

  /// `length` is untrusted: it is compared with what is left before anything else.
  Result<ByteView> read_bytes(uint64_t length, const char* field) {
    if (length > remaining()) return truncated(field, length);
    ByteView bytes = view_.subview(position_, static_cast<size_t>(length));
    position_ += static_cast<size_t>(length);
    return bytes;
  }

  /// Unsigned LEB128: 7 bits a byte, low group first, at most 10 bytes. False, with nothing
  /// consumed, when the bytes end early or the value exceeds 64 bits.
  bool try_read_leb128(uint64_t& value) {
    const uint8_t* bytes = view_.data() + position_;
    const size_t limit = remaining() < 10 ? remaining() : 10;
    uint64_t sum = 0;
    for (size_t i = 0; i < limit; i++) {
      const uint64_t byte = bytes[i];
      if (byte < 0x80) {
        if (i == 9 && byte > 1) return false;
        value = sum | byte << (7 * i);
        position_ += i + 1;
        return true;
      }
      sum |= (byte & 0x7f) << (7 * i);
    }
    return false;
  }

  /// Fails when bytes are left: every record and payload must be used up exactly.
  Status expect_end(const char* field) const;

  /// An error at the current position, or `back` bytes before it.
  [[gnu::cold]] ErrorBox fail(ErrorCode code, const char* field, std::string_view expected,
                              std::string_view found, size_t back = 0, size_t length = 1) const;
  /// The error of a field of `needed` bytes when fewer are left.
  [[gnu::cold]] ErrorBox truncated(const char* field, uint64_t needed) const;

 private:
  template <typename T>
  Result<T> read_big_endian(const char* field) {
    if (remaining() < sizeof(T)) return truncated(field, sizeof(T));
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof(T); i++) value = value << 8 | view_[position_ + i];
    position_ += sizeof(T);
    return static_cast<T>(value);
  }

  friend class Rollback;

  ByteView view_;
  size_t position_ = 0;
};

/// Takes a reader back to where it was, unless everything that belongs together was read.
class Rollback {
 public:
  explicit Rollback(ByteReader& reader) : reader_(&reader), start_(reader.position()) {}
  Rollback(const Rollback&) = delete;
  Rollback& operator=(const Rollback&) = delete;
  ~Rollback() {
    if (reader_ != nullptr) reader_->position_ = start_;
  }

  void cancel() { reader_ = nullptr; }
  size_t start() const { return start_; }

 private:
  ByteReader* reader_;
  size_t start_;
};

/// Lower-case hex without separators.
std::string to_hex(const uint8_t* data, size_t size);
inline std::string to_hex(const ByteView& view) { return to_hex(view.data(), view.size()); }
inline std::string to_hex(const Bytes& bytes) { return to_hex(bytes.data(), bytes.size()); }

}  // namespace sidx
