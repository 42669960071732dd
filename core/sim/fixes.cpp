#include "core/sim/fixes.h"

namespace sidx::sim {

const std::vector<FixText>& all_fixes() {
  static const std::vector<FixText> kTexts{
      {Fix::kS1, "S1", "A written part's key range is the smallest and largest of all its keys."},
      {Fix::kS2, "S2", "A merged part has the ID of its directory instead of 0."},
      {Fix::kS3, "S3", "Merge and sync remove the parts they mean, not all of the same ID."},
      {Fix::kS4, "S4",
       "A reopened instance goes on behind its epoch, and a live epoch is never deleted."},
      {Fix::kS5, "S5", "An instance without parts goes on behind its newest snapshot file."},
      {Fix::kS6, "S6", "Part directories without any snapshot file are deleted at open."},
      {Fix::kS7, "S7", "Open deletes an unreadable snapshot file and takes the next older one."},
      {Fix::kS8, "S8",
       "Open takes one reference on each loaded part and on the snapshot, not two."},
      {Fix::kS9, "S9", "A query reads all parts of its snapshot, also removed ones."},
      {Fix::kS10, "S10", "Results of query workers are merged in the order of the query."},
      {Fix::kS10b, "S10b",
       "Descending answers of several instances are merged from their first rows."},
      {Fix::kS11, "S11", "The scan quota counts each block once."},
      {Fix::kS12, "S12", "Behind a pruned block the scan goes on with the next block."},
      {Fix::kS13, "S13", "Range filters compare numbers and prune only what cannot match."},
      {Fix::kS14, "S14", "A number in a filter is also looked up as the stored integer."},
      {Fix::kS15, "S15", "Merged blocks have bloom filters and min/max like written ones."},
      {Fix::kS16, "S16", "A bloom filter starts without the bits of the one before it."},
      {Fix::kS17, "S17", "Tag names are compared before columns are appended pairwise."},
      {Fix::kS18, "S18", "A tag with several types becomes one column for each type."},
      {Fix::kS19, "S19", "Blocks have at most 8192 rows and do not overlap, written and merged."},
      {Fix::kS20, "S20", "A merged part keeps the smallest segment ID of its inputs."},
      {Fix::kS21, "S21", "Empty values are stored apart from missing ones."},
      {Fix::kS24, "S24", "Open sets damaged parts aside, and what reads damage returns an error."},
      {Fix::kS25, "S25", "A merge that fails removes its directory."},
      {Fix::kS28, "S28", "A write without rows is an error."},
      {Fix::kS29, "S29", "Float columns keep all digits."},
      {Fix::kS31, "S31", "Array tags come back as their elements."},
      {Fix::kS33, "S33", "Close flushes what is in memory."},
      {Fix::kR1, "R1", "A flushed part is dropped if its mem part has left meanwhile."},
      {Fix::kR3, "R3", "A merged part is dropped if one of its inputs has left meanwhile."},
      {Fix::kR4, "R4", "A flush leaves out mem parts that another flush is writing."},
      {Fix::kR5, "R5", "A sync of an instance without a snapshot does nothing."},
      {Fix::kR9, "R9", "Open registers all older snapshot files for deletion."},
  };
  return kTexts;
}

std::optional<Fix> parse_fix(std::string_view id) {
  for (const FixText& text : all_fixes()) {
    if (text.id == id) return text.fix;
  }
  return std::nullopt;
}

part::WriteParameters write_parameters(FixSet fixes) {
  part::WriteParameters parameters;
  parameters.range_of_first_and_last = !fixes.has(Fix::kS1);
  parameters.broken_min_max = !fixes.has(Fix::kS13);
  parameters.merge_drops_filters = !fixes.has(Fix::kS15);
  parameters.pooled_filters_keep_bits = !fixes.has(Fix::kS16);
  parameters.mixed_types_share_column = !fixes.has(Fix::kS18);
  if (fixes.has(Fix::kS19)) parameters.block_rows_max = part::kMergeRowsMax;
  if (fixes.has(Fix::kS21)) {
    parameters.empty_is_nil = false;
    parameters.lengths = encoding::LengthForm::kPlusOne;
  }
  if (fixes.has(Fix::kS29)) parameters.decimals = encoding::DecimalForm::kLossless;
  return parameters;
}

merge::MergeParameters merge_parameters(FixSet fixes) {
  merge::MergeParameters parameters;
  parameters.write = write_parameters(fixes);
  parameters.compare_names_first = fixes.has(Fix::kS17);
  parameters.split_types = fixes.has(Fix::kS18);
  parameters.bound_blocks = fixes.has(Fix::kS19);
  parameters.keep_segment = fixes.has(Fix::kS20);
  return parameters;
}

query::QueryParameters query_parameters(FixSet fixes, uint32_t workers) {
  query::QueryParameters parameters;
  parameters.workers = workers;
  parameters.read_removed_parts = fixes.has(Fix::kS9);
  parameters.merge_workers_in_order = fixes.has(Fix::kS10);
  parameters.merge_instances_in_order = fixes.has(Fix::kS10b);
  parameters.quota_counts_once = fixes.has(Fix::kS11);
  parameters.pruned_block_skips_only_itself = fixes.has(Fix::kS12);
  parameters.join_typed_columns = fixes.has(Fix::kS18);
  parameters.filter.join_typed_columns = fixes.has(Fix::kS18);
  parameters.filter.right_ranges = fixes.has(Fix::kS13);
  parameters.filter.typed_literals = fixes.has(Fix::kS14);
  return parameters;
}

}  // namespace sidx::sim
