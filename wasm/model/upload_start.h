#pragma once

#include <string>
#include <vector>

#include "wasm/model/document.h"
#include "wasm/model/session.h"

/// Reads the files of an uploaded instance, or of loose parts, into memory: they become the start
/// of a scenario.
namespace sidx::model {

class UploadStart {
 public:
  /// `node` is an instance or a part of the document; without one, the first instance, or all parts
  /// if they lie in none.
  UploadStart(const Document& document, PageCache& cache, std::optional<size_t> node);

  /// Why it cannot be a start; empty if it can.
  const std::string& objection() const { return objection_; }
  const std::string& name() const { return name_; }
  /// Tries again; true when everything has been read, or failed.
  bool advance();
  size_t read_count() const { return next_; }
  size_t file_count() const { return wanted_.size(); }
  /// Precondition: advance() was true and there is no objection.
  Session::Start take();

 private:
  struct Wanted {
    std::string path;  // below the instance
    std::shared_ptr<part::ByteSource> source;
  };
  void want_part(const OpenPart& part);

  std::string name_;
  std::vector<Wanted> wanted_;
  size_t next_ = 0;
  part::FileMap files_;
  std::string objection_;
};

}  // namespace sidx::model
