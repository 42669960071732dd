#include "core/encoding/array_value.h"

#include <utility>

#include "core/encoding/fixed_int.h"

namespace sidx::encoding {
namespace {

constexpr char kDelimiter = '|';
constexpr char kEscape = '\\';

}  // namespace

StrArray split_str_array(std::string_view stored) {
  StrArray array;
  std::string element;
  bool open = false;  // Bytes have been read since the last delimiter.
  for (size_t i = 0; i < stored.size(); i++) {
    if (stored[i] == kDelimiter) {
      array.elements.push_back(std::exchange(element, {}));
      open = false;
      continue;
    }
    open = true;
    if (stored[i] == kEscape && i + 1 < stored.size()) i++;
    element.push_back(stored[i]);
  }
  if (open) {
    array.elements.push_back(std::move(element));
    array.well_formed = false;
  }
  return array;
}

std::string join_str_array(const std::vector<std::string>& elements) {
  std::string stored;
  for (const std::string& element : elements) {
    for (const char byte : element) {
      if (byte == kDelimiter || byte == kEscape) stored.push_back(kEscape);
      stored.push_back(byte);
    }
    stored.push_back(kDelimiter);
  }
  return stored;
}

Int64Array split_int64_array(std::string_view stored) {
  Int64Array array;
  array.well_formed = stored.size() % 8 == 0;
  for (; stored.size() >= 8; stored.remove_prefix(8)) {
    array.elements.push_back(decode_ord64(load_u64be(stored.substr(0, 8))));
  }
  return array;
}

std::string join_int64_array(const std::vector<int64_t>& elements) {
  Bytes stored;
  for (const int64_t element : elements) append_ord64(stored, element);
  return {stored.begin(), stored.end()};
}

}  // namespace sidx::encoding
