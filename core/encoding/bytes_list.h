#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"

namespace sidx::encoding {

/// A list of byte strings, each of which may be nil, in one buffer. Lists of equal strings may
/// share their bytes. At most 4 GiB of storage.
class BytesList {
 public:
  BytesList() = default;

  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  bool is_nil(size_t index) const { return items_[index].size == kNil; }
  /// The bytes of an item; empty for nil. Valid until the list is changed.
  std::string_view at(size_t index) const {
    const Item& item = items_[index];
    if (item.size == kNil) return {};
    return {reinterpret_cast<const char*>(storage_.data()) + item.offset, item.size};
  }

  void reserve(size_t item_count) { items_.reserve(item_count); }
  void push_nil() { items_.push_back({0, kNil}); }
  void push(std::string_view bytes) {
    items_.push_back({static_cast<uint32_t>(storage_.size()), static_cast<uint32_t>(bytes.size())});
    storage_.insert(storage_.end(), bytes.begin(), bytes.end());
  }

  /// Makes the next items point into `storage`; see push_slice.
  void adopt(Bytes storage) { storage_ = std::move(storage); }
  /// An item of the adopted storage. Precondition: the range lies inside it.
  void push_slice(size_t offset, size_t size) {
    items_.push_back({static_cast<uint32_t>(offset), static_cast<uint32_t>(size)});
  }
  /// Repeats item `index` of `values`, whose storage this list has adopted, `count` times.
  void push_repeated(const BytesList& values, size_t index, size_t count) {
    const Item item = values.items_[index];
    for (; count > 0; count--) items_.push_back(item);
  }
  /// Appends items [from, to) of `source`. Items that share their bytes may go on sharing them.
  void append_range(const BytesList& source, size_t from, size_t to) {
    size_t bytes = 0;
    for (size_t i = from; i < to; i++) {
      if (source.items_[i].size != kNil) bytes += source.items_[i].size;
    }
    if (source.storage_.size() <= bytes) {  // All of it is less than a copy of each item.
      const auto shift = static_cast<uint32_t>(storage_.size());
      storage_.insert(storage_.end(), source.storage_.begin(), source.storage_.end());
      for (size_t i = from; i < to; i++) {
        items_.push_back({source.items_[i].offset + shift, source.items_[i].size});
      }
      return;
    }
    for (size_t i = from; i < to; i++) {
      const Item& item = source.items_[i];
      if (i > from && item.offset == source.items_[i - 1].offset &&
          item.size == source.items_[i - 1].size) {
        items_.push_back(items_.back());
      } else if (item.size == kNil) {
        push_nil();
      } else {
        push(source.at(i));
      }
    }
  }
  const Bytes& storage() const { return storage_; }
  Bytes take_storage() { return std::move(storage_); }

 private:
  static constexpr uint32_t kNil = UINT32_MAX;
  struct Item {
    uint32_t offset;
    uint32_t size;
  };
  Bytes storage_;
  std::vector<Item> items_;
};

}  // namespace sidx::encoding
