#pragma once

#include <catch_amalgamated.hpp>
#include <string>

#include "core/part/element_batch.h"
#include "core/part/part_content.h"
#include "tests/support/golden.h"

/// Comparing parts that two engines wrote from the same input: everything must be the same but what
/// depends on the compressor, and bits of bloom filters that are left over from earlier filters.
namespace sidx::testing {

/// The content of a golden part, opened as the engine opens it.
Rc<part::PartContent> open_golden(const std::string& name);
/// A part that was written here, opened from its files.
Rc<part::PartContent> reopen_part(const part::PartContent& content);

/// Checks record by record and payload by payload. Bits of filters of float columns are left out:
/// these hold what was written, not what a lossy column reads back.
void check_same_part(const part::PartContent& ours, const part::PartContent& golden);

/// All elements of a part as a batch, in file order.
part::ElementBatch elements_of(const part::PartContent& content);

}  // namespace sidx::testing
