#include "wasm/model/ledger_lines.h"

#include <algorithm>
#include <map>

#include "core/sim/narration.h"
#include "wasm/model/reference_graph.h"

namespace sidx::model {
namespace {

using sim::Counted;
using sim::LedgerEntry;

/// What parts and snapshots are called, as far as the process still knew them.
class Names {
 public:
  explicit Names(const Session& session) : session_(session) {}

  std::string of(const LedgerEntry& entry, size_t step) {
    auto& known = entry.counted == Counted::kPart ? parts_ : snapshots_;
    const auto at = known.find(entry.number);
    if (at != known.end()) return at->second;
    return known[entry.number] = entry.counted == Counted::kPart ? part(entry.number, step)
                                                                 : snapshot(entry.number, step);
  }

 private:
  const sim::World& world(size_t step) const {
    return session_.history().at(session_.history().active_branch(), step).world;
  }
  std::string part(uint32_t number, size_t step) const {
    for (const size_t at : {step, step == 0 ? step : step - 1}) {
      for (const sim::PartWrapper* wrapper : world(at).all_wrappers()) {
        if (wrapper->number != number) continue;
        return sim::part_title(*wrapper);
      }
    }
    return "part wrapper " + std::to_string(number);
  }
  std::string snapshot(uint32_t number, size_t step) const {
    for (const size_t at : {step, step == 0 ? step : step - 1}) {
      if (world(at).find_snapshot(number) != nullptr) return snapshot_title(world(at), number);
    }
    return "snapshot " + std::to_string(number);
  }

  const Session& session_;
  std::map<uint32_t, std::string> parts_;
  std::map<uint32_t, std::string> snapshots_;
};

bool is_wanted(const LedgerEntry& entry, const Selection& selection) {
  if (selection.wrapper) {
    return entry.counted == Counted::kPart && entry.number == *selection.wrapper;
  }
  if (selection.snapshot) {
    return entry.counted == Counted::kSnapshot && entry.number == *selection.snapshot;
  }
  if (selection.holder.empty()) return true;
  const std::string holder = sim::describe(entry.holder);
  if (selection.holder == "current") return entry.holder.kind == sim::HolderKind::kInstance;
  if (selection.holder == "nobody") return entry.holder.kind == sim::HolderKind::kLoader;
  return holder == selection.holder;
}

/// Snapshots hold parts; their epoch tells more than their number.
std::string holder_text(const LedgerEntry& entry, size_t step, Names& names) {
  if (entry.holder.kind != sim::HolderKind::kSnapshot) return sim::describe(entry.holder);
  LedgerEntry snapshot;
  snapshot.counted = Counted::kSnapshot;
  snapshot.number = entry.holder.number;
  return names.of(snapshot, step);
}

}  // namespace

std::vector<LedgerRow> ledger_rows(const Session& session, const Selection& selection,
                                   size_t rows_max) {
  const sim::History& history = session.history();
  const size_t branch = history.active_branch();
  const uint32_t process = session.world().process;
  Names names(session);
  std::vector<LedgerRow> rows;
  for (size_t step = session.position() + 1; step-- > 0 && rows.size() < rows_max;) {
    const sim::PlayedStep& played = history.at(branch, step);
    if (played.world.process != process) break;
    for (size_t i = played.ledger.size(); i-- > 0;) {
      const LedgerEntry& entry = played.ledger[i];
      if (entry.process != process || !is_wanted(entry, selection)) continue;
      rows.push_back({step, names.of(entry, step), holder_text(entry, step, names), entry.delta,
                      entry.count, entry.reason, entry.counted == Counted::kPart, entry.number});
    }
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

}  // namespace sidx::model
