#include "core/query/instances.h"

#include <algorithm>
#include <utility>

#include "core/base/container_heap.h"
#include "core/query/unique_data.h"

namespace sidx::query {
namespace {

using Ending = QueryOutcome::Ending;

/// A row of an instance's answer, and where the walk goes from there.
struct AnswerCursor {
  const std::vector<QueryRow>* rows = nullptr;
  size_t at = 0;
  uint32_t instance = 0;

  int64_t key() const { return (*rows)[at].key; }
};

QueryOutcome merge_rows(const QueryRequest& request, const QueryParameters& parameters,
                        const std::vector<QueryOutcome>& answers, const QueryObserver& observer) {
  const bool descending = request.descending;
  // QUIRK: Descending answers are walked from their last row, as if they were ascending (S10b).
  const bool backwards = descending && !parameters.merge_instances_in_order;
  const auto before = [descending](const AnswerCursor& a, const AnswerCursor& b) {
    return descending ? a.key() > b.key() : a.key() < b.key();
  };
  ContainerHeap<AnswerCursor, decltype(before)> heap(before);
  for (uint32_t i = 0; i < answers.size(); i++) {
    const auto& rows = answers[i].rows;
    if (!rows.empty()) heap.append({&rows, backwards ? rows.size() - 1 : 0, i});
  }
  heap.init();
  UniqueData unique(request.limit);
  QueryOutcome merged;
  while (!heap.empty()) {
    AnswerCursor& top = heap.top();
    const QueryRow& row = (*top.rows)[top.at];
    const bool taken = unique.may_add(row.data);
    if (observer) {
      observer({taken ? QueryRule::kMergedRow : QueryRule::kMergedLimit,
                row.wrapper,
                row.block,
                0,
                row.series_id,
                {row.key, request.limit, static_cast<int64_t>(row.row), 0},
                top.instance});
    }
    if (!taken) break;
    merged.rows.push_back(row);
    const bool ends = backwards ? top.at == 0 : top.at + 1 == top.rows->size();
    if (ends) {
      heap.pop();
    } else {
      top.at += backwards ? size_t{0} - 1 : 1;
      heap.fix_top();
    }
  }
  return merged;
}

}  // namespace

std::vector<SnapshotPart> parts_of_instance(const std::vector<SnapshotPart>& parts,
                                            const std::vector<uint64_t>& part_ids) {
  std::vector<SnapshotPart> own;
  for (const SnapshotPart& part : parts) {
    if (std::find(part_ids.begin(), part_ids.end(), part.part_id) != part_ids.end()) {
      own.push_back(part);
    }
  }
  return own;
}

QueryOutcome merge_answers(const QueryRequest& request, const QueryParameters& parameters,
                           std::vector<QueryOutcome> answers, const QueryObserver& observer) {
  std::string errors;
  size_t answered = 0;
  for (size_t i = 0; i < answers.size(); i++) {
    if (answers[i].ending == Ending::kPanic) return std::move(answers[i]);
    if (answers[i].ending == Ending::kOk) {
      answered++;
      continue;
    }
    errors += (errors.empty() ? "" : "; ") + ("instance " + std::to_string(i)) +
              " failed: " + answers[i].message;
    answers[i].rows.clear();
  }
  if (answered == 0) return {{}, Ending::kError, "all instances failed: " + errors};
  if (answers.size() == 1) return std::move(answers[0]);
  QueryOutcome merged;
  if (answered == 1) {  // QUIRK: The only answer is taken as it is.
    for (QueryOutcome& answer : answers) {
      if (answer.ending == Ending::kOk) merged = std::move(answer);
    }
  } else {
    merged = merge_rows(request, parameters, answers, observer);
  }
  merged.message = errors;
  return merged;
}

}  // namespace sidx::query
