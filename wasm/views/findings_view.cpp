#include "wasm/views/findings_view.h"

#include <algorithm>

#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using model::OpenPart;
using part::Finding;
using part::Severity;
using ui::theme;

namespace {

constexpr const char* kSeverityWords[] = {"error", "warning", "note"};

std::string place_text(const Location& where) {
  const std::string file = where.file.substr(where.file.rfind('/') + 1);
  std::string text = file + " at " + grouped(where.offset);
  if (where.inner_offset) text += " + " + grouped(*where.inner_offset) + " decompressed";
  return text;
}

std::string finding_text(const Finding& finding) {
  return finding.field + ": expected " + finding.expected + ", found " + finding.found;
}

/// The errors of reading show before, and instead of, a verification.
bool has_index_errors_only(const OpenPart& part) {
  return part.verify_stage == model::VerifyStage::kNotAsked ||
         part.verify_stage == model::VerifyStage::kQueued;
}

/// Why the list is empty.
const char* nothing_text(const AppState& state, const std::array<size_t, 3>& counts) {
  if (counts[0] + counts[1] + counts[2] > 0)
    return "All findings are hidden: click a count to show.";
  for (const OpenPart& part : state.document().parts) {
    if (part.verify_stage != model::VerifyStage::kDone) {
      return "Not every part has been checked. Small uploads are checked at once, large ones on "
             "request.";
    }
  }
  return "Every rule holds for every block.";
}

}  // namespace

void FindingsView::draw(const AppState& state, Commands& commands) {
  if (source_.document_serial != state.document_serial()) chosen_ = SIZE_MAX;
  collect(state);
  draw_filter(state, commands);
  for (const OpenPart& part : state.document().parts) {
    if (!has_index_errors_only(part)) continue;
    for (const Error& error : part.index_errors) ui::text_wrong(to_string(error));
  }
  if (rows_.empty()) {
    if (!state.loader().busy()) ui::text_dim(nothing_text(state, counts_));
    return;
  }
  draw_table(state, commands);
}

void FindingsView::collect(const AppState& state) {
  const std::vector<OpenPart>& parts = state.document().parts;
  size_t found = 0;
  for (const OpenPart& part : parts) found += part.findings.size();
  const Source source{state.document_serial(), found, shown_};
  if (source == source_) return;
  source_ = source;
  rows_.clear();
  counts_ = {};
  for (size_t p = 0; p < parts.size(); p++) {
    for (size_t f = 0; f < parts[p].findings.size(); f++) {
      const auto severity = static_cast<size_t>(parts[p].findings[f].severity());
      counts_[severity]++;
      if (shown_[severity]) rows_.push_back({p, f});
    }
  }
  std::stable_sort(rows_.begin(), rows_.end(), [&](RowRef a, RowRef b) {
    return parts[a.part].findings[a.finding].severity() <
           parts[b.part].findings[b.finding].severity();
  });
}

void FindingsView::draw_filter(const AppState& state, Commands& commands) {
  ImGui::AlignTextToFramePadding();
  for (size_t i = 0; i < counts_.size(); i++) {
    const std::string label = grouped(static_cast<uint64_t>(counts_[i])) + " " + kSeverityWords[i] +
                              (counts_[i] == 1 ? "" : "s");
    ImGui::PushStyleColor(ImGuiCol_Text, !shown_[i]                ? theme().dim
                                         : counts_[i] > 0 && i < 2 ? theme().wrong
                                                                   : theme().text);
    ImGui::PushStyleColor(ImGuiCol_Button, shown_[i] ? theme().raised : theme().panel);
    if (ImGui::Button(label.c_str())) shown_[i] = !shown_[i];
    ImGui::PopStyleColor(2);
    ImGui::SetItemTooltip("%s", shown_[i] ? "shown; click to hide" : "hidden; click to show");
    ImGui::SameLine();
  }
  const auto& parts = state.document().parts;
  size_t unverified = 0;
  for (const OpenPart& part : parts) {
    unverified += part.verify_stage == model::VerifyStage::kNotAsked;
  }
  if (unverified > 0 && !state.loader().busy()) {
    const std::string label = "Check the content of " + grouped(static_cast<uint64_t>(unverified)) +
                              " parts (" + ui::size_text(state.document().size_bytes) + ")";
    if (ImGui::Button(label.c_str())) commands.emplace_back(model::VerifyCommand{});
    ImGui::SetItemTooltip("Large uploads are checked only when asked: every byte is read.");
    ImGui::SameLine();
  }
  ImGui::NewLine();
}

void FindingsView::draw_table(const AppState& state, Commands& commands) {
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                                     ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;
  const bool explains = chosen_ < rows_.size();
  const float room = ImGui::GetContentRegionAvail().x;
  const float explanation = explains ? std::clamp(room * 0.32f, 220.0f, 420.0f) : 0.0f;
  if (ImGui::BeginTable("findings", 7, kFlags, {room - explanation, 0})) {
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableSetupColumn("severity", ImGuiTableColumnFlags_WidthFixed, 68);
    ImGui::TableSetupColumn("part", ImGuiTableColumnFlags_WidthFixed, 44);
    ImGui::TableSetupColumn("rule", ImGuiTableColumnFlags_WidthFixed, 180);
    ImGui::TableSetupColumn("where", ImGuiTableColumnFlags_WidthStretch, 0.24f);
    ImGui::TableSetupColumn("field", ImGuiTableColumnFlags_WidthStretch, 0.2f);
    ImGui::TableSetupColumn("expected", ImGuiTableColumnFlags_WidthStretch, 0.28f);
    ImGui::TableSetupColumn("found", ImGuiTableColumnFlags_WidthStretch, 0.28f);
    ImGui::TableHeadersRow();
    ui::clipped_rows(rows_.size(), [&](size_t row) { draw_row(state, row, commands); });
    ImGui::EndTable();
  }
  if (!explains) return;
  const RowRef ref = rows_[chosen_];
  ImGui::SameLine();
  ImGui::BeginChild("explanation");
  draw_explanation(state.document().parts[ref.part].findings[ref.finding]);
  ImGui::EndChild();
}

void FindingsView::draw_explanation(const Finding& finding) {
  const part::RuleText& rule = part::text_of(finding.rule);
  ImGui::PushTextWrapPos(0.0f);
  ui::text_wrong(finding_text(finding));
  ui::text_dim("Rule: " + std::string(rule.meaning));
  ui::text_dim("What the engine does: " + std::string(rule.consequence));
  ImGui::PopTextWrapPos();
}

void FindingsView::draw_row(const AppState& state, size_t row, Commands& commands) {
  const RowRef ref = rows_[row];
  const OpenPart& part = state.document().parts[ref.part];
  const Finding& finding = part.findings[ref.finding];
  const part::RuleText& rule = part::text_of(finding.rule);
  ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorPos();
  if (ImGui::Selectable("##select", row == chosen_, ImGuiSelectableFlags_SpanAllColumns,
                        {0, ui::kRowHeight - 4})) {
    chosen_ = row;
    model::SelectCommand select;
    select.part = ref.part;
    if (finding.block && part.has_blocks() && finding.block->block < part.blocks.size()) {
      select.block = finding.block->block;
      select.tag = finding.tag;
    }
    commands.emplace_back(std::move(select));
  }
  ui::copy_menu("copy", part::to_string(finding), "Copy finding");
  ImGui::SetCursorPos(at);
  const std::string word(part::name_of(rule.severity));
  rule.severity == Severity::kNote ? ui::text_dim(word) : ui::text_wrong(word);
  const std::string place = place_text(finding.where);
  ImGui::TableNextColumn();
  ui::cut_text(part.short_name, true);
  ImGui::TableNextColumn();
  ui::cut_text(std::string(rule.id));
  ImGui::TableNextColumn();
  ui::cut_text(place, true);
  ImGui::TableNextColumn();
  ui::cut_text(finding.field);
  ImGui::TableNextColumn();
  ui::cut_text(finding.expected);
  ImGui::TableNextColumn();
  ui::cut_text(finding.found);
}

void SkippedView::draw(const AppState& state, Commands&) {
  const auto& skipped = state.document().tree.skipped;
  if (skipped.empty()) {
    ui::text_dim("Nothing was skipped: every file belongs to something shown.");
    return;
  }
  if (!ImGui::BeginTable("skipped", 4,
                         ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                             ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg)) {
    return;
  }
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("path", ImGuiTableColumnFlags_WidthStretch, 0.5f);
  ImGui::TableSetupColumn("why", ImGuiTableColumnFlags_WidthStretch, 0.5f);
  ImGui::TableSetupColumn("files", ImGuiTableColumnFlags_WidthFixed, 70);
  ImGui::TableSetupColumn("bytes", ImGuiTableColumnFlags_WidthFixed, 110);
  ImGui::TableHeadersRow();
  ui::clipped_rows(skipped.size(), [&](size_t index) {
    const part::SkippedFiles& row = skipped[index];
    ImGui::TableNextRow(ImGuiTableRowFlags_None, ui::kRowHeight);
    ImGui::TableNextColumn();
    ui::cut_text(row.path, true);
    ui::copy_menu("copy", row.path, "Copy path");
    ImGui::TableNextColumn();
    ui::cut_text(row.reason);
    ImGui::TableNextColumn();
    ui::right_aligned(grouped(row.file_count));
    ImGui::TableNextColumn();
    ui::right_aligned(grouped(row.size_bytes));
  });
  ImGui::EndTable();
}

}  // namespace sidx::views
