#include "core/search/search.h"

#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/disk_write.h"
#include "core/cli/part_document.h"
#include "core/cli/scenario_file.h"
#include "core/search/search_json.h"
#include "core/share/link.h"

namespace sidx::cli {
namespace {

using search::Search;
using search::SearchRequest;
using search::SearchResult;

constexpr uint64_t kStepsPerSlice = 1'000'000;

void complain(const std::string& what) {
  std::fprintf(stderr, "partscope search: %s\n", what.c_str());
}

/// The ids of a list with commas, or nothing after a complaint.
std::optional<search::RuleSet> parse_rules(const std::string& list) {
  search::RuleSet rules;
  size_t from = 0;
  while (from <= list.size()) {
    const size_t comma = std::min(list.find(',', from), list.size());
    const std::string id = list.substr(from, comma - from);
    const auto rule = search::find_rule(id);
    if (!rule) {
      std::string known;
      for (const search::Rule& each : search::all_rules()) known += "\n  " + std::string(each.id);
      complain("there is no invariant '" + id + "'; there are" + known);
      return std::nullopt;
    }
    rules.add(*rule);
    from = comma + 1;
  }
  return rules;
}

void print_progress(const search::SearchProgress& progress) {
  const auto& explored = progress.explored;
  if (progress.phase == search::SearchPhase::kExploring) {
    std::fprintf(stderr, "%llu steps, %llu states or runs, depth %llu\n",
                 static_cast<unsigned long long>(explored.steps),
                 static_cast<unsigned long long>(explored.states),
                 static_cast<unsigned long long>(explored.depth));
  } else if (progress.rule) {
    std::fprintf(stderr, "%s broken: %zu → %zu steps\n",
                 std::string(search::all_rules()[*progress.rule].id).c_str(), progress.found_length,
                 progress.best_length);
  }
}

void finish(Search& search) {
  while (!search.done()) {
    search.advance(kStepsPerSlice);
    print_progress(search.progress());
  }
}

void print_sentences(const SearchResult& result) {
  std::printf("%s\n", result.scenario.title.c_str());
  for (size_t i = 0; i < result.sentences.size(); i++) {
    const bool is_step = i < result.scenario.steps.size();
    std::printf("  %s%s\n", is_step ? (std::to_string(i + 1) + ". ").c_str() : "",
                result.sentences[i].c_str());
  }
  const size_t step = result.scenario.steps.size();
  std::printf("  %s\n", share::link_of(result.scenario, step, "timeline").c_str());
}

/// "result.json" for the first, "result-2.json" … for the others.
std::string numbered_path(const std::string& path, size_t number) {
  if (number == 1) return path;
  const size_t dot = path.rfind('.');
  const size_t stem =
      dot == std::string::npos || path.find('/', dot) != std::string::npos ? path.size() : dot;
  return path.substr(0, stem) + "-" + std::to_string(number) + path.substr(stem);
}

struct SearchOutput {
  bool json = false;
  std::optional<std::string> path;
};

/// False when the file cannot be written.
bool print_result(const Search& search, const SearchOutput& output, size_t number) {
  if (output.json) {
    std::puts(search::write_result(search).c_str());
  } else if (search.result()) {
    print_sentences(*search.result());
  } else {
    std::printf("%s\n", search.tried_everything() ? "Nothing found; everything was tried."
                                                  : "Nothing found.");
  }
  if (!output.path || !search.result()) return true;
  const std::string text = sim::write_scenario(search.result()->scenario);
  const Status written =
      write_file(numbered_path(*output.path, number), Bytes(text.begin(), text.end()));
  if (!written.ok()) print_errors({written.error()});
  return written.ok();
}

/// With `all`, goes on under the repair of what was found until nothing is found.
int search_on(SearchRequest request, bool all, const SearchOutput& output) {
  for (size_t found = 0;; found++) {
    Search search(request);
    finish(search);
    if (!print_result(search, output, found + 1)) return kExitError;
    if (!search.result()) return found == 0 ? kExitOk : kExitFindings;
    const auto repair = search::next_repair(*search.result());
    if (!all || !repair) return kExitFindings;
    request.scenario.fixes.push_back(*repair);
  }
}

}  // namespace

int search_scenario(const Arguments& arguments) {
  ArgumentParser parser("search", arguments);
  const auto strategy = parser.option("--strategy");
  const auto steps = parser.uint64_option("--steps");
  const auto seed = parser.uint64_option("--seed");
  const auto depth = parser.uint64_option("--depth");
  const auto rules = parser.option("--invariants");
  const bool all = parser.flag("--find-all");
  SearchOutput output;
  output.path = parser.option("--out");
  output.json = parser.flag("--json");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  auto scenario = load_scenario(paths[0]);
  if (!scenario) return kExitError;
  SearchRequest request;
  request.scenario = *std::move(scenario);
  if (steps) request.steps_max = *steps;
  if (seed) request.explorer.seed = *seed;
  if (depth) request.explorer.depth = static_cast<uint32_t>(std::min<uint64_t>(*depth, 1000));
  if (strategy) {
    const auto found = search::find_strategy(*strategy);
    if (!found) {
      complain("there is no strategy '" + *strategy + "'; there are random, pct, exhaustive");
      return kExitError;
    }
    request.explorer.strategy = *found;
  }
  if (rules) {
    const auto parsed = parse_rules(*rules);
    if (!parsed) return kExitError;
    request.rules = *parsed;
  }
  return search_on(std::move(request), all, output);
}

}  // namespace sidx::cli
