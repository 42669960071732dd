#pragma once

#include <string>
#include <string_view>

#include "core/search/search.h"

/// Requests, progress and results of searches as JSON: what the page and its worker send each
/// other, and what `partscope search --json` prints. Counts of steps and the seed are decimal
/// strings.
namespace sidx::search {

/// "random", "pct", "exhaustive".
std::string_view name_of(Strategy strategy);
std::optional<Strategy> find_strategy(std::string_view name);

/// {"scenario": {..}, "menu": [id, ..], "strategy": .., "seed": "1", "depth": 0, "steps": "1000",
/// "rules": [id, ..]}; only `scenario` must be there.
std::string write_request(const SearchRequest& request);
/// `name` is what messages call the document.
Result<SearchRequest> read_request(std::string_view text, const std::string& name);

/// {"phase": .., "steps": "..", "states": "..", "depth": 12, "shrink_steps": "..", "coverage":
/// {op: {"enabled": "..", "played": ".."}}}, and once something is found "rule", "found_length",
/// "best_length".
std::string write_progress(const SearchProgress& progress);

/// {"found": true, "rule", "sentence", "witness", "found_length", "length", "repairs": [id, ..],
/// "sentences": [.., ..], "scenario": {..}}, or {"found": false, "tried_everything": false}.
/// Precondition: the search is done.
std::string write_result(const Search& search);

}  // namespace sidx::search
