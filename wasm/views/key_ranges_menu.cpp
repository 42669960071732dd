#include "wasm/views/key_ranges_menu.h"

#include <nlohmann/json.hpp>
#include <string>

#include "imgui.h"
#include "wasm/views/key_ranges_labels.h"

namespace sidx::views {

using model::AppState;
using model::KeyRange;
using model::OpenPart;
using model::SelectCommand;
using model::ViewCommand;
using model::ViewTab;

namespace {

constexpr const char* kPopup = "key ranges menu";

void copy_item(const char* label, const std::string& text) {
  if (ImGui::MenuItem(label)) ImGui::SetClipboardText(text.c_str());
}

/// Without spaces between digits, as other programs read numbers.
std::string plain_range(KeyRange keys) {
  return std::to_string(keys.first) + " … " + std::to_string(keys.last);
}

std::string indented(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string block_json(const OpenPart& part, size_t index) {
  const model::BlockSummary& block = part.blocks[index];
  return indented({{"part", part.name},
                   {"block", index},
                   {"series", std::to_string(block.series_id)},
                   {"min_key", std::to_string(block.key_min)},
                   {"max_key", std::to_string(block.key_max)},
                   {"count", block.row_count},
                   {"stored_size", block.stored_size},
                   {"uncompressed_size", block.uncompressed_size}});
}

std::string part_json(const OpenPart& part, std::optional<KeyRange> keys) {
  nlohmann::ordered_json json{{"part", part.name}, {"blocks", part.blocks.size()}};
  json["min_key"] = keys ? nlohmann::ordered_json(std::to_string(keys->first)) : nullptr;
  json["max_key"] = keys ? nlohmann::ordered_json(std::to_string(keys->last)) : nullptr;
  json["count"] = part.row_count();
  json["size"] = part.size_bytes;
  return indented(json);
}

}  // namespace

void KeyRangesMenu::open(const Pointed& pointed) {
  if (pointed.area == Pointed::Area::kNothing || pointed.area == Pointed::Area::kGroup) return;
  pointed_ = pointed;
  ImGui::OpenPopup(kPopup);
}

void KeyRangesMenu::draw(const AppState& state, LaneRows& rows, Commands& commands) {
  if (!ImGui::BeginPopup(kPopup)) return;
  const std::vector<OpenPart>& parts = state.document().parts;
  if (pointed_.part >= parts.size()) {
    ImGui::CloseCurrentPopup();
  } else if (pointed_.is_block() && pointed_.block < parts[pointed_.part].blocks.size()) {
    draw_block_items(state, parts[pointed_.part], commands);
  } else {
    draw_part_items(state, parts[pointed_.part], rows, commands);
  }
  ImGui::EndPopup();
}

void KeyRangesMenu::draw_block_items(const AppState& state, const OpenPart& part,
                                     Commands& commands) {
  const model::BlockSummary& block = part.blocks[pointed_.block];
  copy_item("Copy key range", plain_range({block.key_min, block.key_max}));
  copy_item("Copy series ID", std::to_string(block.series_id));
  copy_item("Copy as JSON", block_json(part, pointed_.block));
  ImGui::Separator();
  SelectCommand select;
  select.part = pointed_.part;
  select.block = pointed_.block;
  if (state.session() != nullptr && ImGui::MenuItem("Copy link to here")) {
    commands.emplace_back(select);
    commands.emplace_back(model::ShareCommand(model::CopyLinkCommand{}));
  }
  if (ImGui::MenuItem("Show in Blocks table")) {
    commands.emplace_back(select);
    commands.emplace_back(ViewCommand{ViewTab::kBlocks});
  }
  if (ImGui::MenuItem("Show elements")) {
    commands.emplace_back(select);
    commands.emplace_back(ViewCommand{ViewTab::kElements});
  }
  if (ImGui::MenuItem("Zoom to it")) {
    commands.emplace_back(select);
    commands.emplace_back(model::FitCommand{true});
  }
}

void KeyRangesMenu::draw_part_items(const AppState& state, const OpenPart& part, LaneRows& rows,
                                    Commands& commands) {
  const bool is_bar = pointed_.area == Pointed::Area::kBar;
  const std::optional<KeyRange> keys = is_bar ? std::optional(pointed_.keys) : part.key_range();
  if (keys) copy_item("Copy key range", plain_range(*keys));
  if (pointed_.series && *pointed_.series < part.blocks.size()) {
    copy_item("Copy series ID", std::to_string(part.blocks[*pointed_.series].series_id));
  }
  copy_item("Copy name", part.name);
  copy_item("Copy as JSON", part_json(part, keys));
  ImGui::Separator();
  SelectCommand select;
  select.part = pointed_.part;
  if (ImGui::MenuItem("Show in Blocks table")) {
    commands.emplace_back(select);
    commands.emplace_back(ViewCommand{ViewTab::kBlocks});
  }
  if (keys && ImGui::MenuItem(is_bar ? "Zoom to these blocks" : "Zoom to it")) {
    commands.emplace_back(model::ZoomCommand{keys->first, keys->last});
  }
  const char* const toggle =
      rows.is_expanded(pointed_.part) ? "Hide series" : "Show a lane for each series";
  if (LaneRows::is_expandable(part) && ImGui::MenuItem(toggle)) rows.toggle(state, pointed_.part);
}

}  // namespace sidx::views
