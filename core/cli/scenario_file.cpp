#include "core/cli/scenario_file.h"

#include "core/cli/disk.h"
#include "core/cli/part_document.h"

namespace sidx::cli {

std::optional<sim::Scenario> load_scenario(const std::string& path) {
  const Result<Bytes> bytes = read_file(path);
  if (!bytes.ok()) {
    print_errors({bytes.error()});
    return std::nullopt;
  }
  auto scenario =
      sim::read_scenario({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, path);
  if (!scenario.ok()) {
    print_errors({scenario.error()});
    return std::nullopt;
  }
  return *std::move(scenario);
}

}  // namespace sidx::cli
