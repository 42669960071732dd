#include "wasm/views/inspector_view.h"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

#include "core/encoding/fixed_int.h"
#include "core/encoding/int64_list.h"
#include "core/part/value_text.h"
#include "imgui.h"
#include "wasm/platform/page.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/inspector_scenario.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using model::OpenBlock;
using model::OpenPart;
using ui::field;
using ui::mono_field;
using ui::title;

namespace {

std::string range_text(const std::string& file, const format::Extent& extent) {
  return grouped(extent.size) + " B at " + grouped(extent.offset) + " of " + file;
}

std::string size_field(uint64_t bytes) {
  return bytes < 1000 ? ui::size_text(bytes)
                      : ui::size_text(bytes) + "  (" + grouped(bytes) + " B)";
}

/// Raw over stored, "3.2 ×".
std::string ratio_text(uint64_t raw, uint64_t stored) {
  if (stored == 0) return "–";
  const uint64_t tenths = raw * 10 / stored;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ×";
}

void error_lines(const Error& error) {
  ImGui::PushTextWrapPos(0.0f);
  ui::text_wrong(to_string(error));
  ui::copy_menu("copy error", to_string(error));
  ImGui::PopTextWrapPos();
}

std::string stored_int64(const Bytes& stored) {
  if (stored.empty()) return "absent";
  return part::value_text(encoding::ValueType::kInt64,
                          {reinterpret_cast<const char*>(stored.data()), stored.size()});
}

size_t bits_set(const encoding::BloomFilter& filter) {
  size_t bits = 0;
  for (const uint64_t word : filter.words) bits += static_cast<size_t>(std::popcount(word));
  return bits;
}

const char* snapshot_help(part::SnapshotStatus status) {
  switch (status) {
    case part::SnapshotStatus::kLive:
      return "listed in the newest .snp: the engine loads the part";
    case part::SnapshotStatus::kStale:
      return "not listed in the newest .snp: the engine deletes the directory when it opens";
    case part::SnapshotStatus::kNone:
      return "the upload holds no .snp that lists this part";
    case part::SnapshotStatus::kUnknown:
      break;
  }
  return "the .snp cannot be read";
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

/// What to look at, if a sample of this title is open.
std::string sample_hint(const std::string& title) {
  const auto json = nlohmann::ordered_json::parse(page::samples_json(), nullptr, false);
  if (!json.is_object() || !json.contains("samples")) return {};
  for (const auto& sample : json["samples"]) {
    if (sample.is_object() && sample.value("title", "") == title)
      return sample.value("look_at", "");
  }
  return {};
}

}  // namespace

void InspectorView::draw(const AppState& state, Commands& commands) {
  const model::Selection& selection = state.selection();
  if (state.session() != nullptr && !selection.block) {
    if (selection.snapshot) return draw_snapshot_facts(state, *selection.snapshot, commands);
    if (!selection.holder.empty()) return draw_holder_facts(state, selection.holder);
    if (selection.wrapper) {
      draw_wrapper_facts(state, *selection.wrapper);
      if (!selection.part) return;
    } else if (!selection.part) {
      return draw_scenario_facts(state, commands);
    }
  }
  if (selection.node) {
    draw_node(state, *selection.node);
    return;
  }
  if (!selection.part) {
    draw_document(state);
    return;
  }
  const OpenPart& part = *state.selected_part();
  if (!selection.block) {
    draw_part(state, part, commands);
    return;
  }
  const OpenBlock& block = *state.open_block();
  if (selection.row && *selection.row < block.row_count()) draw_element(block, *selection.row);
  if (!selection.tag.empty() && block.content() != nullptr) {
    const auto& tags = block.content()->tags;
    for (size_t i = 0; i < tags.size(); i++) {
      if (tags[i].name == selection.tag) draw_tag(block, i);
    }
  } else {
    draw_block(state, block, commands);
  }
}

void InspectorView::draw_document(const AppState& state) {
  const model::Document& document = state.document();
  title(document.name.empty() ? "dropped files" : document.name, "what was opened");
  if (hint_generation_ != state.generation()) {
    hint_generation_ = state.generation();
    hint_ = sample_hint(document.name);
  }
  if (!hint_.empty()) {
    ImGui::PushTextWrapPos(0.0f);
    ImGui::TextUnformatted(("Look at: " + hint_).c_str());
    ImGui::PopTextWrapPos();
  }
  if (ui::begin_fields("document")) {
    field("parts", grouped(static_cast<uint64_t>(document.parts.size())));
    field("blocks", grouped(static_cast<uint64_t>(document.block_count())));
    field("elements", grouped(document.row_count()));
    field("size", size_field(document.size_bytes));
    field("read so far", size_field(state.cache().fetched_bytes()),
          "bytes taken from the files; nothing is read twice while it fits in memory");
    field("deepest overlap", model::counted(state.depth().max(), "part"),
          "how many parts of one instance hold one key, at most; stale parts do not count");
    ui::end_fields();
  }
}

void InspectorView::draw_node(const AppState& state, size_t node) {
  const part::StorageNode& storage = state.document().tree.nodes[node];
  title(storage.name.empty() ? "dropped files" : storage.name,
        std::string(part::name_of(storage.kind)));
  if (ui::begin_fields("node")) {
    if (!storage.path.empty()) field("path", storage.path);
    field("contains", grouped(static_cast<uint64_t>(storage.children.size())) + " directories");
    field("snapshots", grouped(static_cast<uint64_t>(storage.snapshots.size())) + " .snp files",
          "lists of live parts; the newest decides");
    ui::end_fields();
  }
  for (const model::OpenSnapshot& snapshot : state.document().snapshots) {
    if (snapshot.node != node) continue;
    ui::section("Newest snapshot");
    if (snapshot.error) error_lines(*snapshot.error);
    if (!snapshot.listed || !ui::begin_fields("snapshot")) continue;
    mono_field("file", snapshot.name);
    field("parts listed", grouped(static_cast<uint64_t>(snapshot.listed->size())));
    for (const std::string& name : *snapshot.listed) {
      const bool missing = std::find(snapshot.missing.begin(), snapshot.missing.end(), name) !=
                           snapshot.missing.end();
      mono_field(missing ? "missing" : "live", name,
                 missing ? "no such directory: a mem part when the snapshot was written, or lost"
                         : nullptr);
    }
    ui::end_fields();
  }
}

void InspectorView::draw_part(const AppState& state, const OpenPart& part, Commands& commands) {
  title(capitalised(model::part_title(part)), part.reader.files().directory());
  if (ui::begin_fields("part")) {
    const auto range = part.key_range();
    if (range) {
      mono_field("min key", grouped(range->first));
      mono_field("max key", grouped(range->last));
    }
    const bool unknown = part.blocks.empty() && !part.index_errors.empty();
    field("rows", unknown ? "unreadable" : grouped(part.row_count()));
    field("blocks", unknown ? "unreadable" : grouped(static_cast<uint64_t>(part.blocks.size())));
    field("primary blocks", grouped(static_cast<uint64_t>(part.primary_blocks.size())),
          "groups of block records, one zstd frame each in primary.bin");
    field("size", size_field(part.size_bytes));
    field("snapshot", std::string(part::name_of(part.snapshot)), snapshot_help(part.snapshot));
    ui::end_fields();
  }
  for (const Error& error : part.index_errors) error_lines(error);
  if (part.verify_stage == model::VerifyStage::kNotAsked && part.has_blocks()) {
    if (ImGui::Button("Check the content")) {
      commands.emplace_back(model::VerifyCommand{state.selection().part});
    }
    ImGui::SetItemTooltip("Reads and judges every byte of this part.");
  }
  if (!part.simulated) draw_variant(part);
  draw_manifest(part);
  ui::section("Files");
  if (ui::begin_fields("files")) {
    for (const auto& [name, file] : part.reader.files().files()) {
      mono_field(name.c_str(), grouped(file.source->size()));
    }
    ui::end_fields();
  }
}

void InspectorView::draw_variant(const OpenPart& part) {
  ui::section("Written by");
  if (!part.variant) {
    ui::text_dim("being found out…");
    return;
  }
  const part::FormatVariant& variant = *part.variant;
  if (ui::begin_fields("variant")) {
    std::string engines;
    for (const std::string& engine : variant.engines)
      engines += (engines.empty() ? "" : ", ") + engine;
    field("releases", engines.empty() ? "none: signs contradict" : engines,
          "releases of the engine that can have written these bytes");
    field("origin", variant.merged ? "merge or sync" : "flush", "merged parts have ID 0 inside");
    field("lengths", std::string(encoding::name_of(variant.lengths)),
          "plain: nil and \"\" are both 0; plus one: nil is 0");
    field("filters", std::string(part::name_of(variant.bloom)),
          "k6_b15: 6 probes, 15 bits a row; k10_b16: 10 probes, 16 bits a value");
    field("int64 min/max", variant.min_max_trusted ? "usable" : "not usable",
          "before v0.10.0 they follow a broken order");
    ui::end_fields();
  }
  ImGui::PushTextWrapPos(0.0f);
  for (const std::string& sentence : variant.evidence) ui::text_dim("· " + sentence);
  ImGui::PopTextWrapPos();
}

void InspectorView::draw_manifest(const OpenPart& part) {
  ui::section("manifest.json");
  if (part.manifest_error) error_lines(*part.manifest_error);
  if (!part.manifest || !ui::begin_fields("manifest")) return;
  const format::PartManifest& manifest = *part.manifest;
  if (manifest.timestamp_min) {
    field("minTimestamp", part::timestamp_text(*manifest.timestamp_min));
  }
  if (manifest.timestamp_max) {
    field("maxTimestamp", part::timestamp_text(*manifest.timestamp_max));
  }
  field("compressedSizeBytes", grouped(manifest.compressed_size_bytes));
  field("uncompressedSizeBytes", grouped(manifest.uncompressed_size_bytes));
  field("totalCount", grouped(manifest.row_count));
  field("blocksCount", grouped(manifest.block_count));
  mono_field("minKey", grouped(manifest.key_min));
  mono_field("maxKey", grouped(manifest.key_max));
  field("id", grouped(manifest.id), "0 in merged parts; the directory name counts");
  mono_field("segmentID", grouped(manifest.segment_id), "start of the segment, ns; 0 when merged");
  ui::end_fields();
}

void InspectorView::draw_block(const AppState& state, const OpenBlock& block, Commands& commands) {
  title("Block " + std::to_string(*state.selection().block),
        "of " + model::part_title(*state.selected_part()));
  if (block.error() != nullptr) error_lines(*block.error());
  const format::BlockMetadata* metadata = block.metadata();
  if (metadata == nullptr) {
    if (!block.complete()) ui::text_dim("reading…");
    return;
  }
  if (ui::begin_fields("block")) {
    mono_field("series ID", std::to_string(metadata->series_id));
    mono_field("min key", grouped(metadata->key_min));
    mono_field("max key", grouped(metadata->key_max));
    field("rows", grouped(metadata->row_count));
    field("raw size", size_field(metadata->uncompressed_size),
          "8 bytes a row, its data, and name and value of each tag it has");
    const auto type = static_cast<encoding::Int64ListType>(metadata->keys_encoding);
    field("keys encoding", std::string(encoding::name_of(type)) + " (" +
                               std::to_string(metadata->keys_encoding) + ")");
    mono_field("data", range_text("data.bin", metadata->data));
    mono_field("keys", range_text("keys.bin", metadata->keys));
    mono_field("record",
               grouped(block.record_size()) + " B at " +
                   grouped(block.record_location().inner_offset.value_or(0)) +
                   " of the primary block at " + grouped(block.record_location().offset) +
                   " of primary.bin",
               "the place in the decompressed primary block, and that block's zstd frame");
    ui::end_fields();
  }
  if (block.content() == nullptr) return;
  if (!block.content()->keys.ok()) error_lines(block.content()->keys.error());
  if (!block.content()->data.ok()) error_lines(block.content()->data.error());
  ui::section("Tags");
  for (const part::TagContent& tag : block.content()->tags) {
    ImGui::PushID(tag.name.c_str());
    if (ImGui::Selectable(tag.name.c_str())) {
      model::SelectCommand select{
          {}, state.selection().part, state.selection().block, tag.name, {}};
      commands.emplace_back(std::move(select));
    }
    ImGui::SameLine(ImGui::GetContentRegionAvail().x * 0.42f);
    if (tag.column.ok()) {
      ui::text_dim(std::string(encoding::name_of(tag.column->type)) + ", " +
                   std::string(encoding::encoding_name(tag.column->encoding)));
    } else {
      ui::text_wrong("unreadable");
    }
    ImGui::PopID();
  }
}

void InspectorView::draw_tag(const OpenBlock& block, size_t index) {
  const part::TagContent& tag = block.content()->tags[index];
  const format::TagReference& reference = block.metadata()->tags[index];
  title("Tag " + tag.name, "of a block of series " + std::to_string(block.metadata()->series_id));
  if (!tag.metadata.ok()) error_lines(tag.metadata.error());
  if (tag.metadata.ok() && !tag.column.ok()) error_lines(tag.column.error());
  if (!ui::begin_fields("tag")) return;
  mono_field("record", range_text(tag.name + ".tm", reference.metadata));
  if (tag.metadata.ok()) {
    const format::TagMetadata& metadata = *tag.metadata;
    field("type", std::string(encoding::name_of(metadata.type)) + " (" +
                      std::to_string(static_cast<int>(metadata.type)) + ")");
    mono_field("values", range_text(tag.name + ".td", metadata.values));
    mono_field("filter",
               metadata.filter.size == 0 ? "none" : range_text(tag.name + ".tf", metadata.filter),
               "bloom filter; dictionary columns have none since v0.10.0");
    if (metadata.type == encoding::ValueType::kInt64) {
      mono_field("min", stored_int64(metadata.value_min));
      mono_field("max", stored_int64(metadata.value_max));
    }
  }
  if (tag.column.ok()) {
    const encoding::TagColumn& column = *tag.column;
    field("encoding", std::string(encoding::encoding_name(column.encoding)) + " (" +
                          std::to_string(column.encoding) + ")");
    size_t nils = 0;
    size_t raw = 0;
    for (size_t row = 0; row < column.size(); row++) {
      nils += column.is_nil(row);
      if (!column.is_nil(row)) raw += column.stored(row).size();
    }
    field("rows with a value", grouped(static_cast<uint64_t>(column.size() - nils)) + " of " +
                                   grouped(static_cast<uint64_t>(column.size())));
    field("raw size", size_field(raw), "stored bytes of all values");
    if (tag.metadata.ok()) field("ratio", ratio_text(raw, tag.metadata->values.size));
    if (column.dictionary) {
      field("dictionary",
            grouped(static_cast<uint64_t>(column.dictionary->values.size())) + " values in " +
                grouped(static_cast<uint64_t>(column.dictionary->runs.size())) + " runs");
    }
    if (column.type == encoding::ValueType::kFloat64 && column.exponent != 0) {
      field("exponent", std::to_string(column.exponent), "values are integers times 10 to this");
    }
  }
  if (const encoding::BloomFilter* filter = block.filter(index)) {
    const size_t bits = filter->words.size() * 64;
    const size_t set = bits_set(*filter);
    field("filter items", std::to_string(filter->item_count),
          "rows at the seed, distinct values since v0.9.0");
    field("filter bits",
          grouped(static_cast<uint64_t>(set)) + " set of " + grouped(static_cast<uint64_t>(bits)));
  }
  ui::end_fields();
}

void InspectorView::draw_element(const OpenBlock& block, size_t row) {
  const part::BlockContent& content = *block.content();
  title("Element " + std::to_string(row),
        "of a block of series " + std::to_string(block.metadata()->series_id));
  if (!ui::begin_fields("element")) return;
  if (content.keys.ok()) mono_field("user key", grouped((*content.keys)[row]));
  if (content.data.ok()) {
    const std::string_view data = content.data->values.at(row);
    mono_field("data", part::data_text(data));
    field("data size", ui::size_text(data.size()));
  }
  for (const part::TagContent& tag : content.tags) {
    if (!tag.column.ok()) continue;
    mono_field(tag.name.c_str(), tag.column->is_nil(row)
                                     ? "nil"
                                     : part::value_text(tag.column->type, tag.column->stored(row)));
  }
  ui::end_fields();
  ui::section("Where it lies");
}

}  // namespace sidx::views
