#include "tests/support/scenarios.h"

#include <algorithm>
#include <filesystem>

#include "core/share/link.h"
#include "tests/support/golden.h"

namespace sidx::testing {
namespace {

const std::filesystem::path kFolder = PARTSCOPE_SCENARIOS_DIR;

}  // namespace

std::vector<std::string> teaching_scenario_ids() {
  std::vector<std::string> ids;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    ids.push_back(entry.path().stem().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string teaching_scenario_text(const std::string& id) {
  return read_text(kFolder / (id + ".json"));
}

std::string app_link(const sim::Scenario& scenario, size_t step) {
  return "index.html" + share::link_of(scenario, step, "timeline");
}

}  // namespace sidx::testing
