#include <algorithm>

#include "core/part/tar_archive.h"
#include "core/share/go_test.h"
#include "core/sim/json_text.h"
#include "core/sim/trace.h"
#include "wasm/model/app_state.h"
#include "wasm/model/world_document.h"

namespace sidx::model {

using sim::PlayedStep;

namespace {

std::string title_of(const sim::Scenario& scenario) {
  return scenario.title.empty() ? "Untitled scenario" : scenario.title;
}

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

/// The states of the steps that were played, as `partscope run --trace` writes them.
std::string trace_of(const Session& session) {
  const sim::History& history = session.history();
  const size_t branch = history.active_branch();
  std::vector<std::string> states;
  for (size_t i = 1; i <= history.length(branch); i++) {
    states.push_back(sim::write_state(i - 1, history.at(branch, i)));
  }
  return sim::write_trace(session.scenario_without_start(), states);
}

/// The last step up to `position` that merges parts; 0 if there is none.
size_t last_merge(const Session& session, size_t position) {
  const sim::History& history = session.history();
  const size_t branch = history.active_branch();
  while (position > 0 && !MergeRecording::merges_parts(history.at(branch, position - 1).world,
                                                       history.at(branch, position).event)) {
    position--;
  }
  return position;
}

/// The process whose parts a document shows; nothing if it shows none.
std::optional<uint32_t> process_of(const Document& document) {
  for (const OpenPart& part : document.parts) {
    if (part.simulated && part.simulated->wrapper != 0) {
      return static_cast<uint32_t>(part.identity >> 32);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string full_text(size_t step) {
  return "Step " + std::to_string(step) +
         " is the last that is played: the rows of all steps take " +
         std::to_string(sim::kHistoryBytesMax >> 20) +
         " MB. Write less, or merge less often: each merge keeps its rows.";
}

void AppState::play(std::unique_ptr<Session> session) {
  forget_document();
  session_ = std::move(session);
  cache_ = std::make_unique<PageCache>(fetch_);
  show(std::make_unique<Document>(make_world_document(
      title_of(session_->header()), session_->world(), session_->changes(), Document())));
  if (!needs_scenario(view_)) view_ = ViewTab::kTimeline;
  drawer_ = DrawerTab::kEvents;
  merge_step_ = 0;
  exhibit_ = exhibit_of(session_->header());
}

void AppState::follow_session() {
  Selection kept = selection_;
  std::optional<uint64_t> identity;
  if (kept.part) identity = document_->parts[*kept.part].identity;
  const std::optional<uint32_t> process = process_of(*document_);
  open_block_.reset();
  loader_.reset();
  *document_ = make_world_document(title_of(session_->header()), session_->world(),
                                   session_->changes(), std::move(*document_));
  loader_ = std::make_unique<Loader>(*document_, *cache_);
  document_serial_++;
  axis_parts_ = SIZE_MAX;
  merge_step_ = 0;
  text_problem_.reset();

  const sim::World& world = session_->world();
  // Where the reader comes from need not be the step before.
  const bool other_process =
      process ? *process != world.process : session_->changes().other_process;
  if (other_process) kept.wrapper = kept.snapshot = std::nullopt;
  if (kept.wrapper && *kept.wrapper >= world.next_wrapper) kept.wrapper.reset();
  if (kept.snapshot && *kept.snapshot >= world.next_snapshot) kept.snapshot.reset();
  kept.node.reset();
  kept.part.reset();
  for (size_t i = 0; i < document_->parts.size() && identity; i++) {
    if (document_->parts[i].identity == *identity) kept.part = i;
  }
  if (kept.wrapper) kept.part = document_->part_of_wrapper(*kept.wrapper);
  if (kept.part) loader_->look_closer(*kept.part);
  const OpenPart* part = kept.part ? &document_->parts[*kept.part] : nullptr;
  if (kept.block && (part == nullptr || *kept.block >= part->blocks.size())) {
    kept.block.reset();
    kept.tag.clear();
    kept.row.reset();
  }
  if (kept.block) open_block_.emplace(*part, *kept.part, *kept.block);
  if (!(kept == selection_)) selection_serial_++;
  selection_ = std::move(kept);
}

std::optional<Error> AppState::open_scenario(const std::string& name, std::string_view text) {
  Result<sim::Scenario> scenario = sim::read_scenario(text, name);
  if (!scenario.ok()) return std::move(scenario).error();
  if (scenario->title.empty()) scenario->title = name;
  play(std::make_unique<Session>(std::move(*scenario)));
  if (exhibit_) go_to_exhibit();
  return std::nullopt;
}

bool AppState::has_merge() const {
  if (!session_) return false;
  if (has_merge_of_ != session_->serial()) {
    has_merge_of_ = session_->serial();
    has_merge_ = last_merge(*session_, session_->position()) > 0;
  }
  return has_merge_;
}

const MergeRecording* AppState::merge_recording() const {
  if (!session_) return nullptr;
  if (merge_of_ == session_->serial()) return merge_recording_ ? &*merge_recording_ : nullptr;
  merge_of_ = session_->serial();
  const sim::History& history = session_->history();
  const size_t branch = history.active_branch();
  // The same merge is not played once more for every step behind it.
  const MergePlace place{session_->version(), branch, history.shape_serial()};
  const bool same_steps = merge_recording_ && merge_place_ == place;
  merge_place_ = place;
  for (size_t at = session_->position(); (at = last_merge(*session_, at)) > 0; at--) {
    if (same_steps && at == merge_at_) return &*merge_recording_;
    merge_at_ = at;
    merge_recording_ =
        MergeRecording::of(history.at(branch, at - 1).world, history.at(branch, at).event);
    if (merge_recording_) return &*merge_recording_;
  }
  merge_recording_.reset();
  return nullptr;
}

double AppState::tick(double now_ms) {
  if (!autoplay_ || !session_) return -1;
  const double interval_ms = 1000 / autoplay_speed_;
  if (next_step_ms_ < 0) next_step_ms_ = now_ms + interval_ms;
  if (now_ms >= next_step_ms_) {
    if (session_->position() < session_->length()) {
      session_->go_to(session_->position() + 1);
      follow_session();
    }
    // A tab that rested does not catch up.
    next_step_ms_ = std::max(next_step_ms_ + interval_ms, now_ms);
    if (session_->position() == session_->length()) autoplay_ = false;
  }
  return autoplay_ ? std::max(0.1, next_step_ms_ - now_ms) : -1;
}

std::optional<std::string> AppState::execute(const ScenarioCommand& command) {
  if (std::holds_alternative<NewScenarioCommand>(command)) {
    play(std::make_unique<Session>(sim::Scenario()));
    return std::nullopt;
  }
  if (const auto* opened = std::get_if<OpenScenarioCommand>(&command)) {
    if (auto error = open_scenario(opened->name, opened->text)) return to_string(*error);
    return std::nullopt;
  }
  if (std::holds_alternative<BackToScenarioCommand>(command)) {
    if (!shelved_) return "no edited scenario was replaced";
    play(std::move(shelved_));
    return std::nullopt;
  }
  if (const auto* start = std::get_if<StartHereCommand>(&command)) return start_here(start->node);
  if (!session_) return "no scenario is open";
  const bool is_autoplay = std::holds_alternative<AutoplayCommand>(command);
  if (!is_autoplay) autoplay_ = false;
  if (const auto* autoplay = std::get_if<AutoplayCommand>(&command)) {
    autoplay_ = autoplay->on && session_->position() < session_->length();
    if (autoplay->speed) autoplay_speed_ = *autoplay->speed;
    next_step_ms_ = -1;
    return std::nullopt;
  }
  if (const auto* merge_step = std::get_if<MergeStepCommand>(&command)) {
    const MergeRecording* recording = merge_recording();
    if (recording == nullptr || merge_step->index > recording->steps().size()) {
      return "there is no such step inside a merge";
    }
    merge_step_ = merge_step->index;
    return std::nullopt;
  }
  if (const auto* form = std::get_if<FormCommand>(&command)) {
    if (form->step && (*form->step == 0 || *form->step > session_->length())) return "no such step";
    form_ = *form;
    form_serial_++;
    return std::nullopt;
  }
  if (const auto* exported = std::get_if<ExportCommand>(&command)) return execute(*exported);
  if (const auto* edit = std::get_if<EditScenarioCommand>(&command)) {
    return edit_scenario(edit->text);
  }
  std::optional<std::string> refused = move(command);
  if (!refused || session_->history().is_full()) follow_session();
  return refused;
}

/// What changes the session or where the reader stands in it.
std::optional<std::string> AppState::move(const ScenarioCommand& command) {
  std::optional<std::string> refused;
  const bool is_edit = !std::holds_alternative<GoCommand>(command) &&
                       !std::holds_alternative<CompareCommand>(command);
  if (is_edit && session_->is_loading()) {
    return "the scenario is still being played: " + std::to_string(session_->loaded_count()) +
           " of " + std::to_string(session_->queued_count()) + " steps; wait, or cancel";
  }
  if (const auto* event = std::get_if<DoCommand>(&command)) {
    session_->play(event->event);
    if (session_->history().is_full()) {
      follow_session();  // the step that filled it was played
      return full_text(session_->length());
    }
  } else if (const auto* go = std::get_if<GoCommand>(&command)) {
    refused = execute(*go);
  } else if (std::holds_alternative<UndoCommand>(command)) {
    if (!session_->undo()) refused = "there is nothing to undo";
  } else if (std::holds_alternative<RedoCommand>(command)) {
    if (!session_->redo()) refused = "there is nothing to redo";
  } else if (const auto* branch = std::get_if<BranchCommand>(&command)) {
    if (branch->branch >= session_->history().branch_count()) return "no such branch";
    session_->select_branch(branch->branch);
  } else if (const auto* other = std::get_if<CompareCommand>(&command)) {
    if (other->branch && *other->branch >= session_->history().branch_count()) {
      return "no such branch";
    }
    session_->compare_with(other->branch);
  } else if (const auto* engine = std::get_if<EngineCommand>(&command)) {
    refused = execute(*engine);
  } else if (const auto* replace = std::get_if<ReplaceStepCommand>(&command)) {
    if (replace->step > session_->length()) return "no such step";
    session_->replace_step(replace->step, replace->event);
  }
  return refused;
}

std::optional<std::string> AppState::execute(const GoCommand& command) {
  const size_t position = session_->position();
  size_t step = command.step;
  switch (command.to) {
    case GoCommand::To::kStep:
      if (step <= session_->length()) break;
      if (!session_->is_loading() || step > session_->queued_count()) return "no such step";
      session_->go_to_when_loaded(step);
      return std::nullopt;
    case GoCommand::To::kStart:
      step = 0;
      break;
    case GoCommand::To::kEnd:
      step = session_->length();
      break;
    case GoCommand::To::kNext:
    case GoCommand::To::kPrevious: {
      const bool backwards = command.to == GoCommand::To::kPrevious;
      if (command.kind) {
        const auto found = session_->history().find(*command.kind, backwards);
        if (!found) {
          return backwards ? "there is no such step before this one"
                           : "there is no such step behind this one";
        }
        step = *found;
      } else if (backwards) {
        step = position == 0 ? 0 : position - 1;
      } else {
        step = std::min(position + 1, session_->length());
      }
      break;
    }
  }
  session_->go_to(step);
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const EngineCommand& command) {
  const sim::Scenario& header = session_->header();
  std::vector<sim::Fix> fixes = header.fixes;
  if (command.fix) {
    std::erase(fixes, *command.fix);
    if (command.on) fixes.push_back(*command.fix);
  }
  const bool was_edited = session_->is_edited();
  session_->change_engine(command.fixed.value_or(header.fixed), std::move(fixes),
                          command.workers.value_or(header.workers));
  // The switch of an exhibit is there to be tried; nothing of it is to be saved.
  if (exhibit_ && !was_edited) session_->mark_saved();
  return std::nullopt;
}

std::optional<std::string> AppState::edit_scenario(const std::string& text) {
  Result<sim::Scenario> scenario = sim::read_scenario(text, "scenario");
  if (!scenario.ok()) {
    const Error& error = scenario.error();
    const sim::TextPosition position =
        sim::position_of(text, static_cast<size_t>(error.where.offset));
    text_problem_ = TextProblem{text, to_string(error), position.line, position.column};
    return text_problem_->message;
  }
  session_->replace(std::move(*scenario));
  follow_session();
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const ExportCommand& command) {
  const std::string stem = file_stem(session_->header().title);
  switch (command.what) {
    case ExportCommand::What::kScenario:
      downloads_.push_back({stem + ".json", "application/json",
                            bytes_of(sim::write_scenario(session_->scenario()))});
      session_->mark_saved();
      break;
    case ExportCommand::What::kTrace:
      downloads_.push_back(
          {stem + ".trace.json", "application/json", bytes_of(trace_of(*session_))});
      break;
    case ExportCommand::What::kDirectory:
      downloads_.push_back({stem + "-step-" + std::to_string(session_->position()) + ".tar",
                            "application/x-tar",
                            part::write_tar(sim::files_of(session_->world()))});
      break;
    case ExportCommand::What::kGoTest: {
      const sim::Scenario scenario = session_->scenario();
      downloads_.push_back({share::go_test_file_name(scenario), "text/x-go",
                            bytes_of(share::write_go_test(scenario))});
      break;
    }
  }
  return std::nullopt;
}

std::optional<std::string> AppState::start_here(std::optional<size_t> node) {
  if (!document_ || session_) return "open an instance or parts first";
  if (node && *node >= document_->tree.nodes.size()) return "no such node";
  starting_.emplace(*document_, *cache_, node);
  if (starting_->objection().empty()) return std::nullopt;
  std::string objection = starting_->objection();
  starting_.reset();
  return objection;
}

void AppState::advance_start() {
  if (!starting_->advance()) return;
  if (!starting_->objection().empty()) {
    notice_ = starting_->objection();
    starting_.reset();
    return;
  }
  Session::Start start = starting_->take();
  sim::Scenario scenario;
  scenario.title = "From " + start.name;
  play(std::make_unique<Session>(std::move(scenario), std::move(start)));
}

}  // namespace sidx::model
