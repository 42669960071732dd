#pragma once

#include <vector>

#include "core/query/query.h"

/// One query over several instances: each answers alone, then the answers are merged. Mirrors
/// multi_sidx_query.go. The reference merges in the order in which the instances answer; here it is
/// the order of the request.
namespace sidx::query {

/// The parts whose IDs are listed, in snapshot order.
std::vector<SnapshotPart> parts_of_instance(const std::vector<SnapshotPart>& parts,
                                            const std::vector<uint64_t>& part_ids);

/// A panic of any is a panic. Errors are tolerated while one instance answers; `message` then keeps
/// them.
QueryOutcome merge_answers(const QueryRequest& request, const QueryParameters& parameters,
                           std::vector<QueryOutcome> answers, const QueryObserver& observer);

}  // namespace sidx::query
