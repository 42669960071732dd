#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/check.h"

/// Sharing between versions of an immutable state. Counted without atomics: core runs in one
/// thread, and copying a state must cost next to nothing.
namespace sidx {

/// Shared ownership of a value that does not change while it is shared.
template <typename T>
class Rc {
 public:
  Rc() = default;
  explicit Rc(T value) : box_(new Box{1, std::move(value)}) {}
  Rc(const Rc& other) : box_(other.box_) {
    if (box_ != nullptr) box_->count++;
  }
  Rc(Rc&& other) noexcept : box_(std::exchange(other.box_, nullptr)) {}
  Rc& operator=(const Rc& other) {
    Rc copy(other);
    std::swap(box_, copy.box_);
    return *this;
  }
  Rc& operator=(Rc&& other) noexcept {
    std::swap(box_, other.box_);
    return *this;
  }
  ~Rc() {
    if (box_ != nullptr && --box_->count == 0) delete box_;
  }

  explicit operator bool() const { return box_ != nullptr; }
  /// Precondition of access: not empty.
  const T& operator*() const { return box_->value; }
  const T* operator->() const { return &box_->value; }
  const T* get() const { return box_ == nullptr ? nullptr : &box_->value; }
  /// Whether both are the very same value, not merely equal ones.
  bool operator==(const Rc& other) const { return box_ == other.box_; }

  /// The value for changing it: itself when nobody else shares it, otherwise a copy of its own.
  T& edit() {
    SIDX_CHECK(box_ != nullptr);
    if (box_->count > 1) *this = Rc(box_->value);
    return box_->value;
  }

 private:
  struct Box {
    size_t count;
    T value;
  };
  Box* box_ = nullptr;
};

/// A vector that is copied when it is changed while shared.
template <typename T>
class SharedVector {
 public:
  const std::vector<T>& get() const {
    static const std::vector<T> kNone;
    return items_ ? *items_ : kNone;
  }
  std::vector<T>& edit() {
    if (!items_) items_ = Rc<std::vector<T>>(std::vector<T>());
    return items_.edit();
  }
  size_t size() const { return items_ ? items_->size() : 0; }
  bool empty() const { return size() == 0; }
  const T& operator[](size_t index) const { return (*items_)[index]; }
  auto begin() const { return get().begin(); }
  auto end() const { return get().end(); }
  bool same_as(const SharedVector& other) const { return items_ == other.items_; }

 private:
  Rc<std::vector<T>> items_;
};

/// A list that only grows. Versions of it share one buffer: the newest appends in place, unseen by
/// the older ones, which know how much of it is theirs; an older one that grows takes a copy.
template <typename T>
class AppendLog {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](size_t index) const { return (*buffer_->items)[index]; }

  void push_back(T item) {
    if (!buffer_ || buffer_->items->size() != size_) {
      auto items = std::make_unique<std::vector<T>>();
      items->reserve(size_ + 8);
      for (size_t i = 0; i < size_; i++) items->push_back((*this)[i]);
      buffer_ = Rc<Buffer>(Buffer{std::move(items)});
    }
    buffer_->items->push_back(std::move(item));
    size_++;
  }

 private:
  struct Buffer {
    std::unique_ptr<std::vector<T>> items;
  };
  Rc<Buffer> buffer_;
  size_t size_ = 0;
};

}  // namespace sidx
