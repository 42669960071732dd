#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/format/extent.h"
#include "core/format/file_names.h"

/// Where the bytes of a part come from. Core never opens files: whoever has them (the command line,
/// the browser, a test, the simulator) hands them over as byte sources.
namespace sidx::part {

/// Bytes read from a source. `owner` keeps them alive; it may be shared with a cache.
struct FileSlice {
  ByteView view;
  std::shared_ptr<const Bytes> owner;
};

/// Random access to the bytes of one file.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual uint64_t size() const = 0;
  /// Reads the range, which lies inside the file; `file` names it in views and errors and outlives
  /// them. A source whose bytes arrive later answers kNotResident and remembers what was wanted:
  /// the caller goes on with what else it can do, and asks again when bytes have come.
  virtual Result<FileSlice> read(format::Extent range, std::string_view file) = 0;
};

/// A source whose bytes are all there.
class MemorySource : public ByteSource {
 public:
  explicit MemorySource(Bytes bytes) : bytes_(std::make_shared<const Bytes>(std::move(bytes))) {}
  uint64_t size() const override { return bytes_->size(); }
  Result<FileSlice> read(format::Extent range, std::string_view file) override;

 private:
  std::shared_ptr<const Bytes> bytes_;
};

/// The files of one part directory, by name. Everything read through it is located as
/// `<directory>/<name>`. Views stay valid as long as their slice's owner and this object.
class PartFiles {
 public:
  /// `directory` is how messages name the part: its path as the user knows it.
  explicit PartFiles(std::string directory) : directory_(std::move(directory)) {}
  PartFiles(const PartFiles&) = delete;
  PartFiles& operator=(const PartFiles&) = delete;

  struct File {
    std::string path;  // directory/name, for messages
    std::shared_ptr<ByteSource> source;
  };

  void add(std::string_view name, std::shared_ptr<ByteSource> source);
  const std::string& directory() const { return directory_; }
  /// Sorted by name, bytewise.
  const std::map<std::string, File, std::less<>>& files() const { return files_; }
  bool has(std::string_view name) const { return files_.find(name) != files_.end(); }
  std::optional<uint64_t> size_of(std::string_view name) const;

  /// The bytes of a range: kMissingFile, kOutOfFile, or whatever the source answers. `field` says
  /// what the range holds.
  Result<FileSlice> read(std::string_view name, format::Extent range, const char* field) const;
  /// The same for a file of a tag, which has one of the three tag roles.
  Result<FileSlice> read(format::FileRole role, std::string_view tag, format::Extent range,
                         const char* field) const;
  Result<FileSlice> read_all(std::string_view name, const char* field) const;

 private:
  /// Files of a tag: data, metadata, filters. Null: it has none.
  using TagFiles = std::array<const File*, 3>;

  std::string path_of(std::string_view name) const;

  std::string directory_;
  std::map<std::string, File, std::less<>> files_;
  /// Every block reads two files for each of its tags: their names need not be built for that.
  std::map<std::string, TagFiles, std::less<>> tag_files_;
};

}  // namespace sidx::part
