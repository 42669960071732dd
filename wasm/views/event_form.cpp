#include "wasm/views/event_form.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "imgui.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/form_fields.h"

namespace sidx::views {

using model::AppState;
using model::ScenarioCommand;
using sim::Op;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kPopup = "step form";
/// "row 2, key: a 64-bit integer was expected, found …": rows count from 1, as people do.
std::string problem_text(const Error& error) {
  std::string field = error.field;
  if (const auto row = model::row_of_error(field)) {
    const size_t dot = field.find("].");
    field = "row " + std::to_string(*row + 1) +
            (dot == std::string::npos ? "" : ", " + field.substr(dot + 2));
  }
  return field + ": " + error.expected + " was expected, found " + error.found;
}

bool is_query(Op op) { return op == Op::kQuery || op == Op::kQueryBegin; }
bool is_fault(Op op) {
  return op == Op::kRemoveFile || op == Op::kTruncateFile || op == Op::kWriteFile;
}

}  // namespace

void EventForm::open(const AppState& state) {
  const model::FormCommand& form = state.form();
  problem_.clear();
  step_ = form.step;
  op_ = form.event;
  as_ = form.as;
  if (step_) {
    const sim::History& history = state.session()->history();
    const sim::Event& event = history.at(history.active_branch(), *step_).event;
    op_ = event.op;
    as_ = event.as;
    fill(event);
  } else if (op_ == Op::kWrite && batch_.draft().rows.empty()) {
    model::BatchDraft& draft = batch_.draft();
    draft.add_tag("svc", model::TagKind::kText);
    draft.add_tag("dur", model::TagKind::kInt);
    draft.rows = {{"1", "100", "t1", {"a", "5"}}, {"1", "200", "t2", {"b", "7"}}};
  }
  ImGui::OpenPopup(kPopup);
}

void EventForm::fill(const sim::Event& event) {
  if (op_ == Op::kWrite) {
    batch_.draft() = model::BatchDraft::of(event.write->batch, event.segment_id);
    return;
  }
  const Json step = Json::parse(sim::write_event(event), nullptr, false);
  const auto text = [&](const char* name) { return member_text(step, name); };
  fields_ = Fields();
  fields_.series = text("series");
  if (op_ == Op::kWriteRange) {
    fields_.from = text("from");
    fields_.to = text("to");
    fields_.step = step.contains("step") ? text("step") : "1";
    fields_.prefix = text("data_prefix");
  }
  fields_.tags = text("tags");
  fields_.seed = text("seed");
  fields_.count = text("count");
  fields_.scale = text("scale") == "medium" ? 1 : 0;
  fields_.index = text("index") == "latency" ? 1 : 0;
  fields_.min = text("min");
  fields_.max = text("max");
  fields_.order = text("order") == "desc" ? 1 : 0;
  fields_.limit = text("limit");
  fields_.quota = text("quota");
  fields_.instances = text("instances");
  fields_.project = text("project");
  fields_.filter = text("filter");
  fields_.parts = text("parts");
  fields_.path = text("path");
  fields_.size = text("size");
  fields_.is_hex = step.contains("hex");
  fields_.text = fields_.is_hex ? text("hex") : text("text");
}

std::string EventForm::title() const {
  std::string text(sim::name_of(op_));
  if (!as_.empty()) text += " " + as_;
  return step_ ? "Play step " + std::to_string(*step_) + " differently: " + text : text;
}

void EventForm::draw(const AppState& state, Commands& commands) {
  if (state.session() == nullptr) return;
  if (form_serial_ != state.form_serial()) {
    form_serial_ = state.form_serial();
    open(state);
  }
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  const float width = op_ == Op::kWrite ? 760.0f : 520.0f;
  ImGui::SetNextWindowPos({viewport.Size.x / 2, viewport.Size.y * 0.2f}, ImGuiCond_Appearing,
                          {0.5f, 0});
  ImGui::SetNextWindowSize({std::min(width, viewport.Size.x - 32), 0});
  if (!ImGui::BeginPopupModal(kPopup, nullptr,
                              ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove)) {
    return;
  }
  ImGui::PushFont(ui::fonts().ui_strong);
  ImGui::TextUnformatted(title().c_str());
  ImGui::PopFont();
  ImGui::Separator();
  if (ImGui::IsWindowAppearing() && op_ != Op::kWrite) ImGui::SetKeyboardFocusHere();
  draw_fields(state);
  if (batch_.take_changed()) problem_.clear();
  // Always one line, so that the buttons stay where they are.
  ui::text_wrong(problem_.empty() ? " " : problem_);
  draw_buttons(commands);
  const bool on_top = ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
  if (on_top && ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !was_editing_) {
    ImGui::CloseCurrentPopup();
  }
  was_editing_ = ImGui::IsAnyItemActive();
  ImGui::EndPopup();
}

void EventForm::draw_fields(const AppState& state) {
  if (op_ == Op::kWrite) {
    batch_.draw(problem_.empty() ? std::nullopt : wrong_row_);
  } else if (op_ == Op::kWriteRange) {
    draw_range();
  } else if (op_ == Op::kGenerate) {
    draw_generate();
  } else if (is_query(op_)) {
    draw_query();
  } else if (op_ == Op::kSync) {
    text_row("part IDs", fields_.parts, "1, 2",
             "parts that were sent elsewhere; IDs that are not in the snapshot are ignored");
  } else if (is_fault(op_)) {
    draw_fault(state);
  }
}

void EventForm::draw_range() {
  text_row("series ID", fields_.series, "1");
  text_row("first key", fields_.from, "1");
  text_row("last key", fields_.to, "10", "inclusive");
  text_row("step", fields_.step, "1", "distance between keys");
  text_row("data", fields_.prefix, "prefix", "the data of each element: this, then its key");
  text_row("tags", fields_.tags, "{\"svc\": \"a\", \"dur\": 5}",
           "the same for every element, JSON");
}

void EventForm::draw_generate() {
  constexpr std::array<const char*, 2> kScales{"small", "medium"};
  constexpr std::array<const char*, 2> kIndexes{"time", "latency"};
  ImGui::PushTextWrapPos(0.0f);
  ui::text_dim(
      "Spans of traces as the upstream stress test writes them: Zipf services, exponential "
      "latency. The same seed gives the same rows.");
  ImGui::PopTextWrapPos();
  text_row("seed", fields_.seed, "1");
  text_row("elements", fields_.count, "100");
  choice_row("scale", kScales.data(), 2, fields_.scale);
  choice_row("user key is the", kIndexes.data(), 2, fields_.index);
}

void EventForm::draw_query() {
  constexpr std::array<const char*, 2> kOrders{"ascending", "descending"};
  text_row("series IDs", fields_.series, "1, 2");
  text_row("smallest key", fields_.min, "open");
  text_row("largest key", fields_.max, "open");
  choice_row("order", kOrders.data(), 2, fields_.order);
  text_row("limit", fields_.limit, "none", "of distinct data values");
  text_row("quota", fields_.quota, "none", "bytes that the scan may take");
  text_row("instances", fields_.instances, "one", "part IDs of several instances: [1], [2, 3]");
  text_row("tags", fields_.project, "all", "names of the tags to return");
  text_row("filter", fields_.filter, "{\"eq\": [\"svc\", \"a\"]}",
           "JSON: eq, having, range, and, or");
}

void EventForm::draw_fault(const AppState& state) {
  caption("path", "relative to the instance root");
  if (ImGui::BeginCombo("##path", fields_.path.empty() ? "choose…" : fields_.path.c_str())) {
    for (const auto& [path, bytes] : sim::files_of(state.session()->world())) {
      const std::string label = path + "  (" + ui::size_text(bytes->size()) + ")";
      if (ImGui::Selectable(label.c_str(), path == fields_.path)) fields_.path = path;
    }
    if (op_ == Op::kRemoveFile) {
      for (const Rc<sim::DiskEntry>& entry : state.session()->world().disk) {
        if (!entry->is_directory) continue;
        if (ImGui::Selectable((entry->name + "/").c_str())) fields_.path = entry->name;
      }
    }
    ImGui::EndCombo();
  }
  text_row("or another path", fields_.path, "0000000000000001/data.bin");
  if (op_ == Op::kTruncateFile) text_row("new size", fields_.size, "0", "bytes");
  if (op_ != Op::kWriteFile) return;
  caption("content", "");
  ui::input_text_lines("##content", fields_.text, {-1, 90});
  caption("", "");
  ImGui::Checkbox("these are hex digits", &fields_.is_hex);
}

std::string EventForm::event_json() const {
  if (op_ == Op::kWrite) return batch_.draft().step_json();
  Json step{{"op", std::string(sim::name_of(op_))}};
  if (!as_.empty()) step["as"] = as_;
  if (op_ == Op::kWriteRange) {
    step["series"] = fields_.series;
    step["from"] = fields_.from;
    step["to"] = fields_.to;
    if (fields_.step != "1") step["step"] = fields_.step;
    step["data_prefix"] = fields_.prefix;
    if (!fields_.tags.empty()) step["tags"] = typed_json(fields_.tags);
  } else if (op_ == Op::kGenerate) {
    step["seed"] = fields_.seed;
    step["count"] = number_or_text(fields_.count);
    step["scale"] = fields_.scale == 1 ? "medium" : "small";
    step["index"] = fields_.index == 1 ? "latency" : "time";
  } else if (is_query(op_)) {
    step["series"] = words_of(fields_.series);
    put_if(step, "min", fields_.min);
    put_if(step, "max", fields_.max);
    if (fields_.order == 1) step["order"] = "desc";
    if (!fields_.limit.empty()) step["limit"] = number_or_text(fields_.limit);
    put_if(step, "quota", fields_.quota);
    if (!fields_.instances.empty()) step["instances"] = typed_json("[" + fields_.instances + "]");
    if (!fields_.project.empty()) step["project"] = words_of(fields_.project);
    if (!fields_.filter.empty()) step["filter"] = typed_json(fields_.filter);
  } else if (op_ == Op::kSync) {
    step["parts"] = words_of(fields_.parts);
  } else if (is_fault(op_)) {
    step["path"] = fields_.path;
    if (op_ == Op::kTruncateFile) step["size"] = number_or_text(fields_.size);
    if (op_ == Op::kWriteFile) step[fields_.is_hex ? "hex" : "text"] = fields_.text;
  }
  return step.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void EventForm::draw_buttons(Commands& commands) {
  ImGui::Dummy({0, ui::kGap1});
  const bool enter = ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_Enter);
  if (ui::primary_button(step_ ? "Play it" : "Play this step") || enter) {
    Result<sim::Event> event = sim::read_event(event_json(), "step");
    if (!event.ok()) {
      const Error& error = event.error();
      wrong_row_ = model::row_of_error(error.field);
      problem_ = problem_text(error);
    } else {
      problem_.clear();
      if (step_) {
        commands.emplace_back(
            ScenarioCommand(model::ReplaceStepCommand{*step_, std::move(*event)}));
      } else {
        commands.emplace_back(ScenarioCommand(model::DoCommand{std::move(*event)}));
      }
      ImGui::CloseCurrentPopup();
    }
  }
  ImGui::SetItemTooltip("Ctrl+Enter");
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
}

}  // namespace sidx::views
