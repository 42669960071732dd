#pragma once

#include <functional>

#include "wasm/model/document.h"

/// Reads a document in the background, a bounded slice at a time: manifests of all parts first, so
/// that lanes can be drawn, then their blocks, then .snp files, then the verification of the
/// content.
namespace sidx::model {

class Loader {
 public:
  /// Parts of more bytes than this together are verified only when asked to.
  static constexpr uint64_t kVerifyAtOnceMax = 64ULL * 1024 * 1024;

  Loader(Document& document, PageCache& cache) : document_(document), cache_(cache) {}

  /// Works until `deadline_passed` or until everything waits for bytes. True: there is more to do
  /// at once; false: call again when bytes have arrived, or never, see `busy`.
  bool advance(const std::function<bool()>& deadline_passed);

  /// Whether anything is left to read or verify.
  bool busy() const;
  /// Whether there are parts whose blocks are not known yet.
  bool reads_index() const { return !cancelled_ && phase() != Phase::kContent; }
  struct Progress {
    const char* what = "";  // "manifests", "blocks" or "verifying"
    size_t done = 0;
    size_t total = 0;
  };
  Progress progress() const;

  /// Stops reading; parts whose blocks are not known stay as they are.
  void cancel();
  /// Goes on after a cancel.
  void resume();
  bool was_cancelled() const { return cancelled_; }

  /// Finds out which releases can have written the part, even if it is not verified.
  void look_closer(size_t part) { document_.parts[part].looked_at = true; }
  void verify(size_t part);
  void verify_all();

 private:
  enum class Phase : uint8_t { kManifests, kBlocks, kContent };
  Phase phase() const;
  /// What one attempt came to.
  enum class Outcome : uint8_t { kAdvanced, kWaiting, kFinished };
  Outcome advance_part(OpenPart& part);
  Outcome read_manifest(OpenPart& part);
  Outcome read_index(OpenPart& part);
  /// Finds out the variant of a part, then verifies it.
  Outcome verify_some(OpenPart& part);
  static bool wants_examination(const OpenPart& part);
  /// Asks for the files of one page at once; true when all are here.
  static bool fetch_small_files(const OpenPart& part);
  static constexpr size_t kExaminedAtATime = 8;
  void read_snapshots();
  void finish_index(OpenPart& part);

  Document& document_;
  PageCache& cache_;
  bool cancelled_ = false;
  bool snapshots_done_ = false;
};

}  // namespace sidx::model
