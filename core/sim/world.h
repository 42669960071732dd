#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/rc.h"
#include "core/part/part_content.h"
#include "core/query/query.h"
#include "core/sim/fixes.h"

/// The whole state of an instance and its process as a value. Copies share everything that does not
/// differ. Mirrors sidx, snapshot, partWrapper, garbageCleaner in banyand/internal/sidx, and the
/// file system below the instance root.
namespace sidx::sim {

/// What does not change while a scenario runs.
struct Settings {
  FixSet fixes;
  uint32_t workers = 1;
};

enum class PartKind : uint8_t { kMem, kFile };
enum class PartState : uint8_t { kActive, kRemoving, kRemoved };
std::string_view name_of(PartKind kind);
std::string_view name_of(PartState state);

/// A part as the process has it open. Mirrors partWrapper.
struct PartWrapper {
  uint32_t number = 0;  // from 1, in order of creation; starts again with each process
  uint64_t part_id = 0;
  PartKind kind = PartKind::kMem;
  PartState state = PartState::kActive;
  int32_t ref = 0;
  bool removable = false;
  /// The epochs noted on it are World::notes[notes_from, notes_to).
  uint32_t notes_from = 0;
  uint32_t notes_to = UINT32_MAX;  // UINT32_MAX: it is in the current snapshot, or never was in one
  /// Its manifest's numbers, kept when it is gone.
  uint64_t row_count = 0;
  uint64_t block_count = 0;
  int64_t key_min = 0;
  int64_t key_max = 0;
  /// Of file parts: the number in the directory's name, and which directory it is; the name may be
  /// used again.
  uint64_t directory_id = 0;
  uint64_t directory_serial = 0;
  Rc<part::PartContent> content;  // empty once it is closed
  /// Files that were unlinked while open: what happens to their names is nothing to this part.
  Rc<std::set<std::string, std::less<>>> unlinked;
};

struct Snapshot {
  uint32_t number = 0;  // from 1, in order of creation
  uint64_t epoch = 0;
  int32_t ref = 0;
  Rc<std::vector<uint32_t>> parts;  // wrapper numbers; ids may repeat, wrappers do not
};

enum class OperationKind : uint8_t { kFlush, kMerge, kMergeMem, kHold, kQuery };
std::string_view name_of(OperationKind kind);

/// Something that is under way between two steps and holds a reference on a snapshot.
struct Operation {
  std::string name;
  OperationKind kind = OperationKind::kHold;
  uint32_t snapshot = 0;  // 0: none
  /// Flush: ID of each mem part and the wrapper of its file part.
  struct Flushed {
    uint64_t part_id = 0;
    uint32_t mem_part = 0;
    uint32_t file_part = 0;
  };
  std::vector<Flushed> flushed;
  /// Merge: its inputs, and the wrapper of the output (0: nothing was selected).
  std::vector<uint32_t> inputs;
  std::set<uint64_t> input_ids;
  uint32_t output = 0;
  query::QueryRequest request;
};

/// A file or directory of the instance root.
struct DiskEntry {
  std::string name;
  bool is_directory = false;
  uint64_t serial = 0;  // never used twice
  /// Of a directory that is named as the engine names it: the part ID. Of a snapshot file: its
  /// epoch.
  std::optional<uint64_t> number;
  part::SharedBytes bytes;
  /// Of a directory: the part the engine wrote there, unless somebody touched it since. Then
  /// `files`, by relative path, is what is there.
  Rc<part::PartContent> content;
  uint64_t manifest_id = 0;
  part::FileMap files;
};
/// All files of a directory by relative path.
part::FileMap files_of(const DiskEntry& directory);

struct World {
  Rc<Settings> settings;
  bool dead = false;  // a panic ended the process
  uint32_t process = 1;

  SharedVector<Rc<PartWrapper>> live;      // by number
  AppendLog<Rc<PartWrapper>> removed;      // in the order in which they went
  SharedVector<Rc<Snapshot>> snapshots;    // with references, by number
  uint32_t current = 0;                    // number of the current snapshot; 0: none
  SharedVector<Rc<Operation>> operations;  // in the order in which they began
  AppendLog<uint64_t> notes;               // epochs of write and flush introductions

  uint64_t next_epoch = 0;
  uint64_t current_part_id = 0;
  uint32_t next_wrapper = 1;
  uint32_t next_snapshot = 1;
  uint64_t gc_live_epoch = 0;
  SharedVector<uint64_t> gc_deletable;
  /// References that were dropped on a part that was gone already; an invariant says never.
  uint32_t over_releases = 0;

  SharedVector<Rc<DiskEntry>> disk;  // by name
  uint64_t next_serial = 1;

  FixSet fixes() const { return settings->fixes; }
  const PartWrapper* find_live(uint32_t number) const;
  const Snapshot* find_snapshot(uint32_t number) const;
  const Snapshot* current_snapshot() const { return find_snapshot(current); }
  const Operation* find_operation(std::string_view name) const;
  const DiskEntry* find_entry(std::string_view name) const;
  /// All wrappers of this process, in order of creation.
  std::vector<const PartWrapper*> all_wrappers() const;
  std::vector<uint64_t> epochs_of(const PartWrapper& wrapper) const;
  std::vector<query::SnapshotPart> parts_of(const Snapshot& snapshot) const;
};

/// Everything below the instance root, by relative path.
part::FileMap files_of(const World& world);

/// An instance whose root exists and is empty.
World new_world(const Settings& settings);

}  // namespace sidx::sim
