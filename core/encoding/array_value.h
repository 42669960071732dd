#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Stored form of array values, one byte string for each row:
///
///     string array  each element followed by '|' (7c); '|' and '\' (5c) inside an element are
///                   preceded by '\'. ["a|b", "\"] is 61 5c7c 62 7c | 5c5c 7c
///     int64 array   ord64 of each element, 8 bytes each
///
/// An empty array is the empty string, which reads back as nil. Mirrors banyand/internal/sidx
/// (tag.marshal in element.go) and pkg/encoding/vararray (MarshalVarArray, UnmarshalVarArray).
namespace sidx::encoding {

/// Malformed bytes are split as far as they go: what follows the last '|' is one more element.
struct StrArray {
  std::vector<std::string> elements;
  bool well_formed = true;
};
StrArray split_str_array(std::string_view stored);
std::string join_str_array(const std::vector<std::string>& elements);

/// Bytes behind the last whole element are dropped and make the array malformed.
struct Int64Array {
  std::vector<int64_t> elements;
  bool well_formed = true;
};
Int64Array split_int64_array(std::string_view stored);
std::string join_int64_array(const std::vector<int64_t>& elements);

}  // namespace sidx::encoding
