#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sim/step.h"

namespace sidx::sim {

/// A step while it happens: changes the result's world and writes the ledger. What the engine's
/// goroutines do is written in terms of this class, one file for each actor.
class Transaction {
 public:
  /// On a copy of `before`, with which it shares what stays as it was.
  Transaction(const World& before, StepResult& result, const StepOptions& options);
  /// On the world that is in `result`.
  Transaction(StepResult& result, const StepOptions& options)
      : result_(result), options_(options) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  World& world() { return result_.world; }
  StepResult& result() { return result_; }
  const StepOptions& options() const { return options_; }
  /// The operation of this name, as a holder: the name is kept for the ledger only.
  Holder operation_holder(const std::string& name) const;
  bool fixed(Fix fix) const { return result_.world.fixes().has(fix); }

  // ---- How the step ends
  void fail(std::string message);
  /// The process dies. Everything the step has done to the directory stays.
  void panic(std::string message);
  bool stopped() const { return result_.outcome != Outcome::kOk; }

  // ---- Parts
  PartWrapper& edit_part(uint32_t number);
  /// A new wrapper with one reference, held by `holder`.
  uint32_t add_part(PartWrapper wrapper, const Holder& holder, const char* reason);
  /// partWrapper.acquire: false unless the part is active and referenced.
  bool acquire_part(uint32_t number, const Holder& holder, const char* reason);
  /// partWrapper.release: at 0 the part is closed, and its directory deleted if it is removable.
  void release_part(uint32_t number, const Holder& holder, const char* reason);
  /// The holder would need the part and does not get it; the count stays.
  void note_refusal(uint32_t number, const Holder& holder, const char* reason);
  /// partWrapper.markForRemoval.
  void mark_for_removal(uint32_t number);
  /// The reference passes from one holder to another; the count stays.
  void hand_over_part(uint32_t number, const Holder& from, const Holder& to, const char* reason);

  // ---- Snapshots
  uint32_t add_snapshot(uint64_t epoch, std::vector<uint32_t> parts, const Holder& holder,
                        const char* reason);
  void acquire_snapshot(uint32_t number, const Holder& holder, const char* reason);
  /// At 0 all parts of the snapshot are released.
  void release_snapshot(uint32_t number, const Holder& holder, const char* reason);
  /// sidx.replaceSnapshot.
  void replace_current(uint32_t number);

  // ---- Operations
  void add_operation(Operation operation);
  void remove_operation(std::string_view name);

  // ---- The directory
  /// MkdirPanicIfExist and the files of a part. Returns its serial; 0 after a panic.
  uint64_t write_part_directory(uint64_t directory_id, Rc<part::PartContent> content,
                                uint64_t manifest_id);
  void put_entry(DiskEntry entry);
  /// RemoveAll: nothing happens if there is no such entry.
  void remove_entry(std::string_view name);
  uint64_t next_serial() { return world().next_serial++; }

 private:
  void note(Counted counted, uint32_t number, int8_t delta, int32_t count, const Holder& holder,
            const char* reason);
  void close_part(uint32_t number);

  const World* before_ = nullptr;
  StepResult& result_;
  const StepOptions& options_;
};

inline Holder snapshot_holder(uint32_t number) { return {HolderKind::kSnapshot, number, {}}; }
inline Holder instance_holder() { return {HolderKind::kInstance, 0, {}}; }
inline Holder introducer_holder() { return {HolderKind::kIntroducer, 0, {}}; }
inline Holder loader_holder() { return {HolderKind::kLoader, 0, {}}; }

}  // namespace sidx::sim
