#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

/// Reads of the files that are open. The page (web/js/files.js) holds them; we ask for ranges and
/// get bytes later, between frames. Indices are those of the last listing given to app::open.
namespace sidx::files {

using ReadDone = std::function<void(Result<Bytes>)>;

/// Asks for `length` bytes at `offset`. `done` is called once, after this call has returned, unless
/// the request is cancelled first. Exactly `length` bytes arrive, or an ErrorCode::kUnreadable.
/// Returns the number of the request; numbers are not used twice.
uint32_t read_file(uint32_t file_index, uint64_t offset, uint64_t length, ReadDone done);

/// Forgets one request, or all: their `done` is never called.
void cancel(uint32_t request);
void cancel_all();

/// Requests that have not been answered.
size_t outstanding();

// What the page reports.
/// Where the bytes of `request` go; null when nobody waits for them any more.
uint8_t* buffer(uint32_t request, size_t size);
/// The buffer is filled.
void complete(uint32_t request);
void fail(uint32_t request, std::string path, std::string message);
/// Answers every outstanding request with an error.
void fail_all(const std::string& message);

}  // namespace sidx::files
