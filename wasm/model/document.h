#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/rc.h"
#include "core/part/findings.h"
#include "core/part/format_variant.h"
#include "core/part/part_content.h"
#include "core/part/part_reader.h"
#include "core/part/storage_tree.h"
#include "core/part/verify.h"
#include "wasm/model/block_index.h"
#include "wasm/model/coverage.h"
#include "wasm/model/page_cache.h"

/// What is open: the storage tree of an upload and what has been read of each part so far.
namespace sidx::model {

enum class PartStage : uint8_t {
  kManifest,  // reading manifest.json
  kIndex,     // reading meta.bin and primary.bin
  kReady,     // all blocks are known
  kStopped,   // loading was cancelled before the blocks were known
};
std::string_view name_of(PartStage stage);

enum class VerifyStage : uint8_t { kNotAsked, kQueued, kRunning, kDone };

/// "1" for 0000000000000001: leading zeros of a part ID carry no information.
std::string short_part_name(const std::string& name);
/// The same for anything in an instance: "a.snp", "3".
std::string short_entry_name(const std::string& name);

/// What the simulated process makes of a part.
enum class PartRole : uint8_t {
  kMem,       // a mem part of the current snapshot
  kFile,      // a file part of the current snapshot
  kPrepared,  // written to disk, not introduced yet
  kRemoving,  // left the current snapshot, and is still referenced
  kOrphan,    // a directory that no part of the process owns
};
std::string_view name_of(PartRole role);
/// "removing": what a part of the role is, in few words.
const char* describe(PartRole role);

/// A part of a scenario's world.
struct SimulatedPart {
  PartRole role = PartRole::kFile;
  uint32_t wrapper = 0;  // its number; 0 for an orphan
  int32_t ref = 0;
  bool is_new = false;   // made by the current step
  bool changed = false;  // by the current step

  bool operator==(const SimulatedPart&) const = default;
};

/// One part of the upload, or of the world of a scenario.
struct OpenPart {
  explicit OpenPart(std::shared_ptr<const part::PartFiles> files);

  uint64_t serial = 0;    // of this object: no two parts ever have the same
  uint64_t identity = 0;  // of the part: the same from step to step of a scenario
  std::optional<SimulatedPart> simulated;
  Rc<part::PartContent> content;  // of a simulated part
  size_t node = 0;                // in the tree
  std::string name;               // of its directory
  std::string short_name;         // the same without leading zeros
  part::PartReader reader;
  uint64_t size_bytes = 0;  // of all files

  PartStage stage = PartStage::kManifest;
  std::optional<format::PartManifest> manifest;
  std::optional<Error> manifest_error;
  std::vector<format::PrimaryBlockMetadata> primary_blocks;
  /// First block of each primary block, and one more for their end.
  std::vector<size_t> primary_starts;
  std::vector<BlockSummary> blocks;
  uint64_t rows_in_blocks = 0;  // of all blocks, once the part is ready
  std::vector<Error> index_errors;
  std::optional<part::FormatVariant> variant;
  part::SnapshotStatus snapshot = part::SnapshotStatus::kUnknown;

  std::vector<KeyRange> covered;
  BlocksByKey by_key;

  bool looked_at = false;  // somebody wants to know its variant
  VerifyStage verify_stage = VerifyStage::kNotAsked;
  std::optional<part::PartVerifier> verifier;
  std::vector<part::Finding> findings;
  std::vector<size_t> broken_blocks;  // with an error among the findings; sorted

  bool is_broken(size_t block) const;
  bool has_blocks() const { return stage == PartStage::kReady; }
  uint64_t row_count() const;
  /// The key range of its blocks, or until they are known that of the manifest.
  std::optional<KeyRange> key_range() const;
  /// Findings that are not notes, and index errors before the part has been verified.
  size_t problem_count() const;
};

/// A .snp that has been asked for.
struct OpenSnapshot {
  size_t node = 0;  // instance or shard it lies in
  std::string name;
  std::shared_ptr<const part::PartFiles> files;  // it alone
  std::optional<format::SnapshotManifest> listed;
  std::optional<Error> error;
  std::vector<std::string> missing;  // names without a directory
};

struct Document {
  std::string name;
  part::StorageTree tree;
  std::vector<part::ListedFile> listing;
  std::vector<OpenPart> parts;  // in tree order
  std::vector<OpenSnapshot> snapshots;
  uint64_t size_bytes = 0;

  std::optional<size_t> part_of_node(size_t node) const;
  std::optional<size_t> part_of_wrapper(uint32_t wrapper) const;
  uint64_t row_count() const;
  size_t block_count() const;
};

/// What a part is called in sentences: "part 2b", "mem part 3"; other names as they are.
std::string part_title(const OpenPart& part);

/// Recognises what a listing holds and prepares its parts; nothing is read yet.
Document make_document(std::string name, std::vector<part::ListedFile> listing, PageCache& cache);

}  // namespace sidx::model
