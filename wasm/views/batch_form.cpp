#include "wasm/views/batch_form.h"

#include <algorithm>

#include "imgui.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::TagKind;
using ui::theme;

namespace {

constexpr float kTableHeight = 236.0f;
constexpr size_t kTagsMax = 40;

}  // namespace

void BatchForm::draw(std::optional<size_t> wrong_row) {
  draw_table(wrong_row);
  if (ImGui::Button("+ row")) draft_.add_row();
  ImGui::SetItemTooltip("a copy of the last row with the next key");
  ImGui::SameLine();
  ImGui::BeginDisabled(draft_.tags.size() >= kTagsMax);
  if (ImGui::Button("+ tag")) {
    draft_.add_tag("tag" + std::to_string(draft_.tags.size() + 1), TagKind::kText);
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (ImGui::Button("Paste CSV or JSON…")) ImGui::OpenPopup("paste rows");
  ImGui::SameLine();
  if (ImGui::Button("Copy as CSV")) ImGui::SetClipboardText(draft_.csv().c_str());
  ImGui::SameLine(0, ui::kGap4);
  ImGui::SetNextItemWidth(150);
  ui::input_text("segment ID", draft_.segment_id, "0");
  ImGui::SetItemTooltip("start of the segment in nanoseconds, for the manifest");
  draw_paste();
}

void BatchForm::draw_table(std::optional<size_t> wrong_row) {
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_ScrollX |
                                     ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_Resizable;
  const int columns = 4 + static_cast<int>(draft_.tags.size());
  if (!ImGui::BeginTable("batch", columns, kFlags, {0, kTableHeight})) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, 26);
  ImGui::TableSetupColumn("series ID", ImGuiTableColumnFlags_WidthFixed, 90);
  ImGui::TableSetupColumn("user key", ImGuiTableColumnFlags_WidthFixed, 110);
  ImGui::TableSetupColumn("data", ImGuiTableColumnFlags_WidthFixed, 110);
  for (size_t i = 0; i < draft_.tags.size(); i++) {
    ImGui::PushID(static_cast<int>(i));
    ImGui::TableSetupColumn("tag", ImGuiTableColumnFlags_WidthFixed, 136);
    ImGui::PopID();
  }
  draw_header();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(draft_.rows.size()));
  std::optional<size_t> removed;
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; i++) {
      const auto row = static_cast<size_t>(i);
      ImGui::PushID(i);
      ImGui::TableNextRow();
      if (wrong_row == row) {
        ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, ui::with_alpha(theme().wrong, 0.25f));
      }
      ImGui::TableNextColumn();
      if (ImGui::SmallButton("×")) removed = row;
      ImGui::SetItemTooltip("remove this row");
      draw_row(row);
      ImGui::PopID();
    }
  }
  if (removed) draft_.rows.erase(draft_.rows.begin() + static_cast<ptrdiff_t>(*removed));
  ImGui::EndTable();
}

void BatchForm::draw_header() {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (const char* title : {"", "series ID", "user key", "data"}) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(title);
  }
  std::optional<size_t> removed;
  for (size_t i = 0; i < draft_.tags.size(); i++) {
    model::BatchDraft::Tag& tag = draft_.tags[i];
    ImGui::TableNextColumn();
    ImGui::PushID(static_cast<int>(i));
    ImGui::SetNextItemWidth(62);
    ui::input_text("##name", tag.name, "name");
    ImGui::SameLine(0, 2);
    ImGui::SetNextItemWidth(46);
    if (ImGui::BeginCombo("##kind", std::string(model::name_of(tag.kind)).c_str(),
                          ImGuiComboFlags_NoArrowButton)) {
      for (int kind = 0; kind < model::kTagKindCount; kind++) {
        const auto choice = static_cast<TagKind>(kind);
        const std::string label =
            std::string(model::name_of(choice)) + "  (" + model::hint_of(choice) + ")";
        if (ImGui::Selectable(label.c_str(), choice == tag.kind)) tag.kind = choice;
      }
      ImGui::EndCombo();
    }
    ImGui::SameLine(0, 2);
    if (ImGui::SmallButton("×")) removed = i;
    ImGui::SetItemTooltip("remove this tag");
    ImGui::PopID();
  }
  if (removed) draft_.remove_tag(*removed);
}

void BatchForm::draw_row(size_t index) {
  model::BatchDraft::Row& row = draft_.rows[index];
  const auto cell = [this](const char* id, std::string& text, const char* hint) {
    ImGui::TableNextColumn();
    ImGui::SetNextItemWidth(-1);
    if (ui::input_text(id, text, hint)) changed_ = true;
  };
  cell("##series", row.series, "ID");
  cell("##key", row.key, "key");
  cell("##data", row.data, "data");
  for (size_t i = 0; i < draft_.tags.size(); i++) {
    ImGui::PushID(static_cast<int>(i));
    cell("##value", row.values[i], "none");
    ImGui::PopID();
  }
}

void BatchForm::draw_paste() {
  ImGui::SetNextWindowSize({560, 0});
  if (!ImGui::BeginPopup("paste rows")) return;
  ImGui::PushTextWrapPos(0.0f);
  ui::text_dim(
      "CSV with the header series,key,data and tags such as svc or dur:int — or a JSON "
      "array of elements as in a scenario. The rows replace those of the table.");
  ImGui::PopTextWrapPos();
  if (ImGui::IsWindowAppearing()) {
    paste_problem_.clear();
    ImGui::SetKeyboardFocusHere();
  }
  if (ui::input_text_lines("##pasted", pasted_, {-1, 180})) paste_problem_.clear();
  if (!paste_problem_.empty()) ui::text_wrong(paste_problem_);
  if (ImGui::Button("Use these rows")) {
    const auto problem = draft_.paste(pasted_);
    paste_problem_ = problem.value_or("");
    if (!problem) {
      changed_ = true;
      pasted_.clear();
      ImGui::CloseCurrentPopup();
    }
  }
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace sidx::views
