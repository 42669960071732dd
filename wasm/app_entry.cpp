// Placeholder until the application itself is here: lists what was opened and reads a file on
// click.
#include "wasm/app_entry.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/bytes.h"
#include "imgui.h"
#include "wasm/platform/display.h"
#include "wasm/platform/files.h"
#include "wasm/platform/page.h"
#include "wasm/platform/shell.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"

namespace sidx::app {
namespace {

struct ListedFile {
  std::string path;
  uint64_t size = 0;
};
std::string name;
std::vector<ListedFile> listed;
char filter[128] = "";
int selected = -1;
float scroll = 0.0f;
std::string head;
std::string error;
int menus = 0;
bool tooltip = false;

void read_head(int index) {
  selected = index;
  const uint64_t size = listed[static_cast<size_t>(index)].size;
  files::read_file(static_cast<uint32_t>(index), 0, size < 64 ? size : 64, [](Result<Bytes> read) {
    head = read.ok() ? to_hex(*read) : std::string();
    error = read.ok() ? std::string() : to_string(read.error());
  });
}

void draw_file(int index) {
  const ListedFile& file = listed[static_cast<size_t>(index)];
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushID(index);
  if (ImGui::Selectable(file.path.c_str(), selected == index,
                        ImGuiSelectableFlags_SpanAllColumns)) {
    read_head(index);
  }
  if (ImGui::BeginItemTooltip()) {
    tooltip = true;
    ImGui::Text("%s", file.path.c_str());
    ImGui::EndTooltip();
  }
  if (ImGui::BeginPopupContextItem()) {
    menus++;
    if (ImGui::MenuItem("Copy path")) ImGui::SetClipboardText(file.path.c_str());
    ImGui::EndPopup();
  }
  ImGui::PopID();
  ImGui::TableNextColumn();
  ImGui::PushFont(ui::fonts().mono);
  ImGui::Text("%llu", static_cast<unsigned long long>(file.size));
  ImGui::PopFont();
}

}  // namespace

void start() {}

bool draw() {
  tooltip = false;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->Pos);
  ImGui::SetNextWindowSize(viewport->Size);
  ImGui::Begin("files", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::Text("%s", name.c_str());
  ImGui::PopFont();
  ImGui::SetNextItemWidth(300.0f);
  ImGui::InputTextWithHint("##filter", "Part of a path", filter, sizeof filter);
  if (ImGui::BeginTable("list", 2,
                        ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                            ImGuiTableFlags_BordersOuter | ImGuiTableFlags_Resizable,
                        {0.0f, -2 * ui::kRowHeight - ui::kGap4})) {
    ImGui::TableSetupColumn("File");
    ImGui::TableSetupColumn("Bytes", ImGuiTableColumnFlags_WidthFixed, 120.0f);
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableHeadersRow();
    for (int i = 0; i < static_cast<int>(listed.size()); i++) {
      if (listed[static_cast<size_t>(i)].path.find(filter) != std::string::npos) draw_file(i);
    }
    scroll = ImGui::GetScrollY();
    ImGui::EndTable();
  }
  ImGui::PushFont(ui::fonts().mono);
  ImGui::TextWrapped("%s%s", head.c_str(), error.c_str());
  ImGui::PopFont();
  ImGui::TextDisabled("%u network requests, %.1f ms a frame → × ≤ ✓", page::network_requests(),
                      shell::last_frame_ms());
  ImGui::End();
  return false;
}

void open(std::string listing_json) {
  listed.clear();
  selected = -1;
  head.clear();
  error.clear();
  const auto listing = nlohmann::json::parse(listing_json, nullptr, false);
  if (!listing.is_object()) return;
  name = listing.value("name", "");
  for (const auto& file : listing["files"]) {
    listed.push_back(
        {file.value("path", ""), std::strtoull(file.value("size", "0").c_str(), nullptr, 10)});
  }
  page::set_title(name + " · Partscope");
  page::announce(std::to_string(listed.size()) + " files opened");
}

std::string state_json() {
  return nlohmann::json{{"name", name},       {"files", listed.size()},
                        {"filter", filter},   {"selected", selected},
                        {"scroll", scroll},   {"head", head},
                        {"error", error},     {"menus", menus},
                        {"tooltip", tooltip}, {"density", display::density()}}
      .dump();
}

std::string run_command(std::string_view json) {
  const auto command = nlohmann::json::parse(json, nullptr, false);
  if (command.is_object() && command.value("op", "") == "scale") {
    display::set_ui_scale(command.value("value", 1.0f));
    return R"({"ok":true})";
  }
  return R"({"ok":false,"error":"no such command"})";
}

bool idle() { return true; }

}  // namespace sidx::app
