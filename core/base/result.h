#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/check.h"

namespace sidx {

/// A byte range of an input file. For bytes inside a zstd frame, `offset` and `length` are the raw
/// frame in the file and `inner_offset` counts decompressed bytes from the start of that frame.
struct Location {
  std::string file;
  uint64_t offset = 0;
  uint64_t length = 0;
  std::optional<uint64_t> inner_offset;

  bool operator==(const Location&) const = default;
};

/// What can be wrong with input. `describe(ErrorCode)` has the sentence for each.
enum class ErrorCode : uint8_t {
  kNotResident,  // not a fault: the bytes exist but have not been loaded yet; load `where`, retry
  kMissingFile,
  kOutOfFile,  // an extent that ends behind the end of its file
  kTruncated,
  kTrailingBytes,
  kBadVarint,
  kUnknownCode,
  kBadLength,
  kBadValue,
  kOverLimit,
  kBadZstd,
  kBadJson,
  kBadOrder,
  kMismatch,    // two places of the input that must agree do not
  kUnreadable,  // the platform could not read the file
};
inline constexpr int kErrorCodeCount = 15;

/// Stable lower-case name of `code`, such as "truncated": used in JSON and tests.
std::string_view name_of(ErrorCode code);
/// One sentence that says what `code` means.
std::string_view describe(ErrorCode code);

/// A located input fault. `field` names what was being read, in the words of the format document.
struct Error {
  ErrorCode code = ErrorCode::kBadValue;
  Location where;
  std::string field;
  std::string expected;
  std::string found;

  bool operator==(const Error&) const = default;
};

/// `FILE:OFFSET: field: expected …, found …`, with `+INNER` behind the offset inside a frame.
std::string to_string(const Error& error);

/// An error on its way up to whoever reports it. It is boxed and everything that makes one is a
/// call, so that the paths nobody takes cost a Result neither time nor much code.
struct FreeError {
  void operator()(Error* error) const;
};
using ErrorBox = std::unique_ptr<Error, FreeError>;
[[gnu::cold]] ErrorBox box(Error&& error);

/// Either a value or a located fault. A Result costs little more than its value. (Moving a
/// std::variant takes an indirect call in one of our standard libraries.)
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T&& value) : value_(std::move(value)) {}
  Result(const T& value) : value_(value) {}
  Result(Error error) : error_(box(std::move(error))) {}
  Result(ErrorBox&& error) : error_(std::move(error)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  /// Precondition of `value`, `*` and `->`: ok().
  T& value() & { return *get(); }
  const T& value() const& { return *const_cast<Result*>(this)->get(); }
  T&& value() && { return std::move(*get()); }
  T& operator*() & { return *get(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*get()); }
  T* operator->() { return get(); }
  const T* operator->() const { return const_cast<Result*>(this)->get(); }

  /// Precondition: !ok().
  const Error& error() const& { return *get_error(); }
  Error&& error() && { return std::move(*get_error()); }
  ErrorBox&& boxed_error() && { return std::move(error_); }

 private:
  T* get() {
    SIDX_CHECK(ok());
    return &*value_;
  }
  Error* get_error() const {
    SIDX_CHECK(error_ != nullptr);
    return error_.get();
  }

  std::optional<T> value_;
  ErrorBox error_;
};

/// A Result without a value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(box(std::move(error))) {}
  Status(ErrorBox&& error) : error_(std::move(error)) {}

  bool ok() const { return error_ == nullptr; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    SIDX_CHECK(!ok());
    return *error_;
  }
  Error&& error() && {
    SIDX_CHECK(!ok());
    return std::move(*error_);
  }
  ErrorBox&& boxed_error() && { return std::move(error_); }

 private:
  ErrorBox error_;
};

}  // namespace sidx

#define SIDX_CONCAT_INNER(a, b) a##b
#define SIDX_CONCAT(a, b) SIDX_CONCAT_INNER(a, b)

/// Evaluates a Result or Status and returns its error, if any, from the enclosing function.
#define SIDX_TRY(...)                                                           \
  do {                                                                          \
    auto sidx_try_result = (__VA_ARGS__);                                       \
    if (!sidx_try_result.ok()) return std::move(sidx_try_result).boxed_error(); \
  } while (false)

/// `SIDX_ASSIGN(auto x, expression)`: x becomes the value, or the error is returned.
#define SIDX_ASSIGN(target, ...) \
  SIDX_ASSIGN_IMPL(SIDX_CONCAT(sidx_result_, __COUNTER__), target, __VA_ARGS__)
#define SIDX_ASSIGN_IMPL(temporary, target, ...)                  \
  auto temporary = (__VA_ARGS__);                                 \
  if (!temporary.ok()) return std::move(temporary).boxed_error(); \
  target = std::move(temporary).value()
