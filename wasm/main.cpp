#include "wasm/platform/shell.h"

/// Runs once, when the module is instantiated. From here on the page calls what exports.h lists.
int main() {
  sidx::shell::create();
  return 0;
}
