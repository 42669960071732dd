#pragma once

#include <string>

#include "core/base/sha256.h"
#include "core/part/part_reader.h"

/// Digests of what a part says, independent of how it is compressed: equal digests mean equal rows.
namespace sidx::part {

/// Over rows, for each: user key (8 bytes, big-endian), length of data (4 bytes, big-endian), data,
/// then for each tag of the block in name order `ffffffff` for nil, else length (4 bytes) and
/// stored bytes.
class RowDigest {
 public:
  /// Adds all rows of a block. The first unreadable list is returned as an error, nothing is added.
  Status add(const BlockContent& content);
  std::string finish_hex() { return hash_.finish_hex(); }

 private:
  Sha256 hash_;
};

/// Over block records, one line each in file order: decimal, no spaces, ended by a newline,
/// `series,min_key,max_key,count,uncompressed_size,keys_encoding,data.offset,data.size,`
/// `keys.offset,keys.size` and for each tag
/// `;name,type,tm.offset,tm.size,td.offset,td.size,tf.offset,tf.size,min(hex),max(hex),encoding`.
class BlockDigest {
 public:
  Status add(const PartReader& reader, const format::BlockMetadata& block);
  std::string finish_hex() { return hash_.finish_hex(); }

 private:
  Sha256 hash_;
};

}  // namespace sidx::part
