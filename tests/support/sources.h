#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/part/part_files.h"

namespace sidx::testing {

/// Files of one directory, by name.
using FileBytes = std::map<std::string, Bytes>;

/// Writes down which ranges of which file were read.
struct ReadLog {
  struct Entry {
    std::string name;
    format::Extent range;
  };
  std::vector<Entry> entries;

  /// Names of the files read so far, each once, in the order of their first read.
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const Entry& entry : entries) {
      bool known = false;
      for (const std::string& name : result) known = known || name == entry.name;
      if (!known) result.push_back(entry.name);
    }
    return result;
  }
};

/// A file in memory that logs its reads.
class LoggedSource : public part::ByteSource {
 public:
  LoggedSource(Bytes bytes, std::string name, std::shared_ptr<ReadLog> log)
      : memory_(std::move(bytes)), name_(std::move(name)), log_(std::move(log)) {}
  uint64_t size() const override { return memory_.size(); }
  Result<part::FileSlice> read(format::Extent range, std::string_view file) override {
    log_->entries.push_back({name_, range});
    return memory_.read(range, file);
  }

 private:
  part::MemorySource memory_;
  std::string name_;
  std::shared_ptr<ReadLog> log_;
};

/// A file whose ranges arrive when they are asked for a second time.
class LateSource : public part::ByteSource {
 public:
  explicit LateSource(Bytes bytes) : memory_(std::move(bytes)) {}
  uint64_t size() const override { return memory_.size(); }
  Result<part::FileSlice> read(format::Extent range, std::string_view file) override {
    if (!asked_[{range.offset, range.size}]++) {
      return Error{ErrorCode::kNotResident,
                   {std::string(file), range.offset, range.size, {}},
                   "bytes",
                   "loaded bytes",
                   "bytes on their way"};
    }
    return memory_.read(range, file);
  }

 private:
  part::MemorySource memory_;
  std::map<std::pair<uint64_t, uint64_t>, int> asked_;
};

/// A file that the platform cannot read.
class UnreadableSource : public part::ByteSource {
 public:
  explicit UnreadableSource(uint64_t size) : size_(size) {}
  uint64_t size() const override { return size_; }
  Result<part::FileSlice> read(format::Extent range, std::string_view file) override {
    return Error{ErrorCode::kUnreadable,
                 {std::string(file), range.offset, range.size, {}},
                 "file",
                 "a readable file",
                 "permission denied"};
  }

 private:
  uint64_t size_;
};

inline std::shared_ptr<part::PartFiles> files_in_memory(const std::string& directory,
                                                        const FileBytes& files) {
  auto result = std::make_shared<part::PartFiles>(directory);
  for (const auto& [name, bytes] : files) {
    result->add(name, std::make_shared<part::MemorySource>(bytes));
  }
  return result;
}

inline std::shared_ptr<part::PartFiles> late_files(const std::string& directory,
                                                   const FileBytes& files) {
  auto result = std::make_shared<part::PartFiles>(directory);
  for (const auto& [name, bytes] : files) result->add(name, std::make_shared<LateSource>(bytes));
  return result;
}

}  // namespace sidx::testing
