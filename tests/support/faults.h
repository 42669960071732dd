#pragma once

#include <catch_amalgamated.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace sidx::testing {

/// Checks code and place of an error; the words are free.
inline void check_fault(const Error& error, ErrorCode code, uint64_t offset,
                        std::optional<uint64_t> inner_offset = std::nullopt) {
  INFO(to_string(error));
  CHECK(name_of(error.code) == name_of(code));
  CHECK(error.where.offset == offset);
  CHECK(error.where.inner_offset == inner_offset);
  CHECK_FALSE(error.field.empty());
  CHECK_FALSE(error.expected.empty());
  CHECK_FALSE(error.found.empty());
}

template <typename ResultType>
void check_fault(const ResultType& result, ErrorCode code, uint64_t offset,
                 std::optional<uint64_t> inner_offset = std::nullopt) {
  REQUIRE_FALSE(result.ok());
  check_fault(result.error(), code, offset, inner_offset);
}

/// Every shorter prefix of `whole` must make `read`, a function of a ByteReader&, fail at a byte of
/// the prefix or right behind it, and leave the reader where it was.
template <typename Read>
void check_prefixes_fail(const Bytes& whole, Read read) {
  constexpr uint64_t kOffset = 1000;
  for (size_t size = 0; size < whole.size(); size++) {
    INFO("prefix of " << size << " bytes of " << to_hex(whole));
    // A copy of its own, so that the sanitizer sees any read behind the end.
    const Bytes prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    ByteReader reader(ByteView(prefix, "file", kOffset));
    const auto result = read(reader);
    REQUIRE_FALSE(result.ok());
    const Error& error = result.error();
    INFO(to_string(error));
    CHECK(name_of(error.code) == name_of(ErrorCode::kTruncated));
    CHECK(error.where.offset >= kOffset);
    CHECK(error.where.offset <= kOffset + size);
    CHECK(error.where.file == "file");
    CHECK(reader.position() == 0);
  }
}

}  // namespace sidx::testing
