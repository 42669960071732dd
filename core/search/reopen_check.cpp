#include "core/search/reopen_check.h"

#include <algorithm>

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

/// A name of 16 hexadecimal digits in quotes; UINT64_MAX for anything else.
uint64_t parse_item(const uint8_t* text) {
  if (text[0] != '"' || text[kHexDigits + 1] != '"') return UINT64_MAX;
  uint64_t id = 0;
  for (size_t i = 1; i <= kHexDigits; i++) {
    const uint8_t c = text[i];
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'f')) return UINT64_MAX;
    id = id << 4 | static_cast<uint64_t>(is_digit ? c - '0' : c - 'a' + 10);
  }
  return id;
}

/// Whether a snapshot file as the engine writes it lists the part.
bool lists(const Bytes& text, uint64_t part_id) {
  for (size_t at = 1; at + kItemSize <= text.size(); at += kItemSize) {
    if (parse_item(text.data() + at) == part_id) return true;
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
