#include "wasm/platform/download.h"

#include <emscripten/emscripten.h>

EM_JS(void, download_save,
      (const char* name, size_t name_size, const char* type, size_t type_size, const uint8_t* bytes,
       size_t size),
      { Module.host.saveFile(name, name_size, type, type_size, bytes, size); });

namespace sidx::download {

void save(std::string_view name, std::string_view type, const uint8_t* bytes, size_t size) {
  download_save(name.data(), name.size(), type.data(), type.size(), bytes, size);
}

}  // namespace sidx::download
