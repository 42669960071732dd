#pragma once

#include <string>
#include <vector>

#include "core/sim/step.h"

namespace sidx::sim {

/// The step in one sentence: "epoch 3: merge of 1, 2 → 3; part 1 keeps 1 reference: reader q1".
std::string summarise(const World& before, const Event& event, const StepResult& result);

/// How messages call a part: its directory's number for file parts, its ID for mem parts.
std::string part_text(const PartWrapper& part);

/// The same with its kind: "mem part 3", "part 3".
std::string part_title(const PartWrapper& part);

/// Operations that hold a snapshot, in the order in which they began.
std::vector<std::string> holders_of(const World& world, uint32_t snapshot);

/// "a, b, c"
std::string join(const std::vector<std::string>& items);

/// Who holds references on a part in `world`: "snapshot 3 (current)", "snapshot 1 (reader q1)".
std::string holders_text(const World& world, const PartWrapper& part);

}  // namespace sidx::sim
