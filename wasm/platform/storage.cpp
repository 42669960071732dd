#include "wasm/platform/storage.h"

#include <emscripten/emscripten.h>

#include "wasm/platform/owned_text.h"

EM_JS(char*, storage_get, (const char* key, size_t size),
      { return Module.host.getSetting(key, size); });
EM_JS(void, storage_set, (const char* key, size_t size, const char* value, size_t value_size),
      { Module.host.setSetting(key, size, value, value_size); });

namespace sidx::storage {

std::string get(std::string_view key) { return take_text(storage_get(key.data(), key.size())); }

void set(std::string_view key, std::string_view value) {
  storage_set(key.data(), key.size(), value.data(), value.size());
}

}  // namespace sidx::storage
