#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/part/part_files.h"
#include "core/part/part_writer.h"
#include "core/part/storage_tree.h"

/// The command line's access to files. Core itself opens none.
namespace sidx::cli {

/// Reads ranges of a file on demand; the file stays closed in between.
class DiskSource : public part::ByteSource {
 public:
  DiskSource(std::string path, uint64_t size) : path_(std::move(path)), size_(size) {}
  uint64_t size() const override { return size_; }
  Result<part::FileSlice> read(format::Extent range, std::string_view file) override;

 private:
  std::string path_;
  uint64_t size_;
};

/// What is at a path: the listing of a directory or archive and the storage recognised in it.
struct Upload {
  std::string path;
  std::vector<part::ListedFile> listing;
  part::StorageTree tree;
  /// Of a .tar or .tar.zst: its bytes, and where each listed file lies in them.
  std::shared_ptr<const Bytes> archive;
  std::vector<format::Extent> contents;

  std::string disk_path(size_t listed_file) const;
  Result<Bytes> read(size_t listed_file) const;
  /// How messages name a part: its directory as the user would type it.
  std::string part_path(size_t node) const;
  /// All files of a part, by name.
  Result<part::FileMap> read_part(size_t node) const;
  std::shared_ptr<const part::PartFiles> part_files(size_t node) const;
  part::SnapshotStatus snapshot_status(size_t node) const;
  /// A part that the newest snapshot lists and that has no directory.
  struct MissingPart {
    std::string snapshot;  // path of the .snp
    std::string part;
  };
  std::vector<MissingPart> missing_parts() const;

 private:
  Bytes archived(size_t listed_file) const;
};

/// A directory, or a .tar or .tar.zst of one.
Result<Upload> open_upload(const std::string& path);

Result<Bytes> read_file(const std::string& path);

}  // namespace sidx::cli
