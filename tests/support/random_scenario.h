#pragma once

#include <string>

#include "core/sim/enabled.h"
#include "core/sim/scenario.h"
#include "core/sim/step.h"
#include "tests/support/random.h"

namespace sidx::testing {

/// Which steps random scenarios are made of.
struct Menu {
  bool sync = true;
  bool reopen = true;
  bool faults = false;
};

/// One step as a scenario writes it.
inline sim::Event event_of(const std::string& text) {
  auto event = sim::read_event(text, "step");
  SIDX_CHECK(event.ok());
  return *std::move(event);
}

/// The next step of a random scenario: anything that would do something in `world`. `serial` makes
/// every element's data different.
sim::Event random_event(const sim::World& world, Random& random, const Menu& menu, int& serial);

}  // namespace sidx::testing
