#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/encoding/bytes_list.h"

/// A list of byte strings:
///
///     uint64 block of n lengths | envelope of all strings, one behind the other
///
/// Two forms of the lengths exist, and nothing on disk names them:
///
///     form      written by        nil  ""  "abc"   [abc, nil, d]
///     plain     seed, v0.9.0      0    0   3       00 04 00 03 00 01 | 00 04 61626364
///     plus one  v0.10.0 and later 0    1   4       00 04 00 04 00 02 | 00 04 61626364
///
/// With D bytes of content and z non-zero lengths, the lengths add up to D in the plain form and to
/// D + z in the other, so a single non-nil string tells them apart.
///
/// Mirrors pkg/encoding/bytes.go: EncodeBytesBlock, BytesBlockDecoder.
// QUIRK: The reference reads every block in the form it writes itself. Before v0.10.0 that turns
// lengths of the later form into errors; since then, earlier parts read as shifted strings.
namespace sidx::encoding {

enum class LengthForm : uint8_t { kUndecided, kPlain, kPlusOne };

/// "undecided", "plain", "plus one".
std::string_view name_of(LengthForm form);

struct BytesBlock {
  BytesList values;
  LengthForm lengths = LengthForm::kUndecided;  // undecided when all values are nil
  size_t stored_size = 0;                       // bytes of the block in the file
  size_t raw_size = 0;                          // bytes of all values together
};

/// Lengths that fit neither form are kBadLength.
Result<BytesBlock> read_bytes_block(ByteReader& reader, uint64_t count, const char* field);

/// The plain form writes nil and "" alike. kUndecided writes the plain form.
void append_bytes_block(Bytes& out, const BytesList& values, LengthForm form);

}  // namespace sidx::encoding
