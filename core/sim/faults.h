#pragma once

#include "core/sim/event.h"
#include "core/sim/transaction.h"

/// Faults laid on the directory from outside. Parts that are open see what an open file sees:
/// changes of its bytes, but neither its removal nor a new file of the same name.
namespace sidx::sim {

void remove_path(Transaction& step, const std::string& path);
void truncate_path(Transaction& step, const std::string& path, uint64_t size);
void write_path(Transaction& step, const std::string& path, const part::SharedBytes& bytes);

}  // namespace sidx::sim
