#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wasm/model/command.h"
#include "wasm/model/document.h"
#include "wasm/model/key_axis.h"
#include "wasm/model/loader.h"
#include "wasm/model/merge_recording.h"
#include "wasm/model/museum.h"
#include "wasm/model/open_block.h"
#include "wasm/model/query_desk.h"
#include "wasm/model/search_desk.h"
#include "wasm/model/session.h"
#include "wasm/model/share.h"
#include "wasm/model/upload_start.h"

/// Everything the app knows. Views draw it and emit commands; commands are the only way it changes.
namespace sidx::model {

/// What is picked, everywhere at once. Each level is empty below the one that is picked.
struct Selection {
  std::optional<size_t> node;   // of the storage tree, when it is not a part
  std::optional<size_t> part;   // index in Document::parts
  std::optional<size_t> block;  // index in OpenPart::blocks
  std::string tag;
  std::optional<size_t> row;
  // In a scenario. A part that is gone has a wrapper and no part.
  std::optional<uint32_t> wrapper = {};
  std::optional<uint32_t> snapshot = {};
  std::string holder = {};  // of references: an operation's name, "current" or "nobody"

  bool operator==(const Selection&) const = default;
};

/// Why a history does not go on at a step.
std::string full_text(size_t step);

/// A file for the user to keep.
struct Download {
  std::string name;
  std::string type;
  Bytes bytes;
};

/// Why a text was refused as the scenario, and where.
struct TextProblem {
  std::string text;
  std::string message;
  size_t line = 1;
  size_t column = 1;
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
  /// Plays a scenario in place of what is open. An error leaves everything as it is.
  std::optional<Error> open_scenario(const std::string& name, std::string_view text);
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
  /// Changes whenever the document does, by a step of a scenario too.
  uint64_t document_serial() const { return document_serial_; }

  /// Null unless a scenario is open.
  const Session* session() const { return session_.get(); }
  /// The edited scenario that something else has replaced; null if there is none.
  const Session* shelved() const { return shelved_.get(); }
  /// An upload that is being read as the start of a scenario; null if there is none.
  const UploadStart* starting() const { return starting_ ? &*starting_ : nullptr; }
  /// Whether there is a merge up to the current step: cheap, unlike its recording.
  bool has_merge() const;
  /// The merge of the current step, or the last one before it; null if there is none.
  const MergeRecording* merge_recording() const;
  /// The step it belongs to, and how far into it the view has gone.
  size_t merge_at() const { return merge_at_; }
  size_t merge_step() const { return merge_step_; }
  const QueryDesk& query_desk() const { return query_desk_; }
  const SearchDesk& search_desk() const { return search_desk_; }
  /// What the page is to tell the search's worker; each is handed out once.
  std::vector<std::string> take_search_orders() { return search_desk_.take_orders(); }
  const std::optional<TextProblem>& text_problem() const { return text_problem_; }

  /// The list of exhibits.
  const Museum& museum() const { return museum_; }
  /// The exhibit that is open; null if what is open is none.
  const Exhibit* exhibit() const { return exhibit_ ? &*exhibit_ : nullptr; }
  /// The arrays of an exhibit that shows parts; null while they are read.
  const ArrayComparison* array_comparison() const {
    return array_comparison_ ? &*array_comparison_ : nullptr;
  }

  /// The form that was asked for last, and how often one was asked for.
  const FormCommand& form() const { return form_; }
  uint64_t form_serial() const { return form_serial_; }

  bool autoplay() const { return autoplay_; }
  double autoplay_speed() const { return autoplay_speed_; }
  /// Goes on if it is time; milliseconds until the next step, negative if none is due.
  double tick(double now_ms);
  /// What background work has to say, such as why an upload cannot be a start; handed out once.
  std::string take_notice() { return std::exchange(notice_, {}); }
  /// What has been done and cannot be seen, such as a copy; handed out once.
  std::string take_told() { return std::exchange(told_, {}); }
  /// Files that commands have made; each is handed out once.
  std::vector<Download> take_downloads() { return std::exchange(downloads_, {}); }

  /// Links, texts and pictures that commands have asked for.
  const Outbox& outbox() const { return outbox_; }
  /// What is to go to the clipboard; each is handed out once.
  std::vector<ClipboardText> take_clipboard_texts() { return std::exchange(outbox_.texts, {}); }
  /// The name of the picture that was asked for; handed out once.
  std::optional<std::string> take_picture() { return std::exchange(outbox_.picture, {}); }

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
  bool next_open() const { return next_open_; }
  /// Whether the text of the open exhibit is shown.
  bool exhibit_open() const { return exhibit_ && exhibit_open_; }
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
  void forget_document();
  void show(std::unique_ptr<Document> document);
  std::optional<std::string> execute(const AxisCommand& command);
  std::optional<std::string> execute(const WindowCommand& command);
  std::optional<std::string> execute(const FitCommand& command);
  std::optional<std::string> execute(const VerifyCommand& command);

  // Links and tables: app_state_share.cpp.
  std::optional<std::string> execute(const ShareCommand& command);
  std::optional<std::string> copy_link(std::optional<size_t> step);
  std::optional<std::string> open_link(const std::string& link);
  void go_from_link(const share::Place& place);
  std::optional<std::string> export_table(const ExportTableCommand& command);

  // Scenarios: app_state_scenario.cpp.
  void play(std::unique_ptr<Session> session);
  void follow_session();
  std::optional<std::string> execute(const ScenarioCommand& command);
  std::optional<std::string> move(const ScenarioCommand& command);
  std::optional<std::string> execute(const GoCommand& command);
  std::optional<std::string> execute(const EngineCommand& command);
  std::optional<std::string> execute(const ExportCommand& command);
  std::optional<std::string> execute(const MuseumCommand& command);
  void go_to_exhibit();
  std::optional<std::string> execute(const SearchCommand& command);
  std::optional<std::string> open_found();
  std::optional<std::string> edit_scenario(const std::string& text);
  std::optional<std::string> start_here(std::optional<size_t> node);
  void advance_start();
  void rebuild_axis();
  void fit();
  void fit_range(KeyRange range);

  QueryDesk::Context query_context() const {
    return {session_.get(), document_.get(), generation_};
  }
  bool query_is_shown() const { return view_ == ViewTab::kQuery; }

  PageCache::Fetch fetch_;
  std::unique_ptr<PageCache> cache_;
  std::unique_ptr<Document> document_;
  std::unique_ptr<Loader> loader_;
  uint64_t generation_ = 0;
  uint64_t document_serial_ = 0;

  std::unique_ptr<Session> session_;
  std::unique_ptr<Session> shelved_;
  std::optional<UploadStart> starting_;
  bool autoplay_ = false;
  double autoplay_speed_ = 1;
  double next_step_ms_ = -1;
  size_t merge_step_ = 0;
  mutable std::optional<MergeRecording> merge_recording_;
  mutable size_t merge_at_ = 0;
  mutable uint64_t merge_of_ = 0;  // serial of the session it was looked up for
  /// Which steps it is one of.
  struct MergePlace {
    uint64_t version = 0;
    size_t branch = 0;
    uint64_t shape_serial = 0;
    bool operator==(const MergePlace&) const = default;
  };
  mutable MergePlace merge_place_;
  mutable uint64_t has_merge_of_ = 0;
  mutable bool has_merge_ = false;
  QueryDesk query_desk_;
  SearchDesk search_desk_;
  std::optional<TextProblem> text_problem_;
  Museum museum_;
  std::optional<Exhibit> exhibit_;
  std::optional<ArrayComparison> array_comparison_;
  FormCommand form_;
  uint64_t form_serial_ = 0;
  std::vector<Download> downloads_;
  std::string notice_;
  std::string told_;
  Outbox outbox_;

  Selection selection_;
  uint64_t selection_serial_ = 0;
  std::optional<OpenBlock> open_block_;
  ViewTab view_ = ViewTab::kKeyRanges;
  DrawerTab drawer_ = DrawerTab::kFindings;
  bool drawer_open_ = true;
  bool explorer_open_ = true;
  bool inspector_open_ = true;
  bool next_open_ = true;
  bool exhibit_open_ = true;
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
