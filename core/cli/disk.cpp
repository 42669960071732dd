#include "core/cli/disk.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/base/limits.h"
#include "core/encoding/zstd_frame.h"
#include "core/part/tar_archive.h"

namespace sidx::cli {
namespace {

namespace fs = std::filesystem;

struct FileCloser {
  void operator()(FILE* file) const { std::fclose(file); }
};
using FilePointer = std::unique_ptr<FILE, FileCloser>;

Error unreadable(const std::string& path, const std::string& why) {
  return {ErrorCode::kUnreadable, {path, 0, 0, {}}, "file", "a readable file", why};
}

std::string join(const std::string& directory, const std::string& name) {
  if (name.empty()) return directory;
  return directory.ends_with('/') ? directory + name : directory + "/" + name;
}

Result<Bytes> read_range(const std::string& path, format::Extent range) {
  FilePointer file(std::fopen(path.c_str(), "rb"));
  if (!file) return unreadable(path, "it cannot be opened");
  Bytes bytes(static_cast<size_t>(range.size));
  if (fseeko(file.get(), static_cast<off_t>(range.offset), SEEK_SET) != 0 ||
      std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) {
    return unreadable(path, "it ends early");
  }
  return bytes;
}

}  // namespace

Result<part::FileSlice> DiskSource::read(format::Extent range, std::string_view file) {
  SIDX_ASSIGN(Bytes bytes, read_range(path_, range));
  auto owner = std::make_shared<const Bytes>(std::move(bytes));
  return part::FileSlice{ByteView(*owner, file, range.offset), owner};
}

Result<Bytes> read_file(const std::string& path) {
  std::error_code error;
  const uint64_t size = fs::file_size(path, error);
  if (error) return unreadable(path, error.message());
  return read_range(path, {0, size});
}

std::string Upload::disk_path(size_t listed_file) const {
  return join(path, listing[listed_file].path);
}

Bytes Upload::archived(size_t listed_file) const {
  const auto begin = archive->begin() + static_cast<ptrdiff_t>(contents[listed_file].offset);
  return Bytes(begin, begin + static_cast<ptrdiff_t>(contents[listed_file].size));
}

Result<Bytes> Upload::read(size_t listed_file) const {
  if (archive) return archived(listed_file);
  return read_file(disk_path(listed_file));
}

std::string Upload::part_path(size_t node) const { return join(path, tree.nodes[node].path); }

Result<part::FileMap> Upload::read_part(size_t node) const {
  part::FileMap files;
  for (const size_t index : tree.nodes[node].files) {
    const std::string& listed = listing[index].path;
    SIDX_ASSIGN(Bytes bytes, read(index));
    files[listed.substr(listed.rfind('/') + 1)] = std::make_shared<const Bytes>(std::move(bytes));
  }
  return files;
}

std::shared_ptr<const part::PartFiles> Upload::part_files(size_t node) const {
  auto files = std::make_shared<part::PartFiles>(part_path(node));
  for (const size_t index : tree.nodes[node].files) {
    const part::ListedFile& file = listing[index];
    std::shared_ptr<part::ByteSource> source =
        std::make_shared<DiskSource>(disk_path(index), file.size);
    if (archive) source = std::make_shared<part::MemorySource>(archived(index));
    files->add(file.path.substr(file.path.rfind('/') + 1), std::move(source));
  }
  return files;
}

part::SnapshotStatus Upload::snapshot_status(size_t node) const {
  const auto deciding = part::deciding_snapshot(tree, node);
  if (!deciding) return part::SnapshotStatus::kNone;
  const std::string snapshot_path = disk_path(deciding->file->file);
  const Result<Bytes> bytes = read(deciding->file->file);
  if (!bytes.ok()) return part::SnapshotStatus::kUnknown;
  const auto listed = format::read_snapshot_manifest(ByteView(*bytes, snapshot_path));
  if (!listed.ok()) return part::SnapshotStatus::kUnknown;
  return part::snapshot_status(*listed, tree.nodes[node].name);
}

std::vector<Upload::MissingPart> Upload::missing_parts() const {
  std::vector<MissingPart> missing;
  for (size_t node = 0; node < tree.nodes.size(); node++) {
    if (tree.nodes[node].snapshots.empty()) continue;
    const size_t newest = tree.nodes[node].snapshots.front().file;
    const Result<Bytes> bytes = read(newest);
    if (!bytes.ok()) continue;
    const auto listed = format::read_snapshot_manifest(ByteView(*bytes));
    if (!listed.ok()) continue;
    for (const std::string& name : part::missing_parts(tree, node, *listed)) {
      missing.push_back({disk_path(newest), name});
    }
  }
  return missing;
}

namespace {

Result<Upload> list_directory(const std::string& path) {
  Upload upload;
  upload.path = path;
  std::error_code error;
  fs::recursive_directory_iterator walk(path, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    std::error_code entry_error;
    if (!walk->is_regular_file(entry_error)) continue;
    const uint64_t size = walk->file_size(entry_error);
    if (entry_error) continue;
    upload.listing.push_back({walk->path().lexically_relative(path).generic_string(), size});
  }
  if (error) return unreadable(path, error.message());
  std::sort(upload.listing.begin(), upload.listing.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return upload;
}

Result<Upload> list_archive(const std::string& path) {
  SIDX_ASSIGN(Bytes bytes, read_file(path));
  const ByteView file(bytes, path);
  constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
  if (file.text().starts_with(kZstdMagic)) {
    SIDX_ASSIGN(bytes, encoding::decompress_frame(file, limits::kArchiveBytesMax, "archive"));
  }
  Upload upload;
  upload.path = path;
  upload.archive = std::make_shared<const Bytes>(std::move(bytes));
  const ByteView archive(*upload.archive, path);
  if (!part::looks_like_tar(archive)) {
    return unreadable(path, "neither a directory nor a .tar or .tar.zst of one");
  }
  SIDX_ASSIGN(const auto files, part::read_tar(archive));
  for (const part::ArchivedFile& archived : files) {
    upload.listing.push_back({archived.path, archived.content.size});
    upload.contents.push_back(archived.content);
  }
  return upload;
}

}  // namespace

Result<Upload> open_upload(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error || !fs::exists(status)) return unreadable(path, "no such file or directory");
  SIDX_ASSIGN(Upload upload, fs::is_directory(status) ? list_directory(path) : list_archive(path));
  std::string name = fs::path(path).filename().string();
  if (name.empty()) name = fs::path(path).parent_path().filename().string();
  upload.tree = part::build_storage_tree(name, upload.listing);
  return upload;
}

}  // namespace sidx::cli
