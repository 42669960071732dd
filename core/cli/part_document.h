#pragma once

#include <string>
#include <vector>

#include "core/cli/disk.h"
#include "core/cli/part_json.h"

namespace sidx::cli {

/// Which elements a dump shows. The default shows all.
struct ElementFilter {
  std::optional<uint64_t> series_id;
  std::optional<int64_t> key_min;
  std::optional<int64_t> key_max;
  std::optional<uint64_t> limit;

  bool is_open() const { return !series_id && !key_min && !key_max && !limit; }
  bool may_match(const format::BlockMetadata& block) const {
    return (!series_id || block.series_id == *series_id) &&
           (!key_min || block.key_max >= *key_min) && (!key_max || block.key_min <= *key_max);
  }
  bool matches(int64_t key) const {
    return (!key_min || key >= *key_min) && (!key_max || key <= *key_max);
  }
};

/// Rows of a block that the filter lets through, at most `left` of them.
std::vector<size_t> matching_rows(const part::BlockContent& content, const ElementFilter& filter,
                                  uint64_t left);

/// Prints the document of `inspect --json`, or with `elements` that of `dump --json`, one block at
/// a time, so that a part of any size takes little memory. Appends to `errors` what was unreadable.
void print_part_document(const Upload& upload, size_t node, const ElementFilter* elements,
                         std::vector<Error>& errors);

/// `{"parts": [..], "skipped": [..], "errors": [..]}` for everything in the upload.
void print_document(const Upload& upload, const ElementFilter* elements,
                    std::vector<Error>& errors);

/// Prints errors to standard error, one line each.
void print_errors(const std::vector<Error>& errors);

}  // namespace sidx::cli
