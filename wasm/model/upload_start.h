#pragma once

#include <optional>
#include <string>

#include "wasm/model/document.h"
#include "wasm/model/session.h"
#include "wasm/model/whole_files.h"

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
  size_t read_count() const { return files_.read_count(); }
  size_t file_count() const { return files_.file_count(); }
  /// Precondition: advance() was true and there is no objection.
  Session::Start take();

 private:
  void want_part(const OpenPart& part);

  std::string name_;
  WholeFiles files_;
  std::string objection_;
};

}  // namespace sidx::model
