#include "wasm/model/session.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/format/file_names.h"
#include "core/format/snapshot_manifest.h"
#include "core/sim/step.h"

namespace sidx::model {

using sim::Event;
using sim::History;

namespace {

/// So many steps are played before anything is drawn.
constexpr size_t kStepsAtOnce = 500;

/// The start as a step: its world, and the references taken when it was opened.
sim::StepResult open_start(const sim::Settings& settings, const part::FileMap& files) {
  sim::StepResult opened;
  opened.world = sim::new_world(settings);
  if (files.empty()) return opened;
  sim::StepOptions options;
  options.summary = false;
  return sim::open_directory(settings, files, options);
}

Event write_file_event(const std::string& path, const part::SharedBytes& bytes) {
  Event event;
  event.op = sim::Op::kWriteFile;
  event.path = path;
  event.bytes = bytes;
  event.bytes_are_text = false;
  return event;
}

/// Of all sessions, so that what is kept by number never belongs to another one.
uint64_t next_number() {
  static uint64_t last = 0;
  return ++last;
}

}  // namespace

sim::World Session::repaired_start() const {
  sim::Settings settings = header().settings();
  settings.fixes = sim::FixSet::all();
  return open_start(settings, start().files).world;
}

std::unique_ptr<Session::Version> Session::make_version(sim::Scenario scenario, Start start,
                                                        size_t position) {
  std::vector<Event> events = std::exchange(scenario.steps, {});
  sim::StepResult opened = open_start(scenario.settings(), start.files);
  History history(std::move(opened.world), std::move(opened.ledger));
  auto version = std::make_unique<Version>(Version{next_number(),
                                                   std::move(scenario),
                                                   std::move(start),
                                                   std::move(history),
                                                   std::move(events),
                                                   0,
                                                   position,
                                                   {}});
  size_t steps = 0;
  play_queue(*version, [&] { return ++steps >= kStepsAtOnce; });
  return version;
}

/// True when there is more to play.
bool Session::play_queue(Version& version, const std::function<bool()>& deadline_passed) {
  while (version.played < version.queue.size()) {
    if (!version.history.extend(version.queue[version.played])) {
      // Dead or full: what is left cannot be played, and stays in the text.
      version.tail.assign(version.queue.begin() + static_cast<ptrdiff_t>(version.played),
                          version.queue.end());
      version.queue.resize(version.played);
      break;
    }
    version.played++;
    if (version.played == version.wanted_position) version.history.go_to(version.played);
    if (deadline_passed()) break;
  }
  const bool more = version.played < version.queue.size();
  if (!more && version.wanted_position > version.played) version.history.go_to(version.played);
  return more;
}

Session::Session(sim::Scenario scenario, Start start)
    : current_(make_version(std::move(scenario), std::move(start), 0)) {
  moved();
}

bool Session::advance(const std::function<bool()>& deadline_passed) {
  if (!is_loading()) return false;
  const bool more = play_queue(*current_, deadline_passed);
  reshaped();
  return more;
}

void Session::stop_loading() {
  current_->queue.resize(current_->played);
  if (current_->wanted_position > current_->played) current_->history.go_to(current_->played);
  moved();
}

const sim::PlayedStep* Session::step_before() const {
  if (position() == 0) return nullptr;
  return &history().at(history().active_branch(), position() - 1);
}

void Session::moved() {
  serial_ = next_number();
  const sim::PlayedStep* before = step_before();
  changes_ = before == nullptr ? sim::WorldChanges() : sim::compare(before->world, world());
}

void Session::reshaped() {
  if (compared_ &&
      (*compared_ >= history().branch_count() || *compared_ == history().active_branch())) {
    compared_.reset();
  }
  difference_.reset();
  if (compared_) {
    difference_ = history().compare_branches(history().active_branch(), *compared_);
  }
  moved();
}

void Session::edited() {
  edits_++;
  reshaped();
}

void Session::go_to(size_t step) {
  current_->history.go_to(step);
  current_->wanted_position = 0;
  moved();
}

void Session::select_branch(size_t branch) {
  current_->history.select_branch(branch);
  reshaped();
}

void Session::compare_with(std::optional<size_t> branch) {
  compared_ = branch;
  reshaped();
}

void Session::play(const Event& event) {
  const uint64_t before = history().edit_serial();
  current_->history.play(event);
  if (history().edit_serial() == before) return moved();  // it was there already
  future_.clear();
  edited();
}

void Session::replace_step(size_t step, const std::optional<Event>& event) {
  std::vector<Event> events = history().events(history().active_branch());
  std::vector<Event> tail(events.begin() + static_cast<ptrdiff_t>(step), events.end());
  if (event) tail.insert(tail.begin(), *event);
  const uint64_t before = history().edit_serial();
  const size_t stood = position();
  current_->history.play_all(step - 1, tail);
  current_->history.go_to(step);
  if (history().edit_serial() != before) {
    future_.clear();
    return edited();
  }
  if (event) return moved();  // it was there already
  // What is left is how the branch begins, so it makes no branch: the text becomes one shorter.
  current_->history.go_to(stood);
  events.erase(events.begin() + static_cast<ptrdiff_t>(step - 1));
  sim::Scenario shorter = header();
  shorter.steps = std::move(events);
  put(make_version(std::move(shorter), start(), step));
}

void Session::put(std::unique_ptr<Version> version) {
  current_->history.forget_undone();  // what was taken back does not come back behind this
  past_.push_back(std::exchange(current_, std::move(version)));
  future_.clear();
  edited();
}

void Session::change_engine(bool fixed, std::vector<sim::Fix> fixes, uint32_t workers) {
  sim::Scenario next = header();
  next.fixed = fixed;
  next.fixes = std::move(fixes);
  next.workers = workers;
  if (length() > kStepsAtOnce || !current_->tail.empty()) {  // only the branch that is looked at
    next.steps = scenario_without_start().steps;
    put(make_version(std::move(next), start(), position()));
    return;
  }
  sim::StepResult opened = open_start(next.settings(), start().files);
  History played = history().replayed(std::move(opened.world), std::move(opened.ledger));
  const std::vector<Event> first = history().events(0);
  std::vector<Event> tail(first.begin() + static_cast<ptrdiff_t>(played.length(0)), first.end());
  put(std::make_unique<Version>(Version{
      next_number(), std::move(next), start(), std::move(played), {}, 0, 0, std::move(tail)}));
}

void Session::replace(sim::Scenario scenario) {
  put(make_version(std::move(scenario), start(), position()));
}

bool Session::undo() {
  if (current_->history.undo()) {
    edited();
    return true;
  }
  if (past_.empty()) return false;
  future_.push_back(std::exchange(current_, std::move(past_.back())));
  past_.pop_back();
  edited();
  return true;
}

bool Session::redo() {
  if (current_->history.redo()) {
    edited();
    return true;
  }
  if (future_.empty()) return false;
  past_.push_back(std::exchange(current_, std::move(future_.back())));
  future_.pop_back();
  edited();
  return true;
}

sim::Scenario Session::scenario_without_start() const {
  sim::Scenario scenario = header();
  scenario.steps = history().events(history().active_branch());
  const auto waiting = current_->queue.begin() + static_cast<ptrdiff_t>(current_->played);
  scenario.steps.insert(scenario.steps.end(), waiting, current_->queue.end());
  if (history().active_branch() == 0) {
    scenario.steps.insert(scenario.steps.end(), current_->tail.begin(), current_->tail.end());
  }
  return scenario;
}

sim::Scenario Session::scenario() const {
  sim::Scenario scenario = scenario_without_start();
  if (start().files.empty()) return scenario;
  std::vector<Event> opening;
  for (const auto& [path, bytes] : start().files) opening.push_back(write_file_event(path, bytes));
  Event reopen;
  reopen.op = sim::Op::kReopen;
  opening.push_back(std::move(reopen));
  scenario.steps.insert(scenario.steps.begin(), opening.begin(), opening.end());
  return scenario;
}

part::FileMap as_instance(part::FileMap files) {
  std::set<std::string> directories;
  for (const auto& [path, bytes] : files) {
    const size_t slash = path.find('/');
    if (slash != std::string::npos) {
      directories.insert(path.substr(0, slash));
    } else if (path.ends_with(format::kSnapshotExtension)) {
      return files;
    }
  }
  part::FileMap named;
  format::SnapshotManifest listed;
  std::set<std::string> used;
  uint64_t next = 1;
  for (const std::string& directory : directories) {
    std::string name = directory;
    if (!format::is_canonical_part_directory_name(name)) {
      do {
        name = format::part_directory_name(next++);
      } while (directories.count(name) > 0 || used.count(name) > 0);
    }
    used.insert(name);
    listed.push_back(name);
    for (const auto& [path, bytes] : files) {
      if (path.starts_with(directory + "/")) named[name + path.substr(directory.size())] = bytes;
    }
  }
  const std::string text = format::write_snapshot_manifest(listed);
  named[format::snapshot_file_name(1)] = std::make_shared<const Bytes>(text.begin(), text.end());
  return named;
}

}  // namespace sidx::model
