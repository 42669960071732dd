#pragma once

#include <string>
#include <vector>

#include "wasm/model/app_state.h"

/// The reference ledger as a table: who took or gave back which reference, and when.
namespace sidx::model {

struct LedgerRow {
  size_t step = 0;
  std::string what;    // "part 1"; a snapshot is called by its epoch: "epoch 3"
  std::string holder;  // "epoch 3", "q1", "the instance"
  int delta = 0;       // 0: refused
  int32_t count = 0;
  const char* reason = "";
  bool is_part = false;
  uint32_t number = 0;
};

/// Up to the current step of its process, oldest first: of the selected part, snapshot or holder,
/// or of everything. Of more than `rows_max` the newest.
std::vector<LedgerRow> ledger_rows(const Session& session, const Selection& selection,
                                   size_t rows_max);

}  // namespace sidx::model
