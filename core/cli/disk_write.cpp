#include "core/cli/disk_write.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace sidx::cli {
namespace {

namespace fs = std::filesystem;

Error unwritable(const std::string& path, const std::string& why) {
  return {ErrorCode::kUnreadable, {path, 0, 0, {}}, "file", "a path that can be written", why};
}

struct FileCloser {
  void operator()(FILE* file) const { std::fclose(file); }
};

}  // namespace

Status make_directory(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return unwritable(path, error.message());
  const bool empty = fs::is_empty(path, error);
  if (error) return unwritable(path, error.message());
  if (!empty) return unwritable(path, "the directory is not empty");
  fs::permissions(path, fs::perms::owner_all, error);
  return {};
}

Status write_file(const std::string& path, const Bytes& bytes) {
  const std::unique_ptr<FILE, FileCloser> file(std::fopen(path.c_str(), "wb"));
  if (!file) return unwritable(path, "it cannot be opened");
  const bool written =
      bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
  if (!written || std::fflush(file.get()) != 0) {
    return unwritable(path, "it cannot be written whole");
  }
  std::error_code error;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
  return {};
}

Status write_files(const std::string& directory, const part::FileMap& files) {
  SIDX_TRY(make_directory(directory));
  for (const auto& [name, bytes] : files) {
    const fs::path path = fs::path(directory) / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    SIDX_TRY(write_file(path.string(), *bytes));
  }
  return {};
}

}  // namespace sidx::cli
