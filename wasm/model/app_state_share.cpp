#include "wasm/model/app_state.h"

/// Links, tables and pictures that leave the app, and links that come in.
namespace sidx::model {
namespace {

/// The tab of a name; nothing if this version has none.
template <typename Tab>
std::optional<Tab> tab_of(std::string_view name, int count) {
  for (int i = 0; i < count; i++) {
    if (name_of(static_cast<Tab>(i)) == name) return static_cast<Tab>(i);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> AppState::execute(const ShareCommand& command) {
  if (const auto* copy = std::get_if<CopyLinkCommand>(&command)) return copy_link(copy->step);
  if (const auto* link = std::get_if<OpenLinkCommand>(&command)) return open_link(link->fragment);
  if (!document_) return "nothing is open";
  if (const auto* table = std::get_if<ExportTableCommand>(&command)) return export_table(*table);
  const std::string stem = file_stem(document_->name);
  outbox_.picture = stem + "-" + std::string(name_of(view_)) +
                    (session_ ? "-step-" + std::to_string(session_->position()) : "") + ".png";
  return std::nullopt;
}

std::optional<std::string> AppState::copy_link(std::optional<size_t> step) {
  if (!session_) return "no scenario is open: only a scenario fits into a link";
  if (session_->is_loading()) return "the scenario is still being played";
  if (step && *step > session_->length()) return "no such step";
  const share::MadeLink link = share::make_link(session_->scenario(), place_of(*this, step));
  if (!link.fits()) {
    outbox_.refusal = "No link: " + share::describe_excess(link) + ". Send it as a file instead.";
    return outbox_.refusal;
  }
  outbox_.refusal.clear();
  outbox_.link = link.fragment;
  outbox_.texts.push_back({true, link.fragment});
  told_ = "Link copied: it opens at step " + std::to_string(step.value_or(session_->position())) +
          " (" + std::to_string(link.size) + " characters).";
  return std::nullopt;
}

std::optional<std::string> AppState::open_link(const std::string& link) {
  Result<share::OpenedLink> opened = share::read_link(link);
  if (!opened.ok()) return describe_broken_link(opened.error());
  const share::Place place = std::move(opened->place);
  if (opened->scenario.title.empty()) opened->scenario.title = "A scenario from a link";
  play(std::make_unique<Session>(std::move(opened->scenario)));
  if (const auto view = tab_of<ViewTab>(place.view, kViewTabCount)) {
    view_ = *view;
  } else if (!place.view.empty()) {
    notice_ = "The link shows the view “" + place.view +
              "”, which this version does not have: the timeline is shown instead.";
    view_ = ViewTab::kTimeline;
  }
  const auto drawer = tab_of<DrawerTab>(place.drawer, kDrawerTabCount);
  if (drawer && drawer != DrawerTab::kSkipped) {  // nothing is skipped in a scenario
    drawer_ = *drawer;
    drawer_open_ = true;
  }
  go_from_link(place);
  return std::nullopt;
}

/// A selection that does not exist at the step is left out.
void AppState::go_from_link(const share::Place& place) {
  const bool waits = session_->is_loading() && place.step > session_->length();
  if (waits) return session_->go_to_when_loaded(std::min(place.step, session_->queued_count()));
  session_->go_to(place.step);
  follow_session();
  if (!place.wrapper) return;
  SelectCommand selected;
  selected.wrapper = place.wrapper;
  loader_->advance([] { return false; });  // blocks of simulated parts are there at once
  if (place.block) {
    selected.block = *place.block;
    if (!select(selected)) return;
    selected.block.reset();
  }
  select(selected);
}

std::optional<std::string> AppState::export_table(const ExportTableCommand& command) {
  std::optional<TableKind> kind = command.table;
  if (!kind) {
    const std::vector<TableKind> shown = shown_tables(*this);
    if (shown.empty()) return "no table is shown";
    kind = shown.front();
  }
  const auto table = table_text(*this, *kind);
  if (const auto* reason = std::get_if<std::string>(&table)) {
    return "No table of " + std::string(name_of(*kind)) + ": " + *reason + ".";
  }
  const auto& made = std::get<TableText>(table);
  const std::string text = command.markdown ? write_markdown(made) : write_csv(made);
  if (command.copy) {
    outbox_.texts.push_back({false, text});
    told_ = std::string(title_of(*kind)) + " copied: " + counted(made.rows.size(), "row") +
            (command.markdown ? " as Markdown." : " as CSV.");
    return std::nullopt;
  }
  downloads_.push_back({file_stem(document_->name) + "-" + std::string(name_of(*kind)) +
                            (command.markdown ? ".md" : ".csv"),
                        command.markdown ? "text/markdown" : "text/csv",
                        Bytes(text.begin(), text.end())});
  return std::nullopt;
}

}  // namespace sidx::model
