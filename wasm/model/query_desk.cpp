#include "wasm/model/query_desk.h"

#include <algorithm>

namespace sidx::model {
namespace {

bool is_queried(const OpenPart& part) { return part.snapshot != part::SnapshotStatus::kStale; }

}  // namespace

std::optional<std::string> QueryDesk::execute(const QueryViewCommand& command,
                                              const Context& context) {
  if (const auto* query = std::get_if<QueryCommand>(&command)) {
    if (!query->as.empty()) {
      const sim::Operation* reader =
          context.session == nullptr ? nullptr : context.session->world().find_operation(query->as);
      if (reader == nullptr) return "there is no reader '" + query->as + "' at this step";
    }
    asked_ = *query;
    asked_serial_++;
    asked_at_ = context.session == nullptr ? 0 : context.session->serial();
  } else if (const auto* level = std::get_if<QueryLevelCommand>(&command)) {
    level_ = level->level;
    pane_ = QueryPane::kReasons;
  } else if (const auto* pane = std::get_if<QueryPaneCommand>(&command)) {
    pane_ = pane->pane;
  } else if (const auto* compare = std::get_if<QueryCompareCommand>(&command)) {
    compares_ = compare->on;
    if (compares_) pane_ = QueryPane::kAnswer;
    if (!compares_) {
      right_.reset();
      replay_.reset();
      compared_ = false;
      serial_++;
    }
  } else if (const auto* step = std::get_if<QueryStepCommand>(&command)) {
    if (!answer_ || step->index > answer_->merge.steps().size()) {
      return "there is no such step inside the query";
    }
    merge_step_ = step->index;
  } else {
    const auto& bloom = std::get<BloomCommand>(command);
    if (bloom.value) bloom_value_ = *bloom.value;
    if (bloom.bits) bloom_bits_ = *bloom.bits;
    if (context.session == nullptr) want_contents();
  }
  return std::nullopt;
}

QueryDesk::Key QueryDesk::key_of(const Context& context) const {
  return {context.generation, context.session == nullptr ? 0 : context.session->serial(),
          asked_serial_};
}

/// A query that was asked for on this very step comes first.
bool QueryDesk::is_step_query(const Context& context) const {
  const Session* session = context.session;
  if (session == nullptr || session->position() == 0) return false;
  if (asked_ && asked_at_ == session->serial()) return false;
  return sim::request_of(session->step_before()->world, session->step().event) != nullptr;
}

void QueryDesk::forget_answer() {
  answer_.reset();
  right_.reset();
  replay_.reset();
  answered_ = compared_ = false;
  of_step_ = 0;
  message_.clear();
  merge_step_ = 0;
  serial_++;
}

bool QueryDesk::busy(const Context& context, bool shown) const {
  if (context.document == nullptr) return false;
  if (wants_contents_ && context.session == nullptr && contents_of_ != context.generation) {
    return true;
  }
  if (!shown || !has_question(context)) return false;
  return !(key_ == key_of(context)) || !answered_ || compare_is_due();
}

bool QueryDesk::advance(const Context& context, bool shown,
                        const std::function<bool()>& deadline_passed) {
  if (!busy(context, shown)) {
    // What is gone keeps no memory.
    if (contents_of_ != context.generation) contents_.clear();
    if (shown && answer_ && !has_question(context)) forget_answer();
    return false;
  }
  if (context.generation != key_.generation) asked_at_ = 0;
  if (!(key_ == key_of(context))) {
    key_ = key_of(context);
    forget_answer();
  }
  if (context.session == nullptr) {
    if (!read_contents(context)) return false;
    if (!answered_ && asked_) answer_files(*context.document);
  } else if (!answered_) {
    answer_step(context);
  }
  if (!compare_is_due()) return false;
  if (!replay_) begin_compare(context);
  if (!replay_) return false;
  if (replay_->advance(deadline_passed)) return true;
  finish_compare(explain_in(replay_->world(), context));
  return false;
}

std::optional<query::Explanation> QueryDesk::explain_in(const sim::World& world,
                                                        const Context& context) const {
  if (of_step_ != 0) return sim::explain_step(world, context.session->step().event);
  return sim::explain_request(world, asked_->request, asked_->as);
}

void QueryDesk::answer_step(const Context& context) {
  answered_ = true;
  const bool is_step = is_step_query(context);
  if (is_step) of_step_ = context.session->position();
  const sim::World& world =
      is_step ? context.session->step_before()->world : context.session->world();
  answer_ = explain_in(world, context);
  if (!answer_) {
    message_ = world.dead ? "The process is dead at this step."
                          : "There is no snapshot at this step: a query returns nothing.";
  }
}

bool QueryDesk::read_contents(const Context& context) {
  if (contents_of_ == context.generation) return true;
  const Document& document = *context.document;
  if (!reading_ || reading_of_ != context.generation) {
    reading_of_ = context.generation;
    contents_.clear();
    left_out_.clear();
    uint64_t bytes = 0;
    for (const OpenPart& part : document.parts) bytes += is_queried(part) ? part.size_bytes : 0;
    if (bytes > kStartBytesMax) {
      contents_of_ = context.generation;
      contents_problem_ = "These parts have " + std::to_string(bytes >> 20) +
                          " MB. A query reads parts " + "whole here, " +
                          std::to_string(kStartBytesMax >> 20) +
                          " MB at most: open fewer, or use partscope query.";
      return true;
    }
    reading_.emplace();
    for (size_t i = 0; i < document.parts.size(); i++) {
      if (!is_queried(document.parts[i])) continue;
      for (const auto& [name, file] : document.parts[i].reader.files().files()) {
        reading_->want(std::to_string(i) + "/" + name, file.source);
      }
    }
  }
  if (!reading_->advance()) {
    message_ = "Reading the parts: " + std::to_string(reading_->read_count()) + " of " +
               std::to_string(reading_->file_count()) + " files.";
    return false;
  }
  message_.clear();
  contents_problem_ = reading_->objection();
  open_contents(document);
  contents_of_ = context.generation;
  reading_.reset();
  return true;
}

void QueryDesk::open_contents(const Document& document) {
  std::map<size_t, part::FileMap> files;
  for (auto& [path, bytes] : reading_->take()) {
    files[std::stoul(path)][path.substr(path.find('/') + 1)] = bytes;
  }
  for (size_t i = 0; i < document.parts.size(); i++) {
    const OpenPart& part = document.parts[i];
    if (!is_queried(part)) {
      left_out_.push_back(part_title(part) + " is not in the newest snapshot");
      continue;
    }
    auto opened = part::PartContent::open(std::move(files[i]), part.reader.files().directory(),
                                          part::ReadAs::kDetected);
    if (opened.ok()) {
      contents_[i] = *std::move(opened);
    } else {
      left_out_.push_back(part_title(part) + ": " + to_string(opened.error()));
    }
  }
}

Rc<part::PartContent> QueryDesk::content_of(size_t part) const {
  const auto at = contents_.find(part);
  return at == contents_.end() ? Rc<part::PartContent>() : at->second;
}

void QueryDesk::answer_files(const Document& document) {
  answered_ = true;
  if (contents_.empty()) {
    message_ = contents_problem_.empty() ? "No part can be read." : contents_problem_;
    return;
  }
  query::QueryRequest request = asked_->request;
  request.instances.clear();
  std::map<std::optional<size_t>, std::vector<uint64_t>> instances;
  std::vector<query::NamedPart> parts;
  for (const auto& [index, content] : contents_) {
    const OpenPart& open = document.parts[index];
    query::NamedPart part;
    part.name = open.short_name;
    part.directory = open.reader.files().directory();
    part.part.wrapper = static_cast<uint32_t>(index + 1);
    part.part.part_id = part.part.wrapper;
    part.part.content = content;
    instances[document.tree.nodes[open.node].parent].push_back(part.part.part_id);
    parts.push_back(std::move(part));
  }
  for (auto& [node, ids] : instances) request.instances.push_back(std::move(ids));
  if (instances.size() < 2) request.instances.clear();
  answer_ = query::explain_query(request, parts, sim::query_parameters(sim::FixSet(), 1));
}

void QueryDesk::begin_compare(const Context& context) {
  if (context.session == nullptr) {
    std::vector<query::NamedPart> parts(answer_->parts.begin(), answer_->parts.end());
    finish_compare(
        query::explain_query(answer_->request, parts, sim::repaired_parameters_for_files(1)));
    return;
  }
  const sim::History& history = context.session->history();
  std::vector<sim::Event> events = history.events(history.active_branch());
  events.resize(context.session->position() - (of_step_ != 0 ? 1 : 0));
  replay_.emplace(context.session->repaired_start(), std::move(events));
}

void QueryDesk::finish_compare(std::optional<query::Explanation> right) {
  compared_ = true;
  replay_.reset();
  serial_++;
  if (!right) {
    message_ = "The repaired engine has no such snapshot at this step.";
    return;
  }
  query::Comparison rows = query::compare_answers(answer_->outcome.rows, right->outcome.rows,
                                                  answer_->request.descending);
  right_.emplace(Right{*std::move(right), std::move(rows)});
}

}  // namespace sidx::model
