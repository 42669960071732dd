#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/rc.h"

/// Who holds references. Every acquire and release of a step is an entry.
namespace sidx::sim {

enum class Counted : uint8_t { kPart, kSnapshot };

enum class HolderKind : uint8_t {
  kSnapshot,    // number: of the snapshot that lists the part
  kInstance,    // the instance's pointer to its current snapshot
  kIntroducer,  // the introducer, while it builds the next snapshot
  kOperation,   // name: as the scenario calls it; empty for a step that is not split
  kLoader,      // the code that opened the instance; nothing ever gives this one back (S8)
};

struct Holder {
  HolderKind kind = HolderKind::kInstance;
  uint32_t number = 0;
  Rc<std::string> name;  // empty: none
};
/// "snapshot 3", "the instance", "reader q1", …
std::string describe(const Holder& holder);

struct LedgerEntry {
  Counted counted = Counted::kPart;
  int8_t delta = 0;      // +1, -1; 0: it failed
  uint32_t number = 0;   // of the part wrapper or of the snapshot
  int32_t count = 0;     // afterwards
  uint32_t process = 1;  // numbers start again with each process
  Holder holder;
  const char* reason = "";  // a clause: "carried over"
};

}  // namespace sidx::sim
