#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/query/merge_recording.h"
#include "core/query/query.h"

/// A query told as a funnel: which parts, primary blocks, blocks and elements it kept, which it
/// discarded, and why. It is a value that outlives the query; texts and byte places of its items
/// are made when somebody asks (explanation_text.h, deciding_bytes.h).
namespace sidx::query {

/// A part as the explanation calls it.
struct NamedPart {
  SnapshotPart part;
  std::string name;       // "2"
  std::string directory;  // how messages call its directory; empty: a mem part, without files
  uint64_t manifest_id = 0;
};

enum class FunnelLevel : uint8_t { kParts, kPrimaryBlocks, kBlocks, kElements };
inline constexpr size_t kFunnelLevels = 4;
/// "part", "primary block", …
std::string_view name_of(FunnelLevel level);

struct ExplainedItem {
  FunnelLevel level = FunnelLevel::kParts;
  bool kept = false;
  QueryRule rule = QueryRule::kPartSelected;
  size_t part = 0;     // index in Explanation::parts
  size_t primary = 0;  // of primary blocks
  size_t block = 0;    // of blocks and elements
  size_t row = 0;      // of elements
  uint64_t series_id = 0;
  /// The numbers that were compared: range and query range, key and bound, or key and limit. Of a
  /// block that was skipped with its series: the pruned block.
  std::array<int64_t, 4> numbers{};
  /// Elements that share the reason.
  uint64_t count = 1;
};

struct Funnel {
  uint64_t kept = 0;
  uint64_t discarded = 0;
  /// In the order of the engine's parts, blocks and rows; at most kItemsMax of either kind.
  std::vector<ExplainedItem> items;
  /// Items that are counted and not listed.
  uint64_t more = 0;
};
/// Items of a level that are listed, kept and discarded ones each.
inline constexpr size_t kItemsMax = 500;

struct Explanation {
  QueryRequest request;
  QueryParameters parameters;
  /// All candidates, instance by instance; a part of two instances is there twice.
  struct Part : NamedPart {
    uint32_t instance = 0;
  };
  std::vector<Part> parts;
  std::array<Funnel, kFunnelLevels> levels;
  QueryOutcome outcome;
  MergeRecording merge;

  const Funnel& level(FunnelLevel which) const { return levels[static_cast<size_t>(which)]; }
};

/// Runs the query and listens. Precondition: validate(request) is empty.
Explanation explain_query(const QueryRequest& request, const std::vector<NamedPart>& parts,
                          const QueryParameters& parameters);

}  // namespace sidx::query
