#pragma once

#include <nlohmann/json.hpp>

#include "core/part/findings.h"
#include "core/part/format_variant.h"
#include "core/part/part_reader.h"

/// The JSON forms of the command line. 64-bit values are decimal strings, bytes are lower-case hex;
/// offsets, sizes and counts are numbers. README.md documents the documents built from them.
namespace sidx::cli {

using Json = nlohmann::ordered_json;

/// Compact text. Names in damaged parts need not be UTF-8: bad bytes become U+FFFD.
inline std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(const Error& error);
Json to_json(const part::Finding& finding);
Json to_json(const part::FormatVariant& variant);
Json to_json(const format::PrimaryBlockMetadata& metadata);
Json to_json(const format::Extent& extent);
/// A block's record and its tags' records. Tags whose record is unreadable are reported to `errors`
/// and show only what the block says of them.
Json to_json(const part::PartReader& reader, const format::BlockMetadata& block,
             std::vector<Error>& errors);
/// Row `row` of a decoded block; tags that are unreadable are left out.
Json row_json(const part::BlockContent& content, size_t row);

/// "seed", or "v0.10.0 … head" when several releases write such a part.
std::string engine_text(const part::FormatVariant& variant);

}  // namespace sidx::cli
