#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/disk.h"
#include "core/cli/disk_write.h"
#include "core/cli/part_document.h"
#include "core/cli/scenario_file.h"
#include "core/sim/trace.h"

namespace sidx::cli {
namespace {

bool write_directory(const sim::World& world, const std::string& target) {
  if (const Status made = make_directory(target); !made.ok()) {
    print_errors({made.error()});
    return false;
  }
  for (const Rc<sim::DiskEntry>& entry : world.disk) {
    const std::string path = target + "/" + entry->name;
    Status status;
    if (entry->is_directory) {
      status = write_files(path, sim::files_of(*entry));
    } else {
      status = write_file(path, *entry->bytes);
    }
    if (!status.ok()) {
      print_errors({status.error()});
      return false;
    }
  }
  return true;
}

}  // namespace

int run(const Arguments& arguments) {
  ArgumentParser parser("run", arguments);
  const auto trace_path = parser.option("--trace");
  const auto export_path = parser.option("--export");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  const auto scenario = load_scenario(paths[0]);
  if (!scenario) return kExitError;
  const sim::Run played = sim::run_scenario(*scenario);
  const std::string trace = sim::write_trace(*scenario, played.states);
  if (trace_path && *trace_path != "-") {
    const Status written = write_file(*trace_path, Bytes(trace.begin(), trace.end()));
    if (!written.ok()) {
      print_errors({written.error()});
      return kExitError;
    }
  } else {
    std::fputs(trace.c_str(), stdout);
  }
  if (export_path && !write_directory(played.world, *export_path)) return kExitError;
  return kExitOk;
}

}  // namespace sidx::cli
