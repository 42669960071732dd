#include "wasm/platform/files.h"

#include <emscripten/emscripten.h>

#include <map>
#include <utility>

// Offsets and lengths travel as doubles, which are exact up to 2^53: browsers' files end before.
EM_JS(void, files_read, (uint32_t request, uint32_t file_index, double offset, double length),
      { Module.host.readFile(request, file_index, offset, length); });
EM_JS(void, files_cancel, (uint32_t request), { Module.host.cancelRead(request); });

namespace sidx::files {
namespace {

struct Request {
  uint64_t offset = 0;
  uint64_t length = 0;
  Bytes bytes;
  ReadDone done;
};

std::map<uint32_t, Request>& requests() {
  static std::map<uint32_t, Request> table;
  return table;
}

uint32_t last_request = 0;

/// Takes the request out of the table before answering it: the answer may ask for more.
void answer(uint32_t request, Result<Bytes> (*make)(Request&, std::string, std::string),
            std::string path, std::string message) {
  const auto found = requests().find(request);
  if (found == requests().end()) return;
  Request taken = std::move(found->second);
  requests().erase(found);
  Result<Bytes> result = make(taken, std::move(path), std::move(message));
  taken.done(std::move(result));
}

Result<Bytes> make_bytes(Request& request, std::string, std::string) {
  return std::move(request.bytes);
}

Result<Bytes> make_error(Request& request, std::string path, std::string message) {
  return Error{ErrorCode::kUnreadable,
               {std::move(path), request.offset, request.length, std::nullopt},
               "file",
               "a file that can be read",
               std::move(message)};
}

}  // namespace

uint32_t read_file(uint32_t file_index, uint64_t offset, uint64_t length, ReadDone done) {
  const uint32_t request = ++last_request;
  requests().emplace(request, Request{offset, length, {}, std::move(done)});
  files_read(request, file_index, static_cast<double>(offset), static_cast<double>(length));
  return request;
}

void cancel(uint32_t request) {
  if (requests().erase(request) > 0) files_cancel(request);
}

void cancel_all() {
  for (const auto& [request, unused] : requests()) files_cancel(request);
  requests().clear();
}

size_t outstanding() { return requests().size(); }

uint8_t* buffer(uint32_t request, size_t size) {
  const auto found = requests().find(request);
  if (found == requests().end()) return nullptr;
  Bytes& bytes = found->second.bytes;
  bytes.reserve(size > 0 ? size : 1);  // an empty read is answered too: null means nobody waits
  bytes.resize(size);
  return bytes.data();
}

void complete(uint32_t request) { answer(request, make_bytes, {}, {}); }

void fail(uint32_t request, std::string path, std::string message) {
  answer(request, make_error, std::move(path), std::move(message));
}

void fail_all(const std::string& message) {
  std::map<uint32_t, Request> taken = std::move(requests());
  requests().clear();
  for (auto& [request, state] : taken) {
    files_cancel(request);
    state.done(make_error(state, {}, message));
  }
}

}  // namespace sidx::files
