#include "core/share/link.h"

#include <algorithm>
#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/part_document.h"
#include "core/cli/scenario_file.h"

namespace sidx::cli {
namespace {

int open_link(const std::string& link) {
  const auto opened = share::read_link(link);
  if (!opened.ok()) {
    print_errors({opened.error()});
    return kExitError;
  }
  std::fputs(sim::write_scenario(opened->scenario).c_str(), stdout);
  return kExitOk;
}

}  // namespace

int link(const Arguments& arguments) {
  ArgumentParser parser("link", arguments);
  const auto opened = parser.option("--open");
  const auto step = parser.uint64_option("--step");
  const auto view = parser.option("--view");
  const auto base = parser.option("--base");
  std::vector<std::string> paths;
  if (!parser.finish(opened ? 0 : 1, paths)) return kExitError;
  if (opened) return open_link(*opened);
  const auto scenario = load_scenario(paths[0]);
  if (!scenario) return kExitError;
  const size_t steps = scenario->steps.size();
  share::Place place;
  place.step = static_cast<size_t>(std::min<uint64_t>(step.value_or(steps), steps));
  place.view = view.value_or("").substr(0, share::kPlaceNameBytesMax);
  const share::MadeLink made = share::make_link(*scenario, place);
  if (!made.fits()) {
    std::fprintf(stderr, "%s: %s\n", paths[0].c_str(), share::describe_excess(made).c_str());
    return kExitError;
  }
  const std::string address = base.value_or("");
  std::printf("%s%s\n", address.substr(0, address.find('#')).c_str(), made.fragment.c_str());
  return kExitOk;
}

}  // namespace sidx::cli
