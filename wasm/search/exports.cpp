#include "wasm/search/exports.h"

#include <emscripten/emscripten.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/search/search_json.h"

using namespace sidx;

namespace {

std::unique_ptr<search::Search> current;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* ps_search_start(const char* request, size_t size) {
  static std::string problem;
  problem.clear();
  current.reset();
  auto read = search::read_request(std::string_view(request, size), "search request");
  if (read.ok()) {
    current = std::make_unique<search::Search>(*std::move(read));
  } else {
    problem = to_string(read.error());
  }
  return problem.c_str();
}

EMSCRIPTEN_KEEPALIVE int ps_search_advance(uint32_t steps) {
  if (current) current->advance(steps);
  return !current || current->done() ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE const char* ps_search_progress() {
  static std::string text;
  text = search::write_progress(current->progress());
  return text.c_str();
}

EMSCRIPTEN_KEEPALIVE const char* ps_search_result() {
  static std::string text;
  text = search::write_result(*current);
  return text.c_str();
}
}
