#pragma once

#include <cstdint>
#include <set>
#include <string_view>

namespace sidx::query {

/// Counts distinct data up to a limit (0: none). The data must outlive it. Mirrors
/// UniqueDataTracker in query_result.go.
class UniqueData {
 public:
  explicit UniqueData(int64_t limit) : limit_(limit) {}
  /// False for the first value beyond the limit.
  bool may_add(std::string_view data) {
    if (limit_ <= 0 || seen_.find(data) != seen_.end()) return true;
    if (static_cast<int64_t>(seen_.size()) >= limit_) return false;
    seen_.insert(data);
    return true;
  }

 private:
  int64_t limit_;
  std::set<std::string_view> seen_;
};

}  // namespace sidx::query
