#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/disk.h"
#include "core/cli/disk_write.h"
#include "core/cli/part_document.h"
#include "core/cli/scenario_file.h"
#include "core/share/go_test.h"
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

/// "-" is standard output. False, with the reason printed, if that cannot be.
bool write_text(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::fputs(text.c_str(), stdout);
    return true;
  }
  const Status written = write_file(path, Bytes(text.begin(), text.end()));
  if (!written.ok()) print_errors({written.error()});
  return written.ok();
}

}  // namespace

int run(const Arguments& arguments) {
  ArgumentParser parser("run", arguments);
  const auto trace_path = parser.option("--trace");
  const auto export_path = parser.option("--export");
  const auto go_test_path = parser.option("--go-test");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  const auto scenario = load_scenario(paths[0]);
  if (!scenario) return kExitError;
  if (go_test_path) {
    const std::string test = share::write_go_test(*scenario);
    return write_text(*go_test_path, test) ? kExitOk : kExitError;
  }
  const sim::Run played = sim::run_scenario(*scenario);
  const std::string trace = sim::write_trace(*scenario, played.states);
  if (!write_text(trace_path.value_or("-"), trace)) return kExitError;
  if (export_path && !write_directory(played.world, *export_path)) return kExitError;
  return kExitOk;
}

}  // namespace sidx::cli
