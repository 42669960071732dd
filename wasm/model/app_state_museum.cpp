#include <utility>

#include "wasm/model/app_state.h"

namespace sidx::model {
namespace {

bool returns_rows(sim::Op op) {
  return op == sim::Op::kQuery || op == sim::Op::kQueryRun || op == sim::Op::kBlocks;
}

}  // namespace

/// An exhibit opens where there is something to see.
void AppState::go_to_exhibit() {
  exhibit_open_ = true;
  const size_t step = exhibit_->step;
  if (session_->is_loading() && step <= session_->queued_count()) {
    session_->go_to_when_loaded(step);
  } else if (step <= session_->length()) {
    session_->go_to(step);
  }
  follow_session();
  const bool has_rows = session_->position() > 0 && returns_rows(session_->step().event.op);
  drawer_ = has_rows ? DrawerTab::kResult : DrawerTab::kEvents;
}

std::optional<std::string> AppState::execute(const MuseumCommand& command) {
  if (const auto* index = std::get_if<MuseumIndexCommand>(&command)) {
    if (!index->error.empty()) {
      museum_.fail(index->error);
      return std::nullopt;
    }
    std::string filter = museum_.filter();
    museum_ = index->museum;
    museum_.set_filter(std::move(filter));
    return std::nullopt;
  }
  if (const auto* filter = std::get_if<MuseumFilterCommand>(&command)) {
    museum_.set_filter(filter->text);
    return std::nullopt;
  }
  if (!document_ || session_) return "open the parts of the exhibit first";
  exhibit_ = std::get<ExhibitPartsCommand>(command).exhibit;
  exhibit_open_ = true;
  array_comparison_.reset();
  view_ = ViewTab::kMuseum;
  return std::nullopt;
}

}  // namespace sidx::model
