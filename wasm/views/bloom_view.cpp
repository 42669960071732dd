#include "wasm/views/bloom_view.h"

#include <algorithm>
#include <cstdio>

#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/form_fields.h"

namespace sidx::views {

using model::AppState;
using model::BloomReport;
using model::grouped;
using ui::Box;
using ui::theme;

namespace {

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, share < 0.01 ? "%.3f %%" : "%.1f %%", share * 100);
  return text;
}

void emit(Commands& commands, model::BloomCommand command) {
  commands.emplace_back(model::QueryViewCommand(std::move(command)));
}

}  // namespace

void BloomView::draw(const AppState& state, Commands& commands) {
  const auto tags = model::bloom_tags(state);
  if (tags.empty()) {
    ui::empty_state("No tag to look at",
                    "Select a block with tags, in Key ranges, Blocks or the Explorer: this view "
                    "shows the bloom filter of one of them.");
    return;
  }
  const model::Selection& selection = state.selection();
  const model::QueryDesk& desk = state.query_desk();
  const std::string key = std::to_string(state.document_serial()) + "/" +
                          std::to_string(*selection.part) + "/" + std::to_string(*selection.block) +
                          "/" + selection.tag + "/" + std::to_string(desk.bloom_bits()) + "/" +
                          (desk.content_of(*selection.part) ? "whole/" : "/") + desk.bloom_value();
  if (key != made_for_ || !report_) {
    made_for_ = key;
    report_ = model::bloom_report(state);
    value_ = desk.bloom_value();
  }
  if (!report_) return;
  ImGui::SetNextItemWidth(200);
  if (ImGui::BeginCombo("##tag", report_->tag.c_str())) {
    for (const std::string& tag : tags) {
      if (!ImGui::Selectable(tag.c_str(), tag == report_->tag)) continue;
      model::SelectCommand select;
      select.part = selection.part;
      select.block = selection.block;
      select.tag = tag;
      commands.emplace_back(std::move(select));
    }
    ImGui::EndCombo();
  }
  ImGui::SameLine();
  ui::text_dim("of block " + grouped(uint64_t{*selection.block}) + " of " +
               model::part_title(*state.selected_part()));
  if (ImGui::BeginChild("numbers", {330, 0})) {
    draw_numbers();
    draw_probe(state, commands);
    draw_what_if(state, commands);
  }
  ImGui::EndChild();
  ImGui::SameLine(0, ui::kGap4);
  if (ImGui::BeginChild("bits")) draw_bits();
  ImGui::EndChild();
}

void BloomView::draw_numbers() const {
  if (report_->filter == nullptr) {
    ImGui::PushTextWrapPos(0.0f);
    ImGui::TextUnformatted("This tag has no bloom filter here.");
    ui::text_dim(report_->why);
    ImGui::PopTextWrapPos();
    return;
  }
  const query::BloomAnatomy& anatomy = report_->anatomy;
  if (!ui::begin_fields("anatomy", 0.5f)) return;
  ui::field("probes (k)", std::to_string(anatomy.probes), "bits that each value sets");
  ui::field("made for", grouped(anatomy.items), "rows at the seed, distinct values since v0.9.0");
  ui::field("distinct values", grouped(uint64_t{report_->distinct}));
  ui::field("words of 64 bits", grouped(anatomy.words));
  ui::field("bits set", grouped(anatomy.bits_set) + " of " + grouped(anatomy.bits));
  ui::field("fill", percent(anatomy.fill));
  ui::field("expected errors", percent(anatomy.expected),
            "fill to the power of k: values that are not there and pass all the same");
  ui::field("measured errors", percent(anatomy.measured),
            "of 4 096 values that are not in the block");
  ui::end_fields();
}

void BloomView::draw_probe(const AppState& state, Commands& commands) {
  ui::section("Probe a value");
  ImGui::SetNextItemWidth(-1);
  if (ui::input_text("##value", value_, "a value, such as a service name")) {
    emit(commands, {value_, {}});
  }
  ImGui::PushTextWrapPos(0.0f);
  for (const BloomReport::Try& one : report_->tries) {
    if (report_->filter == nullptr) continue;
    std::string bits;
    for (size_t i = 0; i < one.probe.bits.size(); i++) {
      bits += (i == 0 ? "" : ", ") + std::to_string(one.probe.bits[i]) +
              (one.probe.set[i] ? "" : " (not set)");
    }
    const std::string verdict =
        one.form + ": " +
        (!one.probe.may_contain ? "surely not there: blocks like this are skipped"
         : one.is_there         ? "may be there, and is"
                                : "may be there, but is not: a false positive");
    const bool wrong = !one.probe.may_contain && one.is_there;
    if (wrong) {
      ui::text_wrong(verdict + " — but it is there");
    } else {
      ImGui::TextUnformatted(verdict.c_str());
    }
    ui::text_dim("bits " + bits);
    ui::copy_menu(one.form.c_str(), bits, "Copy bits");
  }
  if (report_->tries.size() > 1) {
    ui::text_dim("The engine looks up the text, also where numbers are stored (S14).");
  }
  if (state.query_desk().bloom_value().empty()) ui::text_dim("Type one to see its bits.");
  ImGui::PopTextWrapPos();
}

void BloomView::draw_what_if(const AppState& state, Commands& commands) {
  ui::section("What if it had another size");
  int bits = static_cast<int>(state.query_desk().bloom_bits());
  ImGui::SetNextItemWidth(-1);
  if (ImGui::SliderInt("##bits", &bits, 1, static_cast<int>(model::kBloomBitsMax),
                       "%d bits for each value", ImGuiSliderFlags_AlwaysClamp)) {
    emit(commands, {{}, static_cast<uint32_t>(bits)});
  }
  ImGui::PushTextWrapPos(0.0f);
  if (!report_->what_if) {
    ui::text_dim("Move the slider: all blocks of the part are read then.");
  } else {
    const query::BloomWhatIf& what_if = *report_->what_if;
    if (ui::begin_fields("what if", 0.5f)) {
      ui::field("blocks with the tag", grouped(uint64_t{what_if.blocks}), "at most 128 are tried");
      ui::field("skipped for the value",
                grouped(uint64_t{what_if.pruned}) + " of " + grouped(uint64_t{what_if.blocks}));
      ui::field("measured errors", percent(what_if.measured));
      ui::field("words of all filters", grouped(what_if.words));
      ui::end_fields();
    }
  }
  ImGui::PopTextWrapPos();
}

/// Each row is a word, its lowest bit to the left.
void BloomView::draw_bits() const {
  if (report_->filter == nullptr) return;
  const auto& words = report_->filter->words;
  std::vector<uint64_t> lit;
  for (const BloomReport::Try& one : report_->tries) {
    lit.insert(lit.end(), one.probe.bits.begin(), one.probe.bits.end());
  }
  std::sort(lit.begin(), lit.end());
  ui::text_dim(
      "Each row is a word of 64 bits, the lowest to the left; bits of the value are framed.");
  if (!ImGui::BeginChild("grid")) {
    ImGui::EndChild();
    return;
  }
  const float cell = std::clamp((ImGui::GetContentRegionAvail().x - 60) / 64, 5.0f, 16.0f);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGuiListClipper clipper;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  clipper.Begin(static_cast<int>(words.size()), cell + 2);
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; row++) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const auto word = static_cast<size_t>(row);
      ImGui::Dummy({60 + 64 * cell, cell + 2});
      if (ImGui::IsItemHovered()) {
        const int bit = static_cast<int>((ImGui::GetMousePos().x - at.x - 56) / cell);
        if (bit >= 0 && bit < 64) {
          ImGui::SetTooltip("bit %d of word %d: %s", bit, row,
                            (words[word] >> bit & 1) != 0 ? "set" : "not set");
        }
      }
      ui::text_in(list, *ui::fonts().small, {at, {at.x + 48, at.y + cell}}, theme().dim,
                  std::to_string(row), ui::Align::kRight, cell < 12 ? 0.7f : 1.0f);
      for (uint64_t bit = 0; bit < 64; bit++) {
        const float x = at.x + 56 + static_cast<float>(bit) * cell;
        const Box box{{x, at.y}, {x + cell - 1, at.y + cell}};
        const bool set = (words[word] >> bit & 1) != 0;
        ui::fill(list, box, set ? theme().file_part : theme().track);
        if (!std::binary_search(lit.begin(), lit.end(), uint64_t{word} * 64 + bit)) continue;
        ui::outline(list, box, set ? theme().text : theme().accent, 2);
      }
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace sidx::views
