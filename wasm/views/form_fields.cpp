#include "wasm/views/form_fields.h"

#include "imgui.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using Json = nlohmann::ordered_json;

void caption(const char* text, const char* help, float name_width) {
  ImGui::AlignTextToFramePadding();
  ui::text_dim(text);
  if (help[0] != 0) ImGui::SetItemTooltip("%s", help);
  ImGui::SameLine(name_width);
  ImGui::SetNextItemWidth(-1);
}

void text_row(const char* name, std::string& text, const char* hint, const char* help,
              float name_width) {
  caption(name, help, name_width);
  ImGui::PushID(name);
  ui::input_text("##field", text, hint);
  ImGui::PopID();
}

void choice_row(const char* name, const char* const* labels, int count, int& current,
                float name_width) {
  caption(name, "", name_width);
  ui::segmented(name, labels, count, current);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ',' || c == ' ' || c == '\n' || c == '\t') {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string member_text(const Json& step, const char* name) {
  const auto at = step.find(name);
  if (at == step.end()) return {};
  if (!at->is_array()) return at->is_string() ? at->get<std::string>() : at->dump();
  std::string text;
  for (const Json& item : *at) {
    text += (text.empty() ? "" : ", ") + (item.is_string() ? item.get<std::string>() : item.dump());
  }
  return text;
}

void put_if(Json& step, const char* name, const std::string& text) {
  if (!text.empty()) step[name] = text;
}

Json typed_json(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json(text) : json;
}

Json number_or_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  return json.is_number() ? json : Json(text);
}

}  // namespace sidx::views
