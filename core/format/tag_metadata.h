#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/encoding/value_type.h"
#include "core/format/extent.h"

/// Records of <tag>.tm: one for each block that has the tag.
///
///     #  type    field
///     1  varuint length and bytes of the tag name
///     2  u8      value type (core/encoding/value_type.h)
///     3  varuint offset, varuint size of the values in <tag>.td
///     4  varuint offset, varuint size of the filter in <tag>.tf (0, 0: no filter)
///     5  varuint length and bytes of the smallest value, int64 tags only, 8 bytes ord64; else
///     empty 6  varuint length and bytes of the largest value, likewise
///
/// QUIRK: before #991 (v0.10.0 dev builds and all earlier) fields 5 and 6 are chosen by a broken
/// order, and seed merges leave them empty. See core/part/format_variant.h.
/// Mirrors tagMetadata.marshal in banyand/internal/sidx/tag.go.
namespace sidx::format {

struct TagMetadata {
  std::string name;
  encoding::ValueType type = encoding::ValueType::kUnknown;
  Extent values;  // in <tag>.td
  Extent filter;  // in <tag>.tf
  Bytes value_min;
  Bytes value_max;

  bool operator==(const TagMetadata&) const = default;
};

void append_tag_metadata(Bytes& out, const TagMetadata& record);
/// `view` is exactly one record.
Result<TagMetadata> read_tag_metadata(const ByteView& view);

}  // namespace sidx::format
