# Fills SITE_DIR from PAGE_DIR, ASSETS_DIR, FONT_DIR, APP and SEARCH (paths without extension): run
# by web/CMakeLists.txt whenever one of them changed. The folder is small, so it is made anew.

file(REMOVE_RECURSE ${SITE_DIR})
file(GLOB top_files ${PAGE_DIR}/*.html ${PAGE_DIR}/*.svg)
file(COPY ${top_files} ${PAGE_DIR}/css ${PAGE_DIR}/js ${APP}.js ${APP}.wasm
  ${SEARCH}.js ${SEARCH}.wasm DESTINATION ${SITE_DIR})
file(CHMOD ${SITE_DIR}/partscope_app.wasm ${SITE_DIR}/partscope_search.wasm
  PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
file(COPY ${FONT_DIR}/sans.ttf ${FONT_DIR}/sans-strong.ttf ${FONT_DIR}/mono.ttf
  DESTINATION ${SITE_DIR}/fonts)
if(EXISTS ${ASSETS_DIR})
  file(COPY ${ASSETS_DIR}/ DESTINATION ${SITE_DIR}/assets PATTERN screenshots EXCLUDE)
endif()

# Servers that compress do not tell how much is coming; the progress line knows from here.
file(SIZE ${SITE_DIR}/partscope_app.wasm wasm_bytes)
set(font_bytes 0)
foreach(font sans sans-strong mono)
  file(SIZE ${SITE_DIR}/fonts/${font}.ttf bytes)
  math(EXPR font_bytes "${font_bytes} + ${bytes}")
endforeach()
file(WRITE ${SITE_DIR}/js/build_info.js "/**
 * Written by web/assemble_site.cmake: what js/engine.js fetches, and how much that is.
 */
export const buildInfo = {
  wasmBytes: ${wasm_bytes},
  fontBytes: ${font_bytes},
  fonts: ['fonts/sans.ttf', 'fonts/sans-strong.ttf', 'fonts/mono.ttf'],
};
")

# Scripts import each other three deep; named here, they are fetched at once.
file(GLOB scripts RELATIVE ${SITE_DIR} ${SITE_DIR}/js/*.js)
list(REMOVE_ITEM scripts js/unsupported.js js/search_worker.js)
set(links "")
foreach(script ${scripts})
  string(APPEND links "  <link rel=\"modulepreload\" href=\"${script}\">\n")
endforeach()
file(READ ${SITE_DIR}/index.html index)
string(REPLACE "  <!-- all scripts -->\n" "${links}" index "${index}")
file(WRITE ${SITE_DIR}/index.html "${index}")
