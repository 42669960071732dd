#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// A list of int64 values, stored as differences. The type and the first value live elsewhere
/// (block metadata for user keys, the head of the payload for tags); this is the rest:
///
///     type  name          payload after the first value v0
///     1     const         nothing: every value is v0
///     2     delta const   varint d: every difference is d
///     3     delta         n-1 varints: each difference
///     4     delta of      varint v1-v0, then n-2 varints: how much each difference exceeds
///           delta         the one before
///
///     [10, 20, 25] is type 4, first 10, payload 14 09: +10, then -5.
///
/// Differences and sums wrap at 64 bits, so every list can be stored as any of types 3 and 4.
/// Mirrors pkg/encoding/int_list.go (Int64ListToBytes, BytesToInt64List) and delta.go.
namespace sidx::encoding {

/// On disk, do not change. 5 to 8 are the same with a version, used by other engines only; 9 and 10
/// are the plain and dictionary encodings of tag_values.h.
enum class Int64ListType : uint8_t {
  kUnknown = 0,
  kConst = 1,
  kDeltaConst = 2,
  kDelta = 3,
  kDeltaOfDelta = 4,
};

/// "const", "delta const", …; "unknown" for every other code.
std::string_view name_of(Int64ListType type);

struct Int64ListHead {
  Int64ListType type = Int64ListType::kUnknown;
  int64_t first = 0;

  bool operator==(const Int64ListHead&) const = default;
};

/// Appends the payload and returns what is stored elsewhere. The type is the one the reference
/// picks. Precondition: values is not empty.
Int64ListHead append_int64_list(Bytes& out, const std::vector<int64_t>& values);

/// The whole payload must be used. `count` may be untrusted: lists without a byte for each value
/// (const, delta const) are bounded by limits::kRowsPerBlockMax, the others by the payload.
Result<std::vector<int64_t>> decode_int64_list(const ByteView& payload, uint8_t type_code,
                                               int64_t first, uint64_t count, const char* field);

}  // namespace sidx::encoding
