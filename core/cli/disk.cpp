#include "core/cli/disk.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/base/limits.h"

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

std::string Upload::part_path(size_t node) const { return join(path, tree.nodes[node].path); }

std::shared_ptr<const part::PartFiles> Upload::part_files(size_t node) const {
  auto files = std::make_shared<part::PartFiles>(part_path(node));
  for (const size_t index : tree.nodes[node].files) {
    const part::ListedFile& file = listing[index];
    files->add(file.path.substr(file.path.rfind('/') + 1),
               std::make_shared<DiskSource>(disk_path(index), file.size));
  }
  return files;
}

part::SnapshotStatus Upload::snapshot_status(size_t node) const {
  const auto deciding = part::deciding_snapshot(tree, node);
  if (!deciding) return part::SnapshotStatus::kNone;
  const std::string snapshot_path = disk_path(deciding->file->file);
  const Result<Bytes> bytes = read_file(snapshot_path);
  if (!bytes.ok()) return part::SnapshotStatus::kUnknown;
  const auto listed = format::read_snapshot_manifest(ByteView(*bytes, snapshot_path));
  if (!listed.ok()) return part::SnapshotStatus::kUnknown;
  return part::snapshot_status(*listed, tree.nodes[node].name);
}

Result<Upload> open_upload(const std::string& path) {
  Upload upload;
  upload.path = path;
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    return unreadable(path, error ? error.message() : "not a directory");
  }
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
  std::string name = fs::path(path).filename().string();
  if (name.empty()) name = fs::path(path).parent_path().filename().string();
  upload.tree = part::build_storage_tree(name, upload.listing);
  return upload;
}

}  // namespace sidx::cli
