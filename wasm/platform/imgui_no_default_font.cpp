// ImGui keeps a font for programs that bring none. We bring ours: the linker sends calls of
// ImFontAtlas::AddFontDefault here (--wrap, see wasm/CMakeLists.txt), so that nothing refers to
// that font and it stays out of the download.
#include <imgui.h>

#include "core/base/check.h"

extern "C" ImFont* __wrap__ZN11ImFontAtlas14AddFontDefaultEPK12ImFontConfig(ImFontAtlas*,
                                                                            const ImFontConfig*) {
  sidx::check_failed("fonts are added before the atlas is built", __FILE__, __LINE__);
}
