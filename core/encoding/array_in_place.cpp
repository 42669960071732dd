#include "core/encoding/array_in_place.h"

namespace sidx::encoding {
namespace {

constexpr char kDelimiter = '|';
constexpr char kEscape = '\\';

}  // namespace

std::optional<std::pair<size_t, size_t>> InPlaceArrays::unescape(std::string& bytes, size_t at) {
  size_t end = at;
  for (size_t i = at; i < bytes.size(); i++) {
    if (bytes[i] == kDelimiter) return std::pair(end, i + 1);
    if (bytes[i] == kEscape && ++i == bytes.size()) return std::nullopt;
    // QUIRK: This is the dictionary's own value, not a copy of it (L4).
    bytes[end++] = bytes[i];
  }
  return std::nullopt;
}

bool InPlaceArrays::read(size_t value) {
  Row row{value, {}};
  std::string& bytes = values_[value];
  bool whole = true;
  for (size_t at = 0; at < bytes.size();) {
    const auto found = unescape(bytes, at);
    if (!found) {
      row.pieces.clear();
      whole = false;
      break;
    }
    row.pieces.push_back({at, found->first});
    at = found->second;
  }
  rows_.push_back(std::move(row));
  return whole;
}

std::vector<std::string> InPlaceArrays::elements(size_t row) const {
  std::vector<std::string> elements;
  for (const Piece& piece : rows_[row].pieces) {
    elements.push_back(values_[rows_[row].value].substr(piece.from, piece.to - piece.from));
  }
  return elements;
}

}  // namespace sidx::encoding
