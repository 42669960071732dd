#include "wasm/model/app_state.h"

namespace sidx::model {

/// What was found opens where the rule is broken.
std::optional<std::string> AppState::open_found() {
  const SearchOutcome* outcome = search_desk_.outcome();
  if (outcome == nullptr || !outcome->found) return "no search has found anything yet";
  play(std::make_unique<Session>(outcome->scenario));
  view_ = ViewTab::kTimeline;
  const size_t step = outcome->scenario.steps.size();
  if (session_->is_loading()) {
    session_->go_to_when_loaded(step);
  } else {
    session_->go_to(session_->length());
    follow_session();
  }
  const bool has_rows = session_->position() > 0 &&
                        (session_->step().rows.has_value() || session_->step().blocks.has_value());
  drawer_ = has_rows ? DrawerTab::kResult : DrawerTab::kEvents;
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const SearchCommand& command) {
  const auto* control = std::get_if<SearchControlCommand>(&command);
  if (control != nullptr && control->what == SearchControlCommand::What::kOpen) {
    return open_found();
  }
  return search_desk_.execute(command, session_.get());
}

}  // namespace sidx::model
