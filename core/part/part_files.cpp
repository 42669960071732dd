#include "core/part/part_files.h"

namespace sidx::part {

Result<FileSlice> MemorySource::read(format::Extent range, std::string_view file) {
  SIDX_CHECK(range.offset <= bytes_->size() && range.size <= bytes_->size() - range.offset);
  const ByteView whole(*bytes_, file);
  return FileSlice{
      whole.subview(static_cast<size_t>(range.offset), static_cast<size_t>(range.size)), bytes_};
}

void PartFiles::add(std::string_view name, std::shared_ptr<ByteSource> source) {
  std::string path = directory_.empty() ? std::string(name) : directory_ + "/" + std::string(name);
  files_.insert_or_assign(std::string(name), File{std::move(path), std::move(source)});
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
    const std::string path =
        directory_.empty() ? std::string(name) : directory_ + "/" + std::string(name);
    return Error{ErrorCode::kMissingFile,
                 {path, range.offset, range.size, {}},
                 field,
                 "the file to exist",
                 "no such file"};
  }
  const uint64_t size = file->second.source->size();
  if (range.offset > size || range.size > size - range.offset) {
    return Error{ErrorCode::kOutOfFile,
                 {file->second.path, range.offset, range.size, {}},
                 field,
                 std::to_string(range.size) + " bytes from " + std::to_string(range.offset),
                 "a file of " + std::to_string(size) + " bytes"};
  }
  return file->second.source->read(range, file->second.path);
}

Result<FileSlice> PartFiles::read_all(std::string_view name, const char* field) const {
  return read(name, {0, size_of(name).value_or(0)}, field);
}

}  // namespace sidx::part
