#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/part/element_batch.h"
#include "core/query/query.h"

/// Small parts for queries.
namespace sidx::testing {

using Keys = std::vector<int64_t>;

inline Rc<part::PartContent> part_of_batch(const part::ElementBatch& batch,
                                           const part::WriteParameters& parameters = {}) {
  std::vector<Rc<part::BlockData>> blocks;
  for (auto& block : part::split_into_blocks(batch, batch.sorted_order(), parameters)) {
    blocks.emplace_back(std::move(block));
  }
  return Rc<part::PartContent>(part::PartContent(std::move(blocks), true, parameters, 0));
}

/// Rows `key:data` of one series, one part.
inline Rc<part::PartContent> part_of(const std::vector<std::pair<int64_t, std::string>>& rows,
                                     uint64_t series = 1, const std::string& svc = "") {
  part::ElementBatch batch;
  for (const auto& [key, data] : rows) {
    batch.add(series, key, data);
    if (!svc.empty()) batch.add_tag("svc", encoding::ValueType::kStr, svc);
  }
  return part_of_batch(batch);
}

/// Active parts, wrappers and IDs counting from 1.
inline std::vector<query::SnapshotPart> snapshot_of(
    const std::vector<Rc<part::PartContent>>& contents) {
  std::vector<query::SnapshotPart> parts;
  for (const auto& content : contents) {
    const auto number = static_cast<uint32_t>(parts.size() + 1);
    parts.push_back({number, true, content, number});
  }
  return parts;
}

inline Keys keys_of(const query::QueryOutcome& outcome) {
  Keys keys;
  for (const query::QueryRow& row : outcome.rows) keys.push_back(row.key);
  return keys;
}

}  // namespace sidx::testing
