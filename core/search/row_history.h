#pragma once

#include "core/base/rc.h"
#include "core/part/part_content.h"

namespace sidx::search {

/// Rows that came with a write or went with a sync.
struct RowChange {
  Rc<part::PartContent> content;
  bool comes = true;
};
/// In the order in which they did: what must be there is their sum, what a held query must see the
/// sum of the first ones.
using RowHistory = AppendLog<RowChange>;

}  // namespace sidx::search
