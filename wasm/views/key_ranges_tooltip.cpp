#include "wasm/views/key_ranges_tooltip.h"

#include <algorithm>

#include "core/encoding/int64_list.h"
#include "imgui.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/key_axis_ruler.h"
#include "wasm/views/key_ranges_labels.h"

namespace sidx::views {

using model::counted;
using model::grouped;
using model::KeyRange;
using model::OpenPart;
using model::part_title;
using ui::theme;

namespace {

constexpr float kNameWidth = 72.0f;
constexpr float kTextWidth = 420.0f;
constexpr size_t kNamesMax = 8;

void title(const std::string& text) {
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

void line(const char* name, const std::string& value, bool mono = true) {
  ui::text_dim(name);
  ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + kNameWidth);
  if (mono) ImGui::PushFont(ui::fonts().mono);
  ImGui::TextUnformatted(value.c_str());
  if (mono) ImGui::PopFont();
}

void wrapped(const std::string& text, ImU32 colour) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::PushTextWrapPos(ImGui::GetStyle().WindowPadding.x + kTextWidth);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void key_lines(const KeyRangesFrame& frame, KeyRange keys) {
  line("keys", keys_text(keys));
  const std::string first = time_of_key(frame.state.axis(), keys.first, 1.0);
  if (first.empty()) return;
  line("UTC", first);
  if (keys.last != keys.first) line("", time_of_key(frame.state.axis(), keys.last, 1.0));
}

/// "3, 5, 8 and 12 more"; `open_ended` when not even the count is known.
template <typename Name>
std::string enumerate(const std::vector<size_t>& items, bool open_ended, Name name) {
  std::string text;
  const size_t named = std::min(items.size(), kNamesMax);
  for (size_t i = 0; i < named; i++) text += (i > 0 ? ", " : "") + name(items[i]);
  if (open_ended) return text + " and many more";
  if (named < items.size()) text += " and " + std::to_string(items.size() - named) + " more";
  return text;
}

void overlap_lines(const KeyRangesFrame& frame, const Overlaps& overlaps) {
  std::string text;
  if (!overlaps.blocks.empty()) {
    text = (overlaps.blocks.size() == 1 ? "block " : "blocks ") +
           enumerate(overlaps.blocks, overlaps.more_blocks,
                     [](size_t block) { return grouped(static_cast<uint64_t>(block)); }) +
           " of this part";
  }
  if (!overlaps.parts.empty()) {
    text += (text.empty() ? "" : "; ") + enumerate(overlaps.parts, false, [&](size_t part) {
              return part_title(frame.part(part));
            });
  }
  if (text.empty()) text = "nothing: its keys are in no other block";
  wrapped("Overlaps " + text + ".", theme().dim);
}

void block_tooltip(const KeyRangesFrame& frame, const Pointed& pointed, const Overlaps& overlaps) {
  const OpenPart& part = frame.part(pointed.part);
  const model::BlockSummary& block = part.blocks[pointed.block];
  title("Block " + grouped(static_cast<uint64_t>(pointed.block)) + " of " + part_title(part));
  line("series", grouped(block.series_id));
  key_lines(frame, pointed.keys);
  line("rows", grouped(block.row_count));
  line("bytes",
       grouped(block.stored_size) + " stored, " + grouped(block.uncompressed_size) + " raw");
  const auto encoding = static_cast<encoding::Int64ListType>(block.keys_encoding);
  line("encoding", std::string(encoding::name_of(encoding)), false);
  overlap_lines(frame, overlaps);
}

void merged_tooltip(const KeyRangesFrame& frame, const Pointed& pointed) {
  title(counted(pointed.block_count, "block") + " of " + part_title(frame.part(pointed.part)));
  key_lines(frame, pointed.keys);
  wrapped(zooming_helps(frame, pointed) ? "They touch or overlap at this zoom. Click: zoom in."
                                        : "They overlap. Click: a lane for each series.",
          theme().dim);
}

/// Whether the manifest contradicts the blocks.
bool manifest_is_wrong(const OpenPart& part) {
  if (!part.manifest || part.covered.empty()) return false;
  return part.manifest->key_min != part.covered.front().first ||
         part.manifest->key_max != part.covered.back().last;
}

void manifest_line(const OpenPart& part) {
  if (!manifest_is_wrong(part)) return;
  wrapped("The manifest says " + grouped(part.manifest->key_min) + " … " +
              grouped(part.manifest->key_max) + ": the engine skips the part by that range.",
          theme().wrong);
}

std::string first_problem(const OpenPart& part) {
  for (const part::Finding& finding : part.findings) {
    if (finding.severity() != part::Severity::kNote) return part::to_string(finding);
  }
  if (!part.index_errors.empty()) return to_string(part.index_errors.front());
  return part.manifest_error ? to_string(*part.manifest_error) : std::string();
}

void problem_lines(const OpenPart& part) {
  const size_t problems = part.problem_count();
  manifest_line(part);
  // The finding about the range of keys says what the line above has said.
  const bool only_range = problems == 1 && part.findings.size() > 0 && manifest_is_wrong(part);
  if (problems == 0 || only_range) return;
  wrapped(
      counted(problems, "problem") + (problems == 1 ? ": " : ", the first: ") + first_problem(part),
      theme().wrong);
}

void part_tooltip(const KeyRangesFrame& frame, size_t index, uint64_t rows) {
  const OpenPart& part = frame.part(index);
  title(part_title(part));
  line("directory", part.reader.files().directory());
  if (const auto range = part.key_range()) key_lines(frame, *range);
  if (part.has_blocks() || part.manifest) line("rows", grouped(rows));
  if (part.has_blocks()) line("blocks", grouped(static_cast<uint64_t>(part.blocks.size())));
  line("size", ui::size_text(part.size_bytes), false);
  if (part.simulated) {
    line("process",
         std::string(model::describe(part.simulated->role)) + ", " +
             counted(static_cast<uint64_t>(std::max(part.simulated->ref, 0)), "reference"),
         false);
  }
  if (!part.simulated || part.simulated->role != model::PartRole::kMem) {
    line(part.simulated ? "on disk" : "snapshot", snapshot_words(part.snapshot), false);
  }
  const std::string words = lane_words(part);
  if (!words.empty() && part.problem_count() == 0) wrapped(words, theme().dim);
  problem_lines(part);
  if (LaneRows::is_expandable(part)) wrapped("Double click: a lane for each series.", theme().dim);
}

void series_tooltip(const KeyRangesFrame& frame, const Pointed& pointed) {
  const std::vector<model::BlockSummary>& blocks = frame.part(pointed.part).blocks;
  const uint64_t series = blocks[*pointed.series].series_id;
  uint64_t rows = 0;
  size_t end = *pointed.series;
  for (; end < blocks.size() && blocks[end].series_id == series; end++)
    rows += blocks[end].row_count;
  title("Series " + grouped(series));
  line("part", part_title(frame.part(pointed.part)), false);
  line("blocks", grouped(static_cast<uint64_t>(end - *pointed.series)));
  line("rows", grouped(rows));
}

}  // namespace

std::string keys_text(KeyRange keys) {
  if (keys.first == keys.last) return grouped(keys.first);
  return grouped(keys.first) + " … " + grouped(keys.last);
}

void draw_pointed_tooltip(const KeyRangesFrame& frame, const Pointed& pointed,
                          const Overlaps& overlaps) {
  using Area = Pointed::Area;
  if (pointed.area == Area::kNothing || pointed.area == Area::kLane ||
      pointed.area == Area::kGroup) {
    return;
  }
  if (!ImGui::BeginTooltip()) return;
  switch (pointed.area) {
    case Area::kNothing:
    case Area::kLane:
    case Area::kGroup:
      break;
    case Area::kBar:
      if (pointed.is_block()) {
        block_tooltip(frame, pointed, overlaps);
      } else {
        merged_tooltip(frame, pointed);
      }
      break;
    case Area::kManifestBar:
      title(part_title(frame.part(pointed.part)));
      key_lines(frame, pointed.keys);
      wrapped("The range its manifest gives; the blocks are not known yet.", theme().dim);
      break;
    case Area::kPartLabel:
      part_tooltip(frame, pointed.part, pointed.rows);
      break;
    case Area::kDisclosure:
      ImGui::TextUnformatted("A lane for each series");
      break;
    case Area::kSnapshot:
      wrapped(part_title(frame.part(pointed.part)) + " is " +
                  snapshot_words(frame.part(pointed.part).snapshot) + ".",
              theme().text);
      break;
    case Area::kProblems:
      problem_lines(frame.part(pointed.part));
      wrapped("Click: list them.", theme().dim);
      break;
    case Area::kSeriesLabel:
      series_tooltip(frame, pointed);
      break;
  }
  ImGui::EndTooltip();
}

void draw_depth_tooltip(const model::AppState& state, const DepthStrip::Reading& reading) {
  if (state.depth().max() == 0 || !ImGui::BeginTooltip()) return;
  line("keys", keys_text(reading.keys));
  if (reading.depth == 0) {
    ImGui::TextUnformatted("No part holds these keys.");
  } else if (reading.depth == 1) {
    ImGui::TextUnformatted("One part holds each key: a point query reads one block.");
  } else {
    const std::string count = grouped(static_cast<uint64_t>(reading.depth));
    const std::string text =
        "Up to " + count + " parts hold one key: a point query reads " + count + " blocks.";
    ImGui::TextUnformatted(text.c_str());
  }
  ImGui::EndTooltip();
}

}  // namespace sidx::views
