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

/// Digits without thin spaces, and a minus sign that programs read.
std::string without_typography(const std::string& text) {
  constexpr std::string_view kThinSpace = "\xe2\x80\x89";
  constexpr std::string_view kMinus = "\xe2\x88\x92";
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    if (rest.starts_with(kThinSpace)) {
      at += kThinSpace.size();
    } else if (rest.starts_with(kMinus)) {
      plain += '-';
      at += kMinus.size();
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

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

bool primary_button(const char* label) {
  ImGui::PushStyleColor(ImGuiCol_Button, theme().accent);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, mix(theme().accent, theme().text, 0.15f));
  ImGui::PushStyleColor(ImGuiCol_Text, theme().on_accent);
  const bool pressed = ImGui::Button(label);
  ImGui::PopStyleColor(3);
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

bool begin_fields(const char* id, float name_share) {
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {kGap1, 2.0f});
  const bool open = ImGui::BeginTable(id, 2, ImGuiTableFlags_SizingStretchProp);
  ImGui::PopStyleVar();
  if (!open) return false;
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthStretch, name_share);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 1.0f - name_share);
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

void title(const std::string& text, const std::string& below) {
  ImGui::PushTextWrapPos(0.0f);
  ImGui::PushFont(fonts().ui_strong);
  ImGui::TextUnformatted(text.data(), end_of(text));
  ImGui::PopFont();
  copy_menu("copy title", text);
  if (!below.empty()) text_dim(below);
  ImGui::PopTextWrapPos();
}

void cut_text(const std::string& text, bool mono) {
  if (mono) ImGui::PushFont(fonts().mono);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 size = ImGui::CalcTextSize(text.data(), end_of(text));
  ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), at, {at.x + width, at.y + size.y},
                            at.x + width, at.x + width, text.data(), end_of(text), &size);
  ImGui::Dummy({std::min(width, size.x), size.y});
  if (mono) ImGui::PopFont();
  if (size.x > width && ImGui::BeginItemTooltip()) {
    ImGui::PushTextWrapPos(560.0f);
    ImGui::TextUnformatted(text.data(), end_of(text));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
}

void copy_menu(const char* id, const std::string& text, const char* what) {
  if (!ImGui::BeginPopupContextItem(id)) return;
  if (ImGui::MenuItem(what)) ImGui::SetClipboardText(without_typography(text).c_str());
  ImGui::EndPopup();
}

void right_aligned(const std::string& text) {
  const float width = ImGui::CalcTextSize(text.data(), end_of(text)).x;
  const float room = ImGui::GetContentRegionAvail().x;
  if (room > width) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room - width);
  ImGui::TextUnformatted(text.data(), end_of(text));
}

namespace {

int grow(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    auto& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<size_t>(data->BufTextLen));
    data->Buf = text.data();
  }
  return 0;
}

}  // namespace

bool input_text(const char* label, std::string& text, const char* hint) {
  return ImGui::InputTextWithHint(label, hint, text.data(), text.capacity() + 1,
                                  ImGuiInputTextFlags_CallbackResize, grow, &text);
}

bool input_text_lines(const char* label, std::string& text, ImVec2 size) {
  return ImGui::InputTextMultiline(
      label, text.data(), text.capacity() + 1, size,
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_AllowTabInput, grow, &text);
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
