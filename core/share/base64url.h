#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// base64url (RFC 4648 section 5) without padding: bytes in the letters of an address.
namespace sidx::share {

std::string encode_base64url(const Bytes& bytes);

/// `where` is the place of the text in `file`, for errors: an error is at the letter that is wrong.
/// Each text of letters has one meaning and each meaning one text: bits that no byte needs must be
/// zero. kTruncated if the text ends within a byte.
Result<Bytes> decode_base64url(std::string_view text, std::string_view file, size_t where);

}  // namespace sidx::share
