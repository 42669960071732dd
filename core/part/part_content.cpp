#include "core/part/part_content.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/base/limits.h"
#include "core/format/file_names.h"

namespace sidx::part {
namespace {

using format::PartManifest;

/// Bytes that others share, as a source.
class SharedSource : public ByteSource {
 public:
  explicit SharedSource(SharedBytes bytes) : bytes_(std::move(bytes)) {}
  uint64_t size() const override { return bytes_->size(); }
  Result<FileSlice> read(format::Extent range, std::string_view file) override {
    const ByteView all(*bytes_, file);
    return FileSlice{
        all.subview(static_cast<size_t>(range.offset), static_cast<size_t>(range.size)), bytes_};
  }

 private:
  SharedBytes bytes_;
};

std::shared_ptr<const ReadFault> make_fault(bool panics, const Error& error) {
  return std::make_shared<const ReadFault>(ReadFault{panics, to_string(error)});
}

/// The most bytes a block's record can take; see core/format/block_metadata.h.
size_t record_size_max(const BlockData& block) {
  constexpr size_t kFixed = 8 + 2 * 10 + 4 * 10 + 1 + 3 * 10;
  constexpr size_t kPerTag = 3 * 10;
  size_t size = kFixed;
  for (const TagData& tag : block.tags) size += kPerTag + tag.name.size();
  return size;
}

Error wrong_order(const std::string& directory) {
  return {ErrorCode::kBadOrder,
          {directory + "/" + format::kMetaFile, 0, 0, {}},
          "primary block metadata",
          "series IDs that do not decrease",
          "a smaller one behind a larger one"};
}

}  // namespace

/// What is computed when it is first asked for.
struct PartContent::Lazy {
  std::optional<FileMap> files;
  std::optional<std::vector<PrimaryRange>> ranges;
  std::vector<BlockHeader> headers;
  std::vector<format::BlockMetadata> records;
  struct Slot {
    Rc<BlockData> block;
    std::shared_ptr<const ReadFault> fault;
    /// Of opened parts: record of each tag that was asked for, and its filter.
    struct Tag {
      TagFilter filter;
      bool has_bloom = false;
      std::optional<encoding::BytesList> dictionary;
      encoding::ValueType type = encoding::ValueType::kUnknown;
      std::shared_ptr<const ReadFault> fault;
    };
    std::map<std::string, Tag, std::less<>> tags;
  };
  std::vector<Slot> slots;
  bool pool = false;  // the filters of all blocks have been made, one after the other
  std::optional<RowSum> row_sum;
  std::unique_ptr<PartReader> reader;
  std::optional<FormatVariant> variant;
};

std::shared_ptr<const PartFiles> as_part_files(const FileMap& files, const std::string& directory) {
  auto readable = std::make_shared<PartFiles>(directory);
  for (const auto& [name, bytes] : files) {
    readable->add(name, std::make_shared<SharedSource>(bytes));
  }
  return readable;
}

PartContent::Lazy& PartContent::lazy() const {
  if (!lazy_) lazy_ = std::make_shared<Lazy>();
  return *lazy_;
}

PartContent::PartContent(std::vector<Rc<BlockData>> blocks, bool filtered,
                         const WriteParameters& parameters, int64_t segment_id)
    : blocks_(std::move(blocks)), filtered_(filtered), parameters_(parameters) {
  manifest_.segment_id = segment_id;
  manifest_.block_count = blocks_.size();
  for (const Rc<BlockData>& block : blocks_) {
    const bool first = manifest_.row_count == 0;
    manifest_.key_min = first ? block->key_min() : std::min(manifest_.key_min, block->key_min());
    manifest_.key_max = first ? block->key_max() : std::max(manifest_.key_max, block->key_max());
    manifest_.row_count += block->row_count();
    manifest_.uncompressed_size_bytes += block->uncompressed_size();
  }
  if (filtered && parameters.range_of_first_and_last && !blocks_.empty()) {
    manifest_.key_min = blocks_.front()->key_min();
    manifest_.key_max = blocks_.back()->key_max();
  }
}

Result<Rc<PartContent>> PartContent::open(FileMap files, const std::string& directory,
                                          ReadAs read_as) {
  PartContent content;
  content.from_files_ = true;
  content.read_as_ = read_as;
  content.directory_ = directory;
  const PartReader reader(as_part_files(files, directory));
  for (const char* name :
       {format::kPrimaryFile, format::kDataFile, format::kKeysFile, format::kMetaFile}) {
    if (files.find(name) != files.end()) continue;
    return Error{ErrorCode::kMissingFile,
                 {directory + "/" + name, 0, 0, {}},
                 "file",
                 "a file of a part",
                 "no such file"};
  }
  SIDX_ASSIGN(content.manifest_, reader.read_manifest());
  SIDX_ASSIGN(content.primaries_, reader.read_primary_blocks());
  for (size_t i = 1; i < content.primaries_.size(); i++) {
    if (content.primaries_[i].series_id < content.primaries_[i - 1].series_id) {
      return wrong_order(directory);
    }
  }
  content.manifest_bytes_ = files[format::kManifestFile];
  files.erase(format::kManifestFile);
  content.opened_files_ = std::make_shared<const FileMap>(std::move(files));
  return Rc<PartContent>(std::move(content));
}

Rc<PartContent> PartContent::with_file(std::string_view name, SharedBytes bytes) const {
  PartContent content;
  content.from_files_ = true;
  content.directory_ = directory_;
  content.parameters_ = parameters_;
  content.manifest_ = manifest_;
  content.manifest_bytes_ = manifest_bytes_;
  content.read_as_ = read_as_;
  content.primaries_ = primaries_;
  FileMap changed = files();
  if (!from_files_) {
    const PartReader reader(as_part_files(changed, directory_));
    auto primaries = reader.read_primary_blocks();
    if (primaries.ok()) content.primaries_ = *std::move(primaries);
  }
  if (name != format::kManifestFile && name != format::kMetaFile) {
    changed[std::string(name)] = std::move(bytes);
  }
  content.opened_files_ = std::make_shared<const FileMap>(std::move(changed));
  return Rc<PartContent>(std::move(content));
}

std::string PartContent::manifest_text(uint64_t part_id) const {
  if (read_as_ == ReadAs::kDetected) return {manifest_bytes_->begin(), manifest_bytes_->end()};
  PartManifest manifest = manifest_;
  if (!from_files_) {
    files();
    manifest.compressed_size_bytes = 0;
    for (const auto& [name, bytes] : *lazy().files) {
      manifest.compressed_size_bytes += bytes->size();
    }
  }
  manifest.id = part_id;
  return format::write_part_manifest(manifest);
}

FileMap PartContent::files_of_part(uint64_t part_id) const {
  FileMap files = this->files();
  const std::string text = manifest_text(part_id);
  files[format::kManifestFile] = std::make_shared<const Bytes>(text.begin(), text.end());
  return files;
}

const FileMap& PartContent::files() const {
  if (from_files_) return *opened_files_;
  Lazy& own = lazy();
  if (own.files) return *own.files;
  PartWriter writer(parameters_);
  FilterPool pool(parameters_);
  for (const Rc<BlockData>& block : blocks_) {
    BlockFilters filters;
    if (filtered_) filters = pool.next(*block);
    // Blocks were checked and ordered when this part was made.
    SIDX_CHECK(writer.add_block(*block, filtered_ ? &filters : nullptr).ok());
  }
  PartManifest totals;
  own.files = writer.finish(totals);
  return *own.files;
}

const std::vector<PrimaryRange>& PartContent::primary_ranges() const {
  Lazy& own = lazy();
  if (!own.ranges) {
    own.ranges.emplace();
    if (from_files_) {
      index_files();
    } else {
      index_blocks();
    }
    own.slots.resize(own.headers.size());
  }
  return *own.ranges;
}

const std::vector<BlockHeader>& PartContent::headers() const {
  primary_ranges();
  return lazy().headers;
}

const format::BlockMetadata& PartContent::record_of(size_t block) const {
  primary_ranges();
  if (lazy().records.empty()) index_files();
  return lazy().records[block];
}

void PartContent::index_blocks() const {
  Lazy& own = lazy();
  size_t records_size_max = 0;
  for (const Rc<BlockData>& block : blocks_) {
    own.headers.push_back({block->series_id, block->key_min(), block->key_max(), block->row_count(),
                           block->uncompressed_size()});
    records_size_max += record_size_max(*block);
  }
  if (blocks_.empty()) return;
  if (records_size_max > kPrimaryBlockBytesMax) {  // Where one ends depends on stored sizes.
    own.headers.clear();
    index_files();
    return;
  }
  PrimaryRange all{own.headers[0].series_id, own.headers[0].key_min,
                   own.headers[0].key_max,   0,
                   own.headers.size(),       nullptr};
  for (const BlockHeader& header : own.headers) {
    all.key_min = std::min(all.key_min, header.key_min);
    all.key_max = std::max(all.key_max, header.key_max);
  }
  own.ranges->push_back(all);
}

void PartContent::index_files() const {
  Lazy& own = lazy();
  if (!own.reader) {
    own.reader = std::make_unique<PartReader>(as_part_files(files(), directory_));
  }
  std::vector<format::PrimaryBlockMetadata> primaries = primaries_;
  if (!from_files_) primaries = own.reader->read_primary_blocks().value();
  std::vector<PrimaryRange> ranges;
  std::vector<BlockHeader> headers;
  for (const auto& metadata : primaries) {
    PrimaryRange range{
        metadata.series_id, metadata.key_min, metadata.key_max, headers.size(), 0, nullptr};
    Result<PrimaryBlock> primary = own.reader->read_primary_block(metadata);
    if (!primary.ok()) {
      range.fault = make_fault(primary.error().code == ErrorCode::kOutOfFile, primary.error());
    } else if (primary->error) {
      range.fault = make_fault(false, *primary->error);
    } else {
      for (format::BlockMetadata& record : primary->blocks) {
        headers.push_back({record.series_id, record.key_min, record.key_max, record.row_count,
                           record.uncompressed_size});
        own.records.push_back(std::move(record));
      }
      range.count = headers.size() - range.first;
    }
    ranges.push_back(std::move(range));
  }
  own.ranges = std::move(ranges);
  own.headers = std::move(headers);
}

LoadedBlock PartContent::load(size_t block) const {
  primary_ranges();
  Lazy::Slot& slot = lazy().slots[block];
  if (!slot.block && !slot.fault) decode(block);
  return {slot.block.get(), slot.fault.get()};
}

Rc<BlockData> PartContent::share(size_t block) const {
  load(block);
  return lazy().slots[block].block;
}

const RowSum& PartContent::row_sum() const {
  if (lazy_ && lazy_->row_sum) return *lazy_->row_sum;
  RowSum sum;
  for (size_t i = 0; i < headers().size(); i++) {
    const BlockData* block = load(i).block;
    if (block == nullptr) continue;
    for (size_t row = 0; row < block->row_count(); row++) {
      sum.add(row_hash(block->series_id, block->keys[row], block->data.at(row)));
    }
  }
  lazy().row_sum = sum;
  return *lazy().row_sum;
}

void PartContent::decode(size_t index) const {
  Lazy& own = lazy();
  Lazy::Slot& slot = own.slots[index];
  if (!from_files_) {
    const Rc<BlockData>& block = blocks_[index];
    slot.block = changes_when_stored(*block, parameters_.decimals)
                     ? Rc<BlockData>(as_stored(*block, parameters_.decimals))
                     : block;
    return;
  }
  BlockContent content = own.reader->read_block(own.records[index]);
  if (const Error* error = content.first_error()) {
    slot.fault = make_fault(true, *error);
    return;
  }
  BlockData block;
  block.series_id = own.records[index].series_id;
  block.keys = std::move(content.keys).value();
  block.data = std::move(content.data.value().values);
  for (TagContent& tag : content.tags) {
    TagData column;
    column.name = tag.name;
    column.type = tag.metadata->type;
    column.values = std::move(tag.column.value().values);
    block.tags.push_back(std::move(column));
  }
  std::sort(block.tags.begin(), block.tags.end(),
            [](const TagData& a, const TagData& b) { return a.name < b.name; });
  slot.block = Rc<BlockData>(std::move(block));
}

std::vector<std::string_view> PartContent::tag_names(size_t block) const {
  primary_ranges();
  std::vector<std::string_view> names;
  if (from_files_) {
    for (const auto& tag : lazy().records[block].tags) names.emplace_back(tag.name);
  } else {
    for (const TagData& tag : blocks_[block]->tags) names.emplace_back(tag.name);
  }
  return names;
}

const FormatVariant* PartContent::variant() const {
  if (read_as_ != ReadAs::kDetected) return nullptr;
  Lazy& own = lazy();
  if (!own.variant) {
    FileMap files = *opened_files_;
    files[format::kManifestFile] = manifest_bytes_;
    auto detected = detect_format_variant(PartReader(as_part_files(files, directory_)));
    own.variant = detected.ok() ? *std::move(detected) : FormatVariant();
  }
  return &*own.variant;
}

FilterView PartContent::filter_of(size_t block, std::string_view tag) const {
  primary_ranges();
  return from_files_ ? read_filter(block, tag) : made_filter(block, tag);
}

FilterView PartContent::made_filter(size_t block, std::string_view name) const {
  const TagData* tag = blocks_[block]->find_tag(name);
  if (tag == nullptr) return {};
  FilterView view;
  view.has_tag = true;
  view.type = tag->type;
  if (!filtered_) return view;
  Lazy& own = lazy();
  if (parameters_.pooled_filters_keep_bits && blocks_.size() > 1 && !own.pool)
    make_pooled_filters();
  auto& tags = own.slots[block].tags;
  auto known = tags.find(name);
  if (known == tags.end()) {
    Lazy::Slot::Tag made;
    made.filter = make_tag_filter(*tag, blocks_[block]->row_count(), parameters_);
    known = tags.emplace(std::string(name), std::move(made)).first;
  }
  view.probes = parameters_.bloom.probes;
  view.min_max_trusted = !parameters_.broken_min_max;
  view.bloom = &known->second.filter.bloom;
  view.value_min = &known->second.filter.value_min;
  view.value_max = &known->second.filter.value_max;
  return view;
}

void PartContent::make_pooled_filters() const {
  Lazy& own = lazy();
  own.pool = true;
  FilterPool pool(parameters_);
  for (size_t i = 0; i < blocks_.size(); i++) {
    const auto& tags = blocks_[i]->tags;
    std::vector<TagFilter> filters = pool.next(*blocks_[i]);
    for (size_t j = 0; j < tags.size(); j++) {
      own.slots[i].tags[tags[j].name].filter = std::move(filters[j]);
    }
  }
}

/// Since v0.10.0 a dictionary column has no filter: its values are looked up themselves.
std::optional<encoding::BytesList> PartContent::read_dictionary(
    size_t block, const format::TagMetadata& tag) const {
  const FormatVariant* found = variant();
  if (found == nullptr || found->lengths != encoding::LengthForm::kPlusOne) return std::nullopt;
  const Lazy& own = lazy();
  const uint64_t rows = own.records[block].row_count;
  if (rows > limits::kUnprovenRowsMax) return std::nullopt;
  auto column = own.reader->read_tag_column(tag, rows);
  if (!column.ok() || !column->dictionary) return std::nullopt;
  return std::move(column->dictionary->values);
}

FilterView PartContent::read_filter(size_t block, std::string_view name) const {
  Lazy& own = lazy();
  const auto& references = own.records[block].tags;
  const auto reference = std::find_if(references.begin(), references.end(),
                                      [&](const auto& tag) { return tag.name == name; });
  if (reference == references.end()) return {};
  auto& tags = own.slots[block].tags;
  auto known = tags.find(name);
  if (known == tags.end()) {
    Lazy::Slot::Tag read;
    const auto metadata = own.reader->read_tag_metadata(*reference);
    if (!metadata.ok()) {
      read.fault = make_fault(metadata.error().code == ErrorCode::kOutOfFile, metadata.error());
    } else {
      read.type = metadata->type;
      read.filter.value_min = metadata->value_min;
      read.filter.value_max = metadata->value_max;
      if (metadata->filter.size == 0) read.dictionary = read_dictionary(block, *metadata);
      if (metadata->filter.size > 0) {
        auto bloom = own.reader->read_tag_filter(*metadata);
        if (bloom.ok()) {
          read.filter.bloom = *std::move(bloom);
          read.has_bloom = true;
        } else {
          read.fault = make_fault(bloom.error().code == ErrorCode::kOutOfFile, bloom.error());
        }
      }
    }
    known = tags.emplace(std::string(name), std::move(read)).first;
  }
  const Lazy::Slot::Tag& read = known->second;
  FilterView view;
  view.has_tag = true;
  view.type = read.type;
  view.bloom = read.has_bloom ? &read.filter.bloom : nullptr;
  view.dictionary = read.dictionary ? &*read.dictionary : nullptr;
  view.probes = parameters_.bloom.probes;
  if (const FormatVariant* found = variant()) {
    view.probes = bloom_probes(found->bloom);
    view.min_max_trusted = found->min_max_trusted;
  }
  view.value_min = &read.filter.value_min;
  view.value_max = &read.filter.value_max;
  view.fault = read.fault.get();
  return view;
}

}  // namespace sidx::part
