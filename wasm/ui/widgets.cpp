#include "wasm/ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "imgui_internal.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

namespace sidx::ui {
namespace {

constexpr float kIconSize = 16.0f;

ImVec2 plus(ImVec2 a, float x, float y) { return {a.x + x, a.y + y}; }

const char* end_of(std::string_view text) { return text.data() + text.size(); }

void value_cell(const char* name, const std::string& value, bool mono) {
  ImGui::TableNextColumn();
  ImGui::PushID(name);
  if (mono) ImGui::PushFont(fonts().mono);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(value.data(), value.data() + value.size());
  ImGui::PopTextWrapPos();
  if (mono) ImGui::PopFont();
  copy_menu("copy", value);
  ImGui::PopID();
}

void field_row(const char* name, const std::string& value, const char* help, bool mono) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(name);
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  if (help != nullptr) ImGui::SetItemTooltip("%s", help);
  value_cell(name, value, mono);
}

}  // namespace

std::string size_text(uint64_t bytes) {
  static constexpr const char* kUnits[] = {"KB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  double value = static_cast<double>(bytes) / 1000.0;
  size_t unit = 0;
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000.0;
    unit++;
  }
  char text[32];
  std::snprintf(text, sizeof text, value < 99.95 ? "%.1f %s" : "%.0f %s", value, kUnits[unit]);
  return text;
}

void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, ImU32 c) {
  const float w = std::max(1.2f, hairline());
  const auto line = [&](float x1, float y1, float x2, float y2) {
    list.AddLine(plus(at, x1, y1), plus(at, x2, y2), c, w);
  };
  const auto box = [&](float x1, float y1, float x2, float y2, float rounding = 1.0f) {
    list.AddRect(plus(at, x1, y1), plus(at, x2, y2), c, rounding, 0, w);
  };
  const auto fill = [&](float x1, float y1, float x2, float y2) {
    list.AddRectFilled(plus(at, x1, y1), plus(at, x2, y2), c, 1.0f);
  };
  switch (icon) {
    case Icon::kOpen:
    case Icon::kFolder:
      line(2, 13, 2, 3.5f);
      line(2, 3.5f, 6, 3.5f);
      line(6, 3.5f, 7.5f, 5.5f);
      line(7.5f, 5.5f, 14, 5.5f);
      line(14, 5.5f, 14, 13);
      line(14, 13, 2, 13);
      break;
    case Icon::kSamples:
      box(2, 2, 7, 7);
      box(9, 2, 14, 7);
      box(2, 9, 7, 14);
      box(9, 9, 14, 14);
      break;
    case Icon::kPalette:
      line(2.5f, 4, 6.5f, 8);
      line(6.5f, 8, 2.5f, 12);
      line(8, 12.5f, 13.5f, 12.5f);
      break;
    case Icon::kSun:
      list.AddCircle(plus(at, 8, 8), 3.2f, c, 0, w);
      for (int i = 0; i < 8; i++) {
        const float angle = static_cast<float>(i) * IM_PI / 4;
        const float x = std::cos(angle);
        const float y = std::sin(angle);
        line(8 + 5 * x, 8 + 5 * y, 8 + 6.8f * x, 8 + 6.8f * y);
      }
      break;
    case Icon::kMoon:  // a disc, less a smaller disc up right: two arcs between their crossings
      list.PathArcTo(plus(at, 8, 8), 6.0f, 0.28f, 4.61f, 24);
      list.PathArcTo(plus(at, 11, 5.5f), 5.0f, 3.91f, 0.99f, 16);
      list.PathStroke(c, ImDrawFlags_Closed, w);
      break;
    case Icon::kHelp:
      list.AddCircle(plus(at, 8, 8), 6.2f, c, 0, w);
      list.PathArcTo(plus(at, 8, 6.4f), 2.0f, -IM_PI, 0.4f * IM_PI, 12);
      list.PathLineTo(plus(at, 8, 9.4f));
      list.PathStroke(c, 0, w);
      list.AddCircleFilled(plus(at, 8, 11.6f), 0.9f, c);
      break;
    case Icon::kClose:
      line(4, 4, 12, 12);
      line(12, 4, 4, 12);
      break;
    case Icon::kFit:
      for (const float x : {3.0f, 13.0f}) {
        for (const float y : {3.0f, 13.0f}) {
          line(x, y, x < 8 ? x + 3.5f : x - 3.5f, y);
          line(x, y, x, y < 8 ? y + 3.5f : y - 3.5f);
        }
      }
      break;
    case Icon::kCheck:
      line(3, 8.5f, 6.5f, 12);
      line(6.5f, 12, 13, 4.5f);
      break;
    case Icon::kPart:
      box(2, 3, 14, 13, 2.0f);
      fill(4, 5.5f, 9, 7.5f);
      fill(6, 9, 12, 11);
      break;
    case Icon::kBlock:
      fill(2.5f, 6, 13.5f, 10);
      break;
    case Icon::kTag:
      line(3, 3, 8.5f, 3);
      line(3, 3, 3, 8.5f);
      line(3, 8.5f, 8, 13.5f);
      line(8, 13.5f, 13.5f, 8);
      line(13.5f, 8, 8.5f, 3);
      list.AddCircleFilled(plus(at, 6, 6), 1.1f, c);
      break;
    case Icon::kFile:
      line(4, 2, 9.5f, 2);
      line(9.5f, 2, 12.5f, 5);
      line(12.5f, 5, 12.5f, 14);
      line(12.5f, 14, 4, 14);
      line(4, 14, 4, 2);
      break;
    case Icon::kPanelLeft:
      box(2, 3, 14, 13);
      fill(3, 4, 6, 12);
      break;
    case Icon::kPanelRight:
      box(2, 3, 14, 13);
      fill(10, 4, 13, 12);
      break;
    case Icon::kPanelBottom:
      box(2, 3, 14, 13);
      fill(3, 9, 13, 12);
      break;
  }
}

bool icon_button(const char* id, Icon icon, const char* tooltip, bool active) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  constexpr float kSide = 28.0f;
  ImGui::PushID(id);
  const bool pressed = ImGui::InvisibleButton("button", {kSide, kSide});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool hovered = ImGui::IsItemHovered();
  if (hovered || active) {
    list.AddRectFilled(at, plus(at, kSide, kSide), hovered ? theme().hovered : theme().selected,
                       kRadius);
  }
  ImGui::RenderNavHighlight({at, plus(at, kSide, kSide)}, ImGui::GetItemID());
  draw_icon(list, icon, plus(at, (kSide - kIconSize) / 2, (kSide - kIconSize) / 2),
            hovered || active ? theme().text : theme().dim);
  ImGui::SetItemTooltip("%s", tooltip);
  ImGui::PopID();
  return pressed;
}

bool labelled_button(const char* id, Icon icon, const char* label, const char* tooltip) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float text_width = ImGui::CalcTextSize(label).x;
  const ImVec2 size{kGap2 + kIconSize + kGap2 + text_width + kGap3, 28.0f};
  ImGui::PushID(id);
  const bool pressed = ImGui::InvisibleButton("button", size);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 ground = ImGui::IsItemHovered() ? theme().hovered : theme().raised;
  list.AddRectFilled(at, plus(at, size.x, size.y), ground, kRadius);
  list.AddRect(at, plus(at, size.x, size.y), theme().line, kRadius, 0, hairline());
  ImGui::RenderNavHighlight({at, plus(at, size.x, size.y)}, ImGui::GetItemID());
  draw_icon(list, icon, plus(at, kGap2, (size.y - kIconSize) / 2), theme().dim);
  list.AddText(plus(at, 2 * kGap2 + kIconSize, (size.y - ImGui::GetTextLineHeight()) / 2),
               theme().text, label);
  if (tooltip != nullptr) ImGui::SetItemTooltip("%s", tooltip);
  ImGui::PopID();
  return pressed;
}

bool splitter(const char* id, bool vertical, float length, float direction, float& size,
              float least, float most) {
  constexpr float kGrip = 5.0f;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 extent = vertical ? ImVec2{kGrip, length} : ImVec2{length, kGrip};
  ImGui::InvisibleButton(id, extent);
  const bool active = ImGui::IsItemActive();
  if (ImGui::IsItemHovered() || active) {
    ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  }
  if (active) {
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    size = std::clamp(size + direction * (vertical ? delta.x : delta.y), least, most);
  }
  const ImU32 colour = active || ImGui::IsItemHovered() ? theme().accent : theme().line;
  const float middle = std::floor(kGrip / 2);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (vertical) {
    list.AddRectFilled(plus(at, middle, 0), plus(at, middle + hairline(), length), colour);
  } else {
    list.AddRectFilled(plus(at, 0, middle), plus(at, length, middle + hairline()), colour);
  }
  return ImGui::IsItemDeactivated();
}

bool segmented(const char* id, const char* const* labels, int count, int& current) {
  bool changed = false;
  ImGui::PushID(id);
  for (int i = 0; i < count; i++) {
    if (i > 0) ImGui::SameLine(0, 1);
    const bool on = i == current;
    ImGui::PushStyleColor(ImGuiCol_Button, on ? theme().selected : theme().raised);
    if (ImGui::Button(labels[i]) && !on) {
      current = i;
      changed = true;
    }
    ImGui::PopStyleColor();
  }
  ImGui::PopID();
  return changed;
}

bool begin_fields(const char* id) {
  if (!ImGui::BeginTable(id, 2, ImGuiTableFlags_SizingStretchProp)) return false;
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthStretch, 0.42f);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.58f);
  return true;
}

void end_fields() { ImGui::EndTable(); }

void field(const char* name, const std::string& value, const char* help) {
  field_row(name, value, help, false);
}

void mono_field(const char* name, const std::string& value, const char* help) {
  field_row(name, value, help, true);
}

void section(const char* title) {
  ImGui::Dummy({0, kGap1});
  ImGui::PushFont(fonts().ui_strong);
  ImGui::TextUnformatted(title);
  ImGui::PopFont();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddLine(at, plus(at, ImGui::GetContentRegionAvail().x, 0),
                                      theme().line, hairline());
  ImGui::Dummy({0, 2});
}

void copyable_text(const std::string& text, bool mono) {
  if (mono) ImGui::PushFont(fonts().mono);
  const float width = ImGui::GetContentRegionAvail().x;
  const bool cut = ImGui::CalcTextSize(text.data(), end_of(text)).x > width;
  ImGui::PushID(text.data(), end_of(text));
  ImGui::TextUnformatted(text.data(), end_of(text));
  if (mono) ImGui::PopFont();
  if (cut && ImGui::BeginItemTooltip()) {
    ImGui::PushTextWrapPos(560.0f);
    ImGui::TextUnformatted(text.data(), end_of(text));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  copy_menu("copy", text);
  ImGui::PopID();
}

void copy_menu(const char* id, const std::string& text, const char* what) {
  if (!ImGui::BeginPopupContextItem(id)) return;
  if (ImGui::MenuItem(what)) ImGui::SetClipboardText(text.c_str());
  ImGui::EndPopup();
}

void right_aligned(const std::string& text) {
  const float width = ImGui::CalcTextSize(text.data(), end_of(text)).x;
  const float room = ImGui::GetContentRegionAvail().x;
  if (room > width) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room - width);
  ImGui::TextUnformatted(text.data(), end_of(text));
}

void empty_state(const char* title, const char* advice) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = std::min(room.x - 2 * kGap4, 460.0f);
  ImGui::SetCursorPos({ImGui::GetCursorPosX() + (room.x - width) / 2,
                       ImGui::GetCursorPosY() + std::max(0.0f, room.y * 0.35f)});
  ImGui::BeginGroup();
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  ImGui::PushFont(fonts().ui_strong);
  ImGui::TextUnformatted(title);
  ImGui::PopFont();
  text_dim(advice);
  ImGui::PopTextWrapPos();
  ImGui::EndGroup();
}

void text_dim(std::string_view text) {
  ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
  ImGui::TextUnformatted(text.data(), end_of(text));
  ImGui::PopStyleColor();
}

void text_wrong(std::string_view text) {
  ImGui::PushStyleColor(ImGuiCol_Text, theme().wrong);
  ImGui::TextUnformatted(text.data(), end_of(text));
  ImGui::PopStyleColor();
}

}  // namespace sidx::ui
