#include "wasm/model/bloom_report.h"

#include <algorithm>

#include "core/part/filter_items.h"
#include "core/query/filter.h"

namespace sidx::model {
namespace {

/// Index in the open block's content; nothing if there is none.
std::optional<size_t> tag_index(const AppState& state) {
  const OpenBlock* block = state.open_block();
  if (block == nullptr || block->content() == nullptr) return std::nullopt;
  const auto& tags = block->content()->tags;
  std::optional<size_t> first;
  for (size_t i = 0; i < tags.size(); i++) {
    if (tags[i].name == state.selection().tag) return i;
    if (!first && block->filter(i) != nullptr) first = i;
  }
  if (first || tags.empty()) return first;
  return 0;
}

int probes_of(const OpenPart& part) {
  if (part.simulated || !part.variant) return encoding::kSeedBloom.probes;
  return part::bloom_probes(part.variant->bloom);
}

}  // namespace

std::vector<std::string> bloom_tags(const AppState& state) {
  std::vector<std::string> names;
  const OpenBlock* block = state.open_block();
  if (block == nullptr || block->content() == nullptr) return names;
  for (const part::TagContent& tag : block->content()->tags) names.push_back(tag.name);
  return names;
}

std::optional<BloomReport> bloom_report(const AppState& state) {
  const auto index = tag_index(state);
  if (!index) return std::nullopt;
  const part::TagContent& tag = state.open_block()->content()->tags[*index];
  const OpenPart& part = *state.selected_part();
  BloomReport report;
  report.tag = tag.name;
  report.filter = state.open_block()->filter(*index);
  std::vector<std::string> values;
  if (tag.column.ok()) values = part::filter_items(*tag.column);
  report.distinct = values.size();
  const int probes = probes_of(part);
  if (report.filter == nullptr) {
    const bool is_dictionary =
        tag.column.ok() && tag.column->encoding == encoding::kDictionaryEncoding;
    report.why = is_dictionary ? "Its values are in a dictionary, which newer engines look up "
                                 "itself; a merge of the seed drops filters (S15)."
                               : "A merge of the seed drops filters (S15), or it is unreadable.";
  } else {
    report.anatomy = query::bloom_anatomy(*report.filter, probes, values);
  }
  const std::string& value = state.query_desk().bloom_value();
  const auto type = tag.column.ok() ? tag.column->type : encoding::ValueType::kUnknown;
  const auto stored = query::stored_literal(type, value);
  const auto add_try = [&](const char* form, const std::string& item) {
    BloomReport::Try one;
    one.form = form;
    if (report.filter != nullptr) one.probe = query::probe_bloom(*report.filter, item, probes);
    one.is_there = std::binary_search(values.begin(), values.end(), item);
    report.tries.push_back(std::move(one));
  };
  if (!value.empty()) add_try("as text", value);
  if (stored) add_try("as stored number", *stored);
  Rc<part::PartContent> content = part.content;
  if (!content) content = state.query_desk().content_of(*state.selection().part);
  if (content) {
    report.what_if = query::bloom_what_if(*content, tag.name, state.query_desk().bloom_bits(),
                                          probes, stored ? *stored : value);
  }
  return report;
}

}  // namespace sidx::model
