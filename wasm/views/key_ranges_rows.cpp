#include "wasm/views/key_ranges_rows.h"

#include <algorithm>
#include <set>

namespace sidx::views {

using model::AppState;
using model::OpenPart;

namespace {

/// Blocks of one series lie together: the boundaries between them.
std::vector<uint32_t> find_series(const std::vector<model::BlockSummary>& blocks) {
  std::vector<uint32_t> starts;
  for (size_t i = 0; i < blocks.size(); i++) {
    if (i == 0 || blocks[i].series_id != blocks[i - 1].series_id) {
      starts.push_back(static_cast<uint32_t>(i));
    }
  }
  starts.push_back(static_cast<uint32_t>(blocks.size()));
  return starts;
}

bool has_several_instances(const model::Document& document) {
  std::set<size_t> instances;
  for (const OpenPart& part : document.parts) {
    if (const auto parent = document.tree.nodes[part.node].parent) instances.insert(*parent);
    if (instances.size() > 1) return true;
  }
  return false;
}

}  // namespace

void LaneRows::reset() {
  expanded_.clear();
  series_.clear();
  scroll_ = 0;
}

void LaneRows::arrange(const AppState& state, double view_height) {
  view_height_ = view_height;
  rows_.clear();
  series_.clear();
  height_ = 0;
  add_parts(state);
  scroll_to(scroll_);
}

void LaneRows::add_parts(const AppState& state) {
  const model::Document& document = state.document();
  const bool grouped = has_several_instances(document);
  const auto push = [this](bool is_group, size_t index, double height) {
    rows_.push_back({is_group, index, height_, height});
    height_ += height;
  };
  std::optional<size_t> group;
  for (size_t part = 0; part < document.parts.size(); part++) {
    const std::optional<size_t> parent = document.tree.nodes[document.parts[part].node].parent;
    if (grouped && parent && parent != group) push(true, *parent, kGroupHeight);
    group = parent;
    push(false, part, part_height(state, part));
  }
}

double LaneRows::part_height(const AppState& state, size_t part) {
  const OpenPart& open = state.document().parts[part];
  const auto known = expanded_.find(open.identity);
  if (known == expanded_.end() || !is_expandable(open)) return kLaneHeight;
  if (known->second.serial != open.serial) {
    known->second = {open.serial, find_series(open.blocks)};
  }
  series_[part] = &known->second.starts;
  const auto series = series_.find(part);
  return kLaneHeight + kSeriesHeight * static_cast<double>(series->second->size() - 1);
}

LaneRows::Visible LaneRows::visible() const {
  const LaneRow* const first = rows_.data();
  const LaneRow* const last = first + rows_.size();
  const LaneRow* const begin = std::partition_point(
      first, last, [this](const LaneRow& row) { return row.bottom() <= scroll_; });
  const LaneRow* const end = std::partition_point(
      begin, last, [this](const LaneRow& row) { return row.top < scroll_ + view_height_; });
  return {begin, end};
}

void LaneRows::scroll_to(double top) {
  scroll_ = std::clamp(top, 0.0, std::max(0.0, height_ - view_height_));
}

const LaneRow* LaneRows::row_of_part(size_t part) const {
  for (const LaneRow& row : rows_) {
    if (!row.is_group && row.index == part) return &row;
  }
  return nullptr;
}

void LaneRows::reveal(const AppState& state, size_t part, std::optional<size_t> block) {
  const LaneRow* const row = row_of_part(part);
  if (row == nullptr) return;
  double top = row->top;
  double bottom = top + kLaneHeight;
  if (block && is_expanded(part) && *block < state.document().parts[part].blocks.size()) {
    // The header of an expanded part covers the first lane in sight.
    top += kSeriesHeight * static_cast<double>(series_at(part, *block));
    bottom = top + kLaneHeight + kSeriesHeight;
  }
  if (top < scroll_) scroll_to(top);
  if (bottom > scroll_ + view_height_) scroll_to(bottom - view_height_);
}

bool LaneRows::is_expandable(const OpenPart& part) {
  return part.has_blocks() && !part.blocks.empty();
}

void LaneRows::toggle(const AppState& state, size_t part) {
  const OpenPart& open = state.document().parts[part];
  series_.erase(part);
  if (expanded_.erase(open.identity) > 0 || !is_expandable(open)) return;
  Expanded& expanded = expanded_[open.identity];
  expanded = {open.serial, find_series(open.blocks)};
  series_[part] = &expanded.starts;
}

size_t LaneRows::series_at(size_t part, size_t block) const {
  const std::vector<uint32_t>& starts = series_of(part);
  const auto above = std::upper_bound(starts.begin(), starts.end() - 1, block);
  return static_cast<size_t>(above - starts.begin()) - 1;
}

}  // namespace sidx::views
