#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/part/part_reader.h"
#include "core/query/explanation.h"

namespace sidx::query {

/// The field that decided about an item.
struct DecidingBytes {
  /// Where the field is; inside a frame `where.length` is the frame's, as everywhere.
  Location where;
  uint64_t length = 0;  // of the field itself
  std::string field;
};

/// Finds the bytes behind the items of an explanation, reading what it needs of their parts. Mem
/// parts have no files, and an inactive part is left out for no byte: nothing then.
class DecidingBytesFinder {
 public:
  explicit DecidingBytesFinder(const Explanation& explanation) : explanation_(explanation) {}
  std::optional<DecidingBytes> find(const ExplainedItem& item);

 private:
  struct OpenPart {
    std::unique_ptr<part::PartReader> reader;
    std::vector<format::PrimaryBlockMetadata> primaries;
    std::map<size_t, part::PrimaryBlock> blocks;
  };
  OpenPart& open(size_t part);
  std::optional<DecidingBytes> in_manifest(const ExplainedItem& item);
  std::optional<DecidingBytes> in_meta(const ExplainedItem& item);
  /// A field of a block's record: 0 series ID, 1 smallest key, 2 largest key, 3 the tags.
  std::optional<DecidingBytes> in_record(size_t part, size_t primary, size_t block, int field);
  std::optional<DecidingBytes> in_filter(size_t part, size_t primary, size_t block);
  std::optional<DecidingBytes> in_columns(const ExplainedItem& item);

  const Explanation& explanation_;
  std::map<size_t, OpenPart> open_;
};

}  // namespace sidx::query
