#include "core/part/part_files.h"

namespace sidx::part {
namespace {

/// Where PartFiles keeps a file of a tag.
size_t slot_of(format::FileRole role) {
  switch (role) {
    case format::FileRole::kTagData:
      return 0;
    case format::FileRole::kTagMetadata:
      return 1;
    default:
      SIDX_CHECK(role == format::FileRole::kTagFilter);
      return 2;
  }
}

Result<FileSlice> read_range(const PartFiles::File& file, format::Extent range, const char* field) {
  const uint64_t size = file.source->size();
  if (range.offset > size || range.size > size - range.offset) {
    return Error{ErrorCode::kOutOfFile,
                 {file.path, range.offset, range.size, {}},
                 field,
                 std::to_string(range.size) + " bytes from " + std::to_string(range.offset),
                 "a file of " + std::to_string(size) + " bytes"};
  }
  return file.source->read(range, file.path);
}

}  // namespace

Result<FileSlice> MemorySource::read(format::Extent range, std::string_view file) {
  SIDX_CHECK(range.offset <= bytes_->size() && range.size <= bytes_->size() - range.offset);
  const ByteView whole(*bytes_, file);
  return FileSlice{
      whole.subview(static_cast<size_t>(range.offset), static_cast<size_t>(range.size)), bytes_};
}

void PartFiles::add(std::string_view name, std::shared_ptr<ByteSource> source) {
  File& file = files_[std::string(name)];
  file = {path_of(name), std::move(source)};
  const format::FileKind kind = format::classify_file(name);
  if (!kind.tag.empty()) tag_files_[std::string(kind.tag)][slot_of(kind.role)] = &file;
}

std::string PartFiles::path_of(std::string_view name) const {
  return directory_.empty() ? std::string(name) : directory_ + "/" + std::string(name);
}

std::optional<uint64_t> PartFiles::size_of(std::string_view name) const {
  const auto file = files_.find(name);
  if (file == files_.end()) return std::nullopt;
  return file->second.source->size();
}

Result<FileSlice> PartFiles::read(std::string_view name, format::Extent range,
                                  const char* field) const {
  const auto file = files_.find(name);
  if (file == files_.end()) {
    return Error{ErrorCode::kMissingFile,
                 {path_of(name), range.offset, range.size, {}},
                 field,
                 "the file to exist",
                 "no such file"};
  }
  return read_range(file->second, range, field);
}

Result<FileSlice> PartFiles::read(format::FileRole role, std::string_view tag, format::Extent range,
                                  const char* field) const {
  const auto known = tag_files_.find(tag);
  const File* file = known == tag_files_.end() ? nullptr : known->second[slot_of(role)];
  if (file == nullptr) return read(format::tag_file(role, tag), range, field);
  return read_range(*file, range, field);
}

Result<FileSlice> PartFiles::read_all(std::string_view name, const char* field) const {
  return read(name, {0, size_of(name).value_or(0)}, field);
}

}  // namespace sidx::part
