#include "wasm/views/next_view.h"

#include "imgui_internal.h"
#include "wasm/ui/draw.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::ScenarioCommand;
using sim::Op;
using ui::theme;

namespace {

/// What a step does, for those who meet it here first.
const char* help_of(Op op) {
  switch (op) {
    case Op::kWrite:
      return "a batch of elements becomes a mem part, introduced at once";
    case Op::kWriteRange:
      return "writes one element for each key of a range";
    case Op::kGenerate:
      return "writes a batch shaped like the upstream stress test";
    case Op::kFlush:
      return "writes all mem parts to disk and introduces the file parts";
    case Op::kMerge:
      return "merges all active file parts into one";
    case Op::kMergeMem:
      return "merges all active mem parts into one file part";
    case Op::kSync:
      return "parts were sent elsewhere: they leave the snapshot";
    case Op::kFlushBegin:
      return "writes the files of a flush; the introduction comes later";
    case Op::kMergeBegin:
      return "writes the output of a merge; the introduction comes later";
    case Op::kMergeMemBegin:
      return "the same with mem parts as inputs";
    case Op::kIntroduce:
      return "hands the prepared work to the introducer";
    case Op::kHold:
      return "a slow reader takes a reference on the current snapshot";
    case Op::kRelease:
      return "the reader drops its reference";
    case Op::kQuery:
      return "a whole query on the current snapshot";
    case Op::kQueryBegin:
      return "a query takes the current snapshot; it runs and ends in later steps";
    case Op::kQueryRun:
      return "selects parts of its snapshot and scans them; may be repeated";
    case Op::kQueryEnd:
      return "the query drops its snapshot";
    case Op::kBlocks:
      return "lists the blocks of the current snapshot";
    case Op::kReopen:
      return "the process ends and a new one opens the directory";
    case Op::kRemoveFile:
      return "a fault: somebody removes a file or directory";
    case Op::kTruncateFile:
      return "a fault: a file becomes shorter";
    case Op::kWriteFile:
      return "a fault: somebody writes a file";
  }
  return "";
}

/// Commands that belong together stand together.
const char* group_of(Op op) {
  switch (op) {
    case Op::kWrite:
    case Op::kWriteRange:
    case Op::kGenerate:
      return "Write";
    case Op::kFlush:
    case Op::kMerge:
    case Op::kMergeMem:
    case Op::kSync:
      return "Whole steps";
    case Op::kFlushBegin:
    case Op::kMergeBegin:
    case Op::kMergeMemBegin:
    case Op::kIntroduce:
      return "In two steps, for races";
    case Op::kHold:
    case Op::kRelease:
    case Op::kQuery:
    case Op::kQueryBegin:
    case Op::kQueryRun:
    case Op::kQueryEnd:
    case Op::kBlocks:
      return "Read";
    case Op::kReopen:
    case Op::kRemoveFile:
    case Op::kTruncateFile:
    case Op::kWriteFile:
      return "Restart and faults";
  }
  return "";
}

constexpr const char* kGroups[] = {
    "Under way", "Write", "Whole steps", "In two steps, for races", "Read", "Restart and faults"};

bool continues(Op op) {
  return op == Op::kIntroduce || op == Op::kRelease || op == Op::kQueryRun || op == Op::kQueryEnd;
}

bool is_in(const sim::Command& command, const char* group) {
  return std::string_view(continues(command.op) ? "Under way" : group_of(command.op)) == group;
}

sim::Event event_of(const sim::Command& command) {
  sim::Event event;
  event.op = command.op;
  event.as = command.as;
  return event;
}

}  // namespace

void NextView::draw(const AppState& state, Commands& commands) {
  const model::Session& session = *state.session();
  if (session_serial_ != session.serial()) {
    session_serial_ = session.serial();
    list_ = sim::possible_commands(session.world());
  }
  if (session.world().dead) {
    ImGui::PushTextWrapPos(0.0f);
    ui::text_wrong("The process is dead. Step back, or undo, to go on from before the panic.");
    ImGui::PopTextWrapPos();
    return;
  }
  if (session.position() < session.length()) {
    ImGui::PushTextWrapPos(0.0f);
    ui::text_dim("Picking one here begins a branch after step " +
                 std::to_string(session.position()) + ".");
    ImGui::PopTextWrapPos();
  }
  for (const char* group : kGroups) {
    bool titled = false;
    for (size_t i = 0; i < list_.size(); i++) {
      if (!is_in(list_[i], group)) continue;
      if (!titled) {
        ImGui::PushFont(ui::fonts().small);
        ui::text_dim(group);
        ImGui::PopFont();
        titled = true;
      }
      ImGui::PushID(static_cast<int>(i));
      draw_command(list_[i], commands);
      ImGui::PopID();
    }
  }
}

void NextView::draw_command(const sim::Command& command, Commands& commands) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui::kGap2, 0});
  const bool pressed =
      ImGui::Selectable("##command", false, ImGuiSelectableFlags_None, {width, ui::kRowHeight - 2});
  bool picked = pressed && command.enabled;
  ImGui::PopStyleVar();
  const bool warns = command.enabled && !command.reason.empty();
  if (command.reason.empty()) {
    ImGui::SetItemTooltip("%s", help_of(command.op));
  } else {
    ImGui::SetItemTooltip(
        command.enabled ? "%s\n%s" : "%s\nNot now: %s\nRight click: play it anyway",
        help_of(command.op), command.reason.c_str());
  }
  if (ImGui::BeginPopupContextItem("command menu")) {
    if (ImGui::MenuItem(command.enabled ? "Play it" : "Play it anyway")) picked = true;
    if (ImGui::MenuItem("Copy name")) ImGui::SetClipboardText(command.label.c_str());
    ImGui::EndPopup();
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ui::Box box{at, {at.x + width, at.y + ui::kRowHeight - 2}};
  const std::string name = command.label + (command.needs_input ? "…" : "");
  const ImU32 colour = command.enabled ? theme().text : ui::mix(theme().panel, theme().dim, 0.75f);
  ui::Box text = box.shrunk(ui::kGap2, 0.0f);
  ui::text_in(list, *ui::fonts().ui, text, colour, name);
  text.min.x += ui::text_width(*ui::fonts().ui, name) + ui::kGap2;
  if (!command.reason.empty() && text.width() > 24.0f) {
    ui::text_in(list, *ui::fonts().small, text, warns ? theme().wrong : theme().dim,
                command.reason);
  }
  if (!picked) return;
  if (command.needs_input) {
    model::FormCommand form;
    form.event = command.op;
    form.as = command.as;
    commands.emplace_back(ScenarioCommand(std::move(form)));
  } else {
    commands.emplace_back(ScenarioCommand(model::DoCommand{event_of(command)}));
  }
}

}  // namespace sidx::views
