#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// String arrays as releases from v0.10.0 on read them (L4). They remove the escapes inside the
/// stored bytes and hand out pieces of these. Rows with the same value share one dictionary entry,
/// so each row is read from what the rows before it have left there, and what a row was given may
/// still change:
///
///     stored  a \ | b |      first row   [a|b]      bytes are now  a | b b |
///                            second row  [a, bb]    and stay so
///
/// A merge stores what it has read. Mirrors UnmarshalVarArray in pkg/encoding/vararray and
/// unmarshalTag in banyand/internal/sidx/element.go; what should be read is split_str_array().
namespace sidx::encoding {

class InPlaceArrays {
 public:
  /// `values`: the stored arrays of the dictionary, in its order.
  explicit InPlaceArrays(std::vector<std::string> values) : values_(std::move(values)) {}

  /// Reads the next row, which has value number `value`. False if the engine reports an error: the
  /// bytes end in an escape or without a delimiter; the row has no elements then.
  bool read(size_t value);

  /// The number of rows that were read.
  size_t size() const { return rows_.size(); }
  /// What a row has now, after all rows that were read. Precondition: row < size().
  std::vector<std::string> elements(size_t row) const;

 private:
  struct Piece {
    size_t from = 0;
    size_t to = 0;
  };
  struct Row {
    size_t value = 0;
    std::vector<Piece> pieces;
  };
  /// Where the element from `at` on ends now, and where the next one begins.
  static std::optional<std::pair<size_t, size_t>> unescape(std::string& bytes, size_t at);

  std::vector<std::string> values_;
  std::vector<Row> rows_;
};

}  // namespace sidx::encoding
