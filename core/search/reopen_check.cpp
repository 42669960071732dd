#include "core/search/reopen_check.h"

#include <algorithm>
#include <array>

#include "core/format/file_names.h"
#include "core/search/naive_rows.h"
#include "core/sim/recovery.h"
#include "core/sim/transaction.h"

namespace sidx::search {
namespace {

using sim::DiskEntry;
using sim::PartKind;
using sim::PartWrapper;
using sim::Snapshot;
using sim::World;

constexpr size_t kHexDigits = 16;
constexpr size_t kItemSize = kHexDigits + 3;  // two quotes and a comma or bracket

/// Whether a snapshot file as the engine writes it lists the part.
bool lists(const Bytes& text, uint64_t part_id) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<uint8_t, kHexDigits> name;
  for (size_t i = kHexDigits; i-- > 0; part_id >>= 4) {
    name[i] = static_cast<uint8_t>(kDigits[part_id & 15]);
  }
  for (size_t at = 2; at + kItemSize <= text.size() + 1; at += kItemSize) {
    if (std::equal(name.begin(), name.end(), text.begin() + static_cast<std::ptrdiff_t>(at))) {
      return text[at - 1] == '"' && text[at + kHexDigits] == '"';
    }
  }
  return false;
}

bool is_ordinary(const DiskEntry& entry) {
  const size_t name_size = entry.is_directory ? kHexDigits : kHexDigits + 4;
  return entry.number && entry.name.size() == name_size && (!entry.is_directory || entry.content);
}

}  // namespace

bool newest_snapshot_lists_all(const World& world) {
  const Snapshot* snapshot = world.current_snapshot();
  if (snapshot == nullptr) return true;
  const DiskEntry* newest = nullptr;
  for (const Rc<DiskEntry>& entry : world.disk) {
    if (!is_ordinary(*entry)) return false;
    if (!entry->is_directory) newest = entry.get();  // Names are in the order of epochs.
  }
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = world.find_live(number);
    if (part->kind != PartKind::kFile) continue;
    const bool there =
        std::any_of(world.disk.begin(), world.disk.end(), [&](const Rc<DiskEntry>& entry) {
          return entry->is_directory && *entry->number == part->directory_id &&
                 entry->content == part->content;
        });
    if (!there || newest == nullptr || !lists(*newest->bytes, part->directory_id)) return false;
  }
  return true;
}

std::string lost_by_a_crash(const World& world) {
  if (newest_snapshot_lists_all(world)) return {};
  NaiveRows durable;
  if (const Snapshot* snapshot = world.current_snapshot()) {
    for (const uint32_t number : *snapshot->parts) {
      const PartWrapper* part = world.find_live(number);
      if (part->kind == PartKind::kFile) append_rows(*part->content, durable);
    }
  }
  if (durable.empty()) return {};
  std::sort(durable.begin(), durable.end());
  sim::StepOptions options;
  options.ledger = options.summary = false;
  sim::StepResult next;
  {
    sim::Transaction crash(world, next, options);
    sim::open_instance(crash);
  }
  if (next.outcome == sim::Outcome::kPanic) return "the next process panics: " + next.message;
  const NaiveRows lost = rows_only_in(durable, visible_rows(next.world));
  return lost.empty() ? "" : "the next process does not find " + rows_text(lost);
}

}  // namespace sidx::search
