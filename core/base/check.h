#pragma once

#include <cstdio>
#include <cstdlib>

/// Stops the program when our own code is wrong. Never used on anything an input can influence: bad
/// input is a `Result` error. On in all builds.
#define SIDX_CHECK(condition)                                               \
  do {                                                                      \
    if (!(condition)) ::sidx::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)

namespace sidx {

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "partscope bug: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace sidx
