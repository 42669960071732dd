#include "wasm/views/query_view.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/query/deciding_bytes.h"
#include "core/query/explanation_text.h"
#include "core/sim/scenario.h"
#include "imgui.h"
#include "wasm/ui/clipped_rows.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/form_fields.h"
#include "wasm/views/row_table.h"

namespace sidx::views {

using model::AppState;
using model::counted;
using model::grouped;
using query::Explanation;
using query::FunnelLevel;
using ui::Box;
using ui::theme;
using Json = nlohmann::ordered_json;

namespace {

constexpr float kFormWidth = 250.0f;
constexpr float kBar = 30.0f;
constexpr float kBarLabel = 132.0f;
constexpr float kBarCounts = 172.0f;

void emit(Commands& commands, model::QueryViewCommand command) {
  commands.emplace_back(std::move(command));
}

/// Picks a part or block everywhere.
void select(const AppState& state, uint32_t wrapper, std::optional<size_t> block,
            Commands& commands) {
  model::SelectCommand select;
  if (state.session() != nullptr) {
    select.wrapper = wrapper;
  } else {
    select.part = wrapper - 1;
  }
  select.block = block;
  commands.emplace_back(std::move(select));
}

std::string part_name(const Explanation& answer, uint32_t wrapper) {
  for (const auto& part : answer.parts) {
    if (part.part.wrapper == wrapper) return part.name;
  }
  return std::to_string(wrapper);
}

std::string bytes_text(const query::DecidingBytes& bytes) {
  std::string text = bytes.where.file + ", " + bytes.field + ": " + counted(bytes.length, "byte") +
                     " at " + grouped(bytes.where.offset);
  if (bytes.where.inner_offset) {
    text += " + " + grouped(*bytes.where.inner_offset) + " decompressed";
  }
  return text;
}

}  // namespace

void QueryView::fill(const query::QueryRequest& request) {
  sim::Event event;
  event.op = sim::Op::kQuery;
  event.request = Rc<query::QueryRequest>(request);
  const Json step = Json::parse(sim::write_event(event), nullptr, false);
  fields_.series = member_text(step, "series");
  fields_.min = member_text(step, "min");
  fields_.max = member_text(step, "max");
  fields_.order = request.descending ? 1 : 0;
  fields_.limit = member_text(step, "limit");
  fields_.quota = member_text(step, "quota");
  fields_.instances = member_text(step, "instances");
  fields_.project = member_text(step, "project");
  fields_.filter = member_text(step, "filter");
}

void QueryView::draw(const AppState& state, Commands& commands) {
  const model::QueryDesk& desk = state.query_desk();
  if (serial_ != desk.serial() && desk.answer() != nullptr) {
    serial_ = desk.serial();
    fill(desk.answer()->request);
  }
  if (ImGui::BeginChild("form", {kFormWidth, 0})) draw_form(state, commands);
  ImGui::EndChild();
  ImGui::SameLine(0, ui::kGap4);
  if (ImGui::BeginChild("answer")) draw_answer_side(state, commands);
  ImGui::EndChild();
}

void QueryView::draw_form(const AppState& state, Commands& commands) {
  constexpr std::array<const char*, 2> kOrders{"asc", "desc"};
  constexpr float kNames = 96.0f;
  const bool has_scenario = state.session() != nullptr;
  text_row("series IDs", fields_.series, "1, 2", "", kNames);
  text_row("smallest key", fields_.min, "open", "", kNames);
  text_row("largest key", fields_.max, "open", "", kNames);
  choice_row("order", kOrders.data(), 2, fields_.order, kNames);
  text_row("limit", fields_.limit, "none", "of distinct data values", kNames);
  text_row("quota", fields_.quota, "none", "bytes that the scan may take", kNames);
  if (has_scenario) {
    text_row("instances", fields_.instances, "one", "part IDs of several instances: [1], [2, 3]",
             kNames);
  }
  text_row("tags", fields_.project, "all", "names of the tags to return", kNames);
  text_row("filter", fields_.filter, "{\"eq\": [\"svc\", \"a\"]}",
           "JSON: eq, having, range, and, or. A filter skips blocks; rows are never filtered.",
           kNames);
  draw_filter_builder();
  if (has_scenario) {
    caption("snapshot", "the current one, or the one that a reader holds", kNames);
    if (ImGui::BeginCombo("##reader", reader_.empty() ? "current" : reader_.c_str())) {
      if (ImGui::Selectable("current", reader_.empty())) reader_.clear();
      for (const Rc<sim::Operation>& held : state.session()->world().operations) {
        if (ImGui::Selectable(held->name.c_str(), reader_ == held->name)) reader_ = held->name;
      }
      ImGui::EndCombo();
    }
    if (state.session()->world().find_operation(reader_) == nullptr) reader_.clear();
  }
  draw_buttons(state, commands);
}

/// Puts a condition into the filter, joined with what is there by "and".
void QueryView::draw_filter_builder() {
  constexpr std::array<const char*, 5> kKinds{"=", "has", "≥", "≤", "in"};
  const float width = (ImGui::GetContentRegionAvail().x - 96) / 2;
  ImGui::SetNextItemWidth(width);
  ui::input_text("##tag", builder_tag_, "tag");
  ImGui::SameLine(0, 2);
  ImGui::SetNextItemWidth(62);
  ImGui::Combo("##kind", &builder_kind_, kKinds.data(), 5);
  ImGui::SameLine(0, 2);
  ImGui::SetNextItemWidth(width);
  ui::input_text("##value", builder_value_, "value");
  ImGui::SameLine(0, 2);
  ImGui::BeginDisabled(builder_tag_.empty());
  const bool adds = ImGui::Button("+", {24, 0});
  ImGui::SetItemTooltip("Adds the condition to the filter; “in” takes the bounds of a range, 5..9");
  if (adds) {
    Json condition;
    const size_t dots = builder_value_.find("..");
    const std::string upper = dots == std::string::npos ? "" : builder_value_.substr(dots + 2);
    Json range{{"tag", builder_tag_}};
    if (builder_kind_ == 2 || builder_kind_ == 4) range["gte"] = builder_value_.substr(0, dots);
    if (builder_kind_ == 3) range["lte"] = builder_value_;
    if (builder_kind_ == 4) range["lte"] = upper;
    if (builder_kind_ == 0) condition["eq"] = {builder_tag_, builder_value_};
    if (builder_kind_ == 1) condition["having"] = {builder_tag_, words_of(builder_value_)};
    if (builder_kind_ > 1) condition["range"] = range;
    const Json before = Json::parse(fields_.filter, nullptr, false);
    if (before.is_object()) {
      Json both;
      both["and"] = Json::array({before, condition});
      condition = std::move(both);
    }
    fields_.filter = condition.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  ImGui::EndDisabled();
}

std::string QueryView::command_json(bool as_step) const {
  Json step{{"op", "query"}, {"series", words_of(fields_.series)}};
  if (!as_step && !reader_.empty()) step["as"] = reader_;
  put_if(step, "min", fields_.min);
  put_if(step, "max", fields_.max);
  if (fields_.order == 1) step["order"] = "desc";
  if (!fields_.limit.empty()) step["limit"] = number_or_text(fields_.limit);
  put_if(step, "quota", fields_.quota);
  if (!fields_.instances.empty()) step["instances"] = typed_json("[" + fields_.instances + "]");
  if (!fields_.project.empty()) step["project"] = words_of(fields_.project);
  if (!fields_.filter.empty()) step["filter"] = typed_json(fields_.filter);
  return step.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void QueryView::draw_buttons(const AppState& state, Commands& commands) {
  ImGui::Dummy({0, ui::kGap1});
  const bool enter = ImGui::GetIO().KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_Enter);
  if (ui::primary_button("Explain") || enter) {
    auto parsed = model::parse_command(command_json(false));
    if (auto* problem = std::get_if<std::string>(&parsed)) {
      problem_ = std::move(*problem);
    } else {
      problem_.clear();
      commands.emplace_back(std::get<model::Command>(std::move(parsed)));
    }
  }
  ImGui::SetItemTooltip("Asks what is open, and changes nothing  (Ctrl+Enter)");
  if (state.session() != nullptr) {
    ImGui::SameLine();
    if (ImGui::Button("Add as step")) {
      auto event = sim::read_event(command_json(true), "query");
      problem_ = event.ok() ? "" : to_string(event.error());
      if (event.ok()) {
        commands.emplace_back(model::ScenarioCommand(model::DoCommand{*std::move(event)}));
      }
    }
    ImGui::SetItemTooltip("Plays the query behind the current step of the scenario");
  }
  bool compares = state.query_desk().compares();
  if (ImGui::Checkbox("Compare with fixed", &compares)) {
    emit(commands, model::QueryCompareCommand{compares});
  }
  ImGui::SetItemTooltip("The same steps under the repaired engine, and its answer");
  ImGui::PushTextWrapPos(0.0f);
  if (!problem_.empty()) ui::text_wrong(problem_);
  for (const std::string& text : state.query_desk().left_out()) ui::text_dim("Left out: " + text);
  ImGui::PopTextWrapPos();
}

void QueryView::draw_answer_side(const AppState& state, Commands& commands) {
  const model::QueryDesk& desk = state.query_desk();
  const Explanation* answer = desk.answer();
  if (answer == nullptr) {
    const bool busy = desk.busy({state.session(), &state.document(), state.generation()}, true);
    ui::empty_state(busy ? "Reading" : "No query to explain",
                    !desk.message().empty() ? desk.message().c_str()
                    : state.session() != nullptr
                        ? "Fill in the form and press Explain, or go to a step that queries."
                        : "Fill in the form and press Explain: the opened parts are read and "
                          "asked as the engine would.");
    return;
  }
  ImGui::PushFont(ui::fonts().ui_strong);
  const std::string title = (desk.of_step() != 0 ? "Query of step " + std::to_string(desk.of_step())
                                                 : std::string("Query that was asked for")) +
                            ": " +
                            (answer->outcome.ending == query::QueryOutcome::Ending::kOk
                                 ? counted(answer->outcome.rows.size(), "row")
                                 : answer->outcome.message);
  ui::cut_text(title);
  ImGui::PopFont();
  draw_funnel(state, *answer, commands);
  ImGui::Dummy({0, ui::kGap1});
  constexpr std::array<const char*, 3> kPanes{"Reasons", "Answer", "Heap merge"};
  int pane = static_cast<int>(desk.pane());
  if (ui::segmented("pane", kPanes.data(), 3, pane)) {
    emit(commands, model::QueryPaneCommand{static_cast<model::QueryPane>(pane)});
  }
  if (ImGui::BeginChild("pane content")) {
    if (desk.pane() == model::QueryPane::kReasons) draw_reasons(state, *answer, commands);
    if (desk.pane() == model::QueryPane::kAnswer) draw_rows(state, *answer, commands);
    if (desk.pane() == model::QueryPane::kHeap) draw_heap(state, *answer, commands);
  }
  ImGui::EndChild();
}

/// One bar a level, kept and discarded to scale.
void QueryView::draw_funnel(const AppState& state, const Explanation& answer, Commands& commands) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (size_t i = 0; i < query::kFunnelLevels; i++) {
    const auto level = static_cast<FunnelLevel>(i);
    const query::Funnel& funnel = answer.levels[i];
    const std::string name = std::string(query::name_of(level)) + "s";
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::InvisibleButton("bar", {width, kBar})) {
      emit(commands, model::QueryLevelCommand{level});
    }
    const bool open = state.query_desk().level() == level &&
                      state.query_desk().pane() == model::QueryPane::kReasons;
    const Box box{at, {at.x + width, at.y + kBar - 2}};
    if (open || ImGui::IsItemHovered()) {
      ui::fill(list, box, open ? theme().selected : theme().hovered);
    }
    ImGui::SetItemTooltip("Lists them with what decided about each");
    const std::string counts =
        grouped(funnel.kept) + " kept · " + grouped(funnel.discarded) + " discarded";
    ui::copy_menu("copy", name + ": " + counts, "Copy counts");
    ImGui::PopID();
    ui::disclosure(list, {at.x + 9, box.middle_y()}, open, theme().dim);
    ui::text_in(list, *ui::fonts().ui, box.columns(at.x + 20, at.x + kBarLabel), theme().text,
                name);
    ui::text_in(list, *ui::fonts().small, box.columns(box.max.x - kBarCounts, box.max.x - 4),
                theme().dim, counts, ui::Align::kRight);
    Box bar = box.columns(at.x + kBarLabel, box.max.x - kBarCounts - ui::kGap2).shrunk(0, 6);
    const auto all = static_cast<double>(funnel.kept + funnel.discarded);
    if (all == 0 || bar.width() < 4) continue;
    const float share = static_cast<float>(static_cast<double>(funnel.kept) / all);
    // What is there is seen, however few.
    const float least = funnel.kept > 0 ? 2.0f : 0.0f;
    const float most = funnel.discarded > 0 ? bar.width() - 2 : bar.width();
    const float middle = bar.min.x + std::clamp(share * bar.width(), least, std::max(least, most));
    ui::fill(list, bar.columns(bar.min.x, middle), theme().file_part);
    const Box rest = bar.columns(middle, bar.max.x);
    ui::fill(list, rest, theme().track);
    ui::hatch(list, rest, theme().line);
    ui::outline(list, bar, theme().line);
  }
}

void QueryView::draw_reasons(const AppState& state, const Explanation& answer, Commands& commands) {
  const model::QueryDesk& desk = state.query_desk();
  const query::Funnel& funnel = answer.level(desk.level());
  if (texts_of_ != std::pair(desk.serial(), desk.level())) {
    texts_of_ = {desk.serial(), desk.level()};
    texts_.assign(funnel.items.size(), std::nullopt);
  }
  if (funnel.items.empty()) {
    ui::text_dim("Nothing came this far.");
    return;
  }
  query::DecidingBytesFinder finder(answer);
  const size_t count = funnel.items.size() + (funnel.more > 0 ? 1 : 0);
  if (!ImGui::BeginTable("items", 2, ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY)) return;
  ImGui::TableSetupColumn("kept", ImGuiTableColumnFlags_WidthFixed, 60);
  ImGui::TableSetupColumn("why");
  // Where there is little room, a sentence takes two lines.
  const bool narrow = ImGui::GetContentRegionAvail().x < 640;
  const float height = narrow ? ui::kRowHeight + 20 : ui::kRowHeight;
  const auto draw_item = [&](size_t index) {
    if (index == funnel.items.size()) {
      ImGui::TableNextRow(ImGuiTableRowFlags_None, height);
      ImGui::TableSetColumnIndex(1);
      ui::text_dim("and " + grouped(funnel.more) + " more");
      return;
    }
    const query::ExplainedItem& item = funnel.items[index];
    if (!texts_[index]) texts_[index] = query::text_of(answer, item);
    const query::ItemText& text = *texts_[index];
    const bool wrong = !text.bug.empty();
    if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, theme().wrong);
    if (row_selectable(item.kept ? "✓ kept" : "skipped", height)) {
      const bool has_block = item.level >= FunnelLevel::kBlocks;
      select(state, answer.parts[item.part].part.wrapper,
             has_block ? std::optional(item.block) : std::nullopt, commands);
    }
    if (ImGui::IsItemHovered() && ImGui::BeginTooltip()) {
      ImGui::PushTextWrapPos(520);
      ImGui::TextUnformatted(text.sentence.c_str());
      if (const auto bytes = finder.find(item)) ui::text_dim(bytes_text(*bytes));
      ImGui::PopTextWrapPos();
      ImGui::EndTooltip();
    }
    ui::copy_menu("copy", text.sentence, "Copy reason");
    ImGui::TableNextColumn();
    if (narrow) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const float width = ImGui::GetContentRegionAvail().x;
      ImGui::PushClipRect(at, {at.x + width, at.y + height - 4}, true);
      ImGui::PushTextWrapPos(0.0f);
      ImGui::TextUnformatted(text.sentence.c_str());
      ImGui::PopTextWrapPos();
      ImGui::PopClipRect();
      ImGui::SetCursorScreenPos({at.x, at.y + height - 4});
      ImGui::Dummy({0, 0});
    } else {
      ui::cut_text(text.sentence);
    }
    if (wrong) ImGui::PopStyleColor();
  };
  ui::clipped_rows(count, draw_item, SIZE_MAX, height);
  ImGui::EndTable();
}

void QueryView::draw_rows(const AppState& state, const Explanation& answer,
                          Commands& commands) const {
  std::vector<ShownRow> shown;
  const model::QueryDesk::Right* right = state.query_desk().right();
  const std::vector<query::QueryRow>& rows = answer.outcome.rows;
  for (size_t i = 0; i < rows.size(); i++) shown.push_back({&rows[i], i, nullptr});
  if (right != nullptr) {
    for (const size_t i : right->rows.misplaced) shown[i].word = "misplaced";
    for (const size_t i : right->rows.extra) shown[i].word = "too many";
    const auto& right_rows = right->explanation.outcome.rows;
    std::vector<ShownRow> lost;
    for (const size_t i : right->rows.lost) lost.push_back({&right_rows[i], i, "lost"});
    shown.insert(shown.begin(), lost.begin(), lost.end());
    ImGui::PushTextWrapPos(0.0f);
    const std::string verdict = "The repaired engine returns " + counted(right_rows.size(), "row") +
                                ": " + grouped(uint64_t{right->rows.lost.size()}) + " lost here, " +
                                grouped(uint64_t{right->rows.extra.size()}) + " too many, " +
                                grouped(uint64_t{right->rows.misplaced.size()}) + " misplaced.";
    if (right->rows.empty()) {
      ui::text_dim("The repaired engine returns the same rows in the same order.");
    } else {
      ui::text_wrong(verdict);
    }
    ImGui::PopTextWrapPos();
  } else if (!state.query_desk().message().empty()) {
    ui::text_dim(state.query_desk().message());
  }
  const auto name = [&](const query::QueryRow& row) {
    // The repaired engine may have made other parts.
    for (const ShownRow& lost : shown) {
      if (lost.row == &row && lost.word != nullptr && lost.word[0] == 'l') {
        return part_name(right->explanation, row.wrapper);
      }
      if (lost.word == nullptr || lost.word[0] != 'l') break;
    }
    return part_name(answer, row.wrapper);
  };
  const float half = ImGui::GetContentRegionAvail().x;
  const bool both = right != nullptr && half > 640;
  if (both) {
    ImGui::BeginChild("ours", {half / 2 - ui::kGap2, 0});
    ui::text_dim("This engine, lost rows first");
  }
  if (shown.empty()) ui::text_dim("No row.");
  if (const auto clicked = row_table("rows", shown, name)) {
    const ShownRow& row = shown[*clicked];
    const bool is_lost = row.word != nullptr && row.word[0] == 'l';
    if (!is_lost) select(state, row.row->wrapper, row.row->block, commands);
  }
  if (!both) return;
  ImGui::EndChild();
  ImGui::SameLine();
  ImGui::BeginChild("right");
  ui::text_dim("Repaired engine");
  std::vector<ShownRow> fixed;
  const auto& right_rows = right->explanation.outcome.rows;
  for (size_t i = 0; i < right_rows.size(); i++) fixed.push_back({&right_rows[i], i, nullptr});
  row_table("fixed rows", fixed,
            [&](const query::QueryRow& row) { return part_name(right->explanation, row.wrapper); });
  ImGui::EndChild();
}

void QueryView::draw_heap(const AppState& state, const Explanation& answer, Commands& commands) {
  const query::MergeRecording& merge = answer.merge;
  const size_t count = merge.steps().size();
  const size_t at = state.query_desk().merge_step();
  const auto go = [&](size_t index) { emit(commands, model::QueryStepCommand{index}); };
  if (ui::icon_button("first", ui::Icon::kToStart, "before the first step")) go(0);
  ImGui::SameLine(0, 2);
  if (ui::icon_button("back", ui::Icon::kStepBack, "one step back inside the query  (,)") &&
      at > 0) {
    go(at - 1);
  }
  ImGui::SameLine(0, 2);
  if (ui::icon_button("on", ui::Icon::kStep, "one step on inside the query  (.)") && at < count) {
    go(at + 1);
  }
  ImGui::SameLine(0, 2);
  if (ui::icon_button("last", ui::Icon::kToEnd, "to the end of the query")) go(count);
  ImGui::SameLine(0, ui::kGap3);
  int shown = static_cast<int>(at);
  ImGui::SetNextItemWidth(std::min(220.0f, ImGui::GetContentRegionAvail().x * 0.4f));
  if (ImGui::SliderInt("##step", &shown, 0, static_cast<int>(count), "",
                       ImGuiSliderFlags_AlwaysClamp)) {
    go(static_cast<size_t>(shown));
  }
  ImGui::SameLine(0, ui::kGap2);
  ui::text_dim(std::to_string(at) + " of " + std::to_string(count) +
               (merge.more() > 0 ? ", " + grouped(merge.more()) + " more not recorded" : ""));
  const std::string sentence =
      at == 0 ? "Blocks are grouped into batches of 32, batches go to workers, and each worker "
                "takes rows off a heap of its blocks. Step on to see each decision."
              : merge.sentence(at - 1);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(sentence.c_str());
  ImGui::PopTextWrapPos();
  ui::copy_menu("copy sentence", sentence, "Copy sentence");
  const auto moment = merge.moment(at);
  using Stage = query::MergeRecording::Stage;
  const std::string heap = moment.stage == Stage::kInstances ? "Heap of instances"
                           : moment.stage == Stage::kWorkers
                               ? "Heap of workers"
                               : "Heap of worker " + std::to_string(moment.worker);
  if (moment.stage == Stage::kBatches) return;
  ui::section((heap + ": " + counted(moment.rows, "row") + " taken so far").c_str());
  if (!ImGui::BeginTable("heap", 4, ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("order", ImGuiTableColumnFlags_WidthFixed, 44);
  ImGui::TableSetupColumn("next key", ImGuiTableColumnFlags_WidthFixed, 104);
  ImGui::TableSetupColumn("of");
  ImGui::TableSetupColumn("rows given", ImGuiTableColumnFlags_WidthFixed, 98);
  ImGui::TableHeadersRow();
  ui::clipped_rows(moment.heap.size(), [&](size_t index) {
    const auto& entry = moment.heap[index];
    const auto& source = merge.sources()[entry.source];
    if (row_selectable(index == 0 ? "next" : std::to_string(index + 1)) &&
        source.stage == Stage::kWorker) {
      select(state, source.wrapper, source.block, commands);
    }
    ImGui::PushFont(ui::fonts().mono);
    ImGui::TableNextColumn();
    ui::right_aligned(grouped(entry.key));
    ImGui::PopFont();
    ImGui::TableNextColumn();
    ui::cut_text(source.name);
    ImGui::TableNextColumn();
    ui::right_aligned(grouped(uint64_t{entry.done}) + " of " +
                      grouped(uint64_t{source.keys.size()}));
  });
  ImGui::EndTable();
}

}  // namespace sidx::views
