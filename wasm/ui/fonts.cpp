#include "wasm/ui/fonts.h"

#include <array>
#include <cmath>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/check.h"

namespace sidx::ui {
namespace {

enum FontFile { kInterface, kStrong, kMono, kFontFileCount };

struct File {
  uint8_t* bytes = nullptr;
  size_t size = 0;
};
std::array<File, kFontFileCount> files;
Fonts current;
float built_density = 0.0f;

/// One font of the interface, in interface pixels. The library takes its line height from the font
/// file; ours come from the 24 px rows of the design.
struct FontSpec {
  FontFile file;
  float em;
  float line;
  float baseline;
};
constexpr FontSpec kUi = {kInterface, 15.0f, 20.0f, 15.0f};
constexpr FontSpec kUiStrong = {kStrong, 15.0f, 20.0f, 15.0f};
constexpr FontSpec kMonoSpec = {kMono, 14.0f, 20.0f, 15.0f};
constexpr FontSpec kSmall = {kInterface, 13.0f, 18.0f, 13.0f};

/// What the subset of web/CMakeLists.txt contains.
constexpr ImWchar kLetters[] = {0x0020, 0x007e, 0x00a0, 0x017f, 0x0370, 0x03ff,
                                0x2000, 0x206f, 0x2070, 0x209f, 0x20ac, 0x20ac,
                                0x2122, 0x2122, 0x2200, 0x22ff, 0};
/// Arrows and marks, which only the mono font has.
constexpr ImWchar kMarks[] = {0x2190, 0x21ff, 0x2300, 0x23ff, 0x25a0, 0x25ff, 0x2700, 0x27bf, 0};

/// Height of ascent plus descent in ems, from the `head` and `hhea` tables: ImGui measures fonts by
/// that height, designs by the em. 1 when the file is not a font.
float height_in_ems(const File& file) {
  ByteView font(file.bytes, file.size, "font");
  ByteReader reader(font);
  if (!reader.read_u32be("version").ok()) return 1.0f;
  const auto table_count = reader.read_u16be("tables");
  if (!table_count.ok() || !reader.read_bytes(6, "search hints").ok()) return 1.0f;
  double units_per_em = 0.0;
  double height = 0.0;
  for (int i = 0; i < *table_count; i++) {
    const auto tag = reader.read_bytes(4, "tag");
    if (!tag.ok() || !reader.read_u32be("checksum").ok()) return 1.0f;
    const auto offset = reader.read_u32be("offset");
    const auto length = reader.read_u32be("length");
    if (!offset.ok() || !length.ok() || *offset > font.size() || font.size() - *offset < 20) {
      return 1.0f;
    }
    const uint8_t* table = font.data() + *offset;
    const auto u16 = [table](int at) { return table[at] << 8 | table[at + 1]; };
    if (tag->text() == "head") units_per_em = u16(18);
    if (tag->text() == "hhea") height = static_cast<int16_t>(u16(4)) - static_cast<int16_t>(u16(6));
  }
  return units_per_em > 0.0 && height > 0.0 ? static_cast<float>(height / units_per_em) : 1.0f;
}

void add_file(ImFontAtlas& atlas, FontFile slot, float em, float density, const ImWchar* ranges,
              bool merge) {
  const File& file = files[slot];
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = merge;
  config.RasterizerDensity = density;
  config.OversampleH = density >= 2.0f ? 1 : 2;
  config.OversampleV = 1;
  atlas.AddFontFromMemoryTTF(file.bytes, static_cast<int>(file.size), em * height_in_ems(file),
                             &config, ranges);
}

ImFont* add_font(ImFontAtlas& atlas, const FontSpec& spec, float density) {
  add_file(atlas, spec.file, spec.em, density, kLetters, false);
  ImFont* font = atlas.Fonts.back();
  add_file(atlas, kMono, spec.em, density, kMarks, true);
  return font;
}

/// Puts the baseline and the line height where the design wants them.
void align(ImFont& font, const FontSpec& spec) {
  const float shift = spec.baseline - std::round(font.Ascent);
  for (ImFontGlyph& glyph : font.Glyphs) {
    glyph.Y0 += shift;
    glyph.Y1 += shift;
  }
  font.FontSize = spec.line;
}

/// The mono font has no thin space, which groups digits: it gets one of two fifths of its width.
void add_thin_space(ImFont& font) {
  constexpr ImWchar kThinSpace = 0x2009;
  const float advance = std::round(0.4f * font.GetCharAdvance('0'));
  font.AddGlyph(nullptr, kThinSpace, 0, 0, 0, 0, 0, 0, 0, 0, advance);
  font.BuildLookupTable();
}

}  // namespace

const Fonts& fonts() { return current; }

void set_font_file(int slot, uint8_t* bytes, size_t size) {
  SIDX_CHECK(slot >= 0 && slot < kFontFileCount);
  files[static_cast<size_t>(slot)] = {bytes, size};
}

void build_fonts(float density) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoBakedLines | ImFontAtlasFlags_NoMouseCursors;
  atlas.TexGlyphPadding = 1;
  current.ui = add_font(atlas, kUi, density);
  current.ui_strong = add_font(atlas, kUiStrong, density);
  current.mono = add_font(atlas, kMonoSpec, density);
  current.small = add_font(atlas, kSmall, density);
  atlas.Build();
  align(*current.ui, kUi);
  align(*current.ui_strong, kUiStrong);
  align(*current.mono, kMonoSpec);
  align(*current.small, kSmall);
  add_thin_space(*current.mono);
  ImGui::GetIO().FontDefault = current.ui;
  built_density = density;
}

bool fonts_outdated(float density) { return built_density != density; }

}  // namespace sidx::ui
