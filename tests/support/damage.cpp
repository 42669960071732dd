#include "tests/support/damage.h"

#include "core/encoding/zstd_frame.h"
#include "core/format/file_names.h"
#include "core/part/part_reader.h"
#include "tests/support/golden.h"

namespace sidx::testing {
namespace {

using format::Extent;

Bytes slice_of(const FileBytes& files, const std::string& name, Extent range) {
  const Bytes& file = files.at(name);
  SIDX_CHECK(range.offset + range.size <= file.size());
  const auto begin = file.begin() + static_cast<std::ptrdiff_t>(range.offset);
  return {begin, begin + static_cast<std::ptrdiff_t>(range.size)};
}

Extent append(Bytes& file, const Bytes& payload) {
  const Extent range{file.size(), payload.size()};
  file.insert(file.end(), payload.begin(), payload.end());
  return range;
}

void apply(const std::function<void(PartImage&)>& change, PartImage& image) {
  if (change) change(image);
}

template <typename Visit>
void for_each_block(PartImage& image, Visit visit) {
  for (PrimaryBlockImage& primary : image.primaries) {
    for (BlockImage& block : primary.blocks) visit(block);
  }
}

BlockImage take_block_apart(const FileBytes& files, const part::PartReader& reader,
                            const format::BlockMetadata& record) {
  BlockImage block{record,
                   slice_of(files, "data.bin", record.data),
                   slice_of(files, "keys.bin", record.keys),
                   {}};
  for (const format::TagReference& reference : record.tags) {
    TagImage tag{reference, reader.read_tag_metadata(reference).value(), {}, {}};
    tag.values = slice_of(files, format::tag_data_file(reference.name), tag.record.values);
    tag.filter = slice_of(files, format::tag_filter_file(reference.name), tag.record.filter);
    block.tags.push_back(std::move(tag));
  }
  return block;
}

void lay_out_payloads(PartImage& image, FileBytes& files) {
  for_each_block(image, [&](BlockImage& block) {
    block.record.data = append(files["data.bin"], block.data);
    block.record.keys = append(files["keys.bin"], block.keys);
    for (TagImage& tag : block.tags) {
      const std::string& name = tag.reference.name;
      tag.record.values = append(files[format::tag_data_file(name)], tag.values);
      const Extent filter = append(files[format::tag_filter_file(name)], tag.filter);
      tag.record.filter = tag.filter.empty() ? Extent{} : filter;
    }
  });
}

void lay_out_tag_records(PartImage& image, FileBytes& files) {
  for_each_block(image, [&](BlockImage& block) {
    for (TagImage& tag : block.tags) {
      Bytes record;
      format::append_tag_metadata(record, tag.record);
      const std::string file = format::tag_metadata_file(tag.reference.name);
      tag.reference.metadata = append(files[file], record);
    }
  });
}

Bytes compressed(const Bytes& content) {
  return encoding::compress_frame(content.data(), content.size());
}

void lay_out_primary_blocks(PartImage& image, const Damage& damage, FileBytes& files) {
  for (size_t i = 0; i < image.primaries.size(); i++) {
    Bytes records;
    for (BlockImage& block : image.primaries[i].blocks) {
      block.record.tags.clear();
      for (const TagImage& tag : block.tags) block.record.tags.push_back(tag.reference);
      format::append_block_metadata(records, block.record);
    }
    if (i == 0 && damage.records) damage.records(records);
    image.primaries[i].record.frame = append(files["primary.bin"], compressed(records));
  }
}

}  // namespace

TagImage& BlockImage::tag(const std::string& name) {
  for (TagImage& tag : tags) {
    if (tag.reference.name == name) return tag;
  }
  SIDX_CHECK(false);
}

BlockImage& PartImage::block(size_t index) {
  for (PrimaryBlockImage& primary : primaries) {
    if (index < primary.blocks.size()) return primary.blocks[index];
    index -= primary.blocks.size();
  }
  SIDX_CHECK(false);
}

FileBytes load_files(const std::string& golden_name) {
  const GoldenPart golden = load_golden_part(golden_name);
  FileBytes files;
  for (const auto& [name, size] : golden.expected.at("note").at("files").items()) {
    files[name] = golden.file(name);
  }
  return files;
}

PartImage take_apart(const std::string& golden_name) {
  const FileBytes files = load_files(golden_name);
  const part::PartReader reader(files_in_memory("golden", files));
  PartImage image;
  image.directory = load_golden_part(golden_name).expected.at("dir").get<std::string>();
  image.manifest = reader.read_manifest().value();
  const auto primaries = reader.read_primary_blocks().value();
  for (const auto& metadata : primaries) {
    PrimaryBlockImage primary{metadata, {}};
    const part::PrimaryBlock records = reader.read_primary_block(metadata).value();
    for (const auto& record : records.blocks) {
      primary.blocks.push_back(take_block_apart(files, reader, record));
    }
    image.primaries.push_back(std::move(primary));
  }
  return image;
}

FileBytes put_together(PartImage& image, const Damage& damage) {
  FileBytes files;
  apply(damage.payloads, image);
  lay_out_payloads(image, files);
  apply(damage.tags, image);
  lay_out_tag_records(image, files);
  apply(damage.blocks, image);
  lay_out_primary_blocks(image, damage, files);
  apply(damage.primaries, image);
  Bytes meta;
  for (const PrimaryBlockImage& primary : image.primaries) {
    format::append_primary_block_metadata(meta, primary.record);
  }
  if (damage.meta) damage.meta(meta);
  files["meta.bin"] = compressed(meta);
  image.manifest.compressed_size_bytes = 0;
  for (const auto& [name, bytes] : files) image.manifest.compressed_size_bytes += bytes.size();
  apply(damage.manifest, image);
  const std::string manifest = format::write_part_manifest(image.manifest);
  files["manifest.json"] = Bytes(manifest.begin(), manifest.end());
  if (damage.files) damage.files(files);
  return files;
}

}  // namespace sidx::testing
