#include "wasm/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace sidx::ui {
namespace {

/// Opaque colour from the way the design writes it, 0xrrggbb.
constexpr ImU32 rgb(unsigned value) {
  return IM_COL32(value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff, 0xff);
}

constexpr ImU32 kClear = IM_COL32(0, 0, 0, 0);

Theme make_dark() {
  Theme colours;
  colours.dark = true;
  colours.background = rgb(0x14171c);
  colours.panel = rgb(0x1b1f26);
  colours.raised = rgb(0x232933);
  colours.line = rgb(0x2e3540);
  colours.text = rgb(0xe6e9ef);
  colours.dim = rgb(0x9aa4b2);
  colours.accent = rgb(0x4c9be8);
  colours.on_accent = rgb(0x0d1116);
  colours.mem_part = rgb(0xe69f00);
  colours.file_part = rgb(0x56b4e9);
  colours.merge_output = rgb(0x2bb58a);
  colours.removing = rgb(0xcc79a7);
  colours.reader = rgb(0xf0e442);
  colours.wrong = rgb(0xff6b3d);
  return colours;
}

Theme make_light() {
  Theme colours;
  colours.dark = false;
  colours.background = rgb(0xf6f7f9);
  colours.panel = rgb(0xffffff);
  colours.raised = rgb(0xeef1f5);
  colours.line = rgb(0xd5dae2);
  colours.text = rgb(0x1a1f27);
  colours.dim = rgb(0x586273);
  colours.accent = rgb(0x1f6fc5);
  colours.on_accent = rgb(0xffffff);
  colours.mem_part = rgb(0xb87a00);
  colours.file_part = rgb(0x0072b2);
  colours.merge_output = rgb(0x00805c);
  colours.removing = rgb(0xa8457e);
  colours.reader = rgb(0x8f8400);
  colours.wrong = rgb(0xc9400e);
  return colours;
}

Theme with_derived(Theme colours) {
  colours.hovered = mix(colours.raised, colours.accent, colours.dark ? 0.16f : 0.10f);
  colours.selected = mix(colours.panel, colours.accent, colours.dark ? 0.32f : 0.20f);
  colours.track = mix(colours.panel, colours.line, 0.5f);
  return colours;
}

Theme current = with_derived(make_dark());
float line_width = 1.0f;

void set_measures(ImGuiStyle& style) {
  style.WindowPadding = {kGap3, kGap2};
  style.FramePadding = {kGap2, 2.0f};  // 20 px of text in a row of 24
  style.CellPadding = {kGap2, 2.0f};
  style.ItemSpacing = {kGap2, kGap1};
  style.ItemInnerSpacing = {kGap2, kGap1};
  style.IndentSpacing = kGap4;
  style.ColumnsMinSpacing = kGap2;
  style.ScrollbarSize = 10.0f;
  style.GrabMinSize = kGap3;
  style.WindowRounding = 0.0f;
  style.ChildRounding = 0.0f;
  style.FrameRounding = kRadius;
  style.PopupRounding = kRadius;
  style.ScrollbarRounding = kRadius;
  style.GrabRounding = kRadius;
  style.TabRounding = kRadius;
  style.WindowBorderSize = line_width;
  style.ChildBorderSize = line_width;
  style.PopupBorderSize = line_width;
  style.FrameBorderSize = 0.0f;
  style.TabBorderSize = 0.0f;
  style.TabBarBorderSize = line_width;
  style.SeparatorTextBorderSize = line_width;
  style.WindowTitleAlign = {0.0f, 0.5f};
  style.WindowMenuButtonPosition = ImGuiDir_None;
  style.ButtonTextAlign = {0.5f, 0.5f};
  style.SelectableTextAlign = {0.0f, 0.5f};
  style.DisabledAlpha = 0.5f;
  style.HoverStationaryDelay = 0.12f;
  style.HoverDelayShort = 0.15f;
  style.HoverDelayNormal = 0.35f;
  // text_snap.cpp knows glyphs by their texture coordinates.
  style.AntiAliasedLinesUseTex = false;
}

void set_surfaces(ImVec4* colors, const Theme& t) {
  colors[ImGuiCol_Text] = to_vec4(t.text);
  colors[ImGuiCol_TextDisabled] = to_vec4(t.dim);
  colors[ImGuiCol_WindowBg] = to_vec4(t.panel);
  colors[ImGuiCol_ChildBg] = to_vec4(kClear);
  colors[ImGuiCol_PopupBg] = to_vec4(t.dark ? t.raised : t.panel);
  colors[ImGuiCol_Border] = to_vec4(t.line);
  colors[ImGuiCol_BorderShadow] = to_vec4(kClear);
  colors[ImGuiCol_TitleBg] = to_vec4(t.raised);
  colors[ImGuiCol_TitleBgActive] = to_vec4(t.raised);
  colors[ImGuiCol_TitleBgCollapsed] = to_vec4(t.raised);
  colors[ImGuiCol_MenuBarBg] = to_vec4(t.raised);
  colors[ImGuiCol_ScrollbarBg] = to_vec4(kClear);
  colors[ImGuiCol_ScrollbarGrab] = to_vec4(mix(t.line, t.dim, 0.25f));
  colors[ImGuiCol_ScrollbarGrabHovered] = to_vec4(mix(t.line, t.dim, 0.6f));
  colors[ImGuiCol_ScrollbarGrabActive] = to_vec4(t.dim);
  colors[ImGuiCol_Separator] = to_vec4(t.line);
  colors[ImGuiCol_SeparatorHovered] = to_vec4(t.accent);
  colors[ImGuiCol_SeparatorActive] = to_vec4(t.accent);
  colors[ImGuiCol_TableHeaderBg] = to_vec4(t.raised);
  colors[ImGuiCol_TableBorderStrong] = to_vec4(t.line);
  colors[ImGuiCol_TableBorderLight] = to_vec4(mix(t.panel, t.line, 0.6f));
  colors[ImGuiCol_TableRowBg] = to_vec4(kClear);
  colors[ImGuiCol_TableRowBgAlt] = to_vec4(with_alpha(t.raised, 0.4f));
  colors[ImGuiCol_ModalWindowDimBg] = to_vec4(with_alpha(t.background, 0.6f));
  colors[ImGuiCol_NavWindowingDimBg] = to_vec4(with_alpha(t.background, 0.6f));
}

void set_controls(ImVec4* colors, const Theme& t) {
  const ImU32 frame = t.dark ? t.background : t.raised;
  colors[ImGuiCol_FrameBg] = to_vec4(frame);
  colors[ImGuiCol_FrameBgHovered] = to_vec4(t.hovered);
  colors[ImGuiCol_FrameBgActive] = to_vec4(t.hovered);
  colors[ImGuiCol_CheckMark] = to_vec4(t.accent);
  colors[ImGuiCol_SliderGrab] = to_vec4(t.accent);
  colors[ImGuiCol_SliderGrabActive] = to_vec4(mix(t.accent, t.text, 0.2f));
  colors[ImGuiCol_Button] = to_vec4(t.raised);
  colors[ImGuiCol_ButtonHovered] = to_vec4(t.hovered);
  colors[ImGuiCol_ButtonActive] = to_vec4(t.selected);
  // Headers are rows: lists, trees, menus.
  colors[ImGuiCol_Header] = to_vec4(t.selected);
  colors[ImGuiCol_HeaderHovered] = to_vec4(t.hovered);
  colors[ImGuiCol_HeaderActive] = to_vec4(t.selected);
  colors[ImGuiCol_ResizeGrip] = to_vec4(kClear);
  colors[ImGuiCol_ResizeGripHovered] = to_vec4(with_alpha(t.accent, 0.6f));
  colors[ImGuiCol_ResizeGripActive] = to_vec4(t.accent);
  colors[ImGuiCol_Tab] = to_vec4(kClear);
  colors[ImGuiCol_TabHovered] = to_vec4(t.hovered);
  colors[ImGuiCol_TabActive] = to_vec4(t.raised);
  colors[ImGuiCol_TabUnfocused] = to_vec4(kClear);
  colors[ImGuiCol_TabUnfocusedActive] = to_vec4(t.raised);
  colors[ImGuiCol_PlotLines] = to_vec4(t.accent);
  colors[ImGuiCol_PlotLinesHovered] = to_vec4(t.text);
  colors[ImGuiCol_PlotHistogram] = to_vec4(t.accent);
  colors[ImGuiCol_PlotHistogramHovered] = to_vec4(t.text);
  colors[ImGuiCol_TextSelectedBg] = to_vec4(with_alpha(t.accent, 0.35f));
  colors[ImGuiCol_DragDropTarget] = to_vec4(t.accent);
  colors[ImGuiCol_NavHighlight] = to_vec4(t.accent);
  colors[ImGuiCol_NavWindowingHighlight] = to_vec4(t.accent);
}

}  // namespace

const Theme& theme() { return current; }
float hairline() { return line_width; }

void apply_theme(bool dark, float density) {
  current = with_derived(dark ? make_dark() : make_light());
  line_width = std::max(1.0f, std::round(density)) / density;
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  set_measures(style);
  set_surfaces(style.Colors, current);
  set_controls(style.Colors, current);
}

ImU32 with_alpha(ImU32 colour, float alpha) {
  const float opacity = static_cast<float>(colour >> IM_COL32_A_SHIFT & 0xff);
  const auto scaled = static_cast<ImU32>(std::clamp(opacity * alpha, 0.0f, 255.0f) + 0.5f);
  return (colour & ~IM_COL32_A_MASK) | scaled << IM_COL32_A_SHIFT;
}

ImU32 mix(ImU32 from, ImU32 to, float t) {
  ImU32 result = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float a = static_cast<float>(from >> shift & 0xff);
    const float b = static_cast<float>(to >> shift & 0xff);
    result |= static_cast<ImU32>(std::clamp(a + (b - a) * t, 0.0f, 255.0f) + 0.5f) << shift;
  }
  return result;
}

}  // namespace sidx::ui
