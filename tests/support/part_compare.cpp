#include "tests/support/part_compare.h"

#include "core/encoding/compress_block.h"
#include "core/encoding/tag_values.h"
#include "core/encoding/varint.h"
#include "core/format/file_names.h"

namespace sidx::testing {
namespace {

using part::PartContent;
using part::PartReader;

/// The contents of the next envelopes, each behind its size.
void take_envelopes(ByteReader& reader, int count, Bytes& out) {
  for (int i = 0; i < count; i++) {
    const auto envelope = encoding::read_envelope(reader, UINT32_MAX, "envelope");
    REQUIRE(envelope.ok());
    encoding::append_varuint(out, envelope->content.size());
    out.insert(out.end(), envelope->content.begin(), envelope->content.end());
  }
}

void take_rest(const ByteReader& reader, Bytes& out) {
  const ByteView rest = reader.rest();
  out.insert(out.end(), rest.begin(), rest.end());
}

/// A payload with its envelopes opened.
Bytes opened_values(const ByteView& payload) {
  Bytes out;
  ByteReader reader(payload);
  if (payload.empty()) return out;
  const uint8_t encoding_code = reader.read_u8("encoding").value();
  out.push_back(encoding_code);
  if (encoding_code == encoding::kPlainEncoding) {
    take_envelopes(reader, 2, out);
  } else if (encoding_code == encoding::kDictionaryEncoding) {
    encoding::append_varuint(out, encoding::read_varuint(reader, "values").value());
    take_envelopes(reader, 2, out);
  }
  take_rest(reader, out);
  return out;
}

Bytes opened_data(const ByteView& payload) {
  Bytes out;
  ByteReader reader(payload);
  take_envelopes(reader, 2, out);
  take_rest(reader, out);
  return out;
}

Bytes bytes_at(const PartReader& reader, const std::string& file, format::Extent extent) {
  const auto slice = reader.files().read(file, extent, "payload");
  REQUIRE(slice.ok());
  return Bytes(slice->view.begin(), slice->view.end());
}

void check_filter(const PartReader& ours, const PartReader& golden, const format::TagMetadata& a,
                  const format::TagMetadata& b) {
  CHECK((a.filter.size > 0) == (b.filter.size > 0));
  if (a.filter.size == 0 || b.filter.size == 0) return;
  const auto mine = ours.read_tag_filter(a);
  const auto theirs = golden.read_tag_filter(b);
  REQUIRE(mine.ok());
  REQUIRE(theirs.ok());
  CHECK(mine->item_count == theirs->item_count);
  REQUIRE(mine->words.size() == theirs->words.size());
  if (a.type == encoding::ValueType::kFloat64) return;
  for (size_t i = 0; i < mine->words.size(); i++) {
    CHECK((mine->words[i] & ~theirs->words[i]) == 0);
  }
}

void check_block(const PartReader& ours, const PartReader& golden, const format::BlockMetadata& a,
                 const format::BlockMetadata& b) {
  CHECK(a.series_id == b.series_id);
  CHECK(a.key_min == b.key_min);
  CHECK(a.key_max == b.key_max);
  CHECK(a.row_count == b.row_count);
  CHECK(a.uncompressed_size == b.uncompressed_size);
  CHECK(a.keys_encoding == b.keys_encoding);
  CHECK(a.keys == b.keys);
  CHECK(bytes_at(ours, format::kKeysFile, a.keys) == bytes_at(golden, format::kKeysFile, b.keys));
  const Bytes data = bytes_at(ours, format::kDataFile, a.data);
  const Bytes golden_data = bytes_at(golden, format::kDataFile, b.data);
  CHECK(opened_data(ByteView(data)) == opened_data(ByteView(golden_data)));
  REQUIRE(a.tags.size() == b.tags.size());
  for (size_t i = 0; i < a.tags.size(); i++) {
    INFO("tag " << b.tags[i].name);
    CHECK(a.tags[i].name == b.tags[i].name);
    const auto mine = ours.read_tag_metadata(a.tags[i]);
    const auto theirs = golden.read_tag_metadata(b.tags[i]);
    REQUIRE(mine.ok());
    REQUIRE(theirs.ok());
    CHECK(mine->name == theirs->name);
    CHECK(mine->type == theirs->type);
    CHECK(mine->value_min == theirs->value_min);
    CHECK(mine->value_max == theirs->value_max);
    const std::string file = format::tag_data_file(mine->name);
    const Bytes values = bytes_at(ours, file, mine->values);
    const Bytes golden_values = bytes_at(golden, file, theirs->values);
    CHECK(opened_values(ByteView(values)) == opened_values(ByteView(golden_values)));
    check_filter(ours, golden, *mine, *theirs);
  }
}

}  // namespace

Rc<PartContent> open_golden(const std::string& name) {
  const GoldenPart golden = load_golden_part(name);
  part::FileMap files;
  for (const auto& [file, size] : golden.expected["note"]["files"].items()) {
    files[file] = std::make_shared<const Bytes>(golden.file(file));
  }
  auto content = PartContent::open(std::move(files), name);
  REQUIRE(content.ok());
  return *std::move(content);
}

Rc<PartContent> reopen_part(const PartContent& content) {
  part::FileMap files = content.files();
  const std::string manifest = content.manifest_text(0);
  files[format::kManifestFile] = std::make_shared<const Bytes>(manifest.begin(), manifest.end());
  auto reopened = PartContent::open(std::move(files), "reopened");
  REQUIRE(reopened.ok());
  return *std::move(reopened);
}

void check_same_part(const PartContent& ours, const PartContent& golden) {
  const PartReader our_reader(part::as_part_files(ours.files(), "ours"));
  const PartReader golden_reader(part::as_part_files(golden.files(), "golden"));
  std::vector<std::string> names;
  std::vector<std::string> golden_names;
  for (const auto& [name, bytes] : ours.files()) names.push_back(name);
  for (const auto& [name, bytes] : golden.files()) golden_names.push_back(name);
  CHECK(names == golden_names);
  const auto& ranges = ours.primary_ranges();
  const auto& golden_ranges = golden.primary_ranges();
  REQUIRE(ranges.size() == golden_ranges.size());
  for (size_t i = 0; i < ranges.size(); i++) {
    CHECK(ranges[i].series_id == golden_ranges[i].series_id);
    CHECK(ranges[i].key_min == golden_ranges[i].key_min);
    CHECK(ranges[i].key_max == golden_ranges[i].key_max);
    CHECK(ranges[i].count == golden_ranges[i].count);
  }
  REQUIRE(ours.headers().size() == golden.headers().size());
  for (size_t i = 0; i < golden.headers().size(); i++) {
    INFO("block " << i);
    check_block(our_reader, golden_reader, ours.record_of(i), golden.record_of(i));
  }
  format::PartManifest manifest = ours.manifest();
  const format::PartManifest& expected = golden.manifest();
  manifest.compressed_size_bytes = expected.compressed_size_bytes;
  manifest.id = expected.id;  // given when the part is introduced
  CHECK(manifest == expected);
}

part::ElementBatch elements_of(const PartContent& content) {
  part::ElementBatch batch;
  for (size_t i = 0; i < content.headers().size(); i++) {
    const part::LoadedBlock loaded = content.load(i);
    REQUIRE(loaded.block != nullptr);
    const part::BlockData& block = *loaded.block;
    for (size_t row = 0; row < block.row_count(); row++) {
      batch.add(block.series_id, block.keys[row], block.data.at(row));
      for (const part::TagData& tag : block.tags) {
        // Nil and absent are the same on disk, so a column's own type is kept by an empty value.
        Bytes stored;
        tag.append_stored(row, stored);
        batch.add_tag(tag.name, tag.type,
                      {reinterpret_cast<const char*>(stored.data()), stored.size()});
      }
    }
  }
  return batch;
}

}  // namespace sidx::testing
