#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/encoding/bytes_block.h"
#include "core/part/part_reader.h"

/// A part carries no version. What its bytes give away instead: how lengths are stored, which
/// parameters its bloom filters have, which optional fields and columns it uses, and so which
/// releases of the engine can have written it. Nothing is guessed: what the bytes leave open stays
/// open.
namespace sidx::part {

/// Parameters of the bloom filters, told apart by their word count and content.
enum class BloomForm : uint8_t {
  kNone,       // the part has no filter
  kAmbiguous,  // has some, but they fit both
  kSeed,       // 6 probes, 15 bits a row
  kCurrent,    // 10 probes, 16 bits a distinct value (#844, v0.9.0 and later)
};

std::string_view name_of(BloomForm form);
/// Probes of a filter of this form; the ambiguous form is probed as the seed's, which never yields
/// a false negative: its probes are a prefix of the current ones.
int bloom_probes(BloomForm form);

struct FormatVariant {
  encoding::LengthForm lengths = encoding::LengthForm::kUndecided;
  BloomForm bloom = BloomForm::kNone;
  /// Whether int64 min/max in tag metadata follow the numeric order (#991): they are then usable.
  bool min_max_trusted = false;
  bool has_timestamps = false;
  bool has_typed_columns = false;
  bool has_positive_exponent = false;
  bool has_filter_on_dictionary = false;
  bool has_dictionary_without_filter = false;
  /// A flushed block with more rows than any engine since v0.9.0 writes.
  bool has_unbounded_block = false;
  bool merged = false;  // by its manifest: id 0
  /// Releases that can have written the part, oldest first, in the words of the format document:
  /// "seed", "v0.9.0", "v0.10.0", "v0.10.1", "v0.10.2", "v0.10.3", "head".
  std::vector<std::string> engines;
  /// A sentence for each rule that decided something.
  std::vector<std::string> evidence;
};

/// What the detection looks at: at most this many blocks from the front, and of these tags. Columns
/// of more than limits::kUnprovenRowsMax rows are not decoded.
inline constexpr size_t kVariantBlocksMax = 64;
inline constexpr size_t kVariantTagsMax = 4096;

/// kNotResident while bytes are missing; otherwise an answer, whatever is unreadable.
Result<FormatVariant> detect_format_variant(const PartReader& reader);

}  // namespace sidx::part
