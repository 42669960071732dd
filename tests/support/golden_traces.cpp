#include "tests/support/golden_traces.h"

#include <algorithm>
#include <filesystem>

#include "tests/support/golden.h"

namespace sidx::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenarioExtension = ".scenario.json";
const fs::path kRoot = fs::path(PARTSCOPE_GOLDEN_DIR) / "traces";

std::vector<std::string> find_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRoot)) {
    std::string name = entry.path().filename().string();
    if (!name.ends_with(kScenarioExtension)) continue;
    name.resize(name.size() - std::char_traits<char>::length(kScenarioExtension));
    names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

const std::vector<std::string>& golden_trace_names() {
  static const std::vector<std::string> names = find_names();
  return names;
}

std::string golden_scenario_text(const std::string& name) {
  return read_text(kRoot / (name + kScenarioExtension));
}

std::string golden_trace_text(const std::string& name) {
  return read_text(kRoot / (name + ".trace.json"));
}

}  // namespace sidx::testing
