#pragma once

#include <string>

#include "core/sim/scenario.h"

/// A scenario as a Go test, for the people who maintain the engine.
namespace sidx::share {

/// Commit of apache/skywalking-banyandb whose names the test uses.
inline constexpr const char* kSeedCommit = "5e9fe68b5131c641c0226e8ed250d9b5f2452abb";
/// Rows that are written out, of a write or of an answer. More are told by their number.
inline constexpr size_t kGoRowsMax = 2000;

/// A file of package sidx that stands beside the engine's own tests in banyand/internal/sidx and
/// plays the scenario through NewSIDX, Write, Flush, Merge, MergeMemParts, SyncCh, Query and Close.
/// Each step has its sentence as comment. Queries expect the rows of the repaired engine, so that
/// the test fails where the engine is wrong; what the scenario's own engine answers is told beside
/// it. A flush or merge in two steps has no hook in the engine: it is done whole where it was
/// introduced, and the comment says so. What gofmt would write; ends with a newline.
std::string write_go_test(const sim::Scenario& scenario);
/// "query_loses_rows_partscope_test.go" by the scenario's title.
std::string go_test_file_name(const sim::Scenario& scenario);

}  // namespace sidx::share
