#pragma once

#include <cstdlib>
#include <string>

namespace sidx {

/// Takes over text that the page put into malloc'ed memory, ended by a zero byte; null is empty.
inline std::string take_text(char* text) {
  if (text == nullptr) return {};
  std::string result(text);
  std::free(text);
  return result;
}

}  // namespace sidx
