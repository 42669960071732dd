#include "wasm/views/merge_view.h"

#include <algorithm>
#include <cmath>

#include "core/part/write_parameters.h"
#include "imgui.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using merge::BlockShape;
using model::AppState;
using model::counted;
using model::grouped;
using model::MergeRecording;
using ui::Box;
using ui::theme;

namespace {

constexpr float kRow = 48.0f;
constexpr float kLabels = 168.0f;
constexpr float kBlockMin = 96.0f;
constexpr float kBlockMax = 250.0f;
constexpr float kGap = 6.0f;

BlockShape shape_of(const part::BlockHeader& header) {
  return {header.series_id, header.row_count, header.row_count, header.key_min, header.key_max};
}

/// A line of the picture: its label to the left, room for blocks to the right.
struct Row {
  Box label;
  Box blocks;
};

Row next_row(float height = kRow) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, height});
  const Box all{{std::floor(at.x), std::floor(at.y)}, {at.x + width, std::floor(at.y) + height}};
  return {all.columns(all.min.x, all.min.x + kLabels - ui::kGap2),
          all.columns(all.min.x + kLabels, all.max.x)};
}

void label(const Row& row, const std::string& name, const std::string& detail) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Box& box = row.label;
  ui::text_in(list, *ui::fonts().ui_strong, box.rows(box.min.y + 6, box.min.y + 26), theme().text,
              name);
  ui::text_in(list, *ui::fonts().small, box.rows(box.min.y + 26, box.max.y - 6), theme().dim,
              detail);
}

float width_of(const BlockShape& shape, uint64_t rows_max) {
  const double share = static_cast<double>(shape.rows) / static_cast<double>(rows_max);
  return kBlockMin + static_cast<float>(share) * (kBlockMax - kBlockMin);
}

const char* ordinal(size_t place) {
  static constexpr const char* kWords[] = {"comes up next", "2nd in the heap", "3rd in the heap"};
  return place < 3 ? kWords[place] : "further down the heap";
}

}  // namespace

void MergeView::draw(const AppState& state, Commands& commands) {
  const MergeRecording* recording = state.merge_recording();
  if (recording == nullptr) {
    ui::empty_state("No merge up to this step",
                    state.session() == nullptr
                        ? "This view steps through one merge of a scenario. Play a scenario from "
                          "the Scenarios menu."
                        : "Go to a step that merges at least two parts: the transport can jump to "
                          "the next merge (Shift+M), and “What can happen next” can begin one.");
    return;
  }
  draw_transport(state, *recording, commands);
  const MergeRecording::Moment moment = recording->moment(state.merge_step());
  // Inputs can be many; what becomes of them stays in sight.
  constexpr float kBelow = 2 * (kRow + 40.0f);
  const float inputs = static_cast<float>(recording->inputs().size()) * (kRow + 4.0f) + 34.0f;
  const float room = ImGui::GetContentRegionAvail().y - kBelow;
  if (ImGui::BeginChild("inputs", {0, std::max(80.0f, std::min(inputs, room))})) {
    draw_inputs(*recording, moment);
  }
  ImGui::EndChild();
  if (ImGui::BeginChild("output")) {
    draw_pending(*recording, state.merge_step(), moment);
    draw_output(*recording, moment);
  }
  ImGui::EndChild();
}

void MergeView::draw_transport(const AppState& state, const MergeRecording& recording,
                               Commands& commands) const {
  const size_t at = state.merge_step();
  const size_t count = recording.steps().size();
  const auto go = [&](size_t index) {
    commands.emplace_back(model::ScenarioCommand(model::MergeStepCommand{index}));
  };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap1, ui::kGap1});
  if (ui::icon_button("first", ui::Icon::kToStart, "before the merge  (Home)")) go(0);
  ImGui::SameLine();
  if (ui::icon_button("back", ui::Icon::kStepBack, "one step back inside the merge  (,)") &&
      at > 0) {
    go(at - 1);
  }
  ImGui::SameLine();
  if (ui::icon_button("on", ui::Icon::kStep, "one step on inside the merge  (.)") && at < count) {
    go(at + 1);
  }
  ImGui::SameLine();
  if (ui::icon_button("last", ui::Icon::kToEnd, "to the end of the merge  (End)")) go(count);
  ImGui::PopStyleVar();
  ImGui::SameLine(0, ui::kGap3);
  int shown = static_cast<int>(at);
  ImGui::SetNextItemWidth(std::min(260.0f, ImGui::GetContentRegionAvail().x * 0.35f));
  if (ImGui::SliderInt("##merge step", &shown, 0, static_cast<int>(count), "",
                       ImGuiSliderFlags_AlwaysClamp)) {
    go(static_cast<size_t>(shown));
  }
  ImGui::SameLine(0, ui::kGap2);
  ImGui::AlignTextToFramePadding();
  ui::text_dim(std::to_string(at) + " of " + std::to_string(count) + " inside the merge of step " +
               std::to_string(state.merge_at()));
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(at == 0 ? "Nothing has been read yet. Step on to see each decision."
                                 : recording.sentence(at - 1).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  if (at > 0) ui::copy_menu("copy sentence", recording.sentence(at - 1), "Copy sentence");
  ImGui::PushTextWrapPos(0.0f);
  ui::text_dim(at == 0 ? "A merge reads the blocks of all inputs in (series, smallest key) order "
                         "and joins what follows each other in one pending block."
                       : "Rule " + std::string(merge::name_of(recording.steps()[at - 1].rule)) +
                             ": " + std::string(merge::describe(recording.steps()[at - 1].rule)));
  ImGui::PopTextWrapPos();
  ImGui::Dummy({0, ui::kGap2});
}

void MergeView::draw_inputs(const MergeRecording& recording,
                            const MergeRecording::Moment& moment) const {
  ui::section("Inputs");
  for (size_t input = 0; input < recording.inputs().size(); input++) {
    draw_input(recording, moment, input);
  }
}

void MergeView::draw_input(const MergeRecording& recording, const MergeRecording::Moment& moment,
                           size_t input) const {
  const MergeRecording::Input& part = recording.inputs()[input];
  const size_t read = moment.read[input];
  const auto place = std::find(moment.heap.begin(), moment.heap.end(), input);
  const Row row = next_row();
  label(row, part.name,
        place == moment.heap.end()
            ? (read == part.blocks.size() ? "all blocks read" : "not reached")
            : ordinal(static_cast<size_t>(place - moment.heap.begin())));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(row.blocks.min, row.blocks.max, true);
  // The block that came up last and what follows stay in sight.
  const size_t first = read > 2 ? read - 2 : 0;
  float x = row.blocks.min.x;
  if (first > 0) {
    const std::string before = grouped(static_cast<uint64_t>(first)) + " before";
    const float width = ui::text_width(*ui::fonts().small, before);
    ui::text_in(list, *ui::fonts().small, row.blocks.columns(x, x + width + 2), theme().dim,
                before);
    x += width + ui::kGap2;
  }
  for (size_t i = first; i < part.blocks.size() && x < row.blocks.max.x; i++) {
    const bool is_incoming = moment.has_incoming && i + 1 == read && !moment.read.empty() &&
                             shape_of(part.blocks[i]).key_min == moment.incoming.key_min &&
                             part.blocks[i].series_id == moment.incoming.series_id;
    if (i == read) {  // the cursor
      list.AddTriangleFilled({x, row.blocks.min.y}, {x + 12, row.blocks.min.y},
                             {x + 6, row.blocks.min.y + 6}, theme().accent);
    }
    x = draw_block(row.blocks.columns(x, row.blocks.max.x), shape_of(part.blocks[i]),
                   recording.rows_max(), theme().file_part, is_incoming, i < read && !is_incoming) +
        kGap;
  }
  list.PopClipRect();
}

float MergeView::draw_block(const Box& room, const BlockShape& shape, uint64_t rows_max,
                            ImU32 colour, bool lit, bool dimmed) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Box box =
      room.columns(room.min.x, room.min.x + width_of(shape, rows_max)).shrunk(0.0f, 6.0f);
  const ImU32 ground =
      dimmed ? ui::mix(theme().panel, colour, 0.18f) : ui::mix(theme().panel, colour, 0.45f);
  ui::fill(list, box, ground);
  ui::outline(list, box, lit ? theme().text : colour, lit ? 2.0f : ui::hairline());
  const Box text = box.shrunk(ui::kGap2, 0.0f);
  const ImU32 ink = dimmed ? theme().dim : theme().text;
  ui::text_in(list, *ui::fonts().small, text.rows(box.min.y + 2, box.min.y + 20), ink,
              "s" + std::to_string(shape.series_id) + " · " + counted(shape.rows, "row"));
  const std::string keys = shape.key_min == shape.key_max
                               ? grouped(shape.key_min)
                               : grouped(shape.key_min) + " … " + grouped(shape.key_max);
  ui::text_in(list, *ui::fonts().small, text.rows(box.min.y + 20, box.max.y - 2), ink, keys);
  const ImVec2 mouse = ImGui::GetMousePos();
  if (box.contains(mouse) && ImGui::IsWindowHovered() && ImGui::BeginTooltip()) {
    ImGui::TextUnformatted(("series " + grouped(shape.series_id) + "\n" +
                            counted(shape.rows, "row") + "\nkeys " + keys)
                               .c_str());
    ImGui::EndTooltip();
  }
  return box.max.x;
}

void MergeView::draw_pending(const MergeRecording& recording, size_t at,
                             const MergeRecording::Moment& moment) const {
  ui::section("Pending block");
  const Row row = next_row();
  if (!moment.has_pending) {
    label(row, "none", recording.steps().size() == at ? "nothing is left" : "waits for a block");
    return;
  }
  const BlockShape& pending = moment.pending;
  label(row, "pending",
        "count " + grouped(pending.count) + " of " +
            grouped(static_cast<uint64_t>(part::kMergeRowsMax)));
  const float end =
      draw_block(row.blocks, pending, recording.rows_max(), theme().mem_part, true, false);
  if (pending.count == pending.rows) return;
  const Box note = row.blocks.columns(end + ui::kGap2, row.blocks.max.x);
  ui::text_in(*ImGui::GetWindowDrawList(), *ui::fonts().small,
              note.rows(note.min.y + 6, note.middle_y()), theme().wrong,
              "The engine counts " + grouped(pending.count) + " rows.");
  ui::text_in(*ImGui::GetWindowDrawList(), *ui::fonts().small,
              note.rows(note.middle_y(), note.max.y - 6), theme().dim,
              "A joined block has count 0: never full.");
}

void MergeView::draw_output(const MergeRecording& recording,
                            const MergeRecording::Moment& moment) const {
  ui::section("Output");
  const Row row = next_row();
  label(row, counted(moment.written.size(), "block") + " written",
        moment.written.empty() ? "nothing yet" : "in key order");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  float width = 0;
  size_t first = moment.written.size();
  while (first > 0 && width < row.blocks.width() - 80) {
    width += width_of(moment.written[first - 1], recording.rows_max()) + kGap;
    if (width < row.blocks.width() - 80 || first == moment.written.size()) first--;
  }
  float x = row.blocks.min.x;
  if (first > 0) {
    const std::string before = grouped(static_cast<uint64_t>(first)) + " before";
    const float room = ui::text_width(*ui::fonts().small, before);
    ui::text_in(list, *ui::fonts().small, row.blocks.columns(x, x + room + 2), theme().dim, before);
    x += room + ui::kGap2;
  }
  for (size_t i = first; i < moment.written.size(); i++) {
    const BlockShape& block = moment.written[i];
    const bool is_last = i + 1 == moment.written.size();
    x = draw_block(row.blocks.columns(x, row.blocks.max.x), block, recording.rows_max(),
                   theme().merge_output, is_last, false) +
        kGap;
  }
}

}  // namespace sidx::views
