#include <cstdio>
#include <cstring>

#include "core/cli/commands.h"

namespace {

constexpr const char* kUsage = R"(partscope: look inside parts of BanyanDB's secondary index

  partscope inspect PATH [--json]
      what is at PATH (a part, an instance root, a shard, any directory above, or a .tar or .tar.zst
      of one): manifests, primary blocks, blocks, tags, and which releases can have written it
  partscope dump PATH [--json|--csv] [--series N] [--min K] [--max K] [--limit N]
      the decoded elements
  partscope verify PATH [--json]
      findings; exit code 0: none, 1: findings, 2: nothing readable
  partscope query PATH --series N,N.. [--min K] [--max K] [--order asc|desc] [--limit N]
                  [--filter JSON] [--project TAG,TAG..] [--fixed] [--explain] [--json]
      what the engine answers from the parts at PATH, those of several instances merged as it does;
      --fixed: with its bugs repaired; --explain: what was discarded on the way, by which rule and
      bytes, and what the repaired engine answers instead
  partscope run SCENARIO.json [--trace FILE] [--export DIR]
      plays a scenario and prints the trace; --trace writes it to a file, --export writes the
      instance directory as the last step leaves it
  partscope run SCENARIO.json --go-test FILE
      writes the scenario as a Go test for package sidx of the engine; - prints it
  partscope merge PATH.. -o DIR [--json]
      merges the parts at the paths, as the engine does, into the part directory DIR; --json tells
      every step inside the merge
  partscope search SCENARIO.json [--strategy random|pct|exhaustive] [--steps N] [--seed N]
                   [--depth N] [--invariants ID,..] [--out FILE] [--json] [--find-all]
      tries interleavings behind the scenario's steps until one breaks an invariant, makes it as
      simple as it can and names the repairs that mend it; --out writes it as a scenario,
      --find-all goes on under the repair; exit code 0: nothing found, 1: found
  partscope bench [PATH] [--json]
      speed of write, flush, merge and decode on built-in workloads, and of engine steps; with a
      PATH of decoding the parts there. Beside decode: the time to only decompress the same bytes
  partscope link SCENARIO.json [--step N] [--view NAME] [--base URL]
      the link that opens the scenario in the app behind step N (default: the last) in a view; only
      the fragment, or the whole address behind a base
  partscope link --open LINK
      the scenario inside a link or its fragment

Errors go to standard error as FILE:OFFSET: field: what was expected, what was found; exit code 2.
)";

struct Command {
  const char* name;
  int (*run)(const sidx::cli::Arguments&);
};
constexpr Command kCommands[] = {
    {"inspect", sidx::cli::inspect},
    {"dump", sidx::cli::dump_elements},
    {"verify", sidx::cli::verify},
    {"run", sidx::cli::run},
    {"query", sidx::cli::query_parts},
    {"merge", sidx::cli::merge_parts},
    {"search", sidx::cli::search_scenario},
    {"bench", sidx::cli::bench},
    {"link", sidx::cli::link},
};

}  // namespace

int main(int argc, char** argv) {
  const char* name = argc > 1 ? argv[1] : "";
  for (const Command& command : kCommands) {
    if (std::strcmp(name, command.name) == 0) {
      return command.run(sidx::cli::Arguments(argv + 2, argv + argc));
    }
  }
  const bool asked = std::strcmp(name, "--help") == 0 || std::strcmp(name, "help") == 0;
  std::fputs(kUsage, asked ? stdout : stderr);
  return asked ? sidx::cli::kExitOk : sidx::cli::kExitError;
}
