#pragma once

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/part/storage_tree.h"
#include "tests/support/damage.h"
#include "tests/support/random.h"
#include "wasm/model/page_cache.h"

namespace sidx::testing {

/// Files of an upload as the page has them: ranges are answered later, in any order.
class FakeFiles {
 public:
  size_t add(const std::string& path, Bytes bytes) {
    listing_.push_back({path, bytes.size()});
    contents_.push_back(std::move(bytes));
    return contents_.size() - 1;
  }
  void add_part(const std::string& directory, const FileBytes& files) {
    for (const auto& [name, bytes] : files) add(directory + "/" + name, bytes);
  }
  void add_golden(const std::string& directory, const std::string& golden) {
    add_part(directory, load_files(golden));
  }

  const std::vector<part::ListedFile>& listing() const { return listing_; }
  std::string listing_json(const std::string& name) const {
    nlohmann::json json{{"name", name}, {"files", nlohmann::json::array()}};
    for (const part::ListedFile& file : listing_) {
      json["files"].push_back({{"path", file.path}, {"size", std::to_string(file.size)}});
    }
    return json.dump();
  }

  /// Outlived by this object.
  model::PageCache::Fetch fetch() {
    return [this](size_t file, format::Extent range, model::PageCache::Done done) {
      requests_.push_back({file, range, std::move(done)});
      asked_.emplace_back(file, range);
    };
  }
  size_t pending() const { return requests_.size(); }
  /// All requests so far, answered or not.
  const std::vector<std::pair<size_t, format::Extent>>& asked() const { return asked_; }
  std::vector<std::string> asked_paths() const {
    std::vector<std::string> paths;
    for (const auto& [file, range] : asked_) paths.push_back(listing_[file].path);
    return paths;
  }
  void make_unreadable(size_t file) { unreadable_ = file; }

  /// Answers the request at `index`. The answer may ask for more.
  void answer(size_t index) {
    Request request = std::move(requests_[index]);
    requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(index));
    request.done(content(request));
  }
  void answer_one(Random& random) { answer(random.below(requests_.size())); }
  /// Answers what is pending now.
  void answer_all() {
    for (size_t left = requests_.size(); left > 0; left--) answer(0);
  }

 private:
  struct Request {
    size_t file;
    format::Extent range;
    model::PageCache::Done done;
  };
  Result<Bytes> content(const Request& request) const {
    if (request.file == unreadable_) {
      return Error{ErrorCode::kUnreadable,
                   {listing_[request.file].path, request.range.offset, request.range.size, {}},
                   "file",
                   "a file that can be read",
                   "permission denied"};
    }
    const Bytes& bytes = contents_[request.file];
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(request.range.offset);
    return Bytes(begin, begin + static_cast<std::ptrdiff_t>(request.range.size));
  }

  std::vector<part::ListedFile> listing_;
  std::vector<Bytes> contents_;
  std::vector<Request> requests_;
  std::vector<std::pair<size_t, format::Extent>> asked_;
  size_t unreadable_ = SIZE_MAX;
};

}  // namespace sidx::testing
