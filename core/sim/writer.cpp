#include "core/sim/writer.h"

#include <utility>

#include "core/sim/introducer.h"

namespace sidx::sim {
namespace {

/// WriteRequest.Validate; empty if nothing is wrong.
std::string validate(const part::ElementBatch& batch) {
  for (size_t row = 0; row < batch.size(); row++) {
    if (batch.series_id(row) == 0) return "series ID cannot be zero";
    if (batch.data(row).empty()) return "data cannot be empty";
  }
  for (const auto& column : batch.columns()) {
    if (column.name.empty()) return "a tag name cannot be empty";
  }
  return {};
}

/// The part of these rows. The same step may be played many times, so it is kept.
const WriteInput::Made& make_part(const WriteInput& input, const part::WriteParameters& parameters,
                                  int64_t segment_id) {
  WriteInput::Made& made = *input.made;
  if ((made.content || !made.fault.empty()) && made.parameters == parameters &&
      made.segment_id == segment_id) {
    return made;
  }
  made.parameters = parameters;
  made.segment_id = segment_id;
  made.content = {};
  made.fault.clear();
  std::vector<Rc<part::BlockData>> blocks;
  for (part::BlockData& block :
       part::split_into_blocks(input.batch, input.batch.sorted_order(), parameters)) {
    if (const Status checked = part::check_block(block); !checked.ok()) {
      made.fault = to_string(checked.error());
      return made;
    }
    blocks.emplace_back(std::move(block));
  }
  made.content =
      Rc<part::PartContent>(part::PartContent(std::move(blocks), true, parameters, segment_id));
  return made;
}

}  // namespace

void write_batch(Transaction& step, const Event& event) {
  const WriteInput& input = *event.write;
  if (const std::string objection = validate(input.batch); !objection.empty()) {
    return step.fail(objection);
  }
  if (input.batch.size() == 0) {
    // QUIRK: A fresh mem part has no metadata to put the ID into (S28).
    if (step.fixed(Fix::kS28)) return step.fail("a write needs at least one element");
    return step.panic("invalid memory address or nil pointer dereference");
  }
  const WriteInput::Made& made =
      make_part(input, write_parameters(step.world().fixes()), event.segment_id);
  if (!made.fault.empty()) return step.panic("write: " + made.fault);
  PartWrapper mem_part;
  mem_part.part_id = ++step.world().current_part_id;
  mem_part.kind = PartKind::kMem;
  mem_part.content = made.content;
  introduce_mem_part(step, std::move(mem_part));
}

}  // namespace sidx::sim
