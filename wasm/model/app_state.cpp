#include "wasm/model/app_state.h"

#include <algorithm>
#include <map>

#include "wasm/model/listing.h"

namespace sidx::model {
namespace {

/// Whether a query of the current snapshot can meet the part.
bool is_read_by_queries(const OpenPart& part) {
  if (!part.simulated) return part.snapshot != part::SnapshotStatus::kStale;
  return part.simulated->role == PartRole::kMem || part.simulated->role == PartRole::kFile;
}

}  // namespace

AppState::AppState(PageCache::Fetch fetch) : fetch_(std::move(fetch)) {}

void AppState::forget_document() {
  open_block_.reset();
  starting_.reset();
  if (session_ && session_->is_edited()) shelved_ = std::move(session_);
  session_.reset();
  text_problem_.reset();
  exhibit_.reset();
  array_comparison_.reset();
  autoplay_ = false;
  loader_.reset();
  document_.reset();
  cache_.reset();
  generation_++;
  document_serial_++;
}

void AppState::show(std::unique_ptr<Document> document) {
  document_ = std::move(document);
  loader_ = std::make_unique<Loader>(*document_, *cache_);
  selection_ = {};
  selection_serial_++;
  block_sort_ = {};
  chosen_scale_.reset();
  window_is_fit_ = true;
  axis_parts_ = SIZE_MAX;
  rebuild_axis();
}

bool AppState::open(std::string_view listing_json) {
  std::optional<Listing> listing = parse_listing(listing_json);
  if (!listing) return false;
  forget_document();
  if (listing->name.empty() && listing->files.empty()) return true;  // closed
  cache_ = std::make_unique<PageCache>(fetch_);
  show(std::make_unique<Document>(
      make_document(std::move(listing->name), std::move(listing->files), *cache_)));
  if (needs_scenario(view_)) view_ = ViewTab::kKeyRanges;
  if (needs_scenario(drawer_)) drawer_ = DrawerTab::kFindings;
  // A single part is what the user came for.
  if (document_->parts.size() == 1) select({{}, 0, {}, {}, {}});
  return true;
}

bool AppState::advance(const std::function<bool()>& deadline_passed) {
  if (!document_) return false;
  if (open_block_) open_block_->advance();
  bool more = false;
  if (session_ && session_->is_loading()) {
    const size_t position = session_->position();
    more = session_->advance(deadline_passed);
    if (session_->position() != position) follow_session();
    if (session_->history().is_full()) notice_ = full_text(session_->length());
  }
  if (loader_->advance(deadline_passed)) more = true;
  rebuild_axis();
  if (exhibit_ && exhibit_->shows_parts() && !array_comparison_) {
    array_comparison_ = compare_arrays(*document_, *exhibit_);
  }
  if (query_desk_.advance(query_context(), query_is_shown(), deadline_passed)) more = true;
  if (starting_) {
    advance_start();
    if (!starting_) more = true;  // something else is open now, and nothing of it has been read
  }
  return more;
}

bool AppState::idle() const {
  if (!document_) return true;
  return !loader_->busy() && (!open_block_ || open_block_->complete()) &&
         cache_->outstanding() == 0 && !starting_ && !autoplay_ &&
         !query_desk_.busy(query_context(), query_is_shown()) &&
         (!session_ || !session_->is_loading()) &&
         (!exhibit_ || !exhibit_->shows_parts() || array_comparison_);
}

const OpenPart* AppState::selected_part() const {
  return selection_.part ? &document_->parts[*selection_.part] : nullptr;
}

const BlockSummary* AppState::selected_block() const {
  return selection_.block ? &selected_part()->blocks[*selection_.block] : nullptr;
}

void AppState::rebuild_axis() {
  // Parts show their manifest's range first and their blocks' later: each change moves the axis.
  size_t known = 0;
  for (const OpenPart& part : document_->parts) {
    known += static_cast<size_t>(part.manifest.has_value()) + 2 * (part.has_blocks() ? 1 : 0) +
             (part.snapshot == part::SnapshotStatus::kUnknown ? 0 : 1);
  }
  if (known == axis_parts_) return;
  // While many parts are being read, the axis moves only when a quarter more is known: rebuilding
  // it costs time in the number of all blocks.
  const bool grew_little = known > axis_parts_ && known < axis_parts_ + axis_parts_ / 4;
  if (grew_little && loader_->reads_index()) return;
  axis_parts_ = known;
  std::vector<int64_t> boundaries;
  std::map<std::optional<size_t>, std::vector<const std::vector<KeyRange>*>> instances;
  for (const OpenPart& part : document_->parts) {
    if (is_read_by_queries(part)) {
      instances[document_->tree.nodes[part.node].parent].push_back(&part.covered);
    }
    for (const BlockSummary& block : part.blocks) {
      if (!part.has_blocks()) break;
      boundaries.push_back(block.key_min);
      boundaries.push_back(block.key_max);
    }
    if (const auto range = part.key_range()) {
      boundaries.push_back(range->first);
      boundaries.push_back(range->last);
    }
  }
  depth_ = {};
  for (const auto& [node, sets] : instances) depth_.add(DepthProfile(sets));
  const AxisScale scale = chosen_scale_ ? *chosen_scale_ : choose_scale(boundaries);
  const bool same_scale = scale == axis_.scale();
  const int64_t from = axis_.key_at(window_.from);
  const int64_t to = axis_.key_at(window_.to);
  axis_ = KeyAxis(scale, std::move(boundaries));
  axis_serial_++;
  window_ = {axis_.place(from), axis_.place(to)};
  // What was in sight stays in sight, unless it has no width on the new axis.
  if (window_is_fit_ || !same_scale || window_.to - window_.from < axis_.extent_min()) fit();
}

void AppState::fit() {
  // A margin of two hundredths keeps bars at the edges whole.
  const double margin = axis_.extent() * 0.02;
  window_ = {-margin, axis_.extent() + margin};
  window_is_fit_ = true;
}

void AppState::fit_range(KeyRange range) {
  // Far from the data there is nothing to see, and places are coarse.
  const double margin = axis_.extent() * 0.1;
  const double from = std::clamp(axis_.place(range.first), -margin, axis_.extent() + margin);
  const double to = std::clamp(axis_.place(range.last), -margin, axis_.extent() + margin);
  const double length = std::max(to - from, axis_.extent_min());
  const double middle = (from + to) / 2;
  window_ = {middle - length * 0.55, middle + length * 0.55};
  window_is_fit_ = false;
}

std::optional<std::string> AppState::select(const SelectCommand& command) {
  if (command.node && *command.node >= document_->tree.nodes.size()) return "no such node";
  if (command.part && *command.part >= document_->parts.size()) return "no such part";
  Selection next;
  std::optional<size_t> index = command.part;
  if (command.wrapper || command.snapshot || !command.holder.empty()) {
    if (!session_) return "this is no scenario";
    const sim::World& world = session_->world();
    if (command.wrapper && (*command.wrapper == 0 || *command.wrapper >= world.next_wrapper)) {
      return "no such part wrapper";
    }
    if (command.snapshot && (*command.snapshot == 0 || *command.snapshot >= world.next_snapshot)) {
      return "no such snapshot";
    }
    next.wrapper = command.wrapper;
    next.snapshot = command.snapshot;
    next.holder = command.holder;
    if (next.wrapper) index = document_->part_of_wrapper(*next.wrapper);
  }
  if (index) {
    const OpenPart& part = document_->parts[*index];
    if (command.block && (!part.has_blocks() || *command.block >= part.blocks.size())) {
      return "no such block in part " + part.name;
    }
    next.part = index;
    next.block = command.block;
    if (part.simulated && part.simulated->wrapper != 0) next.wrapper = part.simulated->wrapper;
    if (next.block) {
      next.tag = command.tag;
      next.row = command.row;
    }
    loader_->look_closer(*next.part);
  } else {
    next.node = command.node;
  }
  selection_ = next;
  selection_serial_++;
  if (!next.block) {
    open_block_.reset();
  } else if (!open_block_ || !open_block_->is(*next.part, *next.block)) {
    cache_->trim();
    open_block_.emplace(document_->parts[*next.part], *next.part, *next.block);
    open_block_->advance();
  }
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const AxisCommand& command) {
  chosen_scale_ = command.scale;
  axis_parts_ = SIZE_MAX;
  rebuild_axis();
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const WindowCommand& command) {
  const double length =
      std::clamp(command.to - command.from, axis_.extent_min(), axis_.extent() * 1.2);
  if (!(length > 0)) return "a window has a length";
  // The data never leaves the screen altogether.
  const double from = std::clamp(command.from, -length * 0.5, axis_.extent() - length * 0.5);
  window_ = {from, from + length};
  window_is_fit_ = false;
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const FitCommand& command) {
  const BlockSummary* block = command.selection ? selected_block() : nullptr;
  const OpenPart* part = command.selection ? selected_part() : nullptr;
  const auto part_range = part != nullptr ? part->key_range() : std::nullopt;
  if (block != nullptr) {
    fit_range({block->key_min, block->key_max});
  } else if (part_range) {
    fit_range(*part_range);
  } else {
    fit();
  }
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const VerifyCommand& command) {
  if (command.part && *command.part >= document_->parts.size()) return "no such part";
  if (command.part) {
    loader_->verify(*command.part);
  } else {
    loader_->verify_all();
  }
  return std::nullopt;
}

std::optional<std::string> AppState::execute(const Command& command) {
  if (const auto* scenario = std::get_if<ScenarioCommand>(&command)) return execute(*scenario);
  if (const auto* museum = std::get_if<MuseumCommand>(&command)) return execute(*museum);
  if (const auto* shared = std::get_if<ShareCommand>(&command)) return execute(*shared);
  if (const auto* searched = std::get_if<SearchCommand>(&command)) return execute(*searched);
  if (!document_) return "nothing is open";
  if (const auto* select_command = std::get_if<SelectCommand>(&command)) {
    return select(*select_command);
  }
  if (const auto* query = std::get_if<QueryViewCommand>(&command)) {
    return query_desk_.execute(*query, query_context());
  }
  if (const auto* axis = std::get_if<AxisCommand>(&command)) return execute(*axis);
  if (const auto* window = std::get_if<WindowCommand>(&command)) return execute(*window);
  if (const auto* fit_command = std::get_if<FitCommand>(&command)) return execute(*fit_command);
  if (const auto* verify = std::get_if<VerifyCommand>(&command)) return execute(*verify);
  if (const auto* view = std::get_if<ViewCommand>(&command)) {
    view_ = view->view;
  } else if (const auto* drawer = std::get_if<DrawerCommand>(&command)) {
    drawer_ = drawer->tab;
    drawer_open_ = true;
  } else if (const auto* panel = std::get_if<PanelCommand>(&command)) {
    bool& open = panel->panel == Panel::kExplorer    ? explorer_open_
                 : panel->panel == Panel::kInspector ? inspector_open_
                 : panel->panel == Panel::kNext      ? next_open_
                 : panel->panel == Panel::kExhibit   ? exhibit_open_
                                                     : drawer_open_;
    open = panel->open;
  } else if (const auto* overlay = std::get_if<OverlayCommand>(&command)) {
    overlay_ = overlay->overlay;
    overlay_serial_++;
  } else if (const auto* zoom = std::get_if<ZoomCommand>(&command)) {
    fit_range({zoom->from, zoom->to});
  } else if (const auto* sort = std::get_if<SortCommand>(&command)) {
    block_sort_ = {sort->column, sort->descending};
  } else if (std::holds_alternative<CancelCommand>(command)) {
    if (session_) session_->stop_loading();
    loader_->cancel();
  } else {
    loader_->resume();
  }
  return std::nullopt;
}

}  // namespace sidx::model
