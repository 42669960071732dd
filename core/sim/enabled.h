#pragma once

#include <string>
#include <vector>

#include "core/sim/event.h"
#include "core/sim/world.h"

/// What can happen next. The engine accepts nearly everything at any time; a command is called
/// disabled when it would do nothing or be refused, with the reason.
namespace sidx::sim {

struct Command {
  Op op = Op::kFlush;
  std::string as;     // the name it continues, or one that is free for a begin
  std::string label;  // "introduce f1"
  bool enabled = true;
  std::string reason;  // why it is disabled, or a warning: "the engine panics (…)"
  /// Whether it needs more than this to become an event: elements, a query, a path.
  bool needs_input = false;
};

std::vector<Command> possible_commands(const World& world);

/// A name no operation has: the prefix and the smallest free number.
std::string free_name(const World& world, const std::string& prefix);

}  // namespace sidx::sim
