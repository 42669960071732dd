#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/part/part_files.h"
#include "core/part/part_writer.h"

/// Files that are read whole, whenever their bytes come.
namespace sidx::model {

class WholeFiles {
 public:
  void want(std::string path, std::shared_ptr<part::ByteSource> source) {
    wanted_.push_back({std::move(path), std::move(source)});
  }
  bool empty() const { return wanted_.empty(); }
  /// Tries again; true when everything has been read, or failed.
  bool advance();
  /// Why not; empty while all is well.
  const std::string& objection() const { return objection_; }
  size_t read_count() const { return next_; }
  size_t file_count() const { return wanted_.size(); }
  part::FileMap take() { return std::move(files_); }

 private:
  struct Wanted {
    std::string path;
    std::shared_ptr<part::ByteSource> source;
  };
  std::vector<Wanted> wanted_;
  size_t next_ = 0;
  part::FileMap files_;
  std::string objection_;
};

}  // namespace sidx::model
