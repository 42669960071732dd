#include "wasm/views/snapshots_view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imgui_internal.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/part_style.h"

namespace sidx::views {

using model::AppState;
using model::ReferenceEdge;
using model::ReferenceNode;
using ui::Box;
using ui::theme;
using Kind = ReferenceNode::Kind;

namespace {

constexpr float kNodeHeight = 42.0f;
constexpr float kNodeGap = 8.0f;
constexpr float kNodeWidthMax = 220.0f;
constexpr float kTitleHeight = 26.0f;
constexpr std::array<const char*, 4> kTitles{"HELD BY", "SNAPSHOTS", "PARTS", "ON DISK"};

size_t column_of(Kind kind) { return static_cast<size_t>(kind); }

}  // namespace

void SnapshotsView::draw(const AppState& state, Commands& commands) {
  if (state.session() == nullptr) {
    ui::empty_state("No scenario is being played",
                    "This view shows who holds which snapshot and part after a step, and every "
                    "reference taken and given back. Play a scenario from the Scenarios menu.");
    return;
  }
  refresh(state);
  const float room = ImGui::GetContentRegionAvail().y;
  const float ledger = std::clamp(ledger_height_, 80.0f, std::max(80.0f, room * 0.7f));
  if (ImGui::BeginChild("graph", {0, room - ledger - 5.0f})) draw_graph(state, commands);
  ImGui::EndChild();
  ui::splitter("ledger edge", false, ImGui::GetContentRegionAvail().x, -1, ledger_height_, 80,
               std::max(80.0f, room * 0.7f));
  if (ImGui::BeginChild("ledger")) ledger_.draw(state, commands);
  ImGui::EndChild();
}

void SnapshotsView::refresh(const AppState& state) {
  if (session_serial_ == state.session()->serial()) return;
  session_serial_ = state.session()->serial();
  graph_ = model::reference_graph(state.session()->world(), state.session()->changes());
}

void SnapshotsView::draw_graph(const AppState& state, Commands& commands) {
  if (state.session()->world().dead) {
    ui::empty_state("The process is dead",
                    "A panic ended it: nobody holds anything any more. What it left lies in the "
                    "directory; see Explorer. Step back to see the references before.");
    return;
  }
  if (graph_.nodes.empty()) {
    ui::empty_state("Nothing is there yet",
                    "The instance is empty: write a batch in “What can happen next”.");
    return;
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const Box area{{std::floor(at.x), std::floor(at.y)}, {at.x + room.x, at.y + room.y}};
  place_nodes(area);
  draw_edges(state);
  float bottom = area.min.y;
  for (size_t i = 0; i < graph_.nodes.size(); i++) {
    draw_node(state, i, commands);
    bottom = std::max(bottom, boxes_[i].max.y);
  }
  ImGui::SetCursorScreenPos({area.min.x, bottom});
  ImGui::Dummy({1, kNodeGap});
}

void SnapshotsView::place_nodes(const Box& area) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float step = area.width() / 4;
  const float width = std::min(kNodeWidthMax, step * 0.8f);
  std::array<float, 4> tops{};
  tops.fill(area.min.y + kTitleHeight);
  boxes_.resize(graph_.nodes.size());
  for (size_t i = 0; i < kTitles.size(); i++) {
    const float x = area.min.x + step * static_cast<float>(i);
    const Box title{{x, area.min.y}, {x + width, area.min.y + kTitleHeight}};
    ui::text_in(list, *ui::fonts().small, title, theme().dim, kTitles[i]);
  }
  for (size_t i = 0; i < graph_.nodes.size(); i++) {
    const size_t column = column_of(graph_.nodes[i].kind);
    const float x = std::floor(area.min.x + step * static_cast<float>(column));
    boxes_[i] = {{x, tops[column]}, {x + width, tops[column] + kNodeHeight}};
    tops[column] += kNodeHeight + kNodeGap;
  }
}

bool SnapshotsView::is_selected(const AppState& state, size_t index) const {
  const model::Selection& selection = state.selection();
  const ReferenceNode& node = graph_.nodes[index];
  switch (node.kind) {
    case Kind::kHolder:
      return !selection.holder.empty() && selection.holder == node.label;
    case Kind::kSnapshot:
      return selection.snapshot == node.number;
    case Kind::kPart:
      return selection.wrapper == node.number;
    case Kind::kFile:
      return selection.part && !selection.wrapper &&
             state.document().parts[*selection.part].name == node.name;
  }
  return false;
}

/// Nodes on a way of references through what is selected.
std::vector<bool> SnapshotsView::lit_nodes(const AppState& state) const {
  std::vector<bool> lit(graph_.nodes.size());
  bool any = false;
  for (size_t i = 0; i < lit.size(); i++) any |= lit[i] = is_selected(state, i);
  if (!any) return lit;
  // Edges lead from column to column, so that one pass in each direction after the other is enough.
  std::vector<bool> ahead = lit;
  std::vector<bool> behind = lit;
  for (int pass = 0; pass < 3; pass++) {
    for (const ReferenceEdge& edge : graph_.edges) {
      if (ahead[edge.from]) ahead[edge.to] = true;
      if (behind[edge.to]) behind[edge.from] = true;
    }
  }
  for (size_t i = 0; i < lit.size(); i++) lit[i] = ahead[i] || behind[i];
  return lit;
}

void SnapshotsView::draw_edges(const AppState& state) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::vector<bool> lit_at = lit_nodes(state);
  for (const ReferenceEdge& edge : graph_.edges) {
    const Box& from = boxes_[edge.from];
    const Box& to = boxes_[edge.to];
    const bool lit = lit_at[edge.from] && lit_at[edge.to];
    const ImU32 colour = edge.wrong ? theme().wrong
                         : lit      ? theme().accent
                                    : ui::mix(theme().line, theme().dim, 0.5f);
    const ImVec2 a{from.max.x, from.middle_y()};
    const ImVec2 b{to.min.x, to.middle_y()};
    const float width = lit || edge.wrong ? 2.2f : 1.4f;
    const size_t skipped =
        column_of(graph_.nodes[edge.to].kind) - column_of(graph_.nodes[edge.from].kind);
    const auto bow = [&](ImVec2 start, ImVec2 end) {
      const float bend = std::max(12.0f, (end.x - start.x) * 0.45f);
      list.AddBezierCubic(start, {start.x + bend, start.y}, {end.x - bend, end.y}, end, colour,
                          width);
    };
    if (skipped <= 1) {
      bow(a, b);
    } else {  // through the gap between two nodes of the column in between
      const Box& first = boxes_.front();
      const float pitch = kNodeHeight + kNodeGap;
      const float row = std::round(((a.y + b.y) / 2 - first.max.y) / pitch);
      const float y = first.max.y + std::max(0.0f, row) * pitch + kNodeGap / 2;
      const float step = to.min.x - from.min.x;
      const ImVec2 enter{from.min.x + step / 2, y};
      const ImVec2 leave{enter.x + from.width(), y};
      bow(a, enter);
      list.AddLine(enter, leave, colour, width);
      bow(leave, b);
    }
    list.AddTriangleFilled({b.x, b.y}, {b.x - 6, b.y - 3.5f}, {b.x - 6, b.y + 3.5f}, colour);
  }
}

void SnapshotsView::draw_node(const AppState& state, size_t index, Commands& commands) const {
  const ReferenceNode& node = graph_.nodes[index];
  const Box& box = boxes_[index];
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool selected = is_selected(state, index);
  ImGui::SetCursorScreenPos(box.min);
  ImGui::PushID(static_cast<int>(index));
  const bool pressed = ImGui::InvisibleButton("node", {box.width(), box.height()});
  const bool hovered = ImGui::IsItemHovered();
  ImGui::SetItemTooltip("%s\n%s%s", node.label.c_str(), node.detail.c_str(),
                        node.changed ? "\nchanged by this step" : "");
  ui::copy_menu("copy", node.label, "Copy name");
  ImGui::PopID();
  ui::fill(list, box, selected ? theme().selected : hovered ? theme().hovered : theme().raised);
  const ImU32 edge = node.wrong     ? theme().wrong
                     : node.changed ? theme().text
                     : selected     ? theme().accent
                                    : theme().line;
  ui::outline(list, box, edge, node.changed || node.wrong ? 2.0f : ui::hairline());
  Box text = box.shrunk(ui::kGap2, 0.0f);
  if (node.kind == Kind::kPart) {
    const Box strip = box.columns(box.min.x + 2, box.min.x + 14).shrunk(0.0f, 2.0f);
    draw_part_box(list, strip, node.role, node.is_new, false);
    text.min.x += 14;
  } else if (node.is_reader) {
    draw_pin(list, {box.min.x + 12, box.middle_y()}, theme().reader);
    text.min.x += 14;
  }
  const ImFont& font = node.kind == Kind::kFile ? *ui::fonts().mono : *ui::fonts().ui_strong;
  const std::string gone_zeros = node.kind == Kind::kFile
                                     ? "…" + node.label.substr(node.label.find_first_not_of('0'))
                                     : node.label;
  const bool fits = ui::text_width(font, node.label) <= text.width();
  ui::text_in(list, font, text.rows(box.min.y + 3, box.min.y + 22), theme().text,
              fits ? node.label : gone_zeros);
  ui::text_in(list, *ui::fonts().small, text.rows(box.min.y + 22, box.max.y - 3),
              node.wrong ? theme().wrong : theme().dim, node.detail);
  if (!pressed) return;
  model::SelectCommand select;
  if (node.kind == Kind::kHolder) select.holder = node.label;
  if (node.kind == Kind::kSnapshot) select.snapshot = node.number;
  if (node.kind == Kind::kPart) select.wrapper = node.number;
  for (size_t i = 0; i < state.document().parts.size() && node.kind == Kind::kFile; i++) {
    if (state.document().parts[i].name == node.name) select.part = i;
  }
  if (selected) select = {};
  commands.emplace_back(std::move(select));
}

}  // namespace sidx::views
