#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wasm/model/command.h"
#include "wasm/model/document.h"
#include "wasm/model/key_axis.h"
#include "wasm/model/loader.h"
#include "wasm/model/open_block.h"

/// Everything the app knows. Views draw it and emit commands; commands are the only way it changes.
namespace sidx::model {

/// What is picked, everywhere at once. Each level is empty below the one that is picked.
struct Selection {
  std::optional<size_t> node;   // of the storage tree, when it is not a part
  std::optional<size_t> part;   // index in Document::parts
  std::optional<size_t> block;  // index in OpenPart::blocks
  std::string tag;
  std::optional<size_t> row;

  bool operator==(const Selection&) const = default;
};

/// How the table of blocks is sorted. Columns are those of block_table.h.
struct TableSort {
  int column = -1;  // -1: file order
  bool descending = false;
};

class AppState {
 public:
  explicit AppState(PageCache::Fetch fetch);

  /// Replaces what is open; an empty listing without a name closes it. The listing is that of
  /// app_entry.h; false if it is not one.
  bool open(std::string_view listing_json);
  /// A bounded slice of background work; true when there is more to do at once.
  bool advance(const std::function<bool()>& deadline_passed);
  /// False while something is read, decoded or verified.
  bool idle() const;

  /// Executes a command; what it refuses, it says.
  std::optional<std::string> execute(const Command& command);

  bool has_document() const { return document_ != nullptr; }
  const Document& document() const { return *document_; }
  const Loader& loader() const { return *loader_; }
  const PageCache& cache() const { return *cache_; }
  /// Counts documents: state that belongs to one is thrown away when this changes.
  uint64_t generation() const { return generation_; }

  const Selection& selection() const { return selection_; }
  const OpenPart* selected_part() const;
  const BlockSummary* selected_block() const;
  /// The decoded block of the selection, null when no block is selected.
  const OpenBlock* open_block() const { return open_block_ ? &*open_block_ : nullptr; }

  ViewTab view() const { return view_; }
  DrawerTab drawer() const { return drawer_; }
  bool drawer_open() const { return drawer_open_; }
  bool explorer_open() const { return explorer_open_; }
  bool inspector_open() const { return inspector_open_; }
  const TableSort& block_sort() const { return block_sort_; }
  /// The sheet that was asked for last, and how often one was asked for.
  Overlay overlay() const { return overlay_; }
  uint64_t overlay_serial() const { return overlay_serial_; }

  /// Axis and depth of what is loaded; rebuilt when more parts have become known.
  const KeyAxis& axis() const { return axis_; }
  /// Changes whenever the axis does.
  uint64_t axis_serial() const { return axis_serial_; }
  /// How many parts of one instance hold a key; stale parts do not count.
  const OverlapDepth& depth() const { return depth_; }
  const KeyWindow& window() const { return window_; }
  bool axis_is_automatic() const { return !chosen_scale_; }

  /// A number that changes whenever the selection was changed by a command: views scroll to it
  /// then.
  uint64_t selection_serial() const { return selection_serial_; }

 private:
  std::optional<std::string> select(const SelectCommand& command);
  void rebuild_axis();
  void fit();
  void fit_range(KeyRange range);

  PageCache::Fetch fetch_;
  std::unique_ptr<PageCache> cache_;
  std::unique_ptr<Document> document_;
  std::unique_ptr<Loader> loader_;
  uint64_t generation_ = 0;

  Selection selection_;
  uint64_t selection_serial_ = 0;
  std::optional<OpenBlock> open_block_;
  ViewTab view_ = ViewTab::kKeyRanges;
  DrawerTab drawer_ = DrawerTab::kFindings;
  bool drawer_open_ = true;
  bool explorer_open_ = true;
  bool inspector_open_ = true;
  TableSort block_sort_;
  Overlay overlay_ = Overlay::kPalette;
  uint64_t overlay_serial_ = 0;

  std::optional<AxisScale> chosen_scale_;
  KeyAxis axis_{AxisScale::kLinear, {}};
  uint64_t axis_serial_ = 0;
  OverlapDepth depth_;
  KeyWindow window_;
  size_t axis_parts_ = 0;  // parts with blocks, and parts with a range, when the axis was built
  bool window_is_fit_ = true;
};

}  // namespace sidx::model
