#pragma once

#include <string>
#include <string_view>

#include "core/encoding/value_type.h"

/// Stored values as text for people. The same everywhere: tables, command line, CSV.
namespace sidx::part {

/// The value whose stored bytes are `stored`: text, decimal numbers, times as RFC 3339 with all
/// nine digits, arrays as `["a", "b"]` or `[1, 2]`, binary as `0x…`. Bytes that do not fit the type
/// are shown as `0x…` too.
std::string value_text(encoding::ValueType type, std::string_view stored);

/// `bytes` as text if they are printable UTF-8, else as `0x…`.
std::string readable(std::string_view bytes);

/// The data of an element: as `readable`, except that the 0x01 which the trace module puts before a
/// trace ID does not hide the text behind it: `\x01trace-17`.
std::string data_text(std::string_view data);

/// Nanoseconds since 1970 as `2023-11-14T22:13:20.000000000Z`.
std::string timestamp_text(int64_t nanoseconds);

}  // namespace sidx::part
